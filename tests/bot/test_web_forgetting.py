"""When a conversation is over: what was said is gone, and nothing of it comes back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

from bot.channels.web import COOKIE
from bot.conversations import WEB_KEPT
from bot.tracker_store import ConversationStore
from tests.bot.chat_server import (
    TIMEOUT,
    ChatServer,
    history,
    post,
    remember,
    said,
)
from tests.bot.conversation_stores import ALL, opened

LONG_AGO = time.time() - WEB_KEPT - 1


@pytest.fixture(params=ALL)
def conversations(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TrackerStore]:
    with opened(request.param, tmp_path) as made:
        yield made


def test_beginning_again_forgets_the_conversation_and_the_cookie(
    server: ChatServer, conversations: TrackerStore
) -> None:
    with server.client() as client:
        post(client, text="geheim")
        cookie = f"{COOKIE}={client.cookies[COOKIE]}"
        answer = client.delete("/chat/conversation")
        assert (answer.status_code, answer.json()) == (200, {})
        assert COOKIE not in client.cookies
    with server.client(Cookie=cookie) as thief:
        assert history(thief) == []


def test_beginning_again_without_a_conversation_is_fine(server: ChatServer) -> None:
    with server.client() as client:
        assert client.delete("/chat/conversation").status_code == 200


def test_what_is_being_said_while_it_is_forgotten_does_not_come_back(server: ChatServer) -> None:
    with server.client() as client, ThreadPoolExecutor() as pool:
        post(client, text="dag")
        cookie = f"{COOKIE}={client.cookies[COOKIE]}"
        server.assistant.asked.clear()
        server.assistant.may_answer.clear()
        message = pool.submit(post, client, text="terras")
        assert server.assistant.asked.wait(TIMEOUT)
        forgotten = pool.submit(client.delete, "/chat/conversation")
        server.assistant.may_answer.set()
        assert message.result(TIMEOUT).status_code == 200
        assert forgotten.result(TIMEOUT).status_code == 200
    with server.client(Cookie=cookie) as later:
        assert history(later) == []


def test_after_half_an_hour_the_conversation_is_over(
    server: ChatServer, conversations: TrackerStore
) -> None:
    with server.client() as client:
        visited_long_ago(server, conversations, client)
        assert history(client) == []
        post(client, text="opnieuw")
        assert said(client) == ["opnieuw", "Dag!"]


def test_an_expired_session_hands_nothing_to_the_next_message(
    server: ChatServer, conversations: TrackerStore
) -> None:
    with server.client() as client:
        sender = visited_long_ago(server, conversations, client)
        server.assistant.asked.clear()
        server.assistant.may_answer.clear()
        with ThreadPoolExecutor() as pool:
            answer = pool.submit(post, client, text="opnieuw")
            assert server.assistant.asked.wait(TIMEOUT)
            assert not holds(conversations, sender)  # gone before the assistant looks
            server.assistant.may_answer.set()
            assert answer.result(TIMEOUT).status_code == 200


def visited_long_ago(server: ChatServer, conversations: TrackerStore, client: httpx.Client) -> str:
    """Let a visitor have held a conversation long ago; gives the name by which Rasa knows it."""
    post(client, text="dag")
    sender = server.assistant.messages[0].sender_id
    if isinstance(conversations, ConversationStore):
        conversations.forget(sender)
    remember(
        conversations,
        sender,
        UserUttered("geheim", timestamp=LONG_AGO),
        SlotSet("topic", "geheim", timestamp=LONG_AGO),
        BotUttered("geheim", timestamp=LONG_AGO),
    )
    return sender


def holds(conversations: TrackerStore, sender: str) -> bool:
    if isinstance(conversations, InMemoryTrackerStore):
        return sender in conversations.store
    assert isinstance(conversations, ConversationStore)
    with conversations.session_scope() as session:
        return session.query(conversations.SQLEvent).filter_by(sender_id=sender).count() > 0
