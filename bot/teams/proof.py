"""Proof that a request comes from Teams, from one of our tenants, and is meant for us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jwt

from bot.teams.activities import Activity
from bot.teams.keys import SigningKey, SigningKeys
from bot.teams.settings import TeamsSettings

ISSUER = "https://api.botframework.com"
ALGORITHM = "RS256"
LEEWAY = 5 * 60  # seconds that clocks may differ
LONGEST_TOKEN = 4 * 1024
CHANNEL = "msteams"
SERVICE_URL = "serviceurl"  # the claim


class NotAdmittedError(Exception):
    """A request that is refused; the sender learns the status and nothing else."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Bearer:
    """What a token proves: where the sender takes answers, and for which channels it speaks."""

    service_url: str
    endorsements: frozenset[str]


class Doorkeeper:
    """Admits what Teams sends to our app, and refuses the rest.

    The algorithm, the issuer and the audience are ours to say, never the
    token's. A missing claim is a wrong one.
    """

    def __init__(self, settings: TeamsSettings, keys: SigningKeys) -> None:
        self._settings, self._keys = settings, keys

    async def identify(self, authorization: str | None) -> Bearer:
        """Check the token of a request, before its body is even read.

        Raises:
            NotAdmittedError: 401, there is no token that holds.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or len(token) > LONGEST_TOKEN:
            raise NotAdmittedError(401)
        try:
            key = await self._key(token)
            claims = self._claims(token, key)
            return Bearer(_text(claims[SERVICE_URL]), key.endorsements)
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise NotAdmittedError(401) from error

    def admit(self, bearer: Bearer, activity: Activity) -> None:
        """Check that the bearer may say this.

        Raises:
            NotAdmittedError: 403, another channel, host or tenant than the token is for.
        """
        grounds = (
            activity.channel_id == CHANNEL,
            CHANNEL in bearer.endorsements,
            activity.service_url == bearer.service_url,
            self._settings.may_call(activity.service_url),
            activity.tenants != set() and activity.tenants <= self._settings.tenants,
        )
        if not all(grounds):
            raise NotAdmittedError(403)

    async def _key(self, token: str) -> SigningKey:
        header = jwt.get_unverified_header(token)
        if header["alg"] != ALGORITHM:  # before we look for a key at all
            raise jwt.InvalidAlgorithmError
        key = await self._keys.find(_text(header["kid"]))
        if key is None:
            raise jwt.InvalidKeyError
        return key

    def _claims(self, token: str, key: SigningKey) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            token,
            key.public,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=self._settings.app_id,
            leeway=LEEWAY,
            options={"require": ["exp", "iss", "aud", SERVICE_URL], "strict_aud": True},
        )
        return claims


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("not a text")
    return value
