"""Social return in euros: collecting a case, working it out, and amounts that people ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rasa_sdk.events import SlotSet

from actions import replies as r
from actions import sroi_words as w
from actions.turn import ConversationAction, Events, Turn
from knowledge import sroi_thresholds as t
from knowledge.contacts import Referral
from knowledge.language import words
from knowledge.privacy import without_masks
from knowledge.quantities import Problem
from knowledge.records import Evidence, Verification
from knowledge.sroi_answers import Lack, Need, Outcome, next_question, outcomes
from knowledge.sroi_case import STATE, Draft, Field, Wish
from knowledge.sroi_desk import Desk
from knowledge.sroi_finds import find_places
from knowledge.sroi_reading import Reading, Trouble, read
from knowledge.wayfinding import SURE

TOPIC = "social_return"
ENOUGH = 2
"""Answers in between after which the case is no longer offered."""
MOST_BUTTONS = 6
_OTHER_QUESTION = re.compile(
    r"\b(?:bij wie|wie (?:gaat|is|kan|doet|beslist|helpt|heeft)|contact|telefoon\w*|mailadres)\b"
    r"|\bbellen\b"
    r"|\bwelke (?:collega|afdeling)\b",
    re.I,
)
_EXPLAIN = re.compile(
    r"^\W*(?:wat (?:is|zijn|betekent|houdt)|waarom|hoe werkt|leg|mag|kan ik|waar)\b", re.I
)
QUANTITIES = {"amount", "hours", "months", "percentage", "age", "purchase", "labour_share"}

ASKS = {
    Lack.MUNICIPALITY: "utter_sroi_ask_municipality",
    Lack.MUNICIPALITY_UNKNOWN: "utter_sroi_municipality_unknown",
    Lack.NO_RULES: "utter_sroi_no_rules",
    Lack.NOT_YET: "utter_sroi_not_yet",
    Lack.NO_LONGER: "utter_sroi_no_longer",
    Lack.AMOUNT: "utter_sroi_ask_amount",
    Lack.AMOUNT_WITHOUT_VAT: "utter_sroi_ask_without_vat",
    Lack.BASE: "utter_sroi_ask_base",
    Lack.BASE_UNKNOWN: "utter_sroi_base_unknown",
    Lack.PERCENTAGE: "utter_sroi_ask_percentage",
    Lack.NO_BLOCKS: "utter_sroi_no_blocks",
    Lack.GROUP: "utter_sroi_ask_group",
    Lack.BLOCK_MISSING: "utter_sroi_block_missing",
    Lack.WHICH_BLOCK: "utter_sroi_which_block",
    Lack.HOURS: "utter_sroi_ask_hours",
    Lack.MONTHS: "utter_sroi_ask_months",
}
PROBLEMS = {
    Problem.NEGATIVE: "utter_sroi_negative",
    Problem.ZERO: "utter_sroi_zero",
    Problem.TOO_LARGE: "utter_sroi_too_large",
    Problem.PERCENTAGE: "utter_sroi_stray_percentage",
    Problem.RANGE: "utter_sroi_range",
    Problem.SEVERAL_PEOPLE: "utter_sroi_several_people",
    Problem.HOW_MANY_DAYS: "utter_sroi_how_many_days",
}
ACCEPTED = {
    Field.AMOUNT: "een bedrag zonder btw, bijvoorbeeld 250.000 of 2,5 ton",
    Field.HOURS: "uren per week van 1 tot 60, bijvoorbeeld 24 uur of 0,8 fte",
    Field.MONTHS: "een duur, bijvoorbeeld 6 maanden of anderhalf jaar",
    Field.PERCENTAGE: "een percentage tussen 0 en 50, bijvoorbeeld 5%",
}
WITH_DONT_KNOW = (
    Lack.AMOUNT,
    Lack.PERCENTAGE,
    Lack.GROUP,
    Lack.WHICH_BLOCK,
    Lack.HOURS,
    Lack.MONTHS,
)
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
STATE_NAME = "het Rijk"


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
        reading = _read(turn, before)
        if before.awaiting is None and {"amount", "municipality"} <= reading.found:
            reading = _read(turn, Draft())  # a case of its own
        return _go_on(turn, reading)


class ActionGiveThreshold(ConversationAction):
    """From which amount on something holds, or which procedure fits an amount."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_give_threshold"

    def answer(self, turn: Turn) -> Events:
        """Answer from the data of the municipality and the day."""
        in_case = continued(turn) if _answers_question(turn) else None
        return in_case if in_case is not None else _say_amounts(turn)


