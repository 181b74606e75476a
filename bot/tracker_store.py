"""Where conversations are kept: Rasa's own SQL tracker store, kept private."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from sqlalchemy.engine import make_url

SPOKEN = (UserUttered.type_name, BotUttered.type_name)
AT_ONCE = 20
"""Conversations deleted in one go; a message that is being handled waits no longer than that."""


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store at a SQLAlchemy address, that can forget as well.

    The file is for this user alone, what is deleted is overwritten, and errors do
    not quote what was being written.
    """

    def __init__(self, domain: Domain | None = None, host: str = "", **others: Any) -> None:
        path = _file(host)
        if path:
            _make_private(path)
        super().__init__(domain, host=host, **others)
        self.engine.hide_parameters = True
        if path:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)

    def said(self, sender: str) -> list[Event]:
        """What user and assistant said, without the work of making a tracker of all events."""
        event = self.SQLEvent
        query = (
            sa.select(event.data)
            .where(event.sender_id == sender, event.type_name.in_(SPOKEN))
            .order_by(event.id)
        )
        with self.session_scope() as session:
            return [_spoken(json.loads(one)) for one in session.execute(query).scalars()]

    def forget(self, sender: str) -> None:
        """Delete a conversation."""
        self._delete([sender])

    def forget_idle(self, prefix: str, seconds: float) -> int:
        """Delete the conversations whose sender begins so and that nothing happened in for long."""
        idle = self._idle(prefix, time.time() - seconds)
        for start in range(0, len(idle), AT_ONCE):
            self._delete(idle[start : start + AT_ONCE])
        if idle and self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:  # what was deleted leaves the log as well
                connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return len(idle)

    def _idle(self, prefix: str, before: float) -> list[str]:
        event = self.SQLEvent
        query = (
            sa.select(event.sender_id)
            .where(event.sender_id.startswith(prefix, autoescape=True))
            .group_by(event.sender_id)
            .having(sa.func.max(event.timestamp) < before)
        )
        with self.session_scope() as session:
            return list(session.execute(query).scalars())

    def _delete(self, senders: list[str]) -> None:
        event = self.SQLEvent
        with self.session_scope() as session:
            session.execute(sa.delete(event).where(event.sender_id.in_(senders)))
            session.commit()


def _spoken(data: dict[str, Any]) -> Event:
    """An event of a kind that we know; Rasa's way to make one looks through all kinds."""
    when = data.get("timestamp")
    if data["event"] == BotUttered.type_name:
        return BotUttered(data.get("text"), data.get("data"), timestamp=when)
    return UserUttered(data.get("text"), message_id=data.get("message_id"), timestamp=when)


def _file(address: str) -> Path | None:
    """The file of a SQLite address; None for any other database, and for one in memory."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def _make_private(path: Path) -> None:
    """Make the file before SQLite does: its journal then gets the same permissions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _prepare_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
