"""The token with which we prove to Teams that a reply comes from us."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msal
import requests

from bot.teams.settings import TeamsSettings

logger = logging.getLogger(__name__)

RESOURCE = "https://api.botframework.com"
MARGIN = 5 * 60  # seconds before its end in which a token is not used any more
TIMEOUT = 10  # seconds for one request to Microsoft Entra
_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.+?-----END [A-Z ]*PRIVATE KEY-----", re.S)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+-----END CERTIFICATE-----", re.S)

Acquire = Callable[[], dict[str, Any]]


class TokenError(Exception):
    """Microsoft Entra gives no token; the message says why, without secrets."""


class Tokens:
    """Our token: kept while it is good, fetched in a thread, by one at a time."""

    def __init__(
        self,
        settings: TeamsSettings,
        connect: Callable[[TeamsSettings], Acquire] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._clock = settings, clock
        self._connect = connect or acquirer
        self._acquire: Acquire | None = None
        self._token, self._good_until = "", float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def get(self) -> str:
        """A token that is good for some minutes at least.

        Raises:
            TokenError: there is none to be had now.
        """
        async with self._one_at_a_time:
            if self._clock() >= self._good_until:
                await self._renew()
            return self._token

    def forget(self, token: str) -> None:
        """A token was refused: get another one next time, not the same from the cache."""
        if token == self._token:
            self._acquire, self._good_until = None, float("-inf")

    async def _renew(self) -> None:
        asked = self._clock()
        try:
            given = await asyncio.to_thread(self._ask)
        except Exception as error:  # the edge: msal and what it uses raise many kinds
            raise TokenError(type(error).__name__) from error
        if "access_token" not in given:
            raise TokenError(f"{given.get('error')} {given.get('error_codes') or ''}".strip())
        self._token = str(given["access_token"])
        self._good_until = asked + int(given.get("expires_in") or 0) - MARGIN

    def _ask(self) -> dict[str, Any]:
        if self._acquire is None:
            self._acquire = self._connect(self._settings)
        return self._acquire()


def acquirer(settings: TeamsSettings) -> Acquire:
    """How this installation gets its tokens; asks Microsoft Entra where, so call it in a thread."""
    session = _session(settings.ca_file)
    if settings.managed_identity:
        identity = msal.UserAssignedManagedIdentity(client_id=settings.app_id)
        client = msal.ManagedIdentityClient(identity, http_client=session)
        return partial(client.acquire_token_for_client, resource=RESOURCE)
    app = msal.ConfidentialClientApplication(
        settings.app_id,
        client_credential=_credential(settings),
        authority=f"{settings.authority}/{settings.tenant_id}",
        instance_discovery=False,  # the operator said which authority; nobody else is asked
        http_client=session,
    )
    return partial(app.acquire_token_for_client, scopes=[f"{RESOURCE}/.default"])


def _credential(settings: TeamsSettings) -> str | dict[str, str] | None:
    if settings.certificate is None:
        return settings.app_password
    written = settings.certificate.read_text(encoding="ascii")
    key, certificate = _KEY.search(written), _CERTIFICATE.search(written)
    if not (key and certificate):
        raise ValueError("the certificate file needs a private key and a certificate")
    return {"private_key": key.group(), "public_certificate": certificate.group()}


def _session(ca_file: Path | None) -> requests.Session:
    """Requests that end in time and follow nobody elsewhere with our secret."""
    session = requests.Session()
    session.max_redirects = 0
    verify = (
        str(ca_file) if ca_file else True
    )  # as an argument: an attribute loses to the environment
    session.request = partial(session.request, timeout=TIMEOUT, verify=verify)
    return session
