"""The store migrates itself, and its revision moves with every change to the content."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from knowledge import models as m
from knowledge.ledger import Cause, record
from knowledge.store import DEFAULT_URL, URL_VARIABLE, Store, configured_url

INSERTS = {
    "source": "INSERT INTO source (key, title) VALUES ('nieuw', 'Nieuw')",
    "organisation": "INSERT INTO organisation (key, name, verification)"
    " VALUES ('nieuw', 'Nieuw', 'unverified')",
    "municipality": "INSERT INTO municipality (key, name, is_served, verification)"
    " VALUES ('nieuw', 'Nieuw', 0, 'unverified')",
    "municipality_alias": "INSERT INTO municipality_alias (municipality_id, name)"
    " VALUES (1, 'Nieuw')",
    "organisation_unit": "INSERT INTO organisation_unit (municipality_id, key, name)"
    " VALUES (1, 'nieuw', 'Nieuw')",
    "contact_point": "INSERT INTO contact_point"
    " (municipality_id, unit_id, key, function, audience, verification)"
    " VALUES (1, 1, 'nieuw', 'nieuw', 'public', 'unverified')",
    "topic": "INSERT INTO topic (key, name, cluster, kind, description, verification)"
    " VALUES ('nieuw', 'Nieuw', 'geld', 'municipal', '', 'unverified')",
    "topic_phrase": "INSERT INTO topic_phrase (topic_id, kind, text)"
    " VALUES (1, 'question', 'Hoe?')",
    "topic_confusion": "INSERT INTO topic_confusion (topic_id, other_key) VALUES (1, 'nieuw')",
    "ownership": "INSERT INTO ownership"
    " (municipality_id, topic_id, contact_point_id, role, audience, verification)"
    " VALUES (1, 1, 1, 'co_thinker', 'public', 'unverified')",
}
KEPT_BY_THE_STORE = {"revision", "seed_record", "ledger", "paused_walk"}
"""Tables without content: a change in them changes no answer."""
PAGES = {"article", "example", "procedure", "procedure_step"}
"""Tables of what can be read; `test_pages.py` checks theirs."""
RULES = {"sroi_rule_set", "european_threshold", "procurement_table"}
"""Tables of what can be computed; `test_sroi_store.py` checks theirs."""


@pytest.fixture
def elsewhere(store: Store) -> Iterator[sqlite3.Connection]:
    """The same database, opened by another tool."""
    path = store.engine.url.database
    assert path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def test_every_table_is_either_content_or_the_stores_own() -> None:
    assert set(m.Base.metadata.tables) == (set(INSERTS) | PAGES | RULES | KEPT_BY_THE_STORE)


@pytest.mark.parametrize("table", INSERTS)
def test_the_revision_moves_when_another_tool_adds_a_row(
    store: Store, elsewhere: sqlite3.Connection, table: str
) -> None:
    before = store.revision()
    elsewhere.execute(INSERTS[table])
    assert store.revision() > before


@pytest.mark.parametrize("table", INSERTS)
@pytest.mark.parametrize("change", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_the_revision_moves_when_another_tool_changes_or_deletes_rows(
    store: Store, elsewhere: sqlite3.Connection, table: str, change: str
) -> None:
    before = store.revision()
    assert elsewhere.execute(change.format(table)).rowcount > 0
    assert store.revision() > before


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (m.SourceRow, "title", "Anders"),
        (m.OrganisationRow, "advice", "Anders"),
        (m.MunicipalityRow, "is_served", True),
        (m.MunicipalityAliasRow, "name", "Anders"),
        (m.UnitRow, "name", "Anders"),
        (m.ContactPointRow, "phone", "0999 - 99 99 99"),
        (m.TopicRow, "description", "Anders"),
        (m.PhraseRow, "text", "Anders"),
        (m.ConfusionRow, "other_key", "anders"),
        (m.OwnershipRow, "mandate", "Anders"),
    ],
)
def test_the_revision_moves_with_a_change_through_the_store(
    store: Store, model: type, field: str, value: object
) -> None:
    before = store.revision()
    with store.writing() as session:
        setattr(session.execute(select(model).limit(1)).scalar_one(), field, value)
    assert store.revision() > before


def test_the_revision_stays_when_a_question_is_written_down(store: Store) -> None:
    before = store.revision()
    record(store, Cause.NOT_UNDERSTOOD, "Waar is de maan?")
    assert store.revision() == before


def test_the_revision_stays_when_a_change_fails(store: Store) -> None:
    before = store.revision()
    with pytest.raises(IntegrityError), store.writing() as session:
        session.add(m.SourceRow(key="gids", title="Bestaat al"))
    assert store.revision() == before


def test_nothing_of_a_block_that_fails_is_kept(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as session:
        session.execute(delete(m.TopicRow))
        raise RuntimeError("halverwege")
    with store.reading() as session:
        assert session.execute(select(func.count(m.TopicRow.id))).scalar_one() == 6


def test_a_reading_session_changes_nothing(store: Store) -> None:
    before = store.revision()
    with store.reading() as session:
        session.execute(delete(m.TopicRow))
        session.flush()
    assert store.revision() == before


def test_what_belongs_to_a_topic_goes_with_it(store: Store) -> None:
    with store.writing() as session:
        session.execute(delete(m.TopicRow))
    with store.reading() as session:
        for model in (m.PhraseRow, m.ConfusionRow, m.OwnershipRow):
            assert session.execute(select(func.count(model.id))).scalar_one() == 0


def test_a_reference_to_nothing_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError), store.writing() as session:
        session.add(m.PhraseRow(topic_id=999, kind="question", text="Hoe?"))


def test_migrating_twice_keeps_the_content_and_the_revision(store: Store) -> None:
    before = store.revision()
    store.migrate()
    assert store.revision() == before
    with store.reading() as session:
        assert session.execute(select(func.count(m.TopicRow.id))).scalar_one() == 6


def test_migrating_a_new_store_makes_every_table_at_revision_zero(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'map' / 'nieuw.db'}")
    store.migrate()
    store.migrate()
    assert store.revision() == 0
    assert set(m.Base.metadata.tables) <= set(inspect(store.engine).get_table_names())
    store.close()


def test_the_migrations_make_the_columns_and_indexes_of_the_models(empty_store: Store) -> None:
    found = inspect(empty_store.engine)
    for name, table in m.Base.metadata.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == set(table.columns.keys())
        indexes = {index["name"] for index in found.get_indexes(name)}
        assert {str(index.name) for index in table.indexes} <= indexes


def test_a_reader_goes_on_while_somebody_writes(store: Store) -> None:
    before = store.revision()
    with store.writing() as session:
        session.execute(text("UPDATE topic SET name = 'Anders'"))
        assert store.revision() == before
    assert store.revision() > before


def test_the_address_of_the_store_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(URL_VARIABLE, "postgresql://db.example/wegwijzer")
    assert configured_url() == "postgresql://db.example/wegwijzer"


@pytest.mark.parametrize("value", [None, ""])
def test_without_an_address_the_store_is_a_file(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(URL_VARIABLE, value)
    assert configured_url() == DEFAULT_URL
