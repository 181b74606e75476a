"""Collecting a social return case over several turns, with other questions in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rasa_sdk.events import SlotSet

from actions import sroi_words as w
from actions.sroi_replies import ask, say_all_assumptions, say_outcome, say_problem
from actions.turn import Events, Turn
from knowledge.privacy import without_masks
from knowledge.quantities import Problem
from knowledge.sroi_answers import next_question, outcomes
from knowledge.sroi_asides import answers_question, goes_on
from knowledge.sroi_case import TOPIC, Draft, Field
from knowledge.sroi_finds import find_places
from knowledge.sroi_reading import Reading, Trouble, read

ENOUGH = 2
"""Answers in between after which the case is no longer offered."""


def case_of(turn: Turn) -> Draft | None:
    """The case that the conversation is about, if there is one."""
    raw = turn.tracker.get_slot("sroi")
    return Draft.from_dict(raw) if raw else None


def continued(turn: Turn) -> Events | None:
    """Take the message for the open case, when it holds something that the case can use."""
    before = case_of(turn)
    if before is None or not turn.text or turn.may_be_danger:
        return None
    reading = read_case(turn, before)
    return go_on(turn, reading) if goes_on(turn.text, before, reading, turn.match) else None


def answered_first(turn: Turn) -> Events | None:
    """Take a short message for what the case asked, whatever kind of message it was taken for."""
    return continued(turn) if answers_question(turn.text, case_of(turn)) else None


def confirmed(turn: Turn) -> Events | None:
    """A bare "ja" after the case was offered again."""
    before = case_of(turn)
    if before is None or not before.asides or before.awaiting is None:
        return continued(turn)
    return go_on(turn, Reading(replace(before, asides=0)))


def declined(turn: Turn) -> Events | None:
    """A bare "nee": something is put right, or the case is left."""
    before = case_of(turn)
    if before is None:
        return None
    events = continued(turn)
    if events is not None or not (before.asides and before.awaiting):
        return events
    turn.dispatcher.utter_message(
        response="utter_sroi_left",
        json_message={"type": "notice", "skill": "stoppen", "topics": []},
    )
    return [SlotSet("sroi", None)]


def offer(turn: Turn) -> Events:
    """After an answer in between: say that the case waits, and ask its question again."""
    before = case_of(turn)
    if before is None:
        return []
    if turn.intent == "stop_walk":
        return [SlotSet("sroi", None)]
    if before.awaiting is not None and before.asides < ENOUGH:
        turn.dispatcher.utter_message(
            response="utter_sroi_offer",
            json_message={"type": "notice", "skill": "sroi_berekenen", "topics": []},
            buttons=[w.GO_ON, w.STOP],
        )
    return set_aside(before)


def set_aside(draft: Draft) -> Events:
    """Count an answer in between."""
    return [_kept(replace(draft, asides=draft.asides + 1))]


def read_case(turn: Turn, before: Draft) -> Reading:
    """What the message adds to the case."""
    desk = turn.desk
    text = without_masks(turn.text)
    expected = before.awaiting is Field.MUNICIPALITY
    places = find_places(text, turn.gazetteer, desk.rules, expected)
    if not places and before.place is None and turn.municipality:
        before = replace(before, place=turn.municipality.key)
    return read(text, before, desk.rules, places, date.today())


def go_on(turn: Turn, reading: Reading) -> Events:
    """Ask for the next thing, or give the result; what was collected stays."""
    desk, draft = turn.desk, replace(reading.draft, asides=0)
    need = next_question(draft, desk.rules, date.today())
    if reading.troubles:
        trouble = reading.troubles[0]
        say_problem(turn, trouble)
        return remember(turn, replace(draft, awaiting=trouble.field))
    if reading.stray_percentage and need and need.field is Field.AMOUNT:
        say_problem(turn, Trouble(Field.AMOUNT, Problem.PERCENTAGE))
        return remember(turn, replace(draft, awaiting=Field.AMOUNT))
    if need:
        ask(turn, need, desk)
        focus = need.person if need.field is not Field.MUNICIPALITY else draft.focus
        return remember(turn, replace(draft, awaiting=need.field, focus=focus))
    for one in outcomes(draft, desk.rules, date.today()):
        say_outcome(turn, one, desk)
    return remember(turn, replace(draft, awaiting=None, other=None))


def explain(turn: Turn, draft: Draft) -> Events:
    """Give every assumption of the last result; without a result, go on collecting."""
    desk = turn.desk
    if next_question(draft, desk.rules, date.today()) is not None:
        return go_on(turn, Reading(draft))
    for outcome in outcomes(draft, desk.rules, date.today()):
        say_all_assumptions(turn, outcome, desk)
    return remember(turn, draft)


def remember(turn: Turn, draft: Draft) -> Events:
    """Keep the case, and what a next turn may refer to."""
    town = turn.gazetteer.by_key.get(draft.place or "")
    return [
        _kept(draft),
        SlotSet("topic", TOPIC),
        SlotSet("options", []),
        SlotSet("question", turn.text or turn.tracker.get_slot("question")),
        SlotSet("because", []),
        *([SlotSet("municipality", town.key)] if town else []),
    ]


def _kept(draft: Draft) -> dict[str, object]:
    return SlotSet("sroi", draft.as_dict())  # type: ignore[no-any-return]
