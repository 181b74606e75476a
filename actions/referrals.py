"""Saying where a topic belongs: one contact, a plan, another organisation, or nobody known."""

from __future__ import annotations

from collections.abc import Sequence

from actions import replies as r
from actions.turn import Turn
from knowledge.contacts import Referral, Standing
from knowledge.ledger import Cause
from knowledge.matching import Candidate
from knowledge.records import Municipality, OwnershipRole, Topic

RESPONSES = {
    Standing.OWNED: "utter_contact",
    Standing.UNCONFIRMED: "utter_contact_unconfirmed",
    Standing.EXPIRED: "utter_contact_expired",
    Standing.FALLBACK: "utter_contact_fallback",
    Standing.COUNTER: "utter_contact_counter",
    Standing.EXTERNAL: "utter_contact_external",
    Standing.NO_LOCAL_DATA: "utter_contact_no_local_data",
    Standing.NO_MUNICIPALITY: "utter_ask_municipality",
}
LEDGER_CAUSES = {
    Standing.FALLBACK: Cause.NO_OWNER,
    Standing.COUNTER: Cause.NO_OWNER,
    Standing.EXPIRED: Cause.EXPIRED_OWNER,
}


def say_referral(
    turn: Turn,
    topic: Topic,
    because: Sequence[str] = (),
    also: Sequence[Candidate] = (),
    confidence: float | None = None,
    more: Sequence[r.Button] = (),
) -> Referral:
    """Answer with the contact for one topic, on whatever footing there is.

    Args:
        confidence: how sure it is that this topic was meant, 0..1.
        more: buttons for what can be read about it.
    """
    referral = turn.refer(topic)
    cause = LEDGER_CAUSES.get(referral.standing)
    if cause:
        turn.note(cause, turn.text or turn.tracker.get_slot("question") or "", topic)
    if referral.standing is Standing.NO_MUNICIPALITY:
        _ask_municipality(turn, topic, also)
        return referral
    turn.dispatcher.utter_message(
        response=RESPONSES[referral.standing],
        details=_details(referral, because),
        json_message=r.referral_payload(referral, _contact(referral), because, also, confidence),
        buttons=[*more, *_buttons(referral, also)],
        **_words(referral),
    )
    return referral


def say_plan(
    turn: Turn, members: Sequence[Candidate], also: Sequence[Candidate], confidence: float
) -> None:
    """Answer a story that touches several topics: who first, who then, why, what to prepare."""
    town = turn.municipality
    referrals = [turn.refer(one.topic) for one in members]
    if any(one.standing is Standing.NO_MUNICIPALITY for one in referrals):
        _ask_municipality(turn, members[0].topic, members[1:])
        return
    steps = [
        _plan_step(place, referral, one.because)
        for place, (referral, one) in enumerate(zip(referrals, members, strict=True), start=1)
    ]
    payload = {
        "type": "contact_plan",
        **r.sureness(confidence),
        "skill": "contact_plan",
        "topics": [one.topic.key for one in (*members, *also)],
        "municipality": town.name if town else None,
        "steps": [
            r.referral_payload(referral, _contact(referral), one.because, ())
            | {"prepare": one.topic.ask_back}
            for referral, one in zip(referrals, members, strict=True)
        ],
    }
    turn.dispatcher.utter_message(
        response="utter_contact_plan",
        plan="\n\n".join(steps),
        json_message=payload,
        buttons=[*r.topic_buttons(one.topic for one in members), r.RIGHT, r.WRONG],
    )


def say_unknown(turn: Turn, also: Sequence[Candidate] = ()) -> None:
    """Admit that we do not know, and give the general counter when there is one."""
    town = turn.counter
    turn.dispatcher.utter_message(
        response="utter_unknown_with_counter" if town else "utter_unknown",
        json_message={
            "type": "not_understood",
            "topics": [],
            "contact": r.counter_payload(town) if town else None,
        },
        **counter_words(town),
    )


