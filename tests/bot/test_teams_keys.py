"""Microsoft's signing keys: fetched when needed, kept, and not fetched on anybody's command."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from bot.teams.keys import FRESH, PAUSE, USABLE, SigningKey, SigningKeys
from tests.teams.stand_in import SigningPair, new_pair

METADATA = "https://login.example/v1/openid"
KEYS = "https://login.example/v1/keys"


@dataclass
class Publisher:
    """Publishes keys at two addresses; counts the calls; can be out of order."""

    keys: list[dict[str, Any]]
    keys_at: str = KEYS
    is_broken: bool = False
    calls: list[str] = field(default_factory=list)
    now: float = 1000.0

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        self.calls.append(str(request.url))
        await asyncio.sleep(0)  # others get their turn, as on a network
        if self.is_broken:
            return httpx.Response(503)
        document: dict[str, Any]
        document = {"jwks_uri": self.keys_at} if request.url == METADATA else {"keys": self.keys}
        return httpx.Response(200, json=document)

    def signing_keys(self) -> SigningKeys:
        """Keys as they are read from here."""
        client = httpx.AsyncClient(transport=httpx.MockTransport(self.handle))
        return SigningKeys(client, METADATA, lambda: self.now)


@pytest.fixture
def publisher(signing_pair: SigningPair) -> Publisher:
    return Publisher([signing_pair.published()])


def find(keys: SigningKeys, *key_ids: str) -> list[SigningKey | None]:
    """Look for keys at the same moment."""

    async def all_of_them() -> list[SigningKey | None]:
        return list(await asyncio.gather(*(keys.find(one) for one in key_ids)))

    return asyncio.run(all_of_them())


def test_nothing_is_fetched_before_a_key_is_asked_for(
    publisher: Publisher, signing_pair: SigningPair
) -> None:
    keys = publisher.signing_keys()
    assert publisher.calls == []
    (key,) = find(keys, signing_pair.kid)
    assert key
    assert key.endorsements == {"msteams"}
    assert publisher.calls == [METADATA, KEYS]


def test_many_who_ask_at_once_make_one_fetch(
    publisher: Publisher, signing_pair: SigningPair
) -> None:
    found = find(publisher.signing_keys(), *[signing_pair.kid] * 20)
    assert None not in found
    assert publisher.calls == [METADATA, KEYS]


def test_a_new_key_is_found_and_junk_makes_us_fetch_no_oftener(
    publisher: Publisher, signing_pair: SigningPair
) -> None:
    keys = publisher.signing_keys()
    find(keys, signing_pair.kid)
    new = SigningPair("new", signing_pair.private)
    publisher.keys.append(new.published())
    assert find(keys, "new", "junk", "more junk") == [None, None, None]
    publisher.now += PAUSE
    assert find(keys, "new")[0]
    assert find(keys, "junk", "new", "more junk")[1]
    assert len(publisher.calls) == 4


def test_keys_are_fetched_anew_every_day_so_that_a_revoked_one_goes(
    publisher: Publisher, signing_pair: SigningPair
) -> None:
    keys = publisher.signing_keys()
    find(keys, signing_pair.kid)
    publisher.keys.clear()
    publisher.now += FRESH - 1
    assert find(keys, signing_pair.kid)[0]
    publisher.now += 1
    assert find(keys, signing_pair.kid) == [None]


def test_keys_outlive_a_failure_of_the_publisher_for_some_days(
    publisher: Publisher, signing_pair: SigningPair
) -> None:
    keys = publisher.signing_keys()
    find(keys, signing_pair.kid)
    publisher.is_broken = True
    publisher.now += USABLE - 1
    assert find(keys, signing_pair.kid)[0]
    publisher.now += 1
    assert find(keys, signing_pair.kid) == [None]


def break_off(publisher: Publisher) -> None:
    publisher.is_broken = True


def no_list(publisher: Publisher) -> None:
    publisher.keys = None  # type: ignore[assignment]


def another_host(publisher: Publisher) -> None:
    publisher.keys_at = "https://elders.example/v1/keys"


def no_tls(publisher: Publisher) -> None:
    publisher.keys_at = "http://login.example/v1/keys"


@pytest.mark.parametrize("spoil", [break_off, no_list, another_host, no_tls])
def test_what_cannot_be_read_or_trusted_gives_no_key_and_is_not_asked_again_at_once(
    publisher: Publisher,
    signing_pair: SigningPair,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Publisher], None],
) -> None:
    spoil(publisher)
    keys = publisher.signing_keys()
    assert find(keys, signing_pair.kid) == [None]
    asked = len(publisher.calls)
    assert find(keys, signing_pair.kid) == [None]
    assert len(publisher.calls) == asked
    assert all(one.startswith("https://login.example/") for one in publisher.calls)
    assert "the signing keys cannot be fetched" in caplog.text


@pytest.mark.parametrize(
    "changed",
    [{"kty": "oct", "k": "c2VjcmV0"}, {"kty": "EC"}, {"kid": None}, {"n": None}, {"n": "é"}],
    ids=str,
)
def test_a_key_of_another_kind_is_left_out(
    publisher: Publisher, signing_pair: SigningPair, changed: dict[str, Any]
) -> None:
    other = {**signing_pair.published(), "kid": "other", **changed}
    publisher.keys.append({name: value for name, value in other.items() if value})
    found = find(publisher.signing_keys(), "other", signing_pair.kid)
    assert found[0] is None
    assert found[1]


def test_a_key_that_is_too_small_is_left_out(publisher: Publisher) -> None:
    small = new_pair(1024)
    publisher.keys.append(small.published())
    assert find(publisher.signing_keys(), small.kid) == [None]
