"""How a social return result reads: its lines, its assumptions and whom to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from actions import replies as r
from knowledge.contacts import Referral, Standing
from knowledge.records import Evidence
from knowledge.sroi_answers import Outcome, Typical
from knowledge.sroi_candidates import Closing
from knowledge.sroi_rules import RuleSet
from knowledge.sroi_thresholds import Row
from knowledge.sroi_working import Ask, Assumed, Assumption, Line, Question, money, number, to_euros

LONGEST = 900
"""Characters of a result, about two screens of a phone; assumptions beyond wait for a button."""

WAYS: r.Button = {
    "title": "Hoe vul ik de rest in?",
    "payload": '/compute_sroi{"option": "ways"}',
}
ASSUMPTIONS: r.Button = {
    "title": "Alle aannames",
    "payload": '/compute_sroi{"option": "assumptions"}',
}
DONT_KNOW: r.Button = {
    "title": "Weet ik niet",
    "payload": '/compute_sroi{"option": "unknown"}',
}
GO_ON: r.Button = {"title": "Verder rekenen", "payload": '/compute_sroi{"option": "on"}'}
STOP: r.Button = {"title": "Stoppen", "payload": "/stop_walk"}

ASSUMED = {
    Assumed.AMOUNT_WITHOUT_VAT: "het bedrag is zonder btw",
    Assumed.BASE_IS_THIS_AMOUNT: "uw bedrag is de {0}",
    Assumed.BASE_NOT_STATED: "de regels noemen geen grondslag; gerekend is met de {0}",
    Assumed.PERCENTAGE_FROM_USER: "het percentage ({0}) komt van u",
    Assumed.PERCENTAGE_IS_MINIMUM: "{0} is het minimum; uw contract kan meer vragen",
    Assumed.LABOUR_SHARE_HIGH_ENOUGH: "minstens {0} van de opdracht is arbeid (anders geldt {1})",
    Assumed.THRESHOLD_NOT_STATED: "de regels noemen geen drempel",
    Assumed.EXACTLY_AT_THRESHOLD: "precies {0} telt als 'boven de drempel'; bronnen verschillen",
    Assumed.LONG_ENOUGH: "de opdracht duurt minstens {0} maanden",
    Assumed.VALIDITY_NOT_STATED: "de regels gelden nu nog",
    Assumed.FULL_TIME_HOURS_NOT_STATED: "een volledige werkweek is {0} uur",
    Assumed.HOURS_ABOVE_FULL_TIME: "{0} uur telt als {1} uur",
    Assumed.MAXIMUM_MONTHS_NOT_STATED: "er is geen maximum aantal maanden",
    Assumed.BONUS_COUNTED_WHOLE: "de bonus telt helemaal ({0}); naar rato is het {1}",
    Assumed.BONUS_AT_AGE_LIMIT: "{0} jaar is oud genoeg voor '{about}'",
    Assumed.BONUS_AGE_UNKNOWN: "geen bonus '{about}': de leeftijd weet ik niet",
    Assumed.BONUS_CONDITION_MET: "voorwaarde voor '{about}' klopt: {0}",
    Assumed.PURCHASE_COUNTS_WHOLE: "de inkoop telt helemaal mee",
    Assumed.PURCHASE_CONDITION_MET: "de inkoop voldoet: {0}",
    Assumed.KNOWLEDGE_COSTS_COUNT: "kosten tellen mee ({0})",
}
STILL_OPEN = {
    Question.WAGE_SUBSIDY: "met loonkostensubsidie telt '{about}' misschien langer dan {0} mnd",
    Question.PURCHASES_NOT_STATED: "inkoop van {0} is niet meegeteld: die staat niet in de regels",
    Question.BLOCK_MISSING: "'{about}' is niet meegeteld: die staat niet in de regels",
}
TYPICAL = {
    Typical.PRICE: "voorbeeld: een opdracht van {0}, want u weet het bedrag niet",
    Typical.PERCENTAGE: "voorbeeld: {0}%, zoals bij de meeste gemeenten die ik ken",
    Typical.HOURS: "bereik: van een halve tot een hele werkweek ({0} uur)",
    Typical.MONTHS: "bereik: van 6 tot {0} maanden",
    Typical.GROUP: "bereik: de groep met de laagste en die met de hoogste waarde",
}
HOURS_TOLD = {
    "eight_hour_days": "een werkdag is 8 uur",
    "fifty_two_weeks": "een maand is 52/12 weken",
}


def assumptions(outcome: Outcome) -> list[str]:
    """What was taken to be so, as Dutch clauses; what is typical or a range first."""
    due, done = outcome.balance.obligation, outcome.balance.fulfilment
    results = [due, done] if outcome.wants_obligation else [done]
    results += [outcome.high.fulfilment] if outcome.high else []
    results += [way.result for way in outcome.ways if outcome.draft.people]
    told = [TYPICAL[kind].format(_shown(kind, value)) for kind, value in outcome.typical]
    told += [_clause(ASSUMED[one.kind], one) for result in results for one in result.assumptions]
    told += [
        _clause(STILL_OPEN[one.kind], one)
        for result in results
        for one in result.questions
        if one.kind in STILL_OPEN
    ]
    told += [HOURS_TOLD[one.hours_basis] for one in outcome.draft.people if one.hours_basis]
    return list(dict.fromkeys(told))


def _clause(template: str, one: Assumption | Ask) -> str:
    return template.format(*one.values, about=one.about)


def _shown(kind: Typical, value: Decimal) -> str:
    return money(value) if kind is Typical.PRICE else number(value)


def working(outcome: Outcome) -> list[Line]:
    """All lines of the result; candidates of one kind are one line."""
    balance = outcome.balance
    lines = list(balance.obligation.lines) if outcome.wants_obligation else []
    if outcome.high is None:
        return [*lines, *_together(balance.fulfilment.lines)]
    low = _prefixed("Minstens: ", balance.fulfilment.lines)
    high = _prefixed("Hooguit: ", outcome.high.fulfilment.lines)
    return [*lines, *_together(low), *_together(high)]


def _prefixed(word: str, lines: Iterable[Line]) -> list[Line]:
    return [Line(word + one.label, one.formula, one.amount) for one in lines]


def _together(lines: Iterable[Line]) -> Iterator[Line]:
    for line, count in Counter(lines).items():
        many = f"{count} × " if count > 1 else ""
        yield Line(f"{many}{line.label}", line.formula, line.amount * count)


def euros(amount: int) -> str:
    """A whole amount as it is shown."""
    return money(Decimal(amount))


def line_text(line: Line) -> str:
    """One line of working: label, formula and whole euros."""
    result = euros(to_euros(line.amount))
    same = line.formula == result or "geen verplichting" in line.formula
    return f"{line.label}: {line.formula}" + ("" if same else f" = {result}")


def ends(outcome: Outcome) -> list[str]:
    """What remains or is too much."""
    balance = outcome.balance
    lines = []
    has_range = outcome.high is not None and bool(balance.fulfilment.lines)
    if len(balance.fulfilment.lines) > 1 or has_range:
        low = balance.fulfilment.euros or 0
        high = outcome.high.fulfilment.euros if outcome.high else None
        lines.append(f"Samen telt mee: {_from_to(low, high)}")
    if outcome.wants_obligation and outcome.draft.has_fulfilment:
        if balance.surplus_euros:
            most = outcome.high.surplus_euros if outcome.high else None
            lines.append(f"Meer dan nodig: {_from_to(balance.surplus_euros, most)}")
        elif balance.remaining_euros is not None:
            least = outcome.high.remaining_euros if outcome.high else None
            lines.append(f"Nog te doen: {_from_to(balance.remaining_euros, least)}")
    return [*lines, *(way_text(way) for way in outcome.ways)]


def _from_to(first: int, last: int | None) -> str:
    return euros(first) if last in (None, first) else f"{euros(first)} tot {euros(last or 0)}"


def way_text(way: Closing) -> str:
    """How long one group must work to fill the gap."""
    months = number(way.exact_months)
    people = f", dus {way.people} mensen" if way.people > 1 else ""
    most = f" (telt hooguit {number(way.maximum)}{people})" if way.maximum and people else ""
    return f"• {way.block.label}, {number(way.hours)} uur per week: {months} maanden{most}"


def base_of(outcome: Outcome) -> str:
    """The amount that the percentage is of, and what a candidate's value is counted by."""
    base = outcome.balance.obligation.base
    parts = [base.label] if base and outcome.wants_obligation else []
    if outcome.draft.has_fulfilment or outcome.ways or not parts:
        hours = outcome.rules.full_time_hours
        week = f"{number(hours)} uur" if hours else "een volledige werkweek"
        parts.append(
            f"waarde per jaar bij {week} per week" if hours else f"waarde per jaar bij {week}"
        )
    return "; ".join(parts)


