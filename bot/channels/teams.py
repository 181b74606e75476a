"""The Teams channel: Microsoft's Bot Connector posts here what happens in Teams."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from typing import Any

import httpx
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Request, Sanic
from sanic.exceptions import InvalidUsage
from sanic.response import HTTPResponse, empty

from bot.channels.limits import RateLimit
from bot.channels.sessions import Sessions, read_secret
from bot.settings import VAR
from bot.teams.activities import Activity, MalformedActivityError, read
from bot.teams.answering import NAME, Answering, OnNewMessage, Render
from bot.teams.cards import activity_of
from bot.teams.connector import Connector, Pause, client_for
from bot.teams.keys import SigningKeys
from bot.teams.lanes import Lanes, Work
from bot.teams.memory import Once
from bot.teams.proof import Doorkeeper, NotAdmittedError
from bot.teams.settings import TeamsSettings
from bot.teams.settings import read as read_settings
from bot.teams.tokens import Tokens

logger = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024
LAST_WORDS = 8.0  # seconds to finish what was taken, when the server stops
"""Less than the server gets to stop by itself (`bot.server`)."""


class TeamsChannel(InputChannel):
    """Takes `POST /teams/messages` from Microsoft's Bot Connector, and from nobody else.

    Whatever is admitted gets 200 at once and is worked on afterwards: the
    Connector waits no longer than 15 seconds, and sends again what it thinks was lost.
    """

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return NAME

    def url_prefix(self) -> str:
        """Absolute, and not under /webhooks/."""
        return "/teams"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TeamsChannel:
        """Read and check the section of `credentials.yml` (`bot.teams.settings`)."""
        return cls(read_settings(credentials))

    def __init__(
        self,
        settings: TeamsSettings,
        sessions: Sessions | None = None,
        render: Render = activity_of,
        client: httpx.AsyncClient | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._client = client or client_for(settings)
        keys = SigningKeys(self._client, settings.openid_metadata)
        self._doorkeeper = Doorkeeper(settings, keys)
        connector = Connector(settings, self._client, Tokens(settings), pause)
        sessions = sessions or Sessions(read_secret(VAR / "secret"))
        self._answering = Answering(settings, sessions, connector, render)
        self.lanes = Lanes()
        self._handled = Once()
        self._greeted = Once(lasts=60)  # seconds; Teams tells of an installation in two ways
        self._limit = RateLimit(most=20, seconds=60)
        self._warnings = RateLimit(most=1, seconds=60)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The route."""
        routes = Blueprint("wegwijzer_teams")

        @routes.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            try:
                activity = await self._admit(request)
            except NotAdmittedError as refusal:
                return empty(refusal.status)
            self._take(activity, on_new_message)
            return empty(200)

        @routes.listener("before_server_stop")
        async def stop(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            await self._stop()

        return routes

    async def _admit(self, request: Request) -> Activity:
        if len(request.body) > LARGEST_BODY:
            raise NotAdmittedError(413)
        bearer = await self._doorkeeper.identify(request.headers.get("authorization"))
        activity = _read(request)
        self._doorkeeper.admit(bearer, activity)
        return activity

    def _take(self, activity: Activity, on_new_message: OnNewMessage) -> None:
        work = self._work(activity, on_new_message)
        lane = self._answering.session(activity).sender
        if work and not self.lanes.add(lane, work):
            logger.warning("a message from Teams is dropped: too many wait in its conversation")

    def _work(self, activity: Activity, on_new_message: OnNewMessage) -> Work | None:
        """What is to be done about an activity.

        Reactions, edits, typing, other people who come and go, and calls
        (`invoke`) that none of our cards make are taken and need no answer.
        """
        if activity.is_installation:
            is_new = self._greeted.is_new(*activity.tenants, activity.conversation.id)
            return partial(self._answering.greet, activity, on_new_message) if is_new else None
        if activity.type == "message" and activity.is_for_us:
            return self._message(activity, on_new_message)
        return None

    def _message(self, activity: Activity, on_new_message: OnNewMessage) -> Work | None:
        sender = self._answering.session(activity).sender
        if not self._handled.is_new(*activity.tenants, activity.conversation.id, activity.id or ""):
            return None
        if not self._limit.wait(sender):
            return partial(self._answering.answer, activity, on_new_message)
        may_warn = not self._warnings.wait(sender)
        return partial(self._answering.slow_down, activity) if may_warn else None

    async def _stop(self) -> None:
        """Finish what was answered with 200 already; nobody sends it again."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.lanes.empty(), LAST_WORDS)
        await self._client.aclose()


def _read(request: Request) -> Activity:
    """The activity in a request of somebody who proved who they are."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise NotAdmittedError(415)
    try:
        return read(request.json)
    except (InvalidUsage, MalformedActivityError, RecursionError) as error:
        raise NotAdmittedError(400) from error
