"""Social return rules as records, and which of them hold for a municipality on a day."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from knowledge.language import simplify
from knowledge.records import Verification


class Base(str, enum.Enum):
    """The amount of which social return is a percentage; the values are the Dutch terms."""

    CONTRACT_PRICE = "opdrachtsom"
    AGREED_PRICE = "aanneemsom"
    BID_PRICE = "inschrijfsom"
    INVOICED = "gefactureerde_omzet"
    WAGES = "loonsom"

    @property
    def is_price(self) -> bool:
        """Whether it is the price of the whole contract, by whichever name."""
        return self in (Base.CONTRACT_PRICE, Base.AGREED_PRICE, Base.BID_PRICE)

    @property
    def label(self) -> str:
        """As it is written in a sentence."""
        return self.value.replace("_", " ")


class Buyer(str, enum.Enum):
    """Who buys, for the European thresholds."""

    LOCAL = "decentraal"
    STATE = "rijk"


class Purchase(str, enum.Enum):
    """From whom is bought."""

    SOCIAL_ENTERPRISE = "sociale_onderneming"
    SHELTERED_WORKPLACE = "sw_bedrijf"


@dataclass(frozen=True)
class Provenance:
    """Where a rule was read, when that was checked, and how sure it is."""

    verification: Verification
    source: str | None  # key of a source
    checked_on: date | None
    sources: tuple[str, ...] = ()  # besides `source`


@dataclass(frozen=True)
class PercentageRule:
    """A percentage of the base."""

    percent: Decimal
    labour_share_below: Decimal | None = None
    is_minimum: bool = False


@dataclass(frozen=True)
class Limit:
    """From which value of the contract on a rule holds; `included` None: not known."""

    amount: Decimal
    included: bool | None = None


@dataclass(frozen=True)
class Block:
    """The value of one candidate, full-time for a year."""

    key: str
    label: str
    value: Decimal
    group: str
    phrases: tuple[str, ...] = ()
    maximum_months: Decimal | None = None
    always_counts: bool = False
    note: str | None = None


@dataclass(frozen=True)
class BonusRule:
    """Extra value for a candidate; `pro_rata` None: the source does not say."""

    key: str
    label: str
    value: Decimal
    minimum_age: int | None = None
    age_included: bool | None = None
    minimum_months: Decimal | None = None
    only_for: tuple[str, ...] = ()
    pro_rata: bool | None = None
    condition: str | None = None
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class PurchaseRule:
    """Buying that counts; `percent` None: the source does not say for how much."""

    key: Purchase
    label: str
    percent: Decimal | None = None
    requires: str | None = None


@dataclass(frozen=True)
class KnowledgeRule:
    """Sharing knowledge: per hour of an employee, or by its costs."""

    hourly_rate: Decimal | None = None
    costs_count: bool | None = None
    day_maximum: Decimal | None = None
    note: str | None = None


@dataclass(frozen=True)
class Recognition:
    """When a company counts as a social enterprise."""

    key: str
    label: str
    criteria: tuple[str, ...]
    source: str | None


@dataclass(frozen=True)
class RuleSet:
    """The social return rules of a municipality, a region or the state; None is "not stated"."""

    key: str
    name: str
    provenance: Provenance
    municipalities: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    as_of: str | None = None
    is_fictitious: bool = False
    percentages: tuple[PercentageRule, ...] = ()
    bases: tuple[Base, ...] = ()
    threshold: Limit | None = None
    minimum_months: Decimal | None = None
    blocks_of: str | None = None
    blocks: tuple[Block, ...] = ()
    blocks_provenance: Provenance | None = None  # when the blocks are another rule set's
    bonuses: tuple[BonusRule, ...] = ()
    full_time_hours: Decimal | None = None
    maximum_months: Decimal | None = None
    has_no_maximum: bool = False
    wage_subsidy_lifts_maximum: bool | None = None
    earlier_start_months: Decimal | None = None
    purchases: tuple[PurchaseRule, ...] = ()
    knowledge: KnowledgeRule | None = None
    also_counts: tuple[str, ...] = ()
    recognition: tuple[Recognition, ...] = ()
    sanction: str | None = None
    coordinator_topic: str | None = None
    note: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the rules hold on a day; a bound that is not stated bounds nothing."""
        return _holds(self.valid_from, self.valid_until, day)

    def named(self, key: str) -> tuple[Block, ...]:
        """The block with this key, else all blocks of the group with this name."""
        exact = tuple(block for block in self.blocks if block.key == key)
        return exact or tuple(block for block in self.blocks if block.group == key)


