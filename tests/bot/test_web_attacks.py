"""What somebody with bad intentions tries: nothing leaks, nothing breaks, no server error."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain

from bot.channels.refusals import TOO_FAST
from bot.channels.web import COOKIE, STALE_BUTTON
from bot.tracker_store import ConversationStore
from tests.bot.chat_server import ChatServer, new_id, post

SECRET = "mijn geheime vraag"
JSON = {"Content-Type": "application/json"}
OPTION = '/choose_option{"option": "terrassen"}'
BUTTON: dict[str, Any] = {"text": "Kies", "buttons": [{"title": "Terrassen", "payload": OPTION}]}


@pytest.fixture
def conversations(tmp_path: Path) -> TrackerStore:
    return ConversationStore(Domain.empty(), f"sqlite:///{tmp_path / 'conversations.db'}")


# --- somebody else's conversation ----------------------------------------------------------------


def victim(server: ChatServer) -> tuple[str, str, str]:
    """Hold a conversation; gives its cookie, its name in Rasa, and a button's payload."""
    server.assistant.replies = [{**BUTTON, "text": SECRET}]
    with server.client() as client:
        reply = post(client, text=SECRET).json()["replies"][0]
        cookie = client.cookies[COOKIE]
    return cookie, server.assistant.messages[-1].sender_id, reply["buttons"][0]["payload"]


def forged(cookie: str, sender: str) -> list[str]:
    """Cookies that look as if they were ours."""
    token, signature = cookie.split(".")
    another = base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:18]).decode()
    return [
        token,
        f"{token}.",
        f".{signature}",
        f"{token}.{signature[:-1]}",
        f"{token}.{signature}x",
        f"{token}.{another}",
        f"{token[:-1]}.{signature}",
        f"{token}.{signature.swapcase()}",
        f"{signature}.{token}",
        sender,
        f"{sender}.{signature}",
        f"{token}.{signature}.{signature}",
        "web-" + "0" * 40,
        "A" * 43 + "." + "A" * 24,
        "../" * 20,
        "' OR '1'='1",
        "%00",
        "x" * 4000,
    ]


def test_nobody_gets_into_a_conversation_with_a_cookie_that_we_did_not_give(
    server: ChatServer,
) -> None:
    cookie, sender, payload = victim(server)
    server.assistant.replies = [{"text": "Dag!"}]
    for attempt in forged(cookie, sender):
        with server.client(Cookie=f"{COOKIE}={attempt}") as attacker:
            answers = [
                attacker.get("/chat/conversation"),
                attacker.get("/chat/stappen"),
                attacker.delete("/chat/conversation"),
                post(attacker, payload=payload),
                post(attacker, text="dag"),
            ]
        assert [one.status_code for one in answers] == [200, 404, 200, 400, 200]
        assert not any(SECRET in one.text for one in answers)
        assert server.assistant.messages[-1].sender_id != sender
    with server.client(Cookie=f"{COOKIE}={cookie}") as owner:  # still there, still theirs
        assert SECRET in owner.get("/chat/conversation").text


def test_an_id_that_somebody_else_used_gives_nothing_of_theirs(server: ChatServer) -> None:
    server.assistant.replies = [{"text": SECRET}]
    message = {"id": new_id(), "text": "dag"}
    with server.client() as one, server.client() as other:
        one.post("/chat/messages", json=message)
        server.assistant.replies = [{"text": "Dag!"}]
        assert SECRET not in other.post("/chat/messages", json=message).text


def test_a_session_cannot_be_chosen_in_body_or_address(server: ChatServer) -> None:
    cookie, sender, _ = victim(server)
    for name in ("sender", "sender_id", "session", "session_id", "cookie", COOKIE):
        for value in (cookie, sender):
            with server.client() as attacker:
                body = {"id": new_id(), "text": "dag", name: value}
                assert attacker.post("/chat/messages", json=body).status_code == 400
                read = attacker.get("/chat/conversation", params={name: value})
                assert read.json()["messages"] == []


