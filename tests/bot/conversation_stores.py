"""The stores in which conversations can be kept, empty, for one test.

PostgreSQL takes part where `WEGWIJZER_TEST_POSTGRESQL` names a server: a SQLAlchemy address of
a user who may create databases.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.tracker_store import ConversationStore

SERVER = os.environ.get("WEGWIJZER_TEST_POSTGRESQL")
POSTGRESQL = pytest.param(
    "postgresql",
    marks=pytest.mark.skipif(not SERVER, reason="WEGWIJZER_TEST_POSTGRESQL names no server"),
)
SQL = ["sqlite", POSTGRESQL]
ALL = ["memory", *SQL]


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[TrackerStore]:
    """An empty store of a kind."""
    if kind == "memory":
        yield InMemoryTrackerStore(Domain.empty())
    elif kind == "sqlite":
        yield ConversationStore(Domain.empty(), f"sqlite:///{folder / 'conversations.db'}")
    else:
        with _database() as address:
            store = ConversationStore(Domain.empty(), address)
            yield store
            store.engine.dispose()


@contextmanager
def _database() -> Iterator[str]:
    """The address of a new database; dropped afterwards."""
    name = f"gesprekken_{uuid.uuid4().hex}"
    server = make_url(SERVER)
    engine = create_engine(server, future=True, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name}"))
    engine.dispose()
