from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.channels.pages import FOLDER
from bot.channels.web_settings import WebSettings
from tests.bot.chat_server import serving
from tests.browser.cdp import Tab
from tests.browser.chat import Chat

PAGE = """<!doctype html>
<html lang="nl"><title>Een andere website</title>
<script type="module" src="{server}/chat/wegwijzer-chat.js"></script>
<h1>Een andere website</h1>
<wegwijzer-chat inline></wegwijzer-chat>
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests."""


@pytest.fixture
def website(tmp_path: Path) -> Iterator[str]:
    """The address of a website of its own; its page stands in the folder of the test."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def open_page(tab: Tab, website: str, folder: Path, server: str) -> Chat:
    (folder / "index.html").write_text(PAGE.format(server=server), encoding="utf-8")
    tab.go(f"{website}/index.html")
    return Chat(tab).greets()


def test_a_page_on_another_host_of_the_site_can_embed_the_chat(
    tab: Tab, website: str, tmp_path: Path
) -> None:
    with serving(settings=WebSettings(allowed_origins=(website,))) as server:
        chat = open_page(tab, website, tmp_path, server.address)
        chat.ask("een")
        tab.reload()
        chat.greets()
        assert chat.texts(".message.user p") == ["een"]
        assert chat.run(".panel", "getComputedStyle(node).display") == "flex"


def test_everything_that_the_component_loads_stays_under_20_kb() -> None:
    parts = [*FOLDER.glob("wegwijzer-*.js"), *FOLDER.glob("wegwijzer-*.css")]
    assert len(parts) > 5
    assert sum(len(gzip.compress(part.read_bytes(), 9)) for part in parts) < 20_000


def test_a_page_that_was_not_listed_gets_an_apology(tab: Tab, website: str, tmp_path: Path) -> None:
    with serving() as server:
        chat = open_page(tab, website, tmp_path, server.address)
        assert chat.count(".trouble") == 1
        chat.ask("een")
        assert chat.count(".failed") == 1
        assert server.assistant.messages == []