def test_sessions_are_too_many_to_guess(server: ChatServer) -> None:
    tokens = set()
    for _ in range(50):
        with server.client() as client:
            tokens.add(post(client, text="dag").cookies[COOKIE].split(".")[0])
    assert len(tokens) == 50
    assert all(len(base64.urlsafe_b64decode(token + "=")) == 32 for token in tokens)  # 256 bits


# --- buttons that were not offered ---------------------------------------------------------------


def test_no_payload_works_that_was_not_offered_in_this_conversation(server: ChatServer) -> None:
    _, _, stolen = victim(server)
    server.assistant.replies = [BUTTON]
    with server.client() as client:
        own = post(client, text="dag").json()["replies"][0]["buttons"][0]["payload"]
        signature, _, payload = own.partition(".")
        heard = len(server.assistant.messages)
        for attempt in (
            stolen,
            payload,
            f".{payload}",
            f"{signature}.",
            f"{signature}./restart",
            f'{signature}./choose_option{{"option": "anders"}}',
            f"{signature}.{payload} ",
            f"{signature[:-1]}.{payload}",
            f"{signature}.{payload}\u0000",
            own.upper(),
        ):
            answer = post(client, payload=attempt)
            assert (answer.status_code, answer.json()) == (400, {"error": STALE_BUTTON})
        assert len(server.assistant.messages) == heard
        assert post(client, payload=own).status_code == 200


# --- scripts -------------------------------------------------------------------------------------

ATTACK = "<img src=x onerror=alert(1)><script>alert(1)</script>"


def test_a_script_in_text_or_content_is_never_sent_as_a_page(server: ChatServer) -> None:
    server.assistant.replies = [
        {
            "text": ATTACK,
            "buttons": [{"title": ATTACK, "payload": "/x"}],
            "custom": {"type": "contact", "topics": [], "because": [ATTACK]},
        }
    ]
    with server.client() as client:
        answers = [post(client, text=f"wie {ATTACK}"), client.get("/chat/conversation")]
    for answer in answers:
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    reply = answers[0].json()["replies"][0]
    assert (reply["text"], reply["because"]) == (ATTACK, [ATTACK])  # the page shows it as text
    assert "<script>" not in server.assistant.messages[0].text


def test_no_attack_comes_back_in_a_refusal(server: ChatServer) -> None:
    with server.client() as client:
        answers = [
            client.get(f"/chat/{ATTACK}"),
            client.get(f"/{ATTACK}"),
            client.get("/chat/conversation", params={"municipality": ATTACK}),
            post(client, text="dag", municipality=ATTACK),
            post(client, payload=ATTACK),
            client.request(ATTACK[1:4], "/chat/messages"),
        ]
    for answer in answers:
        assert 400 <= answer.status_code < 500
        assert "alert" not in answer.text


# --- too much ------------------------------------------------------------------------------------


def test_two_hundred_fast_messages_are_answered_or_refused_politely(server: ChatServer) -> None:
    with server.client() as client:
        post(client, text="dag")
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: post(client, text="dag"), range(200)))
    counted = Counter(answer.status_code for answer in answers)
    assert counted == {200: 19, 429: 181}
    for answer in answers:
        if answer.status_code == 429:
            assert answer.json() == {"error": TOO_FAST}
            assert re.fullmatch("[1-9]|[1-5][0-9]|60", answer.headers["retry-after"])
    assert len(server.assistant.messages) == 20


def test_nothing_that_was_said_stands_in_the_log(
    server: ChatServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "bot")
    caplog.set_level("DEBUG", "sanic.error")
    with server.client() as client:
        for failure in (None, RuntimeError(SECRET)):
            server.assistant.failure = failure
            post(client, text=SECRET)
            post(client, payload=SECRET)
            post(client, text="dag", municipality=SECRET)
            client.post("/chat/messages", content=SECRET, headers=JSON)
            client.get(f"/chat/{SECRET}")
    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text
