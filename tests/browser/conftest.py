from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain

from bot.channels.web_settings import WebSettings
from tests.bot.chat_server import COUNTER_PHONE, ChatServer, serving
from tests.browser.cdp import Tab
from tests.browser.chat import Chat
from tests.browser.chromium import browser, find_chromium, opened_tab

PATIENT = WebSettings("zonnedam", COUNTER_PHONE, messages_per_minute=1000)


@pytest.fixture(scope="session")
def debugger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = find_chromium()
    if program is None:
        missing = "no Chromium found: install chromium or set CHROMIUM"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with browser(program, tmp_path_factory.mktemp("profile")) as address:
        yield address


@pytest.fixture
def store() -> TrackerStore:
    """Where the server of a test keeps conversations."""
    return InMemoryTrackerStore(Domain.empty())


@pytest.fixture
def server(store: TrackerStore) -> Iterator[ChatServer]:
    with serving(store=store, settings=PATIENT) as running:
        yield running


@pytest.fixture
def chat(tab: Tab, server: ChatServer) -> Chat:
    """The demonstration page with the chat in it."""
    tab.go(f"{server.address}/chat/")
    return Chat(tab).greets()


@pytest.fixture
def launcher(tab: Tab, server: ChatServer) -> Chat:
    """The demonstration page with the launcher, not opened yet."""
    tab.go(f"{server.address}/chat/knop")
    return Chat(tab).appears()


@pytest.fixture
def tab(debugger: str) -> Iterator[Tab]:
    with opened_tab(debugger) as opened:
        yield opened
