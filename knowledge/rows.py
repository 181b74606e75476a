"""What reading and writing every kind of entry have in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import models as m

Ids = dict[str, int]
FACT = ("verification", "checked_on")


def all_rows(session: Session, model: Any) -> list[Any]:
    """All rows of a table."""
    return list(session.execute(select(model)).scalars().unique())


def values(row: Any, *names: str) -> dict[str, Any]:
    """The named columns of a row."""
    return {name: getattr(row, name) for name in names}


def source_of(row: Any) -> str | None:
    """The key of the source of a row."""
    return row.source.key if row.source else None


def ids_by_key(session: Session, model: Any) -> Ids:
    """Ids by key."""
    return dict(session.execute(select(model.key, model.id)).all())


def town_names(session: Session) -> dict[int, str]:
    """The key of every municipality, by id."""
    return {number: key for key, number in ids_by_key(session, m.MunicipalityRow).items()}


def existing(session: Session, model: Any, number: int | None) -> Any:
    """The row with this id, or a new one."""
    if number is not None:
        return session.get(model, number)
    row = model()
    session.add(row)
    return row


def copy_values(entry: Any, row: Any, *names: str) -> None:
    """Copy fields of an entry that a column holds as they are."""
    for name in names:
        setattr(row, name, getattr(entry, name))
