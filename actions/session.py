"""What a conversation goes on with after a long silence."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict


class ActionSessionStart(Action):
    """Begin a session with the municipality and the walk, and no old subject.

    Rasa's own action would repeat every event that ever set a slot, so that the
    tracker of somebody who comes back daily would keep growing.
    """

    def name(self) -> str:
        """The name by which Rasa knows it."""
        return "action_session_start"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """The events with which a session begins."""
        return [
            SessionStarted(),
            SlotSet("municipality", tracker.get_slot("municipality")),
            SlotSet("walk", tracker.get_slot("walk")),
            ActionExecuted("action_listen"),
        ]
