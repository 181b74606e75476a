"""Which pages may talk to the chat."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from bot.channels.refusals import FOREIGN
from bot.channels.web_settings import WebSettings
from tests.bot.chat_server import ChatServer, new_id, serving

LISTED = "https://www.zonnedam.example"
CALLS = [
    ("GET", "/chat/conversation", None),
    ("DELETE", "/chat/conversation", None),
    ("POST", "/chat/messages", {"id": "12345678", "text": "dag"}),
]


@pytest.fixture(scope="module")
def shared() -> Iterator[ChatServer]:
    with serving(settings=WebSettings(allowed_origins=(LISTED,))) as running:
        yield running


def call(server: ChatServer, number: int, **headers: str) -> httpx.Response:
    method, path, body = CALLS[number]
    with server.client(**headers) as client:
        return client.request(method, path, json=body and {**body, "id": new_id()})


@pytest.mark.parametrize("number", range(len(CALLS)))
@pytest.mark.parametrize("site", ["same-origin", "none", None])
@pytest.mark.parametrize("named", [True, False])
def test_the_page_itself_is_known(
    shared: ChatServer, number: int, site: str | None, named: bool
) -> None:
    headers = {"Origin": shared.address} if named else {}
    if site:
        headers["Sec-Fetch-Site"] = site
    assert call(shared, number, **headers).status_code == 200


@pytest.mark.parametrize("number", range(len(CALLS)))
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://["},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": f"{LISTED}.elders.example"},
        {"Origin": f"{LISTED}:8443"},
        {"Origin": LISTED.replace("https", "http")},
        {"Origin": LISTED.upper()},
        {"Origin": f"{LISTED}/"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": ""},
        {"Origin": LISTED, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_any_other_page_is_refused(
    shared: ChatServer, number: int, headers: dict[str, str]
) -> None:
    answer = call(shared, number, **headers)
    assert (answer.status_code, answer.json()) == (403, {"error": FOREIGN})
    assert "set-cookie" not in answer.headers
    if headers.get("Origin") != LISTED:
        assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize("number", range(len(CALLS)))
def test_a_listed_page_on_the_same_site_may_call_and_read(shared: ChatServer, number: int) -> None:
    answer = call(shared, number, **{"Origin": LISTED, "Sec-Fetch-Site": "same-site"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == LISTED
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert answer.headers["vary"] == "Origin"


def test_a_listed_page_can_read_why_it_was_refused(shared: ChatServer) -> None:
    with shared.client(Origin=LISTED) as client:
        answer = client.post("/chat/messages", content="{")
    assert answer.status_code == 415
    assert answer.headers["access-control-allow-origin"] == LISTED


@pytest.mark.parametrize("path", ["/chat/conversation", "/chat/messages"])
def test_a_listed_page_may_ask_what_it_may_do(shared: ChatServer, path: str) -> None:
    with shared.client(Origin=LISTED, **{"Sec-Fetch-Site": "same-site"}) as client:
        answer = client.options(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == LISTED
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert answer.headers["access-control-allow-methods"] == "GET, POST, DELETE"
    assert answer.headers["access-control-allow-headers"] == "Content-Type"


def test_nobody_is_listed_unless_the_operator_says_so(server: ChatServer) -> None:
    with server.client(Origin=LISTED) as client:
        answers = [client.get("/chat/conversation"), client.options("/chat/messages")]
    for answer in answers:
        assert answer.status_code == 403
        assert not any(name.startswith("access-control") for name in answer.headers)
