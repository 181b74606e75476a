"""Reading `sroi/*.yml` of a content folder: social return rules and procurement amounts.

Every file holds one set of rules, but `drempels.yml`: that one holds amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import TypeVar

from knowledge.sroi_schema import PeriodEntry, ProcedureTableEntry, RuleSetEntry, ThresholdEntry
from knowledge.yaml_files import ContentError, load, parse_entries

P = TypeVar("P", bound=PeriodEntry)
AMOUNTS_FILE = "drempels.yml"
THRESHOLDS, TABLES = "europese_drempels", "inkooptabellen"


def read_rule_sets(folder: Path) -> list[RuleSetEntry]:
    """The rule sets of a folder.

    Raises:
        ContentError: a file is wrong.
    """
    paths = sorted(path for path in folder.glob("*.yml") if path.name != AMOUNTS_FILE)
    return [_rule_set(path) for path in paths]


def _rule_set(path: Path) -> RuleSetEntry:
    raw = load(path)
    if not isinstance(raw, dict):
        raise ContentError(f"{path}: verwacht één regelset (velden: key, name …)")
    return next(parse_entries(str(path), [raw], RuleSetEntry))


def read_amounts(folder: Path) -> tuple[list[ThresholdEntry], list[ProcedureTableEntry]]:
    """The European thresholds and the procurement tables of a folder.

    Raises:
        ContentError: the file is wrong.
    """
    path = folder / AMOUNTS_FILE
    raw = load(path) or {}
    if not isinstance(raw, dict) or set(raw) - {THRESHOLDS, TABLES}:
        raise ContentError(f"{path}: verwacht de onderdelen {THRESHOLDS} en {TABLES}")
    rows = {name: raw.get(name) or [] for name in (THRESHOLDS, TABLES)}
    for name, part in rows.items():
        if not isinstance(part, list):
            raise ContentError(f"{path}, {name}: verwacht een lijst (regels met '- ')")
    return (
        list(parse_entries(f"{path}, {THRESHOLDS}", rows[THRESHOLDS], ThresholdEntry)),
        list(parse_entries(f"{path}, {TABLES}", rows[TABLES], ProcedureTableEntry)),
    )


def check_rule_sets(entries: Sequence[RuleSetEntry], others: Sequence[RuleSetEntry]) -> None:
    """Check that rule sets fit together, and with others.

    Raises:
        ContentError: one borrows blocks that are not there, or two hold at the same time.
    """
    with_blocks = {one.key for one in (*entries, *others) if one.blocks}
    for one in entries:
        if one.blocks_of and one.blocks_of not in with_blocks:
            raise ContentError(
                f"regelset {one.key}, veld blocks_of: '{one.blocks_of}' bestaat niet of heeft "
                "geen blocks"
            )
    for one, other in _at_once(entries, others):
        if one.key == other.key:
            raise ContentError(f"regelset {one.key} staat er twee keer voor dezelfde dag")
        shared = sorted(set(one.municipalities) & set(other.municipalities))
        if shared and one.key != other.blocks_of and other.key != one.blocks_of:
            raise ContentError(
                f"regelsets {one.key} en {other.key} gelden op dezelfde dag voor {shared[0]}"
            )


def check_thresholds(entries: Sequence[ThresholdEntry], others: Sequence[ThresholdEntry]) -> None:
    """Check that one European threshold holds for a purchase.

    Raises:
        ContentError: there are two on the same day.
    """
    for one, other in _at_once(entries, others):
        is_same_buyer = None in (one.buyer, other.buyer) or one.buyer is other.buyer
        if is_same_buyer and set(one.kinds) & set(other.kinds):
            raise ContentError(f"drempels {one.key} en {other.key} gelden op dezelfde dag")


def check_tables(
    entries: Sequence[ProcedureTableEntry], others: Sequence[ProcedureTableEntry]
) -> None:
    """Check that a municipality has one procurement table.

    Raises:
        ContentError: it has two on the same day.
    """
    for one, other in _at_once(entries, others):
        if one.municipality == other.municipality:
            raise ContentError(f"inkooptabellen {one.key} en {other.key} gelden op dezelfde dag")


def _at_once(entries: Sequence[P], others: Sequence[P]) -> Iterator[tuple[P, P]]:
    """Pairs that hold on the same day; pairs of others are not looked at."""
    pairs = [*combinations(entries, 2), *product(entries, others)]
    return ((one, other) for one, other in pairs if one.overlaps(other))
