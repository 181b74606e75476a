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
from rasa.shared.core.events import BotUttered, Event, SessionStarted, UserUttered
from sqlalchemy.engine import make_url

SPOKEN = (UserUttered.type_name, BotUttered.type_name)
CONVERSATIONS_AT_ONCE = 20
EVENTS_AT_ONCE = 500
"""Deleted in one go; a message that is being handled waits no longer than that."""


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
        """What was said in Rasa's latest session, without the work of making a tracker."""
        event = self.SQLEvent
        of_sender = event.sender_id == sender
        begun = sa.select(sa.func.max(event.id)).where(
            of_sender, event.type_name == SessionStarted.type_name
        )
        query = (
            sa.select(event.data)
            .where(of_sender, event.type_name.in_(SPOKEN))
            .where(event.id > sa.func.coalesce(begun.scalar_subquery(), 0))
            .order_by(event.id)
        )
        with self.session_scope() as session:
            return [_spoken(json.loads(one)) for one in session.execute(query).scalars()]

    def forget(self, sender: str) -> None:
        """Delete a conversation."""
        self._delete(self.SQLEvent.sender_id == sender)

    def forget_idle(self, prefix: str, seconds: float) -> None:
        """Delete the conversations whose sender begins so and that nothing happened in for long."""
        event = self.SQLEvent
        idle = self._found(
            sa.select(event.sender_id)
            .where(event.sender_id.startswith(prefix, autoescape=True))
            .group_by(event.sender_id)
            .having(sa.func.max(event.timestamp) < time.time() - seconds)
        )
        self._delete_in_portions(event.sender_id, idle, CONVERSATIONS_AT_ONCE)

    def forget_older(self, seconds: float) -> None:
        """Delete what was said long ago, also in a conversation that still goes on."""
        event = self.SQLEvent
        old = self._found(sa.select(event.id).where(event.timestamp < time.time() - seconds))
        self._delete_in_portions(event.id, old, EVENTS_AT_ONCE)

    def _found(self, query: Any) -> list[Any]:
        with self.session_scope() as session:
            return list(session.execute(query).scalars())

    def _delete_in_portions(self, column: Any, values: list[Any], at_once: int) -> None:
        for start in range(0, len(values), at_once):
            self._delete(column.in_(values[start : start + at_once]))
        if values and self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:  # what was deleted leaves the log as well
                connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def _delete(self, which: Any) -> None:
        with self.session_scope() as session:
            session.execute(sa.delete(self.SQLEvent).where(which))
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
