"""The Rasa server's application: what it serves."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from sanic import Sanic

from bot import rasa_server
from bot.settings import ENDPOINTS, SettingError
from bot.tracker_store import ConversationStore
from bot.web_app import make_app
from tests.bot.chat_server import remember

CREDENTIALS = """\
bot.channels.web.WebChannel:
  municipality: voorbeeldstad
"""


@pytest.fixture
def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "credentials.yml"
    path.write_text(CREDENTIALS, encoding="utf-8")
    monkeypatch.setattr(rasa_server, "CREDENTIALS", path)
    monkeypatch.setenv("WEGWIJZER_SECRET", "of this test")
    monkeypatch.setenv("WEGWIJZER_ACTION_URL", "http://127.0.0.1:1/webhook")
    monkeypatch.setenv("WEGWIJZER_CONVERSATIONS_URL", f"sqlite:///{tmp_path / 'said.db'}")
    return path


def build() -> Sanic:
    Sanic.test_mode = True
    return rasa_server.build(AvailableEndpoints.read_endpoints(str(ENDPOINTS)))


@pytest.mark.usefixtures("credentials")
def test_nothing_is_served_but_the_chat() -> None:
    served = {(f"/{one.path}", method) for one in build().router.routes for method in one.methods}
    assert served == {
        ("/chat", "GET"),
        ("/chat/", "GET"),
        ("/chat/<name:str>", "GET"),
        ("/chat/stappen", "GET"),
        ("/chat/conversation", "GET"),
        ("/chat/conversation", "DELETE"),
        ("/chat/conversation", "OPTIONS"),
        ("/chat/messages", "POST"),
        ("/chat/messages", "OPTIONS"),
    }


def test_a_mistake_in_the_credentials_stops_it(credentials: Path) -> None:
    credentials.write_text(CREDENTIALS + "  allowed_origins: ['*']\n", encoding="utf-8")
    with pytest.raises(SettingError, match="allowed_origins"):
        build()


def test_while_it_runs_what_is_over_is_deleted(tmp_path: Path) -> None:
    store = ConversationStore(Domain.empty(), f"sqlite:///{tmp_path / 'said.db'}")
    remember(store, "web-1", UserUttered("oud", timestamp=1))
    app = make_app("housekeeping")
    app.ctx.agent = SimpleNamespace(tracker_store=store, lock_store=InMemoryLockStore())

    async def run() -> None:
        loop = asyncio.get_running_loop()
        await rasa_server.keep_house(app, loop)
        while await store.retrieve("web-1"):
            await asyncio.sleep(0)
        await rasa_server.stop_housekeeping(app, loop)
        with pytest.raises(asyncio.CancelledError):
            await app.ctx.housekeeping

    asyncio.run(run())