def case_of(turn: Turn) -> Draft | None:
    """The case that the conversation is about, if there is one."""
    raw = turn.tracker.get_slot("sroi")
    return Draft.from_dict(raw) if raw else None


def continued(turn: Turn) -> Events | None:
    """Take the message for the open case, when it holds something that the case can use."""
    before = case_of(turn)
    if before is None or not turn.text or _OTHER_QUESTION.search(turn.text):
        return None
    reading = _read(turn, before)
    is_usable = bool(reading.found - {"wishes"} or reading.troubles or reading.stray_percentage)
    if not is_usable or _is_something_else(turn, before, reading):
        return None
    return _go_on(turn, reading)


def confirmed(turn: Turn) -> Events | None:
    """A bare "ja" after the case was offered again."""
    before = case_of(turn)
    if before is None or not before.asides or before.awaiting is None:
        return continued(turn)
    return _go_on(turn, Reading(replace(before, asides=0)))


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
    asides = before.asides + 1
    if before.awaiting is not None and before.asides < ENOUGH:
        turn.dispatcher.utter_message(
            response="utter_sroi_offer",
            json_message={"type": "notice", "skill": "sroi_berekenen", "topics": []},
            buttons=[w.GO_ON, w.STOP],
        )
    return [_kept(replace(before, asides=asides))]


def _is_something_else(turn: Turn, before: Draft, reading: Reading) -> bool:
    """Another question that happens to hold something usable."""
    found = reading.found
    if before.asides and found <= {"municipality", "wishes"}:
        return True
    if _EXPLAIN.search(turn.text) and not found & (QUANTITIES | {"unknown"}):
        return True
    if before.awaiting and before.awaiting.value in found:
        return False
    match = turn.match(turn.text)
    about = match.best.topic.key if match.best else TOPIC
    return len(words(turn.text)) > 6 and match.confidence >= SURE and about != TOPIC


def _answers_question(turn: Turn) -> bool:
    before = case_of(turn)
    is_short = len(words(turn.text)) <= 4
    return before is not None and before.awaiting is not None and is_short


def _kept(draft: Draft) -> dict[str, object]:
    return SlotSet("sroi", draft.as_dict())  # type: ignore[no-any-return]


def _read(turn: Turn, before: Draft) -> Reading:
    desk = turn.desk
    text = without_masks(turn.text)
    expected = before.awaiting is Field.MUNICIPALITY
    places = find_places(text, turn.gazetteer, desk.rules, expected)
    if not places and before.place is None and turn.municipality:
        before = replace(before, place=turn.municipality.key)
    return read(text, before, desk.rules, places, date.today())


def _pressed(turn: Turn, pressed: str) -> Events:
    before = case_of(turn) or Draft()
    if pressed == "ways":
        wishes = tuple(dict.fromkeys((*before.wishes, Wish.WAYS)))
        return _go_on(turn, Reading(replace(before, wishes=wishes)))
    if pressed == "assumptions":
        return _say_assumptions(turn, before)
    if pressed == "unknown" and before.awaiting:
        unknown = tuple(dict.fromkeys((*before.unknown, before.awaiting)))
        return _go_on(turn, Reading(replace(before, unknown=unknown)))
    kind, _, value = pressed.partition("=")
    if kind == "block" and before.focus < len(before.people):
        people = list(before.people)
        people[before.focus] = replace(people[before.focus], block=value)
        return _go_on(turn, Reading(replace(before, people=tuple(people))))
    return _go_on(turn, Reading(before))


