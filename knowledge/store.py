"""The knowledge store: one database, opened once, handing out sessions.

SQLite in a file by default; any other database by its SQLAlchemy URL.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import RevisionRow

URL_VARIABLE = "WEGWIJZER_DATABASE_URL"
DEFAULT_URL = "sqlite:///var/wegwijzer.db"
MIGRATIONS = Path(__file__).parent / "migrations"


def configured_url() -> str:
    """The store's address: `WEGWIJZER_DATABASE_URL`, or a file under `var/`."""
    return os.environ.get(URL_VARIABLE) or DEFAULT_URL


class Store:
    """A knowledge store at a SQLAlchemy URL.

    Opening it touches nothing; `migrate` brings the tables up to date.
    """

    def __init__(self, url: str | None = None) -> None:
        self.url = url or configured_url()
        self.engine = _engine(self.url)
        self._sessions = sessionmaker(self.engine, future=True, expire_on_commit=False)

    def migrate(self) -> None:
        """Create or upgrade the tables; safe to call at every start."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose changes are thrown away."""
        with self._sessions() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed when the block ends well, and rolled back when not."""
        with self._sessions.begin() as session:
            yield session

    def revision(self) -> int:
        """The content's revision: moves whenever anything that a user can read changes."""
        with self.reading() as session:
            return int(session.execute(select(RevisionRow.counter)).scalar_one())

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, future=True, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, future=True, connect_args={"timeout": 15})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Foreign keys are off in SQLite unless asked for; WAL lets readers go on while one writes."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()
