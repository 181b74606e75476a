"""The actions of social return: working out a case, and amounts that people ask for."""

from __future__ import annotations

from actions.base import ConversationAction
from actions.sroi_amounts import say_amounts
from actions.sroi_talk import case_of, explain, go_on, read_case
from actions.turn import Events, Turn
from knowledge.sroi_case import Draft, after_button
from knowledge.sroi_reading import Reading


class ActionComputeSroi(ConversationAction):
    """Start or continue working out social return."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_compute_sroi"

    def answer(self, turn: Turn) -> Events:
        """Take over what the message says; ask for what is missing, or give the result."""
        pressed = turn.entity("option")
        if pressed:
            return _pressed(turn, pressed)
        before = case_of(turn) or Draft()
        reading = read_case(turn, before)
        if before.awaiting is None and {"amount", "municipality"} <= reading.found:
            reading = read_case(turn, Draft())  # a case of its own
        return go_on(turn, reading)


class ActionGiveThreshold(ConversationAction):
    """From which amount on something holds, or which procedure fits an amount."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_give_threshold"

    def answer(self, turn: Turn) -> Events:
        """Answer from the data of the municipality and the day."""
        return say_amounts(turn)


def _pressed(turn: Turn, pressed: str) -> Events:
    before = case_of(turn) or Draft()
    if pressed == "assumptions":
        return explain(turn, before)
    return go_on(turn, Reading(after_button(before, pressed)))
