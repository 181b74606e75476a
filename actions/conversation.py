"""Emergencies, feedback, speaking to a person, and starting over."""

from __future__ import annotations

from rasa_sdk.events import AllSlotsReset, SlotSet

from actions import replies as r
from actions.base import ConversationAction
from actions.referrals import counter_words
from actions.turn import Events, Turn
from knowledge.ledger import Cause


class ActionSpeakToHuman(ConversationAction):
    """How to reach a person."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_speak_to_human"

    def answer(self, turn: Turn) -> Events:
        """The general counter of the municipality, when it is known."""
        town = turn.counter
        turn.dispatcher.utter_message(
            response="utter_human_with_counter" if town else "utter_human",
            details=r.reach_lines(town.counter) if town else "",
            json_message={
                "type": "handover",
                "skill": "mens_spreken",
                "topics": [],
                "contact": r.counter_payload(town) if town else None,
            },
            **counter_words(town),
        )
        return turn.remembered_municipality()


class ActionRecordFeedback(ConversationAction):
    """Write down whether the last answer was right."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_record_feedback"

    def answer(self, turn: Turn) -> Events:
        """Thank; after a wrong answer, offer what else it could be and the general counter."""
        is_wrong = turn.intent == "feedback_wrong"
        said = " / ".join(part for part in (turn.tracker.get_slot("question"), turn.text) if part)
        turn.note(Cause.FEEDBACK_WRONG if is_wrong else Cause.FEEDBACK_RIGHT, said, turn.topic)
        if not is_wrong:
            turn.dispatcher.utter_message(response="utter_feedback_right")
            return []
        town = turn.counter
        turn.dispatcher.utter_message(
            response="utter_feedback_wrong_with_counter" if town else "utter_feedback_wrong",
            buttons=r.topic_buttons(one for one in turn.options if one != turn.topic),
            **counter_words(town),
        )
        return [SlotSet("topic", None)]


class ActionBeginAgain(ConversationAction):
    """Forget everything but the municipality."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_begin_again"

    def answer(self, turn: Turn) -> Events:
        """Clear the slots."""
        turn.dispatcher.utter_message(response="utter_begin_again")
        return [AllSlotsReset(), *turn.remembered_municipality()]
