"""How social return rules and procurement amounts become rows, and rows an entry again."""

from __future__ import annotations

import enum
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import models as m
from knowledge.rows import (
    FACT,
    all_rows,
    copy_values,
    existing,
    ids_by_key,
    source_of,
    town_names,
    values,
)
from knowledge.schema import Entry
from knowledge.sroi_schema import ProcedureTableEntry, RuleSetEntry, ThresholdEntry

DATED = ("key", "valid_from", "valid_until", "note", *FACT)
RULE_SET = (
    *DATED, "name", "as_of", "is_fictitious", "minimum_months", "blocks_of", "full_time_hours",
    "maximum_months", "has_no_maximum", "wage_subsidy_lifts_maximum", "earlier_start_months",
    "sanction", "coordinator_topic",
)  # fmt: skip
RULE_SET_PARTS = (
    "municipalities", "percentages", "bases", "threshold", "blocks", "bonuses", "purchases",
    "knowledge", "also_counts", "recognition", "sources",
)  # fmt: skip
THRESHOLD = (*DATED, "buyer", "amount")
THRESHOLD_PARTS = ("kinds", "sources")
TABLE = (*DATED, "is_fictitious", "coordinator_topic")
TABLE_PARTS = ("rows",)

Writer = Callable[[Any], None]


def read_rule_sets(session: Session) -> dict[str, RuleSetEntry]:
    """All social return rules as entries, by identity."""
    entries = (
        RuleSetEntry(source=source_of(row), **values(row, *RULE_SET, *RULE_SET_PARTS))
        for row in all_rows(session, m.RuleSetRow)
    )
    return {entry.identity: entry for entry in entries}


def rule_set_writer(session: Session) -> Writer:
    """Writes one set of social return rules."""
    columns = select(m.RuleSetRow.key, m.RuleSetRow.valid_from, m.RuleSetRow.id)
    numbers = {(key, first): number for key, first, number in session.execute(columns)}
    sources = ids_by_key(session, m.SourceRow)

    def write(entry: RuleSetEntry) -> None:
        number = numbers.get((entry.key, entry.valid_from))
        row = existing(session, m.RuleSetRow, number)
        _fill(row, entry, RULE_SET, RULE_SET_PARTS)
        row.source_id = sources.get(entry.source or "")

    return write


def read_thresholds(session: Session) -> dict[str, ThresholdEntry]:
    """All European thresholds as entries, by key."""
    return {
        row.key: ThresholdEntry(source=source_of(row), **values(row, *THRESHOLD, *THRESHOLD_PARTS))
        for row in all_rows(session, m.ThresholdRow)
    }


def threshold_writer(session: Session) -> Writer:
    """Writes one European threshold."""
    numbers, sources = ids_by_key(session, m.ThresholdRow), ids_by_key(session, m.SourceRow)

    def write(entry: ThresholdEntry) -> None:
        row = existing(session, m.ThresholdRow, numbers.get(entry.key))
        _fill(row, entry, THRESHOLD, THRESHOLD_PARTS)
        row.source_id = sources.get(entry.source or "")

    return write


def read_procedure_tables(session: Session) -> dict[str, ProcedureTableEntry]:
    """All procurement tables as entries, by key."""
    towns = town_names(session)
    return {
        row.key: ProcedureTableEntry(
            municipality=towns[row.municipality_id],
            source=source_of(row),
            **values(row, *TABLE, *TABLE_PARTS),
        )
        for row in all_rows(session, m.ProcedureTableRow)
    }


def procedure_table_writer(session: Session) -> Writer:
    """Writes one procurement table."""
    towns, sources = ids_by_key(session, m.MunicipalityRow), ids_by_key(session, m.SourceRow)
    numbers = ids_by_key(session, m.ProcedureTableRow)

    def write(entry: ProcedureTableEntry) -> None:
        if entry.municipality not in towns:
            return  # an editor deleted the municipality
        row = existing(session, m.ProcedureTableRow, numbers.get(entry.key))
        _fill(row, entry, TABLE, TABLE_PARTS)
        row.municipality_id = towns[entry.municipality]
        row.source_id = sources.get(entry.source or "")

    return write


def _fill(row: Any, entry: Entry, plain: tuple[str, ...], parts: tuple[str, ...]) -> None:
    copy_values(entry, row, *plain)
    for name in parts:
        setattr(row, name, _json(getattr(entry, name)))


def _json(value: Any) -> Any:
    """A part of an entry as JSON holds it: numbers as text, what is not stated left out."""
    if isinstance(value, Entry):
        return {name: _json(part) for name, part in value if part is not None}
    if isinstance(value, tuple):
        return [_json(part) for part in value]
    if isinstance(value, enum.Enum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value
