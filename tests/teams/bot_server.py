"""The Teams channel on a real socket, with the stand-in on its other side."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from rasa.core.channels.channel import UserMessage
from sanic import Request
from sanic.response import HTTPResponse, empty

from bot.channels.sessions import Sessions
from bot.channels.teams import TeamsChannel
from bot.teams.answering import OnNewMessage
from bot.teams.connector import client_for
from bot.teams.settings import read
from bot.web_app import make_app
from tests.bot.chat_server import TIMEOUT, listening
from tests.teams.people import Person
from tests.teams.stand_in import StandIn


@dataclass
class Waits:
    """Takes the place of sleeping: notes how long somebody meant to wait, and goes on."""

    seconds: list[float] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    async def __call__(self, seconds: float) -> None:
        """Do not wait."""
        self.seconds.append(seconds)
        self.meanwhile()


@dataclass(frozen=True)
class BotServer:
    """A running server with the Teams channel."""

    address: str
    service: StandIn
    waits: Waits

    def finish(self) -> None:
        """Wait until everything that was taken is done."""
        where = f"{self.address}/finished"
        httpx.get(where, timeout=TIMEOUT, verify=False).raise_for_status()

    def person(self, **fields: Any) -> Person:
        """Somebody who talks to the bot."""
        return Person(self.service, self.address, **fields)


@contextmanager
def bot_serving(
    service: StandIn,
    on_new_message: OnNewMessage,
    read_timeout: float | None = None,
    secret: bytes = b"of this test",
    **changed: Any,
) -> Iterator[BotServer]:
    """Serve the Teams channel; what is changed are its settings."""
    settings = read(service.settings(**changed))
    client, waits = client_for(settings), Waits()
    if read_timeout:
        client.timeout = read_timeout
    channel = TeamsChannel(settings, Sessions(secret), client=client, pause=waits)
    app = make_app(f"teams-{uuid.uuid4().hex}")

    async def ask(message: UserMessage) -> Any:
        return await on_new_message(message)

    @app.get("/finished")
    async def finished(request: Request) -> HTTPResponse:
        await channel.lanes.empty()
        return empty()

    app.blueprint(channel.blueprint(ask), url_prefix=channel.url_prefix())
    with listening(app) as address:
        yield BotServer(address, service, waits)
