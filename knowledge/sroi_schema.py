"""The shape of what an editor may state about social return and procurement amounts.

What a source does not state is left out: it is then asked, or told as an assumption.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import condecimal, root_validator, validator

from knowledge.procurement import KINDS
from knowledge.schema import Entry, Fact, Key, Line, Prose, SourceKey
from knowledge.sroi_rules import Base, Buyer, Purchase

if TYPE_CHECKING:  # pydantic's constrained numbers are decimals to a type checker
    Euros = Decimal
    Percent = Decimal
    Months = Decimal
    WeekHours = Decimal
else:
    Euros = condecimal(gt=0, le=1_000_000_000)
    Percent = condecimal(gt=0, le=100)
    Months = condecimal(gt=0, le=480)
    WeekHours = condecimal(ge=20, le=48)


class PeriodEntry(Fact):
    """A fact that holds from a first day to a last; a bound that is not stated bounds nothing."""

    key: Key
    valid_from: date | None = None
    valid_until: date | None = None

    @root_validator(skip_on_failure=True)
    def ends_after_it_began(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        """The last day is not before the first."""
        first, last = values["valid_from"], values["valid_until"]
        if first and last and last < first:
            raise ValueError("valid_until ligt vóór valid_from")
        return values

    @property
    def identity(self) -> str:
        """What no two of a kind have in common."""
        return self.key

    def overlaps(self, other: PeriodEntry) -> bool:
        """Whether there is a day on which both hold."""
        return self._begins_by(other.valid_until) and other._begins_by(self.valid_until)

    def _begins_by(self, day: date | None) -> bool:
        return day is None or self.valid_from is None or self.valid_from <= day


def _known_kinds(kinds: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise ValueError(f"'{unknown[0]}' bestaat niet; kies uit {', '.join(KINDS)}")
    return kinds


class PercentageEntry(Entry):
    """A percentage of the base; with `labour_share_below` it holds for little labour only."""

    percent: Percent
    labour_share_below: Percent | None = None
    is_minimum: bool = False


class LimitEntry(Entry):
    """From which value of the contract on the rule holds; `included` None: sources differ."""

    amount: Euros
    included: bool | None = None


class BlockEntry(Entry):
    """The value of one candidate, full-time for a year."""

    key: Key
    label: Line
    value: Euros
    group: Key
    phrases: tuple[Line, ...] = ()
    maximum_months: Months | None = None
    always_counts: bool = False
    note: Prose | None = None

    @validator("always_counts")
    def has_no_maximum_then(cls, value: bool, values: dict[str, Any]) -> bool:  # noqa: N805
        """Counting always and a maximum exclude each other."""
        if value and values.get("maximum_months"):
            raise ValueError("wat altijd telt (always_counts) heeft geen maximum_months")
        return value


class BonusEntry(Entry):
    """Extra value for a candidate; without a condition it counts when somebody names it."""

    key: Key
    label: Line
    value: Euros
    minimum_age: int | None = None
    age_included: bool | None = None
    minimum_months: Months | None = None
    only_for: tuple[Key, ...] = ()
    pro_rata: bool | None = None
    condition: Line | None = None
    phrases: tuple[Line, ...] = ()


class PurchaseEntry(Entry):
    """Buying that counts; `percent` of the invoice without btw, None when not stated."""

    key: Purchase
    label: Line
    percent: Percent | None = None
    requires: Line | None = None


class KnowledgeEntry(Entry):
    """Sharing knowledge or supporting a project, per hour of an employee, or by its costs."""

    hourly_rate: Euros | None = None
    costs_count: bool | None = None
    day_maximum: Euros | None = None
    note: Line | None = None


class RecognitionEntry(Entry):
    """When a company counts as a social enterprise here."""

    key: Key
    label: Line
    criteria: tuple[Line, ...]
    source: SourceKey | None = None


class RuleSetEntry(PeriodEntry):
    """The social return rules of a municipality, a region or the state."""

    name: Line
    municipalities: tuple[Key, ...] = ()
    as_of: Line | None = None
    is_fictitious: bool = False
    percentages: tuple[PercentageEntry, ...] = ()
    bases: tuple[Base, ...] = ()
    threshold: LimitEntry | None = None
    minimum_months: Months | None = None
    blocks_of: Key | None = None
    blocks: tuple[BlockEntry, ...] = ()
    bonuses: tuple[BonusEntry, ...] = ()
    full_time_hours: WeekHours | None = None
    maximum_months: Months | None = None
    has_no_maximum: bool = False
    wage_subsidy_lifts_maximum: bool | None = None
    earlier_start_months: Months | None = None
    purchases: tuple[PurchaseEntry, ...] = ()
    knowledge: KnowledgeEntry | None = None
    also_counts: tuple[Line, ...] = ()
    recognition: tuple[RecognitionEntry, ...] = ()
    sanction: Prose | None = None
    coordinator_topic: Key | None = None
    sources: tuple[SourceKey, ...] = ()
    note: Prose | None = None

    @validator("percentages")
    def one_percentage_holds(
        cls,  # noqa: N805
        value: tuple[PercentageEntry, ...],
    ) -> tuple[PercentageEntry, ...]:
        """Without conditions there is one percentage, so that one always holds."""
        if value and sum(one.labour_share_below is None for one in value) != 1:
            raise ValueError("noem precies één percentage zonder voorwaarde")
        return value

    @root_validator(skip_on_failure=True)
    def is_consistent(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        """What belongs together does not contradict itself."""
        if values["blocks_of"] and values["blocks"]:
            raise ValueError("gebruik eigen blocks of blocks_of, niet allebei")
        if values["has_no_maximum"] and values["maximum_months"]:
            raise ValueError("has_no_maximum en maximum_months spreken elkaar tegen")
        blocks = {block.key for block in values["blocks"]}
        for part in ("blocks", "bonuses"):
            keys = [one.key for one in values[part]]
            if len(set(keys)) < len(keys):
                raise ValueError(f"een sleutel staat twee keer in {part}")
        for bonus in values["bonuses"]:
            unknown = set(bonus.only_for) - blocks
            if unknown and not values["blocks_of"]:
                raise ValueError(f"bonus {bonus.key}: bouwblok {sorted(unknown)[0]} bestaat niet")
        return values

    @property
    def identity(self) -> str:
        """The key with the first day: the same rules may come back with other amounts."""
        return f"{self.key}/{self.valid_from}" if self.valid_from else self.key


class ThresholdEntry(PeriodEntry):
    """From which amount on European procurement rules hold ("gelijk aan of hoger dan")."""

    kinds: tuple[Key, ...]
    buyer: Buyer | None = None
    amount: Euros
    valid_from: date
    valid_until: date
    sources: tuple[SourceKey, ...] = ()
    note: Prose | None = None

    _kinds = validator("kinds", allow_reuse=True)(_known_kinds)


class ProcedureRowEntry(Entry):
    """One row of a procurement table: between which amounts a procedure is used."""

    procedure: Key
    label: Line
    kinds: tuple[Key, ...]
    from_amount: Euros | None = None
    above: Euros | None = None
    below: Euros | None = None
    from_european: bool = False
    below_european: bool = False
    bidders: Line | None = None
    who: Line | None = None

    _kinds = validator("kinds", allow_reuse=True)(_known_kinds)


class ProcedureTableEntry(PeriodEntry):
    """Which procurement procedure a municipality uses for which amount."""

    municipality: Key
    is_fictitious: bool = False
    rows: tuple[ProcedureRowEntry, ...]
    coordinator_topic: Key | None = None
    note: Prose | None = None
