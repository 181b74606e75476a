"""Procurement amounts: which European threshold holds, and which procedure a municipality uses."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from knowledge.sroi_rules import Buyer, Provenance

GOODS, SERVICES, WORKS = "leveringen", "diensten", "werken"
CONCESSIONS, SOCIAL_SERVICES = "concessies", "sociale_diensten"
KINDS = (GOODS, SERVICES, WORKS, CONCESSIONS, SOCIAL_SERVICES)
"""What can be bought."""


@dataclass(frozen=True)
class Threshold:
    """An amount without btw; equal to it or higher means European procurement."""

    key: str
    kinds: tuple[str, ...]
    buyer: Buyer | None  # None: the same for every buyer
    amount: Decimal
    valid_from: date
    valid_until: date
    provenance: Provenance
    note: str | None = None


@dataclass(frozen=True)
class ProcedureRow:
    """Between which amounts a procedure is used."""

    procedure: str
    label: str
    kinds: tuple[str, ...]
    from_amount: Decimal | None = None  # this amount and more
    above: Decimal | None = None  # more than this amount
    below: Decimal | None = None  # less than this amount
    from_european: bool = False
    below_european: bool = False
    bidders: str | None = None
    who: str | None = None

    def fits(self, amount: Decimal, european: Decimal | None) -> bool:
        """Whether this procedure is used for an amount; an unknown threshold fits nothing."""
        if (self.from_european or self.below_european) and european is None:
            return False
        return (
            (self.from_amount is None or amount >= self.from_amount)
            and (self.above is None or amount > self.above)
            and (self.below is None or amount < self.below)
            and not (self.from_european and european is not None and amount < european)
            and not (self.below_european and european is not None and amount >= european)
        )


@dataclass(frozen=True)
class ProcedureTable:
    """Which procedure a municipality uses for which amount."""

    key: str
    municipality: str
    provenance: Provenance
    rows: tuple[ProcedureRow, ...]
    valid_from: date | None = None
    valid_until: date | None = None
    is_fictitious: bool = False
    coordinator_topic: str | None = None
    note: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the table holds on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class NoProcedure(str, enum.Enum):
    """Why no procedure can be named."""

    NO_TABLE = "no_table"  # nothing is known of this municipality
    OTHER_PERIOD = "other_period"  # there is a table, for another time
    NO_THRESHOLD = "no_threshold"  # the European threshold of that day is not known
    NOT_IN_TABLE = "not_in_table"  # the table does not say: another kind, or just on a limit


@dataclass(frozen=True)
class ProcedureAnswer:
    """The procedure for an amount, or why there is none; the table says source and date."""

    amount: Decimal
    kind: str
    row: ProcedureRow | None
    table: ProcedureTable | None
    european: Threshold | None
    missing: NoProcedure | None = None


@dataclass(frozen=True)
class AmountBook:
    """All European thresholds and procurement tables, what began last first."""

    thresholds: tuple[Threshold, ...] = field(repr=False)
    tables: tuple[ProcedureTable, ...] = field(repr=False)

    def european_threshold(
        self, kind: str, day: date, buyer: Buyer = Buyer.LOCAL
    ) -> Threshold | None:
        """The threshold for a kind of purchase on a day; None when it is not known."""
        for one in self.thresholds:
            is_theirs = one.buyer in (None, buyer)
            if kind in one.kinds and is_theirs and one.valid_from <= day <= one.valid_until:
                return one
        return None

    def procedure(
        self, municipality: str, kind: str, amount: Decimal, day: date
    ) -> ProcedureAnswer:
        """Which procedure a municipality uses for an amount without btw."""
        european = self.european_threshold(kind, day)
        tables = [one for one in self.tables if one.municipality == municipality]
        table = next((one for one in tables if one.holds_on(day)), None)
        if table is None:
            missing = NoProcedure.OTHER_PERIOD if tables else NoProcedure.NO_TABLE
            other = tables[0] if tables else None
            return ProcedureAnswer(amount, kind, None, other, european, missing)
        limit = european.amount if european else None
        rows = [row for row in table.rows if kind in row.kinds]
        row = next((row for row in rows if row.fits(amount, limit)), None)
        return ProcedureAnswer(
            amount, kind, row, table, european, None if row else _why(rows, european)
        )

    def limits(self, municipality: str, kind: str, day: date) -> tuple[ProcedureRow, ...]:
        """All procedures for a kind of purchase, to tell up to where each of them goes."""
        for table in self.tables:
            if table.municipality == municipality and table.holds_on(day):
                return tuple(row for row in table.rows if kind in row.kinds)
        return ()


def _why(rows: list[ProcedureRow], european: Threshold | None) -> NoProcedure:
    needs = any(row.from_european or row.below_european for row in rows)
    return NoProcedure.NO_THRESHOLD if needs and european is None else NoProcedure.NOT_IN_TABLE
