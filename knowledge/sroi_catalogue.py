"""Reading social return rules and procurement amounts out of the store, ready to compute with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from knowledge import procurement as p
from knowledge import sroi_rules as r
from knowledge.schema import Entry, Fact
from knowledge.sroi_entries import read_procedure_tables, read_rule_sets, read_thresholds
from knowledge.sroi_schema import PeriodEntry, ProcedureTableEntry, RuleSetEntry, ThresholdEntry

T = TypeVar("T")
P = TypeVar("P", bound=PeriodEntry)


def rule_book(session: Session) -> r.RuleBook:
    """All social return rules."""
    return rules_of(read_rule_sets(session).values())


def amount_book(session: Session) -> p.AmountBook:
    """All European thresholds and procurement tables."""
    return amounts_of(read_thresholds(session).values(), read_procedure_tables(session).values())


def rules_of(entries: Iterable[RuleSetEntry]) -> r.RuleBook:
    """The book of checked entries."""
    return r.RuleBook(tuple(_rule_set(entry) for entry in _newest_first(entries)))


def amounts_of(
    thresholds: Iterable[ThresholdEntry], tables: Iterable[ProcedureTableEntry]
) -> p.AmountBook:
    """The book of checked entries."""
    return p.AmountBook(
        tuple(
            _record(p.Threshold, one, provenance=_provenance(one))
            for one in _newest_first(thresholds)
        ),
        tuple(_table(one) for one in _newest_first(tables)),
    )


def _newest_first(entries: Iterable[P]) -> list[P]:
    """So that what began last goes before what it should have ended."""
    by_key = sorted(entries, key=lambda one: one.key)
    return sorted(by_key, key=lambda one: one.valid_from or date.min, reverse=True)


def _rule_set(entry: RuleSetEntry) -> r.RuleSet:
    return _record(
        r.RuleSet,
        entry,
        provenance=_provenance(entry),
        percentages=tuple(_record(r.PercentageRule, one) for one in entry.percentages),
        threshold=_record(r.Limit, entry.threshold) if entry.threshold else None,
        blocks=tuple(_record(r.Block, one) for one in entry.blocks),
        bonuses=tuple(_record(r.BonusRule, one) for one in entry.bonuses),
        purchases=tuple(_record(r.PurchaseRule, one) for one in entry.purchases),
        knowledge=_record(r.KnowledgeRule, entry.knowledge) if entry.knowledge else None,
        recognition=tuple(_record(r.Recognition, one) for one in entry.recognition),
    )


def _table(entry: ProcedureTableEntry) -> p.ProcedureTable:
    return _record(
        p.ProcedureTable,
        entry,
        provenance=_provenance(entry),
        rows=tuple(_record(p.ProcedureRow, row) for row in entry.rows),
    )


def _record(kind: type[T], entry: Entry, **given: Any) -> T:
    names = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    values = {name: getattr(entry, name) for name in entry.__fields__ if name in names}
    return kind(**{**values, **given})


def _provenance(entry: Fact) -> r.Provenance:
    sources: tuple[str, ...] = getattr(entry, "sources", ())
    return r.Provenance(entry.verification, entry.source, entry.checked_on, sources)
