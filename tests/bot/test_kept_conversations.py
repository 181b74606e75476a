"""Reading a conversation back, and forgetting it in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import (
    FailSafeTrackerStore,
    RedisTrackerStore,
    TrackerStore,
)
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered

from bot import tracker_store
from bot.conversations import (
    KEPT,
    OLD_BUTTON,
    WEB_KEPT,
    Conversations,
    UnsuitableStoreError,
    forget_regularly,
    turns,
)
from bot.tracker_store import ConversationStore
from tests.bot.chat_server import remember
from tests.bot.conversation_stores import ALL, SQL, opened

NOW = time.time()


@pytest.fixture(params=ALL)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TrackerStore]:
    with opened(request.param, tmp_path) as made:
        yield made


@pytest.fixture(params=SQL)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ConversationStore]:
    with opened(request.param, tmp_path) as made:
        assert isinstance(made, ConversationStore)
        yield made


def conversations(store: TrackerStore, now: float = NOW) -> Conversations:
    return Conversations(FailSafeTrackerStore(store), InMemoryLockStore(), lambda: now)


def said(text: str, when: float = NOW) -> UserUttered:
    return UserUttered(text, timestamp=when)


# --- turns ---------------------------------------------------------------------------------------


def offered(title: str, payload: str) -> BotUttered:
    return BotUttered("Kies", {"buttons": [{"title": title, "payload": payload}]})


def test_every_message_has_the_replies_that_followed_it() -> None:
    found = turns(
        [
            ActionExecuted("action_session_start"),
            BotUttered("before anybody spoke"),
            UserUttered("een", message_id="1"),
            SlotSet("topic", "x"),
            BotUttered("antwoord", {"custom": {"type": "contact", "topics": ["x"]}}),
            BotUttered("nog iets"),
            UserUttered("twee", message_id="2"),
        ]
    )
    assert [(turn.id, turn.said) for turn in found] == [("1", "een"), ("2", "twee")]
    assert found[0].replies == [
        {"type": "contact", "text": "antwoord", "buttons": [], "topics": ["x"]},
        {"type": "notice", "text": "nog iets", "buttons": []},
    ]
    assert found[1].replies == []


def test_a_pressed_button_is_told_by_the_title_it_had_last() -> None:
    events = [
        UserUttered("a"),
        offered("Oude naam", "/x"),
        UserUttered("b"),
        offered("Nieuwe naam", "/x"),
        offered("Anders", "/y"),
        UserUttered("/x"),
    ]
    assert turns(events)[-1].said == "Nieuwe naam"


def test_a_button_of_a_forgotten_conversation_shows_no_payload() -> None:
    assert turns([UserUttered('/choose{"option": "x"}')])[0].said == OLD_BUTTON


# --- a living conversation -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sender", "idle", "lives"),
    [
        ("web-1", WEB_KEPT - 1, True),
        ("web-1", WEB_KEPT + 1, False),
        ("teams-1", WEB_KEPT + 1, True),
        ("teams-1", KEPT - 1, True),
        ("teams-1", KEPT + 1, False),
    ],
)
def test_a_conversation_lives_as_long_as_its_channel_keeps_it(
    store: TrackerStore, sender: str, idle: float, lives: bool
) -> None:
    remember(store, sender, said("eerst", NOW - idle - 5), said("laatst", NOW - idle))
    events = asyncio.run(conversations(store).said(sender))
    assert len(events) == (2 if lives else 0)
    assert (asyncio.run(store.retrieve(sender)) is not None) == lives  # over is gone


def test_only_the_latest_session_is_read(store: TrackerStore) -> None:
    earlier = [ActionExecuted("action_session_start"), SessionStarted(), said("gisteren")]
    later = [ActionExecuted("action_session_start"), SessionStarted(), said("vandaag")]
    for moment, event in enumerate([*earlier, *later]):
        event.timestamp = NOW + moment
    remember(store, "teams-1", *earlier, *later)
    found = asyncio.run(conversations(store).said("teams-1"))
    assert [turn.said for turn in turns(found)] == ["vandaag"]


def test_nothing_was_said_in_an_unknown_conversation(store: TrackerStore) -> None:
    assert asyncio.run(conversations(store).said("web-1")) == []


def test_forgetting_one_conversation_leaves_the_others(store: TrackerStore) -> None:
    for sender in ("web-1", "web-2"):
        remember(store, sender, said("dag"))
    conversations(store).forget("web-1")
    conversations(store).forget("web-unknown")
    assert asyncio.run(store.retrieve("web-1")) is None
    assert asyncio.run(store.retrieve("web-2")) is not None


def test_one_message_of_a_sender_is_handled_at_a_time(store: TrackerStore) -> None:
    order: list[str] = []

    async def handle(name: str, found: Conversations) -> None:
        async with found.alone_with("web-1"):
            order.append(f"{name} in")
            await asyncio.sleep(0)
            order.append(f"{name} out")

    async def both() -> None:
        found = conversations(store)
        await asyncio.gather(handle("one", found), handle("two", found))

    asyncio.run(both())
    assert order == ["one in", "one out", "two in", "two out"]


# --- housekeeping --------------------------------------------------------------------------------


def test_what_is_over_is_deleted_and_nothing_else(database: ConversationStore) -> None:
    remember(database, "web-over", said("oud", NOW - WEB_KEPT - 60))
    remember(database, "web-living", said("oud", NOW - WEB_KEPT - 60), said("nieuw", NOW))
    remember(database, "teams-living", said("oud", NOW - WEB_KEPT - 60))
    remember(database, "teams-over", said("oud", NOW - KEPT - 60))
    asyncio.run(conversations(database).forget_what_is_over())
    assert sorted(asyncio.run(database.keys())) == ["teams-living", "web-living"]


def test_what_was_said_long_ago_goes_also_when_the_conversation_goes_on(
    database: ConversationStore,
) -> None:
    remember(database, "teams-1", said("oud", NOW - KEPT - 60), said("nieuw", NOW))
    asyncio.run(conversations(database).forget_what_is_over())
    (kept,) = asyncio.run(conversations(database).said("teams-1"))
    assert isinstance(kept, UserUttered)
    assert kept.text == "nieuw"


def test_many_are_deleted_in_portions(
    database: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker_store, "CONVERSATIONS_AT_ONCE", 3)
    for number in range(7):
        remember(database, f"web-{number}", said("oud", NOW - WEB_KEPT - 60))
    asyncio.run(conversations(database).forget_what_is_over())
    assert asyncio.run(database.keys()) == []


def test_what_rasa_kept_aside_when_the_database_was_away_is_deleted_too(
    database: ConversationStore,
) -> None:
    safe = FailSafeTrackerStore(database)
    remember(safe.fallback_tracker_store, "web-1", said("geheim"))
    asyncio.run(Conversations(safe, InMemoryLockStore()).forget_what_is_over())
    assert asyncio.run(safe.fallback_tracker_store.keys()) == {}.keys()


def test_housekeeping_goes_on_after_a_failure_and_logs_no_text(
    database: ConversationStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    remember(database, "web-1", said("oud", NOW - WEB_KEPT - 60))
    monkeypatch.setattr(database, "forget_idle", failing_once(database.forget_idle))
    asyncio.run(until(lambda: not senders(database), forget_regularly(conversations(database), 0)))
    assert "ConnectionError" in caplog.text
    assert "secret details" not in caplog.text


def failing_once(real: Callable[[str, float], None]) -> Callable[[str, float], None]:
    failures = [ConnectionError("secret details")]

    def call(prefix: str, seconds: float) -> None:
        if failures:
            raise failures.pop()
        real(prefix, seconds)

    return call


async def until(condition: Callable[[], bool], running: Any) -> None:
    """Let something run until a condition holds."""
    task = asyncio.ensure_future(running)
    while not condition():
        await asyncio.sleep(0)
    task.cancel()


def senders(database: ConversationStore) -> list[str]:
    with database.session_scope() as session:
        return [one for (one,) in session.query(database.SQLEvent.sender_id).distinct()]


def test_a_store_that_cannot_forget_is_refused() -> None:
    store = RedisTrackerStore.__new__(RedisTrackerStore)
    with pytest.raises(UnsuitableStoreError, match="ConversationStore"):
        Conversations(store, InMemoryLockStore())
