"""Reading what somebody types about a social return case into what was collected before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from knowledge import sroi_finds as f
from knowledge.amounts import find_amounts, find_percentages
from knowledge.language import simplify
from knowledge.quantities import Amount, Percentage, Problem, Span, Unusable, Vat, plain_text
from knowledge.sroi_case import Buying, Draft, Field, Person, Wish, rules_for
from knowledge.sroi_groups import blocks_of, pick_block
from knowledge.sroi_people import has_people_words, read_people
from knowledge.sroi_rules import Base, RuleBook, RuleSet

MOST_PERCENT_OF_A_CONTRACT = Decimal(50)
_BREAK = re.compile(r"(?<!\d)[,;]\s+|[,;]\s+(?=\D)|[.?!]\s+|\s+(?:en|plus|maar)\s+|\n")
_BARE = re.compile(r"^\D*(\d{1,3}(?:,\d+)?)\D*$")


@dataclass(frozen=True)
class Trouble:
    """Something that was recognised and cannot be used, and what it was meant for."""

    field: Field
    problem: Problem


@dataclass(frozen=True)
class Reading:
    """The case after a message; `found` says what kinds of things the message held."""

    draft: Draft
    troubles: tuple[Trouble, ...] = ()
    found: frozenset[str] = frozenset()
    stray_percentage: bool = False


@dataclass(frozen=True)
class Said:
    """A message with the case before it."""

    text: str
    plain: str
    draft: Draft
    book: RuleBook
    today: date

    @property
    def rules(self) -> RuleSet | None:
        """The rules that hold for the case so far."""
        if self.draft.place is None:
            return None
        found = rules_for(self.book, self.draft.place, self.draft.day or self.today)
        return found if isinstance(found, RuleSet) else None

    def clause(self, span: Span) -> str:
        """The part of the sentence around a find."""
        breaks = [0, *(match.end() for match in _BREAK.finditer(self.plain)), len(self.plain)]
        start = max(one for one in breaks if one <= span.start)
        end = min((one for one in breaks if one > span.start), default=len(self.plain))
        return self.plain[start : max(end, span.end)]

    def after(self, draft: Draft) -> Said:
        """The same message with what was read of it."""
        return replace(self, draft=draft)


def read(text: str, draft: Draft, book: RuleBook, places: Sequence[str], today: date) -> Reading:
    """Take over everything that a message says of the case, in whatever order.

    Args:
        places: keys of the municipalities that the message names (`find_places`).
    """
    said = Said(text, plain_text(text), draft, book, today)
    found: set[str] = set()
    troubles: list[Trouble] = []
    said = _places(said, places, found)
    said = _wishes(_day(said, found), found)
    said = _money(said, found, troubles)
    said, stray = _percentages(said, found, troubles)
    said = _picked_block(said, found)
    people = read_people(said.text, said.plain, said.draft, book)
    found |= people.found
    troubles += [Trouble(Field(name), problem) for name, problem in people.troubles]
    after = _without_answered(people.draft, found)
    unknown = f.unknown_field(said.plain, draft.awaiting)
    if unknown and unknown.value not in found:
        found.add("unknown")
        after = _forgotten(after, unknown)
    return Reading(after, tuple(troubles), frozenset(found), stray)


def _places(said: Said, places: Sequence[str], found: set[str]) -> Said:
    if not places:
        return said
    found.add(Field.MUNICIPALITY.value)
    draft = said.draft
    first, *rest = places
    compared = rest[0] if rest else None
    is_comparing = re.search(
        r"\bvergelijk|\bverschil\b|\bten opzichte\b|\bvergeleken\b", said.plain
    )
    if compared is None and is_comparing and draft.place not in (None, first):
        first, compared = str(draft.place), first
    owner = draft.percentage_place or draft.place
    return said.after(replace(draft, place=first, other=compared, percentage_place=owner))


def _day(said: Said, found: set[str]) -> Said:
    expected = said.draft.awaiting is Field.DATE
    day = f.find_day(simplify(said.text), said.today, expected)
    if day is None:
        return said
    found.add(Field.DATE.value)
    return said.after(replace(said.draft, day=day))


def _wishes(said: Said, found: set[str]) -> Said:
    wishes = f.find_wishes(said.plain)
    if wishes:
        found.add("wishes")
    together = tuple(dict.fromkeys((*said.draft.wishes, *wishes)))
    return said.after(replace(said.draft, wishes=together))


def _money(said: Said, found: set[str], troubles: list[Trouble]) -> Said:
    asked = said.draft.awaiting in (Field.AMOUNT, Field.BASE)
    expected = asked and not has_people_words(said.plain, said.book)
    day = f.find_day(simplify(said.text), said.today)
    for one in find_amounts(said.text, expected=expected or bool(f.BUYING.search(said.plain))):
        if isinstance(one, Percentage) or (day and _is_year(one)):
            continue
        if isinstance(one, Unusable):
            if one.problem is not Problem.PERCENTAGE:
                troubles.append(Trouble(Field.AMOUNT, one.problem))
        else:
            said = said.after(_with_amount(said, one, found))
    return said.after(_with_vat(said, found))


def _is_year(one: Amount | Unusable) -> bool:
    return re.fullmatch(r"20[1-3]\d", one.text.strip()) is not None


def _with_amount(said: Said, one: Amount, found: set[str]) -> Draft:
    draft, clause = said.draft, said.clause(one)
    if f.BUYING.search(clause):
        found.add("purchase")
        kind = f.find_seller(clause) or f.find_seller(said.plain)
        wishes = tuple(dict.fromkeys((*draft.wishes, Wish.FULFILMENT)))
        return replace(draft, purchases=_bought(said, Buying(one.euros, kind)), wishes=wishes)
    found.add(Field.AMOUNT.value)
    if f.GAP.search(clause):
        return replace(draft, gap=one.euros)
    kind_of_amount = _base_of_amount(said, clause)
    if kind_of_amount is Base.WAGES:
        return replace(draft, wages=one.euros)
    if kind_of_amount is Base.INVOICED:
        return replace(draft, invoiced=one.euros)
    base = f.find_base(said.plain) or draft.price_base
    return replace(draft, price=one.euros, price_base=base, vat=one.vat)


def _bought(said: Said, new: Buying) -> tuple[Buying, ...]:
    """Another purchase, or, in a correction, the last one put right."""
    old = said.draft.purchases
    is_correction = re.match(r"\s*(?:nee|niet|ik bedoel|toch)\b", said.plain)
    return (*old[:-1], new) if is_correction and old else (*old, new)


def _base_of_amount(said: Said, clause: str) -> Base | None:
    if f.WAGES.search(clause):
        return Base.WAGES
    if f.INVOICED.search(clause):
        return Base.INVOICED
    is_named = f.find_base(clause) or re.search(r"\bopdracht\b", clause)
    if said.draft.awaiting is Field.BASE and not is_named:
        bases = said.rules.bases if said.rules else ()
        return next((base for base in bases if not base.is_price), None)
    return None


def _with_vat(said: Said, found: set[str]) -> Draft:
    """ "Ex btw" on its own is about the amount that was given before."""
    if Field.AMOUNT.value in found or said.draft.price is None:
        return said.draft
    if re.search(r"\b(?:ex|excl|exclusief|zonder)\b\.?\s*(?:de\s+)?btw\b", said.plain):
        found.add("vat")
        return replace(said.draft, vat=Vat.EXCLUDED)
    if re.search(r"\b(?:inc|incl|inclusief|met)\b\.?\s*(?:de\s+)?btw\b", said.plain):
        found.add("vat")
        return replace(said.draft, vat=Vat.INCLUDED)
    return said.draft


def _percentages(said: Said, found: set[str], troubles: list[Trouble]) -> tuple[Said, bool]:
    stray = False
    for one in find_percentages(said.text):
        if isinstance(one, Unusable):
            troubles.append(Trouble(Field.PERCENTAGE, one.problem))
        elif f.LABOUR.search(said.clause(one)):
            found.add("labour_share")
            said = said.after(replace(said.draft, labour_share=one.percent))
        elif said.draft.awaiting is Field.AMOUNT and Field.AMOUNT.value not in found:
            stray = True
            if said.rules and not said.rules.percentages:
                said = said.after(_with_percentage(said, one.percent, found, troubles))
        else:
            said = said.after(_with_percentage(said, one.percent, found, troubles))
    bare = _BARE.match(said.plain) if said.draft.awaiting is Field.PERCENTAGE else None
    if bare and not troubles and not {Field.PERCENTAGE.value, Field.AMOUNT.value} & found:
        percent = Decimal(bare[1].replace(",", "."))
        said = said.after(_with_percentage(said, percent, found, troubles))
    return said, stray


def _with_percentage(
    said: Said, percent: Decimal, found: set[str], troubles: list[Trouble]
) -> Draft:
    if percent == 0 or percent > MOST_PERCENT_OF_A_CONTRACT:
        problem = Problem.TOO_LARGE if percent else Problem.ZERO
        troubles.append(Trouble(Field.PERCENTAGE, problem))
        return said.draft
    found.add(Field.PERCENTAGE.value)
    return replace(said.draft, percentage=percent, percentage_place=said.draft.place)


def _forgotten(draft: Draft, field: Field) -> Draft:
    """The case when the user does not know something, or no longer."""
    unknown = tuple(dict.fromkeys((*draft.unknown, field)))
    people = list(draft.people)
    if people and field is Field.HOURS:
        people[draft.focus] = replace(people[draft.focus], hours=None, fte=None)
    if people and field is Field.MONTHS:
        people[draft.focus] = replace(people[draft.focus], months=None)
    return replace(draft, unknown=unknown, people=tuple(people))


def _picked_block(said: Said, found: set[str]) -> Said:
    """The answer to the question which of a few groups somebody belongs to."""
    draft, rules = said.draft, said.rules
    if draft.awaiting is not Field.GROUP or rules is None or draft.focus >= len(draft.people):
        return said
    person = draft.people[draft.focus]
    blocks = blocks_of(rules, said.book, person)
    block = pick_block(said.text, blocks) if len(blocks) > 1 else None
    if block is None:
        return said
    found.add(Field.GROUP.value)
    picked = replace(person, block=block.key)
    people = (*draft.people[: draft.focus], picked, *draft.people[draft.focus + 1 :])
    return said.after(replace(draft, people=people))


def _without_answered(draft: Draft, found: set[str]) -> Draft:
    left = tuple(field for field in draft.unknown if field.value not in found)
    people: tuple[Person, ...] = draft.people
    focus = min(draft.focus, max(len(people) - 1, 0))
    return replace(draft, unknown=left, focus=focus)
