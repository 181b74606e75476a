"""The file in which conversations are kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.utils.endpoints import EndpointConfig

from bot.tracker_store import ConversationStore
from tests.bot.chat_server import remember

SECRET = "mijn geheime vraag"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "conversations.db"


@pytest.fixture
def store(path: Path) -> ConversationStore:
    return ConversationStore(Domain.empty(), f"sqlite:///{path}")


def test_rasa_makes_it_from_the_endpoints_file(path: Path) -> None:
    kind = "bot.tracker_store.ConversationStore"
    made = TrackerStore.create(EndpointConfig(f"sqlite:///{path}", type=kind), Domain.empty())
    assert isinstance(made, ConversationStore)
    assert path.is_file()


def test_nobody_else_can_read_the_file_or_its_journal(path: Path, store: ConversationStore) -> None:
    remember(store, "web-1", UserUttered("dag"))
    with store.engine.connect():  # a journal is there while somebody is connected
        remember(store, "web-2", UserUttered("dag"))
        files = sorted(path.parent.iterdir())
        assert [file.name for file in files] == [
            f"{path.name}{end}" for end in ("", "-shm", "-wal")
        ]
        assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o644)
    ConversationStore(Domain.empty(), f"sqlite:///{path}")
    assert path.stat().st_mode & 0o077 == 0


def test_what_is_forgotten_is_no_longer_in_the_file(path: Path, store: ConversationStore) -> None:
    remember(store, "web-1", UserUttered(SECRET, timestamp=1))
    assert any(SECRET.encode() in file.read_bytes() for file in path.parent.iterdir())
    store.forget_idle("web-", 60)
    assert not any(SECRET.encode() in file.read_bytes() for file in path.parent.iterdir())


def test_an_idle_sender_is_found_by_how_it_begins(store: ConversationStore) -> None:
    for sender in ("web-1", "webber", "web_1", "teams-web-1"):
        remember(store, sender, UserUttered("dag", timestamp=1))
    store.forget_idle("web-", 60)
    store.forget_idle("web_", 60)  # a wildcard in SQL, not here
    assert sorted(asyncio.run(store.keys())) == ["teams-web-1", "webber"]


REFUSE = "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END"


def test_an_error_of_the_database_does_not_quote_what_was_said(
    store: ConversationStore, caplog: pytest.LogCaptureFixture
) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text(REFUSE))
    remember(FailSafeTrackerStore(store), "web-1", UserUttered(SECRET))
    assert "full" in caplog.text
    assert SECRET not in caplog.text
