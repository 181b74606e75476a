"""Sending to Teams: one request at a time, again when it failed, to Microsoft's hosts alone."""

from __future__ import annotations

import asyncio
import logging
import random
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import httpx

from bot.teams.activities import Activity
from bot.teams.settings import TeamsSettings
from bot.teams.tokens import TokenError, Tokens

logger = logging.getLogger(__name__)

WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each new attempt, when the service does not say how long."""
LONGEST_WAIT = 300.0
"""Seconds; a service that asks for more gets no further attempt."""
PASSING = frozenset({408, 412, 429, 500, 502, 503, 504})
"""Answers after which Microsoft wants us to try again, or that tell of a moment's trouble."""
DOTS = "typing"
DOTS_LAST = 3.0  # seconds that Teams shows the dots
LAST_SIGN = 1.0  # seconds that a reply waits for the dots before it, so that they do not outlast it
PATIENCE = httpx.Timeout(30.0, connect=5.0, pool=60.0)
CROWD = httpx.Limits(max_connections=500, max_keepalive_connections=20)

Pause = Callable[[float], Awaitable[None]]


class DeliveryError(Exception):
    """Teams does not take a request; the message says why, without anything of its content."""


def client_for(settings: TeamsSettings) -> httpx.AsyncClient:
    """A client that checks certificates and follows no redirects."""
    verify = ssl.create_default_context(cafile=settings.ca_file) if settings.ca_file else True
    return httpx.AsyncClient(verify=verify, timeout=PATIENCE, limits=CROWD, follow_redirects=False)


class Connector:
    """The Bot Connector, as the service that Teams told us to answer to."""

    def __init__(
        self,
        settings: TeamsSettings,
        client: httpx.AsyncClient,
        tokens: Tokens,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._settings, self._client, self._tokens, self._pause = settings, client, tokens, pause

    async def reply(self, to: Activity, activity: dict[str, Any]) -> None:
        """Post a reply, in the thread of what it answers.

        A reply that Teams took without saying so in time is posted again: the
        protocol has no way to ask, and an answer twice is better than none.

        Raises:
            DeliveryError: Teams does not take it, now or at all.
        """
        await self._persist(self._activities(to), _addressed(to, activity))

    async def member(self, of: Activity) -> dict[str, Any]:
        """What Teams knows of the sender of an activity, in one attempt.

        Raises:
            DeliveryError: Teams does not say.
        """
        where = self._endpoint(of, "members", of.sender.id)
        try:
            return dict((await self._request("GET", where)).json())
        except (httpx.HTTPError, TokenError, ValueError, TypeError) as error:
            raise DeliveryError(_problem(error)) from error

    @asynccontextmanager
    async def typing(self, to: Activity) -> AsyncIterator[None]:
        """Show that an answer is on its way, for as long as it takes."""
        done = asyncio.Event()
        dots = asyncio.create_task(self._show_dots(to, done))
        try:
            yield
        finally:
            done.set()
            await asyncio.wait([dots], timeout=LAST_SIGN)
            dots.cancel()

    async def _show_dots(self, to: Activity, done: asyncio.Event) -> None:
        """In one attempt each: dots that fail are not missed."""
        sign = _addressed(to, {"type": DOTS})
        while not done.is_set():
            with suppress(httpx.HTTPError, TokenError, DeliveryError):
                await self._request("POST", self._activities(to), sign)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(done.wait(), DOTS_LAST)

    async def _persist(self, where: httpx.URL, body: dict[str, Any]) -> None:
        for usual in (*WAITS, None):
            try:
                await self._request("POST", where, body)
                return
            except (httpx.HTTPError, TokenError) as error:
                wait = _wait_after(error, usual)
                if wait is None or wait > LONGEST_WAIT:
                    raise DeliveryError(_problem(error)) from error
            await self._pause(wait)

    async def _request(self, method: str, where: httpx.URL, body: Any = None) -> httpx.Response:
        token = await self._tokens.get()
        headers = {"Authorization": f"Bearer {token}"}
        response = await self._client.request(method, where, json=body, headers=headers)
        if response.status_code == 401:
            self._tokens.forget(token)
        response.raise_for_status()
        return response

    def _activities(self, to: Activity) -> httpx.URL:
        return self._endpoint(to, "activities", *([to.id] if to.id else []))

    def _endpoint(self, of: Activity, *parts: str) -> httpx.URL:
        """An address at the service of an activity.

        The doorkeeper let no other service in. It is checked here too, because
        here our token leaves.
        """
        path = "/".join(quote(part, safe="") for part in (of.conversation.id, *parts))
        where = httpx.URL(f"{of.service_url.rstrip('/')}/v3/conversations/{path}")
        if not self._settings.may_call(str(where)):
            raise DeliveryError("a host that is not allowed")
        return where


def _addressed(to: Activity, activity: dict[str, Any]) -> dict[str, Any]:
    """An activity from us to the sender of another one."""
    return {
        **activity,
        "from": {"id": to.recipient.id},
        "recipient": {"id": to.sender.id},
        "conversation": {"id": to.conversation.id},
        **({"replyToId": to.id} if to.id else {}),
    }


def _wait_after(error: Exception, usual: float | None) -> float | None:
    """Seconds to wait before another attempt; None when there is to be none."""
    if usual is None or not isinstance(error, httpx.HTTPStatusError):
        return usual
    status = error.response.status_code
    if status == 401:  # the next attempt has a new token
        return 0.0
    if status not in PASSING:
        return None
    asked = error.response.headers.get("retry-after")
    return usual * random.uniform(0.8, 1.2) if asked is None else _seconds(asked, usual)


def _seconds(retry_after: str, usual: float) -> float:
    """What Retry-After says: a number of seconds, or a moment."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
        return max(0.0, (moment - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError):
        return usual


def _problem(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return f"token: {error}" if isinstance(error, TokenError) else type(error).__name__