def _go_on(turn: Turn, reading: Reading) -> Events:
    """Ask for the next thing, or give the result; what was collected stays."""
    desk, draft = turn.desk, replace(reading.draft, asides=0)
    need = next_question(draft, desk.rules, date.today())
    if reading.troubles:
        trouble = reading.troubles[0]
        _say_problem(turn, trouble)
        return _remember(turn, replace(draft, awaiting=trouble.field))
    if reading.stray_percentage and need and need.field is Field.AMOUNT:
        _say_problem(turn, Trouble(Field.AMOUNT, Problem.PERCENTAGE))
        return _remember(turn, replace(draft, awaiting=Field.AMOUNT))
    if need:
        _ask(turn, need, desk)
        focus = need.person if need.field is not Field.MUNICIPALITY else draft.focus
        return _remember(turn, replace(draft, awaiting=need.field, focus=focus))
    for one in outcomes(draft, desk.rules, date.today()):
        _say_outcome(turn, one, desk)
    return _remember(turn, replace(draft, awaiting=None, other=None))


def _remember(turn: Turn, draft: Draft) -> Events:
    town = turn.gazetteer.by_key.get(draft.place or "")
    return [
        _kept(draft),
        SlotSet("topic", TOPIC),
        SlotSet("options", []),
        SlotSet("question", turn.text or turn.tracker.get_slot("question")),
        SlotSet("because", []),
        *([SlotSet("municipality", town.key)] if town else []),
    ]


def _name(turn: Turn, place: str | None) -> str:
    if place == STATE:
        return STATE_NAME
    town = turn.gazetteer.by_key.get(place or "")
    return town.name if town else ""


def _referral(turn: Turn, topic_key: str, place: str | None) -> Referral | None:
    """Who goes about it in a municipality; None for the state."""
    topic = turn.find_topic(topic_key)
    town = turn.gazetteer.by_key.get(place or "")
    if topic is None or town is None:
        return None
    return turn.refer(topic, town)


def _say_problem(turn: Turn, trouble: Trouble) -> None:
    turn.dispatcher.utter_message(
        response=PROBLEMS[trouble.problem],
        accepted=ACCEPTED[trouble.field],
        json_message=_asks(trouble.field),
    )


def _asks(field: Field) -> r.Payload:
    return {
        "type": "clarification",
        "skill": "sroi_berekenen",
        "topics": [TOPIC],
        "asks_for": field.value,
    }


def _ask(turn: Turn, need: Need, desk: Desk) -> None:
    known = sorted(_name(turn, key) for key in desk.rules.municipalities())
    nearest = need.nearest
    first = nearest.valid_from if nearest else None
    last = nearest.valid_until if nearest else None
    is_offered = need.lack in (Lack.WHICH_BLOCK, Lack.BLOCK_MISSING)
    buttons = [_block_button(block.key, block.label) for block in need.blocks if is_offered]
    dont_know = [w.DONT_KNOW] if need.lack in WITH_DONT_KNOW else []
    turn.dispatcher.utter_message(
        response=ASKS[need.lack],
        municipality_name=_name(turn, need.place),
        about=need.about,
        known=", ".join(name for name in known if name),
        first=r.dutch_date(first) if first else "",
        last=r.dutch_date(last) if last else "",
        coordinator=w.coordinator(_referral(turn, TOPIC, need.place)),
        groups=", ".join(block.label for block in need.blocks[:MOST_BUTTONS]),
        json_message=_asks(need.field),
        buttons=[*buttons[: MOST_BUTTONS + 4], *dont_know],
    )


def _block_button(key: str, label: str) -> r.Button:
    return {"title": label, "payload": f'/compute_sroi{{"option": "block={key}"}}'}


