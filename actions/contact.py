"""Answering "bij wie moet ik zijn voor …?", and what is picked, confirmed or refused after it."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions import sroi_talk, walk_answers
from actions.answering import answer_or, answer_question
from actions.base import ConversationAction
from actions.follow_ups import as_follow_up
from actions.municipality import switch_municipality
from actions.referrals import say_referral, say_unknown
from actions.turn import Events, Turn
from knowledge.choices import chosen
from knowledge.ledger import Cause
from knowledge.records import Topic


class ActionRefer(ConversationAction):
    """Find out what a message is about and say where it belongs."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_refer"

    def answer(self, turn: Turn) -> Events:
        """Refer, plan, give an article, ask back or admit not to know."""
        in_case = sroi_talk.continued(turn)
        if in_case is not None:
            return in_case
        follow_up = as_follow_up(turn)
        if follow_up:
            return follow_up.answer(turn)
        return answer_question(turn)


class ActionChooseOption(ConversationAction):
    """Go on with the option that was picked, by button or in words."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_choose_option"

    def answer(self, turn: Turn) -> Events:
        """Refer to the chosen topic; take anything else as a question of its own."""
        in_case = sroi_talk.continued(turn)
        if in_case is not None:
            return in_case
        topic = self._picked(turn)
        if topic is None:
            return answer_or(turn, "utter_which_contact")
        say_referral(turn, topic)
        return [
            SlotSet("topic", topic.key),
            SlotSet("because", []),
            *turn.remembered_municipality(),
        ]

    @staticmethod
    def _picked(turn: Turn) -> Topic | None:
        pressed = turn.find_topic(turn.entity("option"))
        if pressed:
            return pressed
        options = turn.options
        place = chosen(turn.text, [topic.name for topic in options])
        return options[place] if place is not None else None


class ActionConfirm(ConversationAction):
    """A bare "ja": the answer was right, or a choice that still has to be made."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_confirm"

    def answer(self, turn: Turn) -> Events:
        """Go on with a walk; take it as praise after an answer; else ask what it is about."""
        in_walk = walk_answers.confirm(turn)
        if in_walk is None:
            in_walk = sroi_talk.confirmed(turn)
        if in_walk is not None:
            return in_walk
        if turn.topic is None:
            return answer_or(turn, "utter_which_contact")
        turn.note(Cause.FEEDBACK_RIGHT, turn.tracker.get_slot("question") or "", turn.topic)
        turn.dispatcher.utter_message(response="utter_feedback_right")
        return []


class ActionNoneOfThese(ConversationAction):
    """Nothing that was offered fits: write the question down and give the general counter."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_none_of_these"

    def answer(self, turn: Turn) -> Events:
        """Admit it, and invite other words; in a walk, pass the question by."""
        in_walk = walk_answers.decline(turn)
        if in_walk is None:
            in_walk = sroi_talk.declined(turn)
        if in_walk is not None:
            return in_walk
        question = turn.tracker.get_slot("question")
        if question:
            turn.note(Cause.NONE_OF_THESE, question, turn.topic)
        say_unknown(turn)
        return [SlotSet("topic", None), SlotSet("options", [])]


class ActionSwitchMunicipality(ConversationAction):
    """The user names a municipality: answer the question at hand for that one."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_switch_municipality"

    def answer(self, turn: Turn) -> Events:
        """Answer again for the named municipality; ask which one when the name is not known."""
        return switch_municipality(turn)
