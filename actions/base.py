"""The base of every action: a walk or a case goes first, and is offered again afterwards."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import sroi_talk, walk_answers
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
        """Answer, after what a walk takes for itself and before the offer to go on."""
        events = walk_answers.answered_first(turn)
        if events is None:
            events = self.answer(turn)
        if any(event.get("name") in ("walk", "sroi") for event in events):
            return events
        return [*events, *(walk_answers.offer(turn) or sroi_talk.offer(turn))]
