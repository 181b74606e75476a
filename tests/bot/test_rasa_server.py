"""The Rasa server's application: what it serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from bot import rasa_server
from bot.settings import ENDPOINTS, SettingError

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