def _say_outcome(turn: Turn, outcome: Outcome, desk: Desk) -> None:
    rules = outcome.rules
    evidence = desk.evidence(rules.provenance)
    blocks = rules.blocks_provenance if outcome.draft.has_fulfilment or outcome.ways else None
    referral = _referral(turn, rules.coordinator_topic or TOPIC, outcome.place)
    working = [*map(w.line_text, w.working(outcome)), *w.ends(outcome)]
    details = r.block(
        *working,
        r.lines(("Grondslag", w.base_of(outcome))),
        w.source_lines(rules, evidence, desk.evidence(blocks) if blocks else None),
        r.lines(("Vraag het na bij", w.coordinator(referral))),
    )
    told = w.assumptions(outcome)
    assumed, has_more = w.fitted(told, len(details) + len(rules.name) + 90)
    remaining = outcome.balance.remaining_euros if outcome.wants_obligation else None
    can_fill = bool(remaining and rules.blocks and not outcome.ways)
    turn.dispatcher.utter_message(
        response="utter_sroi_result",
        rule_set=rules.name,
        details=r.block(details, assumed),
        json_message=w.outcome_payload(outcome, _name(turn, outcome.place), evidence, referral),
        buttons=[*([w.WAYS] if can_fill else []), *([w.ASSUMPTIONS] if has_more else [])],
    )


def _say_assumptions(turn: Turn, draft: Draft) -> Events:
    """Every assumption of the last result, for whoever wants to read them all."""
    desk = turn.desk
    if next_question(draft, desk.rules, date.today()) is not None:
        return _go_on(turn, Reading(draft))
    for outcome in outcomes(draft, desk.rules, date.today()):
        evidence = desk.evidence(outcome.rules.provenance)
        referral = _referral(turn, TOPIC, outcome.place)
        turn.dispatcher.utter_message(
            response="utter_sroi_assumptions",
            rule_set=outcome.rules.name,
            details=r.block(
                *(f"• {one}" for one in w.assumptions(outcome)),
                r.lines(("Grondslag", w.base_of(outcome))),
                w.source_lines(outcome.rules, evidence, None),
            ),
            json_message=w.outcome_payload(outcome, _name(turn, outcome.place), evidence, referral),
        )
    return _remember(turn, draft)


# -- amounts that are asked for


def _say_amounts(turn: Turn) -> Events:
    desk = turn.desk
    text = without_masks(turn.text)
    question = t.read_amount_question(text, date.today())
    named = find_places(text, turn.gazetteer, desk.rules)
    place = _place_of(turn, named)
    if place is None and question.about is not t.About.EUROPEAN:
        _ask(turn, Need(Lack.MUNICIPALITY), desk)
        return _remember(turn, Draft(awaiting=Field.MUNICIPALITY))
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
    referral = _referral(turn, topics[0], place)
    nowhere = Evidence(Verification.UNVERIFIED, None, None)
    found = answer.provenance
    evidence = desk.evidence(found, answer.note) if found else nowhere
    name = _name(turn, place) if is_local else "alle gemeenten"
    turn.dispatcher.utter_message(
        response=AMOUNT_RESPONSES[answer.verdict],
        subject=SUBJECTS[about],
        place_name=_name(turn, place) or name,
        details=r.block(
            *map(w.row_text, answer.rows),
            r.lines(("Grondslag", ESTIMATE if answer.rows else None)),
            r.lines(("Geldt voor", name if answer.rows else None), ("Periode", answer.as_of)),
            r.evidence_line(evidence) if found else "",
            r.lines(("Let op", answer.note)),
            r.lines(("Vraag het na bij", _asked(referral, place, topics[0]))),
        ),
        json_message=w.amounts_payload(answer, name, topics, ESTIMATE, evidence, referral),
    )


def _asked(referral: Referral | None, place: str | None, topic: str) -> str | None:
    if place == STATE:
        return w.coordinator(None)
    if topic != TOPIC and (referral is None or referral.owner is None):
        return "de afdeling inkoop van de gemeente"
    return w.coordinator(referral) if referral else None