def counter_words(town: Municipality | None) -> dict[str, str]:
    """Name and phone of the general counter, for a response's placeholders."""
    return {
        "counter": (town.counter_name or town.name) if town else "",
        "counter_phone": (town.counter.phone or town.counter.website or "") if town else "",
    }


def _ask_municipality(turn: Turn, topic: Topic, also: Sequence[Candidate]) -> None:
    turn.dispatcher.utter_message(
        response=RESPONSES[Standing.NO_MUNICIPALITY],
        topic_name=topic.name,
        json_message={
            "type": "clarification",
            "skill": "contact",
            "topics": [topic.key, *(one.topic.key for one in also)],
            "asks_for": "municipality",
        },
    )


def _contact(referral: Referral) -> r.Payload | None:
    if referral.owner:
        return r.contact_payload(referral.owner)
    if referral.standing is Standing.EXTERNAL and referral.topic.responsible:
        return r.organisation_payload(referral.topic.responsible)
    if referral.standing is Standing.COUNTER and referral.municipality:
        return r.counter_payload(referral.municipality)
    return None


def _details(referral: Referral, because: Sequence[str]) -> str:
    owner, topic = referral.owner, referral.topic
    subject = r.lines(("Onderwerp", topic.name))
    if owner and referral.standing is Standing.FALLBACK:
        return r.block(subject, r.reach_lines(owner.contact.reach))
    if owner:
        return r.block(
            subject,
            r.reach_lines(owner.contact.reach),
            r.mandate_line(owner),
            r.because_line(because),
            r.evidence_line(owner.evidence),
        )
    if referral.standing is Standing.EXTERNAL and topic.responsible:
        return r.block(
            topic.responsible.advice or "",
            subject,
            r.reach_lines(topic.responsible.reach),
            r.because_line(because),
            r.evidence_line(topic.responsible.evidence),
        )
    if referral.standing is Standing.NO_LOCAL_DATA:
        return r.lines(
            ("Onderwerp", topic.name),
            ("Vaak is dat", topic.usual_unit),
            ("Vraag naar", topic.usual_function),
            ("Bron", f"{r.GENERAL}, {r.TO_BE_CONFIRMED}"),
        )
    counter = r.reach_lines(referral.municipality.counter) if referral.municipality else ""
    return r.block(subject, counter)


def _words(referral: Referral) -> dict[str, str]:
    """Placeholders that the responses may use."""
    owner, town = referral.owner, referral.municipality
    organisation = referral.topic.responsible
    until = owner.valid_until if owner else None
    return {
        "function": owner.contact.function if owner else "",
        "unit": owner.contact.unit if owner else "",
        "organisation": organisation.name if organisation else "",
        "municipality_name": town.name if town else "",
        "valid_until": r.dutch_date(until) if until else "",
        **counter_words(town),
    }


def _buttons(referral: Referral, also: Sequence[Candidate]) -> list[r.Button]:
    buttons = []
    if referral.having(OwnershipRole.DEPUTY):
        buttons.append(r.DEPUTY)
    if referral.having(OwnershipRole.DECISION_MAKER):
        buttons.append(r.DECISION_MAKER)
    return [*buttons, *r.topic_buttons(one.topic for one in also), r.RIGHT, r.WRONG]


def _plan_step(place: int, referral: Referral, because: Sequence[str]) -> str:
    topic, owner = referral.topic, referral.owner
    if owner:
        who = f"{owner.contact.function}, {owner.contact.unit}"
        reach = owner.contact.reach
    elif topic.responsible:
        who, reach = topic.responsible.name, topic.responsible.reach
    elif referral.municipality and referral.municipality.is_served:
        who = referral.municipality.counter_name or referral.municipality.name
        reach = referral.municipality.counter
    else:
        who, reach = topic.usual_function or topic.name, None
    return r.block(
        f"{place}. {topic.name}: {who}",
        r.lines(("Telefoon", reach.phone), ("E-mail", reach.email)) if reach else "",
        r.because_line(because),
        r.lines(("Bereid voor", topic.ask_back)),
        r.lines(("Let op", r.TO_BE_CONFIRMED)) if referral.standing is not Standing.OWNED else "",
    )