class NoRules(enum.Enum):
    """Why there are no rules to compute with."""

    UNKNOWN_MUNICIPALITY = "unknown_municipality"
    NOT_YET = "not_yet"  # the day lies before every rule set
    NO_LONGER = "no_longer"  # the day lies after every rule set


@dataclass(frozen=True)
class Missing:
    """There are no rules; when only the day is wrong, `nearest` has the rules closest to it."""

    reason: NoRules
    nearest: RuleSet | None = None


@dataclass(frozen=True)
class RuleBook:
    """All rule sets, what began last first."""

    rule_sets: tuple[RuleSet, ...] = field(repr=False)

    def for_municipality(self, key: str, day: date) -> RuleSet | Missing:
        """The rules of a municipality on a day; its own go before those it builds on."""
        return self._pick([one for one in self.rule_sets if key in one.municipalities], day)

    def for_key(self, key: str, day: date) -> RuleSet | Missing:
        """The rules with this key, such as "rijk", on a day."""
        return self._pick([one for one in self.rule_sets if one.key == key], day)

    def municipalities(self) -> frozenset[str]:
        """The keys of all municipalities that have rules."""
        return frozenset(key for one in self.rule_sets for key in one.municipalities)

    def _pick(self, candidates: list[RuleSet], day: date) -> RuleSet | Missing:
        holding = [one for one in candidates if one.holds_on(day)]
        built_on = {one.blocks_of for one in holding}
        for one in holding:
            if one.key not in built_on:
                return self._with_blocks(one, day)
        return _missing(candidates, day)

    def _with_blocks(self, rules: RuleSet, day: date) -> RuleSet:
        """Complete rules that use the blocks of another set, with how those are counted."""
        others = [one for one in self.rule_sets if one.key == rules.blocks_of and one.holds_on(day)]
        if not others:
            return rules
        other = others[0]
        return replace(
            rules,
            blocks=other.blocks,
            blocks_provenance=other.provenance,
            bonuses=rules.bonuses or other.bonuses,
            full_time_hours=rules.full_time_hours or other.full_time_hours,
            maximum_months=rules.maximum_months or other.maximum_months,
            has_no_maximum=rules.has_no_maximum or other.has_no_maximum,
            wage_subsidy_lifts_maximum=(
                other.wage_subsidy_lifts_maximum
                if rules.wage_subsidy_lifts_maximum is None
                else rules.wage_subsidy_lifts_maximum
            ),
            earlier_start_months=rules.earlier_start_months or other.earlier_start_months,
            purchases=rules.purchases or other.purchases,
            knowledge=rules.knowledge or other.knowledge,
            recognition=rules.recognition or other.recognition,
        )


def find_blocks(rules: RuleSet, text: str) -> tuple[Block, ...]:
    """The blocks whose group a text names, those with the longest matching phrase only."""
    plain = f" {simplify(text)} "
    scored = [(_longest(plain, (block.label, *block.phrases)), block) for block in rules.blocks]
    best = max((length for length, _ in scored), default=0)
    return tuple(block for length, block in scored if length == best and best > 0)


def _longest(plain: str, phrases: tuple[str, ...]) -> int:
    lengths = (len(phrase) for phrase in map(simplify, phrases) if _names(plain, phrase))
    return max(lengths, default=0)


def _names(plain: str, phrase: str) -> bool:
    start = plain.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if not (plain[start - 1].isalnum() or plain[end].isalnum()):
            return True
        start = plain.find(phrase, start + 1)
    return False


def _holds(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _missing(candidates: list[RuleSet], day: date) -> Missing:
    if not candidates:
        return Missing(NoRules.UNKNOWN_MUNICIPALITY)
    later = [one for one in candidates if one.valid_from and one.valid_from > day]
    if later:
        return Missing(NoRules.NOT_YET, min(later, key=_first_day))
    return Missing(NoRules.NO_LONGER, max(candidates, key=_last_day))


def _first_day(rules: RuleSet) -> date:
    return rules.valid_from or date.min


def _last_day(rules: RuleSet) -> date:
    return rules.valid_until or date.max
