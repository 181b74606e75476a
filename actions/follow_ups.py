"""Questions that follow on a contact: who stands in, who decides, why, and how to reach them."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions import replies as r
from actions.answering import SHORT, answer_or
from actions.base import ConversationAction
from actions.referrals import counter_words, say_referral
from actions.turn import Events, Turn
from knowledge.contacts import Referral
from knowledge.records import Ownership, OwnershipRole, Topic

FOLLOW_UP_CHANCE = 0.2
"""Chance of a follow-up from which a short message after a contact is taken as one."""


class FollowUp(ConversationAction):
    """A question about the contact of the topic at hand, or of a topic named in the question."""

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


FOLLOW_UPS: dict[str, type[FollowUp]] = {
    "ask_deputy": ActionGiveDeputy,
    "ask_decision_maker": ActionGiveDecisionMaker,
    "ask_why": ActionExplainWhy,
    "ask_contact_details": ActionGiveContactDetails,
}


def as_follow_up(turn: Turn) -> FollowUp | None:
    """A short message right after a contact, such as "en als die niet opneemt?"."""
    if turn.topic is None or len(turn.text.split()) > SHORT:
        return None
    chances = {name: turn.chances.get(name, 0.0) for name in FOLLOW_UPS}
    likeliest = max(chances, key=lambda name: chances[name])
    if chances[likeliest] < FOLLOW_UP_CHANCE or turn.match(turn.text).named:
        return None
    return FOLLOW_UPS[likeliest]()
