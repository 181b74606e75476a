"""What an editor does with the store: bring content in, take a topic out, see what needs care.

Every function gives Dutch text for the editor; `python -m knowledge` prints it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import models as m
from knowledge.content import Content, read_content
from knowledge.entries import KINDS
from knowledge.ledger import Cause
from knowledge.records import OwnershipRole, Verification
from knowledge.schema import Entry, Fact
from knowledge.seeding import SEED, SeedReport, present, seed
from knowledge.store import Store
from knowledge.yaml_files import ContentError

PARTS = {
    "source": ("bron", "bronnen"),
    "organisation": ("andere organisatie", "andere organisaties"),
    "municipality": ("gemeente", "gemeenten"),
    "unit": ("afdeling", "afdelingen"),
    "contact_point": ("contact", "contacten"),
    "topic": ("onderwerp", "onderwerpen"),
    "ownership": ("eigenaar of andere rol", "eigenaren en andere rollen"),
    "article": ("artikel", "artikelen"),
    "example": ("voorbeeld", "voorbeelden"),
    "procedure": ("procedure", "procedures"),
    "rule_set": ("regelset", "regelsets"),
    "threshold": ("Europese drempel", "Europese drempels"),
    "procedure_table": ("inkooptabel", "inkooptabellen"),
}
ROLES = {
    OwnershipRole.OWNER: "eigenaar",
    OwnershipRole.DEPUTY: "vervanger",
    OwnershipRole.DECISION_MAKER: "beslisser",
    OwnershipRole.ESCALATION: "escalatie",
    OwnershipRole.CO_THINKER: "meedenker",
}
CAUSES = {
    Cause.NOT_UNDERSTOOD: "niet begrepen",
    Cause.NONE_OF_THESE: "geen van de keuzes paste",
    Cause.NO_OWNER: "onderwerp zonder eigenaar",
    Cause.EXPIRED_OWNER: "eigenaar verlopen",
    Cause.FEEDBACK_WRONG: "antwoord klopte niet",
}
"""Causes that ask for work; a right answer does not."""


class EditingError(ValueError):
    """A command that cannot be carried out; the message says why, in Dutch."""


def read_own(folder: Path, store: Store) -> Content:
    """Read and check a folder of content; it may refer to what the store holds.

    The starting content must be complete in itself.

    Raises:
        ContentError: a mistake, or nothing at all that we know how to read.
    """
    content = read_content(folder, None if folder.resolve() == SEED else _held(store))
    if not any(kind.entries(content) for kind in KINDS):
        raise ContentError(
            f"{folder}: hier staat geen inhoud. Verwacht sources.yml, organisations.yml, "
            "topics/*.yml, phrases/*.yml, municipalities/*.yml, articles/*.yml, examples.yml, "
            "procedures/*.yml of sroi/*.yml"
        )
    return content


def _held(store: Store) -> Content:
    with store.reading() as session:
        return present(session)


def summary(content: Content) -> str:
    """How much there is of everything."""
    counts = ((kind.name, len(kind.entries(content))) for kind in KINDS)
    parts = [f"{count} {PARTS[name][count != 1]}" for name, count in counts if count]
    return "De inhoud klopt: " + ", ".join(parts) + "."


def bring_in(store: Store, folder: Path) -> str:
    """Write a folder of content into the store, over what stands there; all of it or nothing.

    Raises:
        ContentError: the folder holds a mistake.
    """
    read_own(folder, store)
    return _report(seed(store, folder, overwrite=True))


def _report(report: SeedReport) -> str:
    lines = [
        f"Nieuw: {len(report.added)}. Gewijzigd: {len(report.updated)}. "
        f"Al gelijk: {report.unchanged}."
    ]
    lines += [f"  nieuw      {name}" for name in report.added]
    lines += [f"  gewijzigd  {name}" for name in report.updated]
    return "\n".join(lines)


def topic_as_yaml(store: Store, key: str) -> str:
    """One topic with all its phrases, as it would stand in `topics/*.yml`.

    Raises:
        EditingError: there is no such topic.
    """
    kind = next(kind for kind in KINDS if kind.name == "topic")
    with store.reading() as session:
        entry = kind.read_all(session).get(key)
    if entry is None:
        raise EditingError(f"Het onderwerp '{key}' bestaat niet.")
    text: str = yaml.dump(
        [_plain(entry)], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )
    return text.rstrip()


class _Dumper(yaml.SafeDumper):
    """YAML with its lists indented, as the content files are written."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _plain(entry: Entry) -> dict[str, Any]:
    """An entry as YAML writes it: its evidence last, without fields that say nothing."""
    fields = sorted(entry.dict().items(), key=lambda field: field[0] in Fact.__fields__)
    return {name: _value(value) for name, value in fields if value not in (None, ())}


def _value(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def stale(store: Store, today: date, municipality: str | None = None) -> str:
    """Who must be confirmed again: expired first, then what was never confirmed.

    Raises:
        EditingError: there is no such municipality.
    """
    with store.reading() as session:
        if municipality and not _knows(session, municipality):
            raise EditingError(f"De gemeente '{municipality}' bestaat niet.")
        rows = list(_ownerships(session, municipality))
    expired = sorted((until, who) for until, _, who in rows if until and until < today)
    open_ = sorted(who for until, sure, who in rows if not sure and not (until and until < today))
    lines = [f"verlopen sinds {until}  {who}" for until, who in expired]
    lines += [f"niet bevestigd              {who}" for who in open_]
    return "\n".join(lines) or "Alle contacten zijn bevestigd en nog geldig."


def _knows(session: Session, municipality: str) -> bool:
    query = select(m.MunicipalityRow.id).where(m.MunicipalityRow.key == municipality)
    return session.execute(query).first() is not None


def _ownerships(
    session: Session, municipality: str | None
) -> Iterator[tuple[date | None, bool, str]]:
    """Until when each ownership holds, whether it was confirmed, and whose it is."""
    query = select(m.OwnershipRow, m.MunicipalityRow.key).join(
        m.MunicipalityRow, m.MunicipalityRow.id == m.OwnershipRow.municipality_id
    )
    if municipality:
        query = query.where(m.MunicipalityRow.key == municipality)
    for row, town in session.execute(query):
        sure = row.verified_on is not None and row.verification is Verification.VERIFIED
        who = f"{town}: {row.topic.key}, {ROLES[row.role]} {row.contact.function}"
        yield row.valid_until, sure, who


def questions(store: Store) -> str:
    """What could not be answered well, newest first."""
    query = (
        select(m.LedgerRow)
        .where(m.LedgerRow.cause.in_([cause.value for cause in CAUSES]))
        .order_by(m.LedgerRow.recorded_at.desc(), m.LedgerRow.id.desc())
    )
    with store.reading() as session:
        lines = [_question(row) for row in session.execute(query).scalars()]
    return "\n".join(lines) or "Er zijn geen vragen zonder goed antwoord."


def _question(row: m.LedgerRow) -> str:
    about = " ".join(_given((row.municipality_key, row.topic_key)))
    parts = (
        f"{row.recorded_at:%Y-%m-%d}",
        CAUSES[Cause(row.cause)],
        f"({about})" if about else "",
        row.question or "(knop)",
    )
    return "  ".join(_given(parts))


def _given(parts: Iterable[str | None]) -> Iterator[str]:
    return (part for part in parts if part)
