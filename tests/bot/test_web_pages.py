from __future__ import annotations

import re

import pytest

from bot.channels.headers import HEADERS, PUBLIC
from bot.channels.pages import DEMONSTRATIONS, FOLDER, KINDS
from tests.bot.chat_server import ChatServer
from tests.bot.raw_http import get

FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".js", ".css", ".svg"})


@pytest.mark.parametrize("name", ["", *FILES])
def test_a_file_has_its_type_and_the_security_headers(server: ChatServer, name: str) -> None:
    with server.client() as client:
        answer = client.get(f"/chat/{name}")
    path = FOLDER / DEMONSTRATIONS.get(name, name)
    assert answer.status_code == 200
    assert answer.content == path.read_bytes()
    assert answer.headers["content-type"] == KINDS[path.suffix]
    assert {one: answer.headers[one] for one in PUBLIC} == PUBLIC
    assert "set-cookie" not in answer.headers


def test_the_component_may_be_embedded_by_another_host(server: ChatServer) -> None:
    with server.client(Origin="https://www.zonnedam.example") as client:
        answer = client.get("/chat/wegwijzer-chat.js")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("written", ["{}", "W/{}", '"other", {}'])
def test_what_the_browser_still_has_is_not_sent_again(server: ChatServer, written: str) -> None:
    with server.client() as client:
        first = client.get("/chat/wegwijzer.svg")
        tag = first.headers["etag"]
        again = client.get("/chat/wegwijzer.svg", headers={"If-None-Match": written.format(tag)})
        other = client.get("/chat/wegwijzer.svg", headers={"If-None-Match": '"other"'})
    assert re.fullmatch('"[0-9a-f]{32}"', tag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert other.status_code == 200


def test_the_page_may_run_no_script_but_its_own() -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["onbekend.js", "stappen.html", "index.html", "web.py", "a/b.js"])
def test_anything_else_is_not_found(server: ChatServer, name: str) -> None:
    with server.client() as client:
        answer = client.get(f"/chat/{name}")
    assert answer.status_code == 404
    assert answer.json() == {"error": "Deze pagina bestaat niet."}


@pytest.mark.parametrize(
    "path",
    [
        "/chat/../channels/web.py",
        "/chat/..%2fchannels%2fweb.py",
        "/chat/%2e%2e/channels/web.py",
        "/chat/%2e%2e%2f%2e%2e%2f%2e%2e%2fconfig.yml",
        "/chat//etc/passwd",
        "/chat/%2fetc%2fpasswd",
        "/chat/index.html%00.css",
        "/chat/..\\channels\\web.py",
    ],
)
def test_no_path_leads_outside_the_folder(server: ChatServer, path: str) -> None:
    assert get(server.address, path).status in (400, 404)


def test_the_address_without_its_last_slash_leads_to_the_page(server: ChatServer) -> None:
    with server.client() as client:
        answer = client.get("/chat")
    assert (answer.status_code, answer.headers["location"]) == (302, "/chat/")
