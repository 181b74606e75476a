"""Writing content into the store, without ever overwriting what an editor changed.

For every entry the store remembers a digest of what seeding last wrote. An
entry is written when the store still holds exactly that; when an editor
changed or deleted it, the editor's version stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.content import Content, read_content
from knowledge.entries import KINDS, Kind
from knowledge.models import SeedRecordRow
from knowledge.schema import Entry
from knowledge.store import Store

SEED = Path(__file__).parent / "seed"
FOLDER_KIND = "folder"


@dataclass
class SeedReport:
    """What a seeding did, entry by entry ("kind/key")."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # an editor's version stands
    unchanged: int = 0


def seed(store: Store, folder: Path = SEED, *, overwrite: bool = False) -> SeedReport:
    """Bring a content folder into the store.

    Args:
        overwrite: also replace what an editor changed (for an editor's own import).

    Raises:
        knowledge.content.ContentError: the folder holds a mistake; nothing was written.
    """
    fingerprint = _folder_fingerprint(folder)
    with store.writing() as session:
        if not overwrite and _is_applied(session, fingerprint):
            return SeedReport()
        content = read_content(folder, present(session) if overwrite else None)
        remember = folder == SEED or not overwrite
        report = apply(session, content, overwrite=overwrite, remember=remember)
        if folder == SEED:
            _remember(session, _records(session, FOLDER_KIND), FOLDER_KIND, "seed", fingerprint)
    return report


def present(session: Session) -> Content:
    """Everything that the store holds."""
    content = Content()
    for kind in KINDS:
        kind.entries(content).extend(kind.read_all(session).values())
    return content


def apply(
    session: Session, content: Content, *, overwrite: bool = False, remember: bool = True
) -> SeedReport:
    """Write checked content, kind by kind, so that what is referred to comes first.

    Args:
        remember: it is ours, so a later seeding may replace it; an editor's import is not.
    """
    report = SeedReport()
    for kind in KINDS:
        _apply_kind(session, kind, kind.entries(content), report, overwrite, remember)
        session.flush()
    return report


def _apply_kind(
    session: Session,
    kind: Kind,
    entries: Sequence[Entry],
    report: SeedReport,
    overwrite: bool,
    remember: bool,
) -> None:
    if not entries:
        return
    records = _records(session, kind.name)
    current = kind.read_all(session)
    write: Callable[[Entry], None] = kind.writer(session)
    for entry in entries:
        key = kind.key(entry)
        name = f"{kind.name}/{key}"
        wanted, last = digest(entry), records[key].digest if key in records else None
        present = digest(current[key]) if key in current else None
        if present == wanted:
            report.unchanged += 1
        elif overwrite or present == last:
            write(entry)
            (report.added if present is None else report.updated).append(name)
        else:
            report.kept.append(name)
            continue
        if remember:
            _remember(session, records, kind.name, key, wanted)


def digest(entry: Entry) -> str:
    """A digest of an entry's content; the order of its steps matters, that of phrases does not."""
    return hashlib.sha256(repr(_canonical(entry.dict())).encode()).hexdigest()


IN_ANY_ORDER = frozenset(
    {"synonyms", "colloquial", "situational", "questions", "confused_with", "aliases",
     "phrasings", "phrases", "parties"}
)  # fmt: skip


def _canonical(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return sorted((field, _canonical(part, field)) for field, part in value.items())
    if isinstance(value, list | tuple):
        parts = [_canonical(part) for part in value]
        return sorted(parts) if name in IN_ANY_ORDER else parts
    return str(value)


def _records(session: Session, kind: str) -> dict[str, SeedRecordRow]:
    rows = session.execute(select(SeedRecordRow).where(SeedRecordRow.kind == kind)).scalars()
    return {row.key: row for row in rows}


def _remember(
    session: Session, records: dict[str, SeedRecordRow], kind: str, key: str, value: str
) -> None:
    row = records.get(key)
    if row is None:
        session.add(SeedRecordRow(kind=kind, key=key, digest=value))
    else:
        row.digest = value


def _is_applied(session: Session, fingerprint: str) -> bool:
    row = _records(session, FOLDER_KIND).get("seed")
    return row is not None and row.digest == fingerprint


def _folder_fingerprint(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.yml")):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()
