"""The web channel on a real socket, with a fake assistant behind it."""

from __future__ import annotations

import asyncio
import socket
import threading
import uuid
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from ssl import SSLContext
from types import SimpleNamespace
from typing import Any

import httpx
from rasa.core.actions.action import create_bot_utterance
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

from bot.channels.sessions import Sessions
from bot.channels.towns import NOWHERE, Town
from bot.channels.web import WebChannel
from bot.channels.web_settings import WebSettings
from bot.web_app import make_app

Sanic.test_mode = True  # Sanic rewrites its own methods at a start; otherwise only once

COUNTER_PHONE = "0999 - 14 00 00"
TIMEOUT = 20  # seconds; only a broken test waits that long
TOWN: Town = {
    "key": "zonnedam",
    "name": "Zonnedam",
    "counter": "Gemeentebalie Zonnedam",
    "phone": "0999 - 10 00 00",
}
SETTINGS = WebSettings(municipality="zonnedam", counter_phone=COUNTER_PHONE)


def find_town(key: str | None) -> Town:
    return TOWN if key == TOWN["key"] else NOWHERE


@dataclass
class FakeAssistant:
    """Takes the place of Rasa: gives the replies it was given, and keeps what was said."""

    store: TrackerStore
    replies: list[dict[str, Any]] = field(default_factory=lambda: [{"text": "Dag!"}])
    failure: Exception | None = None
    messages: list[UserMessage] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.may_answer.set()

    async def answer(self, message: UserMessage) -> None:
        """Answer a message."""
        self.messages.append(message)
        self.asked.set()
        if not self.may_answer.is_set():
            await asyncio.to_thread(self.may_answer.wait, TIMEOUT)
        if self.failure:
            raise self.failure
        said: list[Event] = [
            UserUttered(
                message.text, message_id=message.message_id, input_channel=message.input_channel
            )
        ]
        for reply in self.replies:
            await message.output_channel.send_response(message.sender_id, reply)
            said.append(create_bot_utterance(dict(reply)))
        tracker = await self.store.get_or_create_tracker(message.sender_id)
        tracker.update_with_events(said, Domain.empty())
        await self.store.save(tracker)


@dataclass(frozen=True)
class ChatServer:
    """A running chat page."""

    address: str
    assistant: FakeAssistant

    def client(self, **headers: str) -> httpx.Client:
        """A visitor: keeps cookies between requests."""
        # Without verification no list of certificates is read: 50 ms per visitor.
        return httpx.Client(base_url=self.address, headers=headers, timeout=TIMEOUT, verify=False)


def new_id() -> str:
    """An id as the page gives to a message."""
    return uuid.uuid4().hex


def remember(store: TrackerStore, sender: str, *events: Event) -> None:
    """Keep a conversation as Rasa does after a message."""
    asyncio.run(store.save(DialogueStateTracker.from_events(sender, list(events))))


def post(client: httpx.Client, **body: str) -> httpx.Response:
    """Post a message as the page does."""
    return client.post("/chat/messages", json={"id": new_id(), **body})


def history(client: httpx.Client) -> list[dict[str, Any]]:
    answer = client.get("/chat/conversation")
    assert answer.status_code == 200
    return list(answer.json()["messages"])


def said(client: httpx.Client) -> list[str]:
    """Everything in a conversation, as text."""
    return [one.get("text") or one["reply"]["text"] for one in history(client)]


@contextmanager
def serving(
    secret: bytes = b"secret of this test",
    store: TrackerStore | None = None,
    settings: WebSettings = SETTINGS,
) -> Iterator[ChatServer]:
    """Serve the web channel on a free loopback port, in a thread of its own."""
    kept = store or InMemoryTrackerStore(Domain.empty())
    assistant = FakeAssistant(kept)
    channel = WebChannel(settings, Sessions(secret), find_town)
    app = make_app(f"chat-{uuid.uuid4().hex}")
    app.ctx.agent = SimpleNamespace(tracker_store=kept, lock_store=InMemoryLockStore())
    app.blueprint(
        channel.blueprint(lambda message: assistant.answer(message)),
        url_prefix=channel.url_prefix(),
    )
    with listening(app) as address:
        yield ChatServer(address, assistant)


@contextmanager
def listening(app: Sanic, ssl: SSLContext | None = None) -> Iterator[str]:
    """Serve an application on a free loopback port, in a thread of its own; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as port:
        ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        thread = threading.Thread(target=_in_loop, args=(_run(app, port, ssl, ready),), daemon=True)
        thread.start()
        loop, stop = ready.result(TIMEOUT)
        try:
            yield f"{'https' if ssl else 'http'}://127.0.0.1:{port.getsockname()[1]}"
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(TIMEOUT)


def _in_loop(server: Coroutine[Any, Any, None]) -> None:
    """Run in Python's own loop, not in the one that Sanic prefers: it lets itself be watched."""
    asyncio.set_event_loop_policy(None)
    asyncio.run(server)


async def _run(app: Sanic, port: socket.socket, ssl: SSLContext | None, ready: Future[Any]) -> None:
    stop = asyncio.Event()
    server = await app.create_server(
        sock=port, ssl=ssl, return_asyncio_server=True, access_log=False
    )
    await server.startup()
    await server.start_serving()
    ready.set_result((asyncio.get_running_loop(), stop))
    await stop.wait()
    await server.before_stop()
    await server.close()
    for connection in server.connections:
        connection.close_if_idle()
