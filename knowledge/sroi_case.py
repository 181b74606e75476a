"""A social return case as a conversation collects it, piece by piece."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from knowledge.quantities import Vat
from knowledge.sroi_rules import Base, Missing, NoRules, Purchase, RuleBook, RuleSet

TOPIC = "social_return"
"""The topic that a case is about."""
STATE = "rijk"
"""Stands where a municipality's key stands when the state is the buyer."""


class Field(str, enum.Enum):
    """What can be asked for; the values are those of `asks_for` in a reply."""

    MUNICIPALITY = "municipality"
    AMOUNT = "amount"
    BASE = "base"  # the amount of another base than the price
    PERCENTAGE = "percentage"
    GROUP = "group"
    HOURS = "hours"
    MONTHS = "months"
    DATE = "date"


class Wish(str, enum.Enum):
    """What the user wants to know."""

    OBLIGATION = "obligation"
    FULFILMENT = "fulfilment"
    WAYS = "ways"  # how many months of whom close the gap


@dataclass(frozen=True)
class Person:
    """Candidates of one kind; None is "not said"."""

    words: tuple[str, ...] = ()  # the phrases by which the group was named
    block: str | None = None  # key of a block, when one was picked
    count: int = 1
    hours: Decimal | None = None
    fte: Decimal | None = None
    hours_basis: str | None = None  # how the hours came about, when that must be told
    months: Decimal | None = None
    age: int | None = None
    at_least: int | None = None  # "50+"
    bonuses: tuple[str, ...] = ()  # the phrases by which bonuses were named
    has_wage_subsidy: bool | None = None

    @property
    def has_hours(self) -> bool:
        """Whether the working hours were said, in whichever form."""
        return self.hours is not None or self.fte is not None


@dataclass(frozen=True)
class Buying:
    """A purchase without btw."""

    amount: Decimal
    kind: Purchase | None = None


@dataclass(frozen=True)
class Draft:
    """Everything that was collected; None is "not said"."""

    place: str | None = None  # key of a municipality, or STATE
    other: str | None = None  # to compare with
    price: Decimal | None = None
    price_base: Base | None = None
    vat: Vat | None = None
    gap: Decimal | None = None  # what is still to be done, when that is what was given
    wages: Decimal | None = None
    invoiced: Decimal | None = None
    percentage: Decimal | None = None
    percentage_place: str | None = None  # whose contract the percentage is of
    labour_share: Decimal | None = None
    months: Decimal | None = None  # of the contract
    day: date | None = None
    people: tuple[Person, ...] = ()
    focus: int = 0  # the candidate that "nee, 36 uur" is about
    purchases: tuple[Buying, ...] = ()
    wishes: tuple[Wish, ...] = ()
    unknown: tuple[Field, ...] = ()  # answered with "weet ik niet"
    awaiting: Field | None = None  # what was asked last
    asides: int = 0  # answers given in between since

    @property
    def has_fulfilment(self) -> bool:
        """Whether something was named that counts towards the obligation."""
        return bool(self.people or self.purchases)

    def as_dict(self) -> dict[str, Any]:
        """For keeping between turns; what was not said is left out."""
        return _plain(self)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Draft:
        """The draft that `as_dict` gave."""
        people = tuple(_record(Person, one) for one in raw.get("people", ()))
        bought = tuple(_record(Buying, one) for one in raw.get("purchases", ()))
        return replace(_record(cls, raw), people=people, purchases=bought)


def rules_for(book: RuleBook, place: str, day: date) -> RuleSet | Missing:
    """The rules of a municipality, or of the state."""
    found = book.for_municipality(place, day)
    if isinstance(found, Missing) and found.reason is NoRules.UNKNOWN_MUNICIPALITY:
        return book.for_key(place, day) if place == STATE else found
    return found


_DECIMALS = {
    "price", "wages", "invoiced", "percentage", "labour_share", "months", "hours", "fte", "amount",
    "gap",
}  # fmt: skip
_ENUMS: dict[str, type[enum.Enum]] = {
    "price_base": Base, "vat": Vat, "kind": Purchase, "awaiting": Field,
}  # fmt: skip
_LISTS: dict[str, type[enum.Enum]] = {"wishes": Wish, "unknown": Field}


def _plain(record: Any) -> dict[str, Any]:
    found = {one.name: _plain_value(getattr(record, one.name)) for one in fields(record)}
    return {name: value for name, value in found.items() if value not in (None, [])}


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain_value(one) for one in value]
    if isinstance(value, (Person, Buying)):
        return _plain(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _record(kind: type[Any], raw: Mapping[str, Any]) -> Any:
    names = {one.name for one in fields(kind)}
    return kind(**{name: _value(name, value) for name, value in raw.items() if name in names})


def _value(name: str, value: Any) -> Any:
    if name in _DECIMALS:
        return Decimal(value)
    if name in _ENUMS:
        return _ENUMS[name](value)
    if name in _LISTS:
        return tuple(_LISTS[name](one) for one in value)
    if name == "day":
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def after_button(draft: Draft, option: str) -> Draft:
    """The case after a button: what the user wants, does not know, or which group was meant.

    Any other option leaves the case as it is ("Verder rekenen").
    """
    if option == Wish.WAYS.value:
        return replace(draft, wishes=tuple(dict.fromkeys((*draft.wishes, Wish.WAYS))))
    if option == "unknown" and draft.awaiting:
        return replace(draft, unknown=tuple(dict.fromkeys((*draft.unknown, draft.awaiting))))
    kind, _, block = option.partition("=")
    if kind == "block" and draft.focus < len(draft.people):
        people = list(draft.people)
        people[draft.focus] = replace(people[draft.focus], block=block)
        return replace(draft, people=tuple(people))
    return draft
