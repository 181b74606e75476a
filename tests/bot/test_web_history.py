"""What stays with a visitor: the conversation, and a message that is handled once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import UserUttered

from bot.channels.exchange import MOST_TURNS, TOO_MANY
from bot.channels.outgoing import APOLOGY
from bot.channels.web import COOKIE, READS_PER_MINUTE
from tests.bot.chat_server import (
    COUNTER_PHONE,
    TIMEOUT,
    TOWN,
    ChatServer,
    history,
    new_id,
    post,
    remember,
    said,
    serving,
)
from tests.bot.conversation_stores import ALL, opened

OPTION = '/choose_option{"option": "terrassen"}'
CLARIFICATION: dict[str, Any] = {
    "text": "Waar gaat het over?",
    "buttons": [{"title": "Terrassen", "payload": OPTION}],
    "custom": {"type": "clarification", "topics": ["terrassen"]},
}


@pytest.fixture(params=ALL)
def conversations(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TrackerStore]:
    with opened(request.param, tmp_path) as made:
        yield made


# --- after loading a page ------------------------------------------------------------------------


def test_without_a_session_there_is_nothing_and_no_cookie_is_given(server: ChatServer) -> None:
    with server.client() as client:
        answer = client.get("/chat/conversation")
    assert answer.json() == {"messages": [], "town": TOWN}
    assert "set-cookie" not in answer.headers


def test_a_conversation_is_told_as_it_was_held(server: ChatServer) -> None:
    server.assistant.replies = [CLARIFICATION, {"text": "En nog iets."}]
    with server.client() as client:
        first, second = post(client, text="terras").json()["replies"]
        found = history(client)
    assert found == [
        {"from": "user", "text": "terras"},
        {"from": "assistant", "reply": first},
        {"from": "assistant", "reply": second},
    ]


def test_a_pressed_button_is_told_by_its_title_and_still_works(server: ChatServer) -> None:
    server.assistant.replies = [CLARIFICATION]
    with server.client() as client:
        (button,) = post(client, text="terras").json()["replies"][0]["buttons"]
        post(client, payload=button["payload"])
        found = history(client)
        (again,) = found[1]["reply"]["buttons"]
        assert post(client, payload=again["payload"]).status_code == 200
    assert [one["text"] for one in found if one["from"] == "user"] == ["terras", "Terrassen"]
    assert server.assistant.messages[-1].text == OPTION


def test_what_was_not_answered_has_the_apology(server: ChatServer) -> None:
    server.assistant.replies = []
    with server.client() as client:
        post(client, text="dag")
        assert said(client) == ["dag", f"{APOLOGY}, of bel {COUNTER_PHONE}."]


def test_another_server_with_the_same_store_tells_the_same(
    server: ChatServer, conversations: TrackerStore
) -> None:
    with server.client() as client:
        post(client, text="dag")
        before = history(client)
        cookie = f"{COOKIE}={client.cookies[COOKIE]}"
    with serving(store=conversations) as other, other.client(Cookie=cookie) as later:
        assert history(later) == before != []


def test_the_page_may_stand_for_another_municipality(server: ChatServer) -> None:
    with server.client() as client:
        towns = [
            client.get("/chat/conversation", params={"municipality": key}).json()["town"]
            for key in ("zonnedam", "onbekend")
        ]
        wrong = client.get("/chat/conversation", params={"municipality": "../x"})
    assert towns == [TOWN, dict.fromkeys(TOWN)]
    assert wrong.status_code == 400


def test_a_message_may_name_another_municipality(server: ChatServer) -> None:
    with server.client() as client:
        post(client, text="dag", municipality="leiden")
    assert server.assistant.messages[0].metadata == {"municipality": "leiden"}


def test_reading_too_often_has_to_wait(server: ChatServer) -> None:
    with server.client() as client:
        post(client, text="dag")
        answers = [client.get("/chat/conversation") for _ in range(READS_PER_MINUTE + 1)]
    assert [answer.status_code for answer in answers] == [200] * READS_PER_MINUTE + [429]
    assert "retry-after" in answers[-1].headers


# --- once ----------------------------------------------------------------------------------------


def test_a_repeated_message_gets_the_same_replies_and_is_handled_once(server: ChatServer) -> None:
    server.assistant.replies = [CLARIFICATION]
    message = {"id": new_id(), "text": "terras"}
    with server.client() as client:
        first, second = (client.post("/chat/messages", json=message) for _ in range(2))
    assert first.json() == second.json()
    assert len(server.assistant.messages) == 1


def test_a_repeat_is_recognised_after_a_restart(
    server: ChatServer, conversations: TrackerStore
) -> None:
    message = {"id": new_id(), "text": "terras"}
    with server.client() as client:
        first = client.post("/chat/messages", json=message)
        cookie = f"{COOKIE}={client.cookies[COOKIE]}"
    with serving(store=conversations) as restarted, restarted.client(Cookie=cookie) as client:
        restarted.assistant.replies = [{"text": "anders"}]
        assert client.post("/chat/messages", json=message).json() == first.json()
        assert restarted.assistant.messages == []


def test_a_repeat_waits_for_a_message_that_is_still_being_handled(server: ChatServer) -> None:
    with server.client() as client, ThreadPoolExecutor() as pool:
        post(client, text="dag")
        server.assistant.asked.clear()
        server.assistant.may_answer.clear()
        message = {"id": new_id(), "text": "terras"}
        first = pool.submit(client.post, "/chat/messages", json=message)
        assert server.assistant.asked.wait(TIMEOUT)
        second = pool.submit(client.post, "/chat/messages", json=message)
        server.assistant.may_answer.set()
        assert first.result(TIMEOUT).json() == second.result(TIMEOUT).json()
        assert said(client) == ["dag", "Dag!", "terras", "Dag!"]


def test_who_hangs_up_finds_the_replies_at_the_next_try(server: ChatServer) -> None:
    with server.client() as client:
        post(client, text="dag")
        server.assistant.asked.clear()
        server.assistant.may_answer.clear()
        message = {"id": new_id(), "text": "terras"}
        hang_up_when_asked(server, client, message)
        server.assistant.may_answer.set()
        answer = client.post("/chat/messages", json=message)
    assert answer.json()["replies"][0]["text"] == "Dag!"
    assert len(server.assistant.messages) == 2


def hang_up_when_asked(server: ChatServer, client: httpx.Client, message: dict[str, str]) -> None:
    """Post a message, and close the connection as soon as the assistant has it."""
    where = urlsplit(server.address)
    request = client.build_request("POST", "/chat/messages", json=message)
    lines = [f"{name}: {value}" for name, value in request.headers.items()]
    head = "\r\n".join(["POST /chat/messages HTTP/1.1", *lines, "", ""])
    with socket.create_connection((where.hostname or "", where.port or 0), TIMEOUT) as connection:
        connection.sendall(head.encode() + request.content)
        assert server.assistant.asked.wait(TIMEOUT)


def test_an_id_means_nothing_in_another_conversation(server: ChatServer) -> None:
    with server.client() as one, server.client() as other:
        message = {"id": new_id(), "text": "terras"}
        for client in (one, other):
            client.post("/chat/messages", json=message)
    assert len(server.assistant.messages) == 2


def test_a_message_that_failed_can_be_sent_again(server: ChatServer) -> None:
    message = {"id": new_id(), "text": "terras"}
    with server.client() as client:
        server.assistant.failure = RuntimeError()
        failed = client.post("/chat/messages", json=message)
        server.assistant.failure = None
        again = client.post("/chat/messages", json=message)
    assert failed.json()["replies"][0]["text"].startswith(APOLOGY)
    assert again.json()["replies"][0]["text"] == "Dag!"


def test_a_conversation_does_not_grow_without_end(
    server: ChatServer, conversations: TrackerStore
) -> None:
    with server.client() as client:
        post(client, text="dag")
        sender = server.assistant.messages[0].sender_id
        remember(conversations, sender, *(UserUttered("dag") for _ in range(MOST_TURNS + 5)))
        refused = post(client, text="dag")
    assert (refused.status_code, refused.json()["error"]) == (400, TOO_MANY)
