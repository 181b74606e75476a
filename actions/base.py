"""The base of every action: what is under way goes first, and is offered again afterwards."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import sroi_talk, walk_answers
from actions.municipality import named_alone
from actions.services import services
from actions.turn import Events, Turn

logger = logging.getLogger(__name__)


class ConversationAction(Action, ABC):
    """A custom action that answers one turn without blocking the other conversations."""

    @abstractmethod
    def name(self) -> str:
        """The action's name in the domain."""

    @abstractmethod
    def answer(self, turn: Turn) -> Events:
        """Say something, and return what the conversation must remember."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Answer in a worker thread; a failure becomes one apology, logged without user text."""
        try:
            return await asyncio.to_thread(self._answer, dispatcher, tracker)
        except Exception as error:  # the edge: whatever went wrong, the user gets an answer
            logger.error("%s failed: %s", self.name(), type(error).__name__)
            logger.debug("details", exc_info=True)
            dispatcher.messages.clear()
            dispatcher.utter_message(response="utter_technical_problem")
            return []

    def _answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        return self.respond(Turn(tracker, dispatcher, services()))

    def respond(self, turn: Turn) -> Events:
        """Answer, unless the message goes with something before it; then offer to go on."""
        events = _taken_first(turn)
        if events is None:
            events = self.answer(turn)
        if any(event.get("name") in ("walk", "sroi") for event in events):
            return events
        return [*events, *(walk_answers.offer(turn) or sroi_talk.offer(turn))]


def _taken_first(turn: Turn) -> Events | None:
    """Whatever the message was taken for: an answer to a question at hand, or a bare place."""
    if turn.may_be_danger:
        return None
    for take in (walk_answers.answered_first, sroi_talk.answered_first, named_alone):
        events = take(turn)
        if events is not None:
            return events
    return None