def source_lines(rules: RuleSet, evidence: Evidence, blocks: Evidence | None) -> str:
    """Where the rules were read, when, and for which period."""
    return r.block(
        r.evidence_line(evidence),
        r.lines(("Bron van de waarden", blocks.source.title if blocks and blocks.source else None)),
        r.lines(("Regels", rules.as_of)),
    )


def coordinator(referral: Referral | None) -> str:
    """Who to ask, on whatever footing."""
    if referral is None:
        return "uw opdrachtgever bij het Rijk"
    owner = referral.owner
    if owner is None:
        town = referral.municipality
        return f"de coördinator social return van {town.name if town else 'uw gemeente'}"
    reach = owner.contact.reach
    sure = "" if referral.standing is Standing.OWNED else r.TO_BE_CONFIRMED
    parts = (f"{owner.contact.function} ({owner.contact.unit})", reach.phone, reach.email, sure)
    return ", ".join(part for part in parts if part)


def fitted(told: list[str], used: int) -> tuple[str, bool]:
    """As many assumptions as fit beside `used` characters, and whether some are left."""
    shown: list[str] = []
    for one in told:
        if used + len(one) + 2 > LONGEST:
            break
        shown.append(one)
        used += len(one) + 2
    left = len(told) - len(shown)
    text = "; ".join(shown)
    if left:
        text += f"; en nog {left} (zie 'Alle aannames')"
    return (f"Aangenomen: {text}." if told else ""), bool(left)


def row_text(row: Row) -> str:
    """One amount of a threshold or a procedure."""
    amount = "" if row.amount is None else f" {money(row.amount)}"
    return f"{row.label}: {row.words}{amount}"
