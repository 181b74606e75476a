"""What is said while a social return case is collected, and its result."""

from __future__ import annotations

from actions import replies as r
from actions import sroi_words as w
from actions.sroi_payloads import outcome_payload
from actions.turn import Turn
from knowledge.contacts import Referral
from knowledge.quantities import Problem
from knowledge.sroi_answers import Lack, Need, Outcome
from knowledge.sroi_case import STATE, TOPIC, Field
from knowledge.sroi_desk import Desk
from knowledge.sroi_reading import Trouble

MOST_BUTTONS = 6
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
STATE_NAME = "het Rijk"


def say_problem(turn: Turn, trouble: Trouble) -> None:
    """Say what cannot be right, and what can."""
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


def ask(turn: Turn, need: Need, desk: Desk) -> None:
    """Ask for what is missing."""
    known = sorted(place_name(turn, key) for key in desk.rules.municipalities())
    nearest = need.nearest
    first = nearest.valid_from if nearest else None
    last = nearest.valid_until if nearest else None
    is_offered = need.lack in (Lack.WHICH_BLOCK, Lack.BLOCK_MISSING)
    buttons = [_block_button(block.key, block.label) for block in need.blocks if is_offered]
    dont_know = [w.DONT_KNOW] if need.lack in WITH_DONT_KNOW else []
    turn.dispatcher.utter_message(
        response=ASKS[need.lack],
        municipality_name=place_name(turn, need.place),
        about=need.about,
        known=", ".join(name for name in known if name),
        first=r.dutch_date(first) if first else "",
        last=r.dutch_date(last) if last else "",
        coordinator=w.coordinator(referral_of(turn, TOPIC, need.place)),
        groups=", ".join(block.label for block in need.blocks[:MOST_BUTTONS]),
        json_message=_asks(need.field),
        buttons=[*buttons[: MOST_BUTTONS + 4], *dont_know],
    )


def _block_button(key: str, label: str) -> r.Button:
    return {"title": label, "payload": f'/compute_sroi{{"option": "block={key}"}}'}


def say_outcome(turn: Turn, outcome: Outcome, desk: Desk) -> None:
    """Give the result with its working, its rules and whom to ask."""
    rules = outcome.rules
    evidence = desk.evidence(rules.provenance)
    blocks = rules.blocks_provenance if outcome.draft.has_fulfilment or outcome.ways else None
    referral = referral_of(turn, rules.coordinator_topic or TOPIC, outcome.place)
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
        json_message=outcome_payload(outcome, place_name(turn, outcome.place), evidence, referral),
        buttons=[*([w.WAYS] if can_fill else []), *([w.ASSUMPTIONS] if has_more else [])],
    )


def say_all_assumptions(turn: Turn, outcome: Outcome, desk: Desk) -> None:
    """Every assumption of a result, for whoever wants to read them all."""
    evidence = desk.evidence(outcome.rules.provenance)
    referral = referral_of(turn, TOPIC, outcome.place)
    turn.dispatcher.utter_message(
        response="utter_sroi_assumptions",
        rule_set=outcome.rules.name,
        details=r.block(
            *(f"• {one}" for one in w.assumptions(outcome)),
            r.lines(("Grondslag", w.base_of(outcome))),
            w.source_lines(outcome.rules, evidence, None),
        ),
        json_message=outcome_payload(outcome, place_name(turn, outcome.place), evidence, referral),
    )


def place_name(turn: Turn, place: str | None) -> str:
    """The name of a municipality or of the state, as it is shown; empty when not known."""
    if place == STATE:
        return STATE_NAME
    town = turn.gazetteer.by_key.get(place or "")
    return town.name if town else ""


def referral_of(turn: Turn, topic_key: str, place: str | None) -> Referral | None:
    """Who goes about it in a municipality; None for the state."""
    topic = turn.find_topic(topic_key)
    town = turn.gazetteer.by_key.get(place or "")
    if topic is None or town is None:
        return None
    return turn.refer(topic, town)
