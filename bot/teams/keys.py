"""The public keys with which Microsoft signs what it sends us."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import jwt

logger = logging.getLogger(__name__)

FRESH = 24 * 3600
"""Seconds after which the keys are fetched again; Microsoft asks for once a day."""
USABLE = 5 * 24 * 3600
"""Seconds that keys are used while fetching fails; as long as Microsoft's own library does."""
PAUSE = 60
"""Seconds between two fetches, however many unknown key ids come in."""
SMALLEST = 2048
"""Bits of an RSA key; a smaller one is not trusted."""


@dataclass(frozen=True)
class SigningKey:
    """A key, and the channels that its signatures may speak for."""

    public: Any
    endorsements: frozenset[str]


class SigningKeys:
    """Keeps the published keys; fetches them when one is asked for, never before.

    A key id that we do not know may be a new key, so it makes us fetch again,
    but not more often than every `PAUSE` seconds: otherwise anybody could
    have us call Microsoft by making up key ids.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        metadata: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._metadata, self._clock = client, metadata, clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched = self._tried = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def find(self, key_id: str) -> SigningKey | None:
        """The key with this id; None when Microsoft does not publish it."""
        if self._must_fetch(key_id):
            async with self._one_at_a_time:
                if self._must_fetch(key_id):
                    await self._fetch()
        return self._keys.get(key_id) if self._age() < USABLE else None

    def _must_fetch(self, key_id: str) -> bool:
        is_missing = key_id not in self._keys or self._age() >= FRESH
        return is_missing and self._clock() - self._tried >= PAUSE

    def _age(self) -> float:
        return self._clock() - self._fetched

    async def _fetch(self) -> None:
        try:
            self._keys = await self._published()
            self._fetched = self._clock()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError, KeyError) as error:
            logger.error("the signing keys cannot be fetched: %s", type(error).__name__)
        finally:  # not before: who asks meanwhile must wait for it, not be turned away
            self._tried = self._clock()

    async def _published(self) -> dict[str, SigningKey]:
        where = httpx.URL((await self._read(httpx.URL(self._metadata)))["jwks_uri"])
        if (where.scheme, where.netloc) != ("https", httpx.URL(self._metadata).netloc):
            raise ValueError("keys on another host than the metadata")
        document = await self._read(where)
        return {one["kid"]: key for one in document["keys"] if (key := _trusted(one))}

    async def _read(self, where: httpx.URL) -> dict[str, Any]:
        response = await self._client.get(where)
        response.raise_for_status()
        return dict(response.json())


def _trusted(published: dict[str, Any]) -> SigningKey | None:
    """A published key, when it is one that we can verify RS256 with."""
    if published.get("kty") != "RSA" or "kid" not in published:
        return None
    try:
        public = jwt.PyJWK(published, algorithm="RS256").key
    except jwt.PyJWTError:
        return None
    endorsements = frozenset(published.get("endorsements") or ())
    return SigningKey(public, endorsements) if public.key_size >= SMALLEST else None
