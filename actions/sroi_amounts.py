"""Amounts that are asked for: from when on something holds, and which procedure fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rasa_sdk.events import SlotSet

from actions import replies as r
from actions import sroi_words as w
from actions.sroi_payloads import amounts_payload
from actions.sroi_replies import ask, place_name, referral_of
from actions.sroi_talk import remember
from actions.turn import Events, Turn
from knowledge import sroi_thresholds as t
from knowledge.contacts import Referral
from knowledge.privacy import without_masks
from knowledge.records import Evidence, Verification
from knowledge.sroi_answers import Lack, Need
from knowledge.sroi_case import STATE, TOPIC, Draft, Field
from knowledge.sroi_desk import Desk
from knowledge.sroi_finds import find_places

AMOUNT_RESPONSES = {
    t.Verdict.KNOWN: "utter_threshold_known",
    t.Verdict.APPLIES: "utter_threshold_applies",
    t.Verdict.DOES_NOT_APPLY: "utter_threshold_does_not_apply",
    t.Verdict.AT_THE_LIMIT: "utter_threshold_at_the_limit",
    t.Verdict.NOT_STATED: "utter_threshold_not_stated",
    t.Verdict.NO_LOCAL_DATA: "utter_threshold_no_local_data",
    t.Verdict.OTHER_PERIOD: "utter_threshold_other_period",
}
SUBJECTS = {
    t.About.EUROPEAN: "Europees aanbesteden",
    t.About.PROCEDURE: "de inkoopprocedure",
    t.About.SOCIAL_RETURN: "social return",
}
TOPICS = {
    t.About.EUROPEAN: ["inkoop_aanbesteding", "inkoop_kleine_opdracht"],
    t.About.PROCEDURE: ["inkoop_kleine_opdracht", "inkoop_aanbesteding"],
    t.About.SOCIAL_RETURN: [TOPIC],
}
ESTIMATE = "geraamde waarde van de hele opdracht, zonder btw"


def say_amounts(turn: Turn) -> Events:
    """Answer a question about amounts from which something holds."""
    desk = turn.desk
    text = without_masks(turn.text)
    question = t.read_amount_question(text, date.today())
    named = find_places(text, turn.gazetteer, desk.rules)
    place = _place_of(turn, named)
    if place is None and question.about is not t.About.EUROPEAN:
        ask(turn, Need(Lack.MUNICIPALITY), desk)
        return remember(turn, Draft(awaiting=Field.MUNICIPALITY))
    answer = _amounts(desk, question, place or "")
    _say_amount_answer(turn, answer, place, desk)
    topic = TOPICS[question.about][0]
    return [SlotSet("topic", topic), SlotSet("because", []), *turn.remembered_municipality()]


def _place_of(turn: Turn, named: Sequence[str]) -> str | None:
    if named:
        return named[0]
    return turn.municipality.key if turn.municipality else None


def _amounts(desk: Desk, question: t.AmountQuestion, place: str) -> t.AmountAnswer:
    if question.about is t.About.SOCIAL_RETURN:
        return t.social_return(desk.rules, question, place)
    if question.about is t.About.PROCEDURE:
        return t.procedure(desk.amounts, question, place)
    return t.european(desk.amounts, question)


def _say_amount_answer(turn: Turn, answer: t.AmountAnswer, place: str | None, desk: Desk) -> None:
    about = answer.question.about
    topics = TOPICS[about]
    is_local = answer.name is not None
    referral = referral_of(turn, topics[0], place)
    nowhere = Evidence(Verification.UNVERIFIED, None, None)
    found = answer.provenance
    evidence = desk.evidence(found, answer.note) if found else nowhere
    name = place_name(turn, place) if is_local else "alle gemeenten"
    turn.dispatcher.utter_message(
        response=AMOUNT_RESPONSES[answer.verdict],
        subject=SUBJECTS[about],
        place_name=place_name(turn, place) or name,
        details=r.block(
            *map(w.row_text, answer.rows),
            r.lines(("Grondslag", ESTIMATE if answer.rows else None)),
            r.lines(("Geldt voor", name if answer.rows else None), ("Periode", answer.as_of)),
            r.evidence_line(evidence) if found else "",
            r.lines(("Let op", answer.note)),
            r.lines(("Vraag het na bij", _asked(referral, place, topics[0]))),
        ),
        json_message=amounts_payload(answer, name, topics, ESTIMATE, evidence, referral),
    )


def _asked(referral: Referral | None, place: str | None, topic: str) -> str | None:
    if place == STATE:
        return w.coordinator(None)
    if topic != TOPIC and (referral is None or referral.owner is None):
        return "de afdeling inkoop van de gemeente"
    return w.coordinator(referral) if referral else None
