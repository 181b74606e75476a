"""The store on PostgreSQL; runs where `WEGWIJZER_TEST_POSTGRESQL` names a server.

The address is one of SQLAlchemy, of a user who may create databases, such as
`postgresql://wegwijzer:geheim@localhost/postgres`.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

from knowledge.contacts import Standing, refer
from knowledge.matching import Matcher
from knowledge.models import Base
from knowledge.pauses import pause, resume
from knowledge.places import Gazetteer
from knowledge.procedures import Walk
from knowledge.seeding import seed
from knowledge.store import Store
from tests.conftest import write_small_content

SERVER = os.environ.get("WEGWIJZER_TEST_POSTGRESQL")
pytestmark = pytest.mark.skipif(SERVER is None, reason="WEGWIJZER_TEST_POSTGRESQL names no server")

NOT_CONTENT = {"revision", "seed_record", "ledger", "paused_walk"}
TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def server() -> Iterator[Engine]:
    assert SERVER
    engine = create_engine(SERVER, future=True, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@contextmanager
def database(server: Engine, template: str = "template1") -> Iterator[str]:
    """The name of a new database; dropped afterwards."""
    name = f"wegwijzer_{uuid.uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield name
        connection.execute(text(f"DROP DATABASE {name}"))


def opened(name: str) -> Store:
    return Store(make_url(SERVER).set(database=name).render_as_string(hide_password=False))


@pytest.fixture(scope="module")
def zonnedam(server: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the small content; copy it, do not open it."""
    with database(server) as name:
        store = opened(name)
        store.migrate()
        seed(store, write_small_content(tmp_path_factory.mktemp("content")))
        store.close()
        yield name


@pytest.fixture
def store(server: Engine, zonnedam: str) -> Iterator[Store]:
    """A store of this test alone."""
    with database(server, template=zonnedam) as name:
        store = opened(name)
        yield store
        store.close()


def test_the_same_content_is_not_written_twice(store: Store, tmp_path: Path) -> None:
    before = store.revision()
    store.migrate()
    seed(store, write_small_content(tmp_path / "again"))
    assert store.revision() == before


@pytest.mark.parametrize("table", sorted(set(Base.metadata.tables) - NOT_CONTENT))
def test_the_revision_moves_when_another_tool_changes_a_row(store: Store, table: str) -> None:
    before = store.revision()
    with store.engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET id = id"))
    assert store.revision() > before


@pytest.mark.parametrize("table", sorted(NOT_CONTENT - {"revision"}))
def test_what_users_do_does_not_move_the_revision(store: Store, table: str) -> None:
    before = store.revision()
    with store.engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET id = id"))
    assert store.revision() == before


def test_a_question_finds_its_owner(store: Store, tmp_path: Path) -> None:
    matcher = Matcher(store, tmp_path / "cache")
    found = matcher.match("Wie helpt mij met mijn sociale onderneming?").candidates[0]
    matcher.close()
    town = Gazetteer.load(store).by_key["zonnedam"]
    assert found.topic.key == "sociaal_ondernemen"
    assert refer(store, found.topic, town, today=TODAY).standing is Standing.OWNED


def test_a_pause_code_goes_on_where_it_was(store: Store) -> None:
    walk = Walk(procedure="plan_maken", at="begin")
    assert resume(store, pause(store, walk, TODAY), TODAY) == walk
