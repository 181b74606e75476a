"""What a social return case still needs, and what comes out of it when it is complete."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from knowledge import sroi
from knowledge.quantities import Vat
from knowledge.sroi_candidates import USUAL_FULL_TIME, Bought, Candidate, Closing, closing
from knowledge.sroi_candidates import ways_to_close as all_ways
from knowledge.sroi_case import Draft, Field, Person, Wish, rules_for
from knowledge.sroi_groups import blocks_of, bonuses_of
from knowledge.sroi_rules import Base, Block, Missing, NoRules, RuleBook, RuleSet
from knowledge.sroi_working import Question

TYPICAL_PRICE = Decimal(250_000)
"""The example that is worked out for somebody who does not know the amount; marked as such."""
FEW_MONTHS, MANY_MONTHS = Decimal(6), Decimal(12)
"""Between these lies the range for somebody who does not know how many months."""
MOST_WAYS = 4


class Lack(str, enum.Enum):
    """What stands in the way of an answer."""

    MUNICIPALITY = "municipality"
    MUNICIPALITY_UNKNOWN = "municipality_unknown"  # the user does not know either
    NO_RULES = "no_rules"  # of this municipality
    NOT_YET = "not_yet"
    NO_LONGER = "no_longer"
    AMOUNT = "amount"
    AMOUNT_WITHOUT_VAT = "amount_without_vat"
    BASE = "base"
    BASE_UNKNOWN = "base_unknown"
    PERCENTAGE = "percentage"
    NO_BLOCKS = "no_blocks"  # the rules do not say what anybody counts for
    GROUP = "group"
    BLOCK_MISSING = "block_missing"
    WHICH_BLOCK = "which_block"
    HOURS = "hours"
    MONTHS = "months"


FIELDS = {
    Lack.MUNICIPALITY: Field.MUNICIPALITY, Lack.MUNICIPALITY_UNKNOWN: Field.MUNICIPALITY,
    Lack.NO_RULES: Field.MUNICIPALITY, Lack.NOT_YET: Field.DATE, Lack.NO_LONGER: Field.DATE,
    Lack.AMOUNT: Field.AMOUNT, Lack.AMOUNT_WITHOUT_VAT: Field.AMOUNT, Lack.BASE: Field.BASE,
    Lack.BASE_UNKNOWN: Field.BASE, Lack.PERCENTAGE: Field.PERCENTAGE,
    Lack.NO_BLOCKS: Field.MUNICIPALITY, Lack.GROUP: Field.GROUP, Lack.BLOCK_MISSING: Field.GROUP,
    Lack.WHICH_BLOCK: Field.GROUP, Lack.HOURS: Field.HOURS, Lack.MONTHS: Field.MONTHS,
}  # fmt: skip


@dataclass(frozen=True)
class Need:
    """One thing to ask; what it is about, and what there is to choose from."""

    lack: Lack
    place: str | None = None
    about: str = ""
    blocks: tuple[Block, ...] = ()
    person: int = 0
    nearest: RuleSet | None = None

    @property
    def field(self) -> Field:
        """What the answer will be."""
        return FIELDS[self.lack]


class Typical(str, enum.Enum):
    """Taken because the user does not know; to be told as an example or a range."""

    PRICE = "price"
    PERCENTAGE = "percentage"
    HOURS = "hours"
    MONTHS = "months"
    GROUP = "group"


@dataclass(frozen=True)
class Outcome:
    """The result for one municipality."""

    place: str
    rules: RuleSet
    draft: Draft  # with the typical values filled in
    balance: sroi.Balance
    high: sroi.Balance | None = None  # the upper end, when there is a range
    ways: tuple[Closing, ...] = ()
    typical: tuple[tuple[Typical, Decimal], ...] = ()

    @property
    def wants_obligation(self) -> bool:
        """Whether the user asked what is due."""
        return wants_obligation(self.draft)


def wants_obligation(draft: Draft) -> bool:
    """Whether what is due has to be computed."""
    if draft.gap is not None:
        return False
    given = draft.price is not None or draft.wages is not None or draft.invoiced is not None
    only_fulfilment = Wish.FULFILMENT in draft.wishes and Wish.OBLIGATION not in draft.wishes
    return given or not only_fulfilment


def next_question(draft: Draft, book: RuleBook, today: date) -> Need | None:
    """The first thing that is still needed for what was asked; None when nothing is."""
    if draft.place is None:
        is_unknown = Field.MUNICIPALITY in draft.unknown
        return Need(Lack.MUNICIPALITY_UNKNOWN if is_unknown else Lack.MUNICIPALITY)
    for place in _places(draft):
        found = rules_for(book, place, draft.day or today)
        if isinstance(found, Missing):
            return _missing(place, found)
        need = _due_need(draft, place, found) or _people_need(draft, place, found, book)
        if need:
            return need
    return None


def outcomes(draft: Draft, book: RuleBook, today: date) -> tuple[Outcome, ...]:
    """The results of a complete case: one, or two to compare."""
    found = []
    for place in _places(draft):
        rules = rules_for(book, place, draft.day or today)
        if isinstance(rules, RuleSet):
            found.append(_outcome(draft, place, rules, book))
    return tuple(found)


def _places(draft: Draft) -> tuple[str, ...]:
    return tuple(place for place in (draft.place, draft.other) if place)


def _missing(place: str, found: Missing) -> Need:
    lacks = {
        NoRules.UNKNOWN_MUNICIPALITY: Lack.NO_RULES,
        NoRules.NOT_YET: Lack.NOT_YET,
        NoRules.NO_LONGER: Lack.NO_LONGER,
    }
    return Need(lacks[found.reason], place, nearest=found.nearest)


def _due_need(draft: Draft, place: str, rules: RuleSet) -> Need | None:
    if not wants_obligation(draft):
        return None
    if draft.vat is Vat.INCLUDED:
        return Need(Lack.AMOUNT_WITHOUT_VAT, place)
    needs_price = rules.threshold is not None or not _other_base(rules)
    if draft.price is None and needs_price and Field.AMOUNT not in draft.unknown:
        return Need(Lack.AMOUNT, place)
    due = sroi.obligation(rules, assignment(draft, place, rules))
    if due.applies in (sroi.Applies.BELOW_THRESHOLD, sroi.Applies.TOO_SHORT):
        return None
    asked = {one.kind for one in due.questions}
    if Question.BASE_AMOUNT in asked:
        base = _other_base(rules)
        is_unknown = Field.BASE in draft.unknown
        lack = Lack.BASE_UNKNOWN if is_unknown else Lack.BASE
        return Need(lack, place, base.label if base else "")
    if Question.PERCENTAGE in asked and Field.PERCENTAGE not in draft.unknown:
        return Need(Lack.PERCENTAGE, place)
    return None


def _other_base(rules: RuleSet) -> Base | None:
    """The base that is no price, when these rules have no other."""
    if not rules.bases or any(base.is_price for base in rules.bases):
        return None
    return rules.bases[0]


def _people_need(draft: Draft, place: str, rules: RuleSet, book: RuleBook) -> Need | None:
    wants_people = Wish.FULFILMENT in draft.wishes and not draft.purchases
    wants_ways = Wish.WAYS in draft.wishes or Field.GROUP in draft.unknown
    if not rules.blocks and (draft.people or (wants_people and not wants_obligation(draft))):
        return Need(Lack.NO_BLOCKS, place)
    if not draft.people and wants_people and not (wants_ways or wants_obligation(draft)):
        return Need(Lack.GROUP, place, blocks=rules.blocks)
    for number, person in enumerate(draft.people):
        need = _person_need(draft, place, rules, book, number, person)
        if need:
            return need
    return None


def _person_need(
    draft: Draft, place: str, rules: RuleSet, book: RuleBook, number: int, person: Person
) -> Need | None:
    blocks = blocks_of(rules, book, person)
    about = blocks[0].label if len(blocks) == 1 else " ".join(person.words)
    is_named = bool(person.words or person.block)
    if not is_named:
        is_unknown = Field.GROUP in draft.unknown
        return None if is_unknown else Need(Lack.GROUP, place, "", rules.blocks, number)
    if not blocks:
        return Need(Lack.BLOCK_MISSING, place, about, rules.blocks, number)
    if len(blocks) > 1 and Field.GROUP not in draft.unknown:
        return Need(Lack.WHICH_BLOCK, place, about, blocks, number)
    if not person.has_hours and Field.HOURS not in draft.unknown:
        return Need(Lack.HOURS, place, about, (), number)
    wants_ways = Wish.WAYS in draft.wishes
    if person.months is None and Field.MONTHS not in draft.unknown and not wants_ways:
        return Need(Lack.MONTHS, place, about, (), number)
    return None


def assignment(draft: Draft, place: str, rules: RuleSet) -> sroi.Assignment:
    """The contract in terms of these rules."""
    is_theirs = not rules.percentages or draft.percentage_place in (None, place)
    contract = sroi.Assignment(
        draft.price or Decimal(0),
        draft.price_base,
        months=draft.months,
        labour_share=draft.labour_share,
        percentage=draft.percentage if is_theirs else None,
        vat=draft.vat,
    )
    amounts = {Base.WAGES: draft.wages, Base.INVOICED: draft.invoiced}
    for base in rules.bases:
        other = amounts.get(base)
        if other is not None:
            return replace(contract, amount=other, base=base, contract_value=draft.price)
    return contract


def _outcome(draft: Draft, place: str, rules: RuleSet, book: RuleBook) -> Outcome:
    filled, typical = _with_typical(draft, rules, book)
    low, high, more = _range(filled, rules, book)
    balances = [_balance(one, place, rules, book) for one in (low, high)]
    has_range = bool(more)
    gap = filled.gap if filled.gap is not None else balances[0].remaining
    ways = _ways(low, rules, book, gap) if gap else ()
    if has_range and gap:
        ways = tuple(dict.fromkeys((*ways, *_ways(high, rules, book, gap))))
    return Outcome(
        place, rules, filled, balances[0], balances[1] if has_range else None, ways,
        (*typical, *more),
    )  # fmt: skip


def _balance(draft: Draft, place: str, rules: RuleSet, book: RuleBook) -> sroi.Balance:
    candidates = tuple(
        candidate
        for person in draft.people
        if person.months is not None and (candidate := as_candidate(person, rules, book))
        for _ in range(person.count)
    )
    bought = tuple(Bought(one.amount, one.kind) for one in draft.purchases)
    return sroi.balance(rules, sroi.Case(assignment(draft, place, rules), candidates, bought))


def as_candidate(person: Person, rules: RuleSet, book: RuleBook) -> Candidate | None:
    """The candidate in terms of these rules; None while the group is not clear."""
    blocks = blocks_of(rules, book, person)
    if len(blocks) != 1:
        return None
    return Candidate(
        blocks[0].key,
        person.hours,
        person.months if person.months is not None else MANY_MONTHS,
        person.fte,
        _age(person, rules),
        bonuses_of(rules, book, person.bonuses),
        person.has_wage_subsidy,
    )


def _age(person: Person, rules: RuleSet) -> int | None:
    """The age; "50+" is enough for a bonus from 50 on, and says nothing of one from 55 on."""
    limits = [one.minimum_age for one in rules.bonuses if one.minimum_age is not None]
    if person.age is not None or person.at_least is None:
        return person.age
    return person.at_least if any(person.at_least >= limit for limit in limits) else None


def _with_typical(
    draft: Draft, rules: RuleSet, book: RuleBook
) -> tuple[Draft, list[tuple[Typical, Decimal]]]:
    typical: list[tuple[Typical, Decimal]] = []
    if not wants_obligation(draft):
        return draft, []
    if draft.price is None and Field.AMOUNT in draft.unknown:
        draft = replace(draft, price=TYPICAL_PRICE)
        typical.append((Typical.PRICE, TYPICAL_PRICE))
    if draft.percentage is None and not rules.percentages and Field.PERCENTAGE in draft.unknown:
        percent = usual_percentage(book)
        draft = replace(draft, percentage=percent)
        typical.append((Typical.PERCENTAGE, percent))
    return draft, typical


def usual_percentage(book: RuleBook) -> Decimal:
    """The percentage that most rule sets name."""
    counted = Counter(
        one.percent
        for rules in book.rule_sets
        for one in rules.percentages
        if one.labour_share_below is None
    )
    return max(counted, key=lambda percent: (counted[percent], -percent))


def _range(
    draft: Draft, rules: RuleSet, book: RuleBook
) -> tuple[Draft, Draft, list[tuple[Typical, Decimal]]]:
    """The least and the most that is likely, where the group, hours or months are not known."""
    full = rules.full_time_hours or USUAL_FULL_TIME
    low, high = list(draft.people), list(draft.people)
    typical: list[tuple[Typical, Decimal]] = []
    for place, person in enumerate(draft.people):
        blocks = sorted(blocks_of(rules, book, person), key=lambda block: block.value)
        if len(blocks) > 1:
            low[place] = replace(low[place], block=blocks[0].key)
            high[place] = replace(high[place], block=blocks[-1].key)
            typical.append((Typical.GROUP, Decimal(len(blocks))))
        if not person.has_hours and Field.HOURS in draft.unknown:
            low[place] = replace(low[place], hours=full / 2)
            high[place] = replace(high[place], hours=full)
            typical.append((Typical.HOURS, full))
        if person.months is None and Field.MONTHS in draft.unknown:
            low[place] = replace(low[place], months=FEW_MONTHS)
            high[place] = replace(high[place], months=MANY_MONTHS)
            typical.append((Typical.MONTHS, MANY_MONTHS))
    unique = list(dict.fromkeys(typical))
    return replace(draft, people=tuple(low)), replace(draft, people=tuple(high)), unique


def _ways(draft: Draft, rules: RuleSet, book: RuleBook, gap: Decimal) -> tuple[Closing, ...]:
    wants = Wish.WAYS in draft.wishes or Field.GROUP in draft.unknown or draft.gap is not None
    if not wants:
        return ()
    candidates = [as_candidate(one, rules, book) for one in draft.people]
    closings = [closing(rules, gap, one) for one in candidates if one]
    found = tuple(one for one in closings if one)
    return found or tuple(all_ways(rules, gap)[:MOST_WAYS])
