"""Our own token: one for all, renewed in time, gotten in the way the operator chose."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
import msal
import pytest
from cryptography import x509

from bot.teams.settings import TeamsSettings, read
from bot.teams.tokens import MARGIN, Acquire, TokenError, Tokens
from tests.teams.certificates import Certificate
from tests.teams.stand_in import APP_ID, TENANT, StandIn

SETTINGS = read({"app_id": APP_ID, "tenant_id": TENANT, "app_password": "of this test"})


@dataclass
class Giver:
    """Gives tokens that live an hour, until it is told to fail."""

    failure: Exception | dict[str, Any] | None = None
    connections: int = 0
    given: int = 0
    threads: set[int] = field(default_factory=set)
    now: float = 1000.0

    def connect(self, settings: TeamsSettings) -> Acquire:
        """Begin anew, with nothing in the cache."""
        self.connections += 1
        return self.acquire

    def acquire(self) -> dict[str, Any]:
        """A token."""
        self.threads.add(threading.get_ident())
        if isinstance(self.failure, Exception):
            raise self.failure
        if self.failure:
            return self.failure
        self.given += 1
        return {"access_token": f"token {self.given}", "expires_in": 3600}

    def tokens(self) -> Tokens:
        """Tokens as they come from here."""
        return Tokens(SETTINGS, self.connect, lambda: self.now)


def test_many_who_need_a_token_at_once_get_one_and_the_loop_is_not_held_up() -> None:
    giver = Giver()

    async def all_at_once() -> list[str]:
        given = giver.tokens()
        return list(await asyncio.gather(*(given.get() for _ in range(20))))

    assert asyncio.run(all_at_once()) == ["token 1"] * 20
    assert threading.get_ident() not in giver.threads


def test_a_token_is_renewed_before_it_ends() -> None:
    giver = Giver()
    given = giver.tokens()
    assert asyncio.run(given.get()) == "token 1"
    giver.now += 3600 - MARGIN - 1
    assert asyncio.run(given.get()) == "token 1"
    giver.now += 1
    assert asyncio.run(given.get()) == "token 2"


def test_a_token_that_was_refused_is_forgotten_with_the_cache_it_came_from() -> None:
    giver = Giver()
    given = giver.tokens()
    refused = asyncio.run(given.get())
    given.forget(refused)
    given.forget("an older one")
    assert asyncio.run(given.get()) == "token 2"
    given.forget(refused)  # others were refused with it as well, and say so later
    assert asyncio.run(given.get()) == "token 2"
    assert giver.connections == 2


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (ValueError("secret"), "ValueError"),
        (ConnectionError("secret"), "ConnectionError"),
        (msal.exceptions.MsalServiceError(error="x", error_description="secret"), "MsalServ"),
        ({"error": "invalid_client", "error_codes": [7000215]}, "invalid_client [7000215]"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_failure_is_named_without_secrets_and_the_next_time_is_another_try(
    failure: Any, reason: str
) -> None:
    giver = Giver(failure)
    given = giver.tokens()
    with pytest.raises(TokenError) as refusal:
        asyncio.run(given.get())
    assert str(refusal.value).startswith(reason)
    assert "secret" not in str(refusal.value)
    giver.failure = None
    assert asyncio.run(given.get()) == "token 1"


def test_a_certificate_proves_who_we_are(teams: StandIn, certificate: Certificate) -> None:
    chosen = {"app_password": None, "certificate": str(certificate.path)}
    given = Tokens(read(teams.settings(**chosen)))
    assert asyncio.run(given.get()) in teams.tokens
    (asked,) = teams.token_requests
    public = x509.load_pem_x509_certificate(certificate.path.read_bytes()).public_key()
    assertion = asked["client_assertion"]
    audience = f"{teams.address}/{TENANT}/oauth2/v2.0/token"
    claims = jwt.decode(assertion, public, ["PS256", "RS256"], audience=audience)
    assert claims["iss"] == claims["sub"] == APP_ID
    assert "client_secret" not in asked


def test_a_certificate_that_cannot_be_read_is_a_failure(
    teams: StandIn, certificate: Certificate, tmp_path: Path
) -> None:
    spoiled = tmp_path / "spoiled.pem"
    spoiled.write_text(certificate.path.read_text().replace("MII", "XII"))
    chosen = {"app_password": None, "certificate": str(spoiled)}
    with pytest.raises(TokenError):
        asyncio.run(Tokens(read(teams.settings(**chosen))).get())
    assert teams.token_requests == []


def test_a_managed_identity_asks_for_the_token_of_the_bot_service(
    teams: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []

    class Identity:
        """Takes the place of the machine in Azure."""

        def __init__(self, identity: Any, http_client: Any) -> None:
            asked.append({"client_id": identity["Id"]})

        def acquire_token_for_client(self, resource: str) -> dict[str, Any]:
            """A token, as Azure gives it."""
            asked.append({"resource": resource})
            return {"access_token": "of the machine", "expires_in": 86400}

    monkeypatch.setattr(msal, "ManagedIdentityClient", Identity)
    chosen = read(teams.settings(app_password=None, managed_identity=True))
    assert asyncio.run(Tokens(chosen).get()) == "of the machine"
    assert asked == [{"client_id": APP_ID}, {"resource": "https://api.botframework.com"}]


def test_our_secret_follows_no_redirect(teams: StandIn) -> None:
    teams.token_redirect = "https://elders.example/token"
    with pytest.raises(TokenError, match="TooManyRedirects"):
        asyncio.run(Tokens(read(teams.settings())).get())
