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
from typing import Any

import httpx
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.channels.sessions import Sessions
from bot.channels.web import WebChannel

COUNTER_PHONE = "0999 - 14 00 00"
TIMEOUT = 20  # seconds; only a broken test waits that long


@dataclass
class FakeAssistant:
    """Takes the place of Rasa: keeps the messages it gets, gives the replies it was given."""

    replies: list[dict[str, Any]] = field(default_factory=lambda: [{"text": "Dag!"}])
    failure: Exception | None = None
    messages: list[UserMessage] = field(default_factory=list)

    async def answer(self, message: UserMessage) -> None:
        """Answer a message."""
        self.messages.append(message)
        if self.failure:
            raise self.failure
        for reply in self.replies:
            await message.output_channel.send_response(message.sender_id, reply)


@dataclass(frozen=True)
class ChatServer:
    """A running chat page."""

    address: str
    assistant: FakeAssistant

    def client(self, **headers: str) -> httpx.Client:
        """A visitor: keeps cookies between requests."""
        return httpx.Client(base_url=self.address, headers=headers, timeout=TIMEOUT)


class RepeatableApp(Sanic):
    """Sanic rewrites its own methods at every start; only in test mode that can be done twice."""

    test_mode = True


@contextmanager
def serving(secret: bytes = b"secret of this test") -> Iterator[ChatServer]:
    """Serve the web channel on a free loopback port, in a thread of its own."""
    assistant = FakeAssistant()
    channel = WebChannel("voorbeeldstad", COUNTER_PHONE, Sessions(secret))
    app = RepeatableApp(f"chat-{uuid.uuid4().hex}", configure_logging=False)
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
