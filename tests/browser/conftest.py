from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain

from bot.channels.web_settings import WebSettings
from tests.bot.chat_server import COUNTER_PHONE, ChatServer, serving
from tests.browser.cdp import Tab
from tests.browser.chat import Chat

PROGRAMS = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--lang=nl",
)

PATIENT = WebSettings("zonnedam", COUNTER_PHONE, messages_per_minute=1000)


@contextmanager
def browser(program: str, profile: Path) -> Iterator[str]:
    """Run Chromium with an empty profile; yields the address of its debugger."""
    command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            found = (re.search(r"listening on ws://([^/]+)/", line) for line in process.stderr)
            yield next(f"http://{match[1]}" for match in found if match)
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def debugger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
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
    page = httpx.put(f"{debugger}/json/new?about:blank").json()
    opened = Tab(page["webSocketDebuggerUrl"])
    try:
        yield opened
    finally:
        opened.close()
