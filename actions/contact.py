"""Answering "bij wie moet ik zijn voor …?", and the questions that follow on it."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions import replies as r
from actions import sroi, walking
from actions.answering import SHORT, answer_or, answer_question
from actions.referrals import counter_words, say_referral, say_unknown
from actions.turn import ConversationAction, Events, Turn
from knowledge.choices import chosen
from knowledge.contacts import Referral
from knowledge.ledger import Cause
from knowledge.records import Ownership, OwnershipRole, Topic
from knowledge.wayfinding import Verdict, find_way

FOLLOW_UP_CHANCE = 0.2
"""Chance of a follow-up from which a short message after a contact is taken as one."""


class ActionRefer(ConversationAction):
    """Find out what a message is about and say where it belongs."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_refer"

    def answer(self, turn: Turn) -> Events:
        """Refer, plan, give an article, ask back or admit not to know."""
        in_case = sroi.continued(turn)
        if in_case is not None:
            return in_case
        follow_up = _as_follow_up(turn)
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
        in_case = sroi.continued(turn)
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
        in_walk = walking.confirm(turn)
        if in_walk is None:
            in_walk = sroi.confirmed(turn)
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
        in_walk = walking.decline(turn)
        if in_walk is None:
            in_walk = sroi.declined(turn)
        if in_walk is not None:
            return in_walk
        question = turn.tracker.get_slot("question")
        if question:
            turn.note(Cause.NONE_OF_THESE, question, turn.topic)
        say_unknown(turn)
        return [SlotSet("topic", None), SlotSet("options", [])]


class FollowUp(ConversationAction):
    """A question about the contact of the topic at hand, or of a topic named in the question."""

    response: str
    sure = 0.9
    """A follow-up is full of words like "vervanger": only a very clear other topic counts."""

    def answer(self, turn: Turn) -> Events:
        """Answer about the topic at hand; without one, ask what it is about."""
        topic = self._topic(turn)
        if topic is None:
            return answer_or(turn, "utter_which_contact")
        referral = turn.refer(topic)
        if referral.owner is None:
            say_referral(turn, topic)
        else:
            self.tell(turn, referral)
        return [SlotSet("topic", topic.key), *turn.remembered_municipality()]

    def tell(self, turn: Turn, referral: Referral) -> None:
        """Say it; `referral` has an owner."""
        raise NotImplementedError

    def _topic(self, turn: Turn) -> Topic | None:
        if not turn.text:
            return turn.topic
        ranked = turn.match(turn.text)
        if turn.topic and ranked.best and ranked.confidence >= self.sure:
            return ranked.best.topic
        return turn.topic


def _say_other(turn: Turn, response: str, referral: Referral, other: Ownership) -> None:
    assert referral.owner is not None
    turn.dispatcher.utter_message(
        response=response,
        topic_name=referral.topic.name,
        function=referral.owner.contact.function,
        other_function=other.contact.function,
        other_unit=other.contact.unit,
        details=r.block(
            r.reach_lines(other.contact.reach),
            r.mandate_line(other),
            r.evidence_line(other.evidence),
        ),
        json_message=r.referral_payload(referral, r.contact_payload(other), (), ()),
    )


def _say_about_owner(turn: Turn, response: str, referral: Referral, details: str) -> None:
    assert referral.owner is not None
    turn.dispatcher.utter_message(
        response=response,
        topic_name=referral.topic.name,
        function=referral.owner.contact.function,
        unit=referral.owner.contact.unit,
        details=details,
        json_message=r.referral_payload(referral, r.contact_payload(referral.owner), (), ()),
        **counter_words(turn.municipality),
    )


class ActionGiveDeputy(FollowUp):
    """Who to try when the owner does not answer."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_give_deputy"

    def tell(self, turn: Turn, referral: Referral) -> None:
        """The deputy; without one, who is above; without that, the general counter."""
        deputy = referral.having(OwnershipRole.DEPUTY)
        above = referral.having(OwnershipRole.ESCALATION)
        if deputy:
            _say_other(turn, "utter_deputy", referral, deputy)
        elif above:
            _say_other(turn, "utter_no_deputy_but_escalation", referral, above)
        else:
            _say_about_owner(turn, "utter_no_deputy", referral, "")


class ActionGiveDecisionMaker(FollowUp):
    """Who decides."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_give_decision_maker"

    def tell(self, turn: Turn, referral: Referral) -> None:
        """The decision-maker; without one, the owner's mandate and who is above."""
        assert referral.owner is not None
        decider = referral.having(OwnershipRole.DECISION_MAKER)
        above = referral.having(OwnershipRole.ESCALATION)
        if decider:
            _say_other(turn, "utter_decision_maker", referral, decider)
            return
        escalation = f"{above.contact.function}, {above.contact.unit}" if above else None
        details = r.block(
            r.mandate_line(referral.owner), r.lines(("Komt u er niet uit", escalation))
        )
        _say_about_owner(turn, "utter_mandate", referral, details)


class ActionExplainWhy(FollowUp):
    """Why this contact."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_explain_why"

    def tell(self, turn: Turn, referral: Referral) -> None:
        """The words that pointed here, what the topic covers, and the source."""
        assert referral.owner is not None
        details = r.block(
            r.because_line(turn.tracker.get_slot("because") or ()),
            r.lines(("Dit onderwerp", referral.topic.description)),
            r.evidence_line(referral.owner.evidence),
        )
        _say_about_owner(turn, "utter_why", referral, details)

    def _topic(self, turn: Turn) -> Topic | None:
        return turn.topic or super()._topic(turn)


class ActionGiveContactDetails(FollowUp):
    """Only how to reach somebody."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_give_contact_details"

    def tell(self, turn: Turn, referral: Referral) -> None:
        """Phone, mail and opening hours."""
        assert referral.owner is not None
        details = r.reach_lines(referral.owner.contact.reach)
        _say_about_owner(turn, "utter_contact_details", referral, details)


class ActionSwitchMunicipality(ConversationAction):
    """The user names a municipality: answer the question at hand for that one."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_switch_municipality"

    def answer(self, turn: Turn) -> Events:
        """Answer again for the named municipality; ask which one when the name is not known."""
        in_case = sroi.continued(turn)
        if in_case is not None:
            return in_case
        rest = turn.gazetteer.without_names(turn.text)
        town = turn.gazetteer.find(turn.text)
        finding = find_way(rest, turn.match)
        if town is None or (
            turn.topic is None and finding.verdict in (Verdict.REFER, Verdict.PLAN)
        ):
            return answer_or(turn, "utter_unknown_municipality")
        if turn.topic is None:
            turn.dispatcher.utter_message(
                response="utter_municipality_noted", municipality_name=town.name
            )
        else:
            say_referral(turn, turn.topic, turn.tracker.get_slot("because") or ())
        return turn.remembered_municipality()


FOLLOW_UPS: dict[str, type[FollowUp]] = {
    "ask_deputy": ActionGiveDeputy,
    "ask_decision_maker": ActionGiveDecisionMaker,
    "ask_why": ActionExplainWhy,
    "ask_contact_details": ActionGiveContactDetails,
}


def _as_follow_up(turn: Turn) -> FollowUp | None:
    """A short message right after a contact, such as "en als die niet opneemt?"."""
    if turn.topic is None or len(turn.text.split()) > SHORT:
        return None
    chances = {name: turn.chances.get(name, 0.0) for name in FOLLOW_UPS}
    likeliest = max(chances, key=lambda name: chances[name])
    if chances[likeliest] < FOLLOW_UP_CHANCE or turn.match(turn.text).named:
        return None
    return FOLLOW_UPS[likeliest]()
