"""What a stranger can try: everything is refused, and nobody else is called because of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from bot.channels.teams import LARGEST_BODY
from tests.bot.chat_server import FakeAssistant
from tests.teams.bot_server import BotServer
from tests.teams.people import Person, some_id
from tests.teams.sockets import watched_sockets
from tests.teams.stand_in import APP_ID, TENANT, SigningPair, StandIn, new_pair

ELSEWHERE = "https://elders.example/emea/"
NOW = int(time.time())


@pytest.fixture(autouse=True)
def called(bot_server: BotServer, teams: StandIn) -> Iterator[list[str]]:
    """Every connection and look-up during a test: to the bot and the stand-in alone."""
    with watched_sockets() as hosts:
        yield hosts
    assert set(hosts) <= {teams.host, bot_server.address.partition("://")[2]}


@pytest.fixture(autouse=True)
def nothing_gets_through(
    called: list[str], bot_server: BotServer, teams: StandIn, colleague: FakeAssistant
) -> Iterator[None]:
    """After each attack: the assistant heard nothing, no token was fetched, nothing was posted."""
    yield
    bot_server.finish()
    assert colleague.messages == []
    assert teams.posts == []
    assert teams.calls["token"] == teams.calls["member"] == 0


def refused(person: Person, token: str | None = None, **fields: Any) -> int:
    """The status of a refusal, which says nothing else."""
    answer = person.post(person.activity(**{"text": "dag", **fields}), token)
    assert answer.content == b""
    return answer.status_code


# --- tokens --------------------------------------------------------------------------------------

CLAIMS: dict[str, dict[str, Any]] = {
    "no issuer": {"iss": None},
    "another issuer": {"iss": "https://elders.example"},
    "the issuer of another service": {"iss": f"https://sts.windows.net/{TENANT}/"},
    "no audience": {"aud": None},
    "another app": {"aud": some_id()},
    "our app among others": {"aud": [APP_ID, some_id()]},
    "no end": {"exp": None},
    "expired": {"exp": NOW - 5 * 60 - 30},
    "expired long ago": {"exp": 1},
    "an end that is no moment": {"exp": "morgen"},
    "not valid yet": {"nbf": NOW + 3600},
    "no service": {"serviceurl": None},
    "an empty service": {"serviceurl": ""},
    "a service that is no text": {"serviceurl": ["x"]},
}


@pytest.mark.parametrize("changed", CLAIMS.values(), ids=CLAIMS)
def test_a_token_with_a_missing_wrong_or_stale_claim_is_refused(
    teams: StandIn, person: Person, changed: dict[str, Any]
) -> None:
    assert refused(person, teams.sign(teams.claims(**changed))) == 401


def hs256_with_the_public_key(teams: StandIn) -> str:
    """Signed with what everybody can read, for a verifier that lets the token choose."""
    public = teams.pair.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return sign_by_hand(teams, "HS256", public)


def sign_by_hand(teams: StandIn, algorithm: str, secret: bytes = b"") -> str:
    header = {"alg": algorithm, "typ": "JWT", "kid": teams.pair.kid}
    signed = b".".join(encoded(json.dumps(part).encode()) for part in (header, teams.claims()))
    signature = hmac.new(secret, signed, hashlib.sha256).digest() if secret else b""
    return b".".join((signed, encoded(signature))).decode()


def encoded(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")


def signed_as(teams: StandIn, algorithm: str) -> str:
    """With the right key, in another way."""
    headers = {"kid": teams.pair.kid}
    return jwt.encode(teams.claims(), teams.pair.private, algorithm, headers=headers)


def tampered(teams: StandIn) -> str:
    """Other claims under a signature that was good."""
    header, _, signature = teams.sign(teams.claims()).split(".")
    claims = encoded(json.dumps(teams.claims(exp=NOW + 9999)).encode()).decode()
    return f"{header}.{claims}.{signature}"


def with_its_own_key(teams: StandIn) -> str:
    """Signed with a key that the token brings along, or says where to fetch."""
    pair = new_pair()
    own = {"kid": teams.pair.kid, "jwk": pair.published(), "jku": f"{ELSEWHERE}keys"}
    return jwt.encode(teams.claims(), pair.private, "RS256", headers=own)


TOKENS: dict[str, Callable[[StandIn], str]] = {
    "HS256 with the public key": hs256_with_the_public_key,
    "no algorithm": lambda teams: sign_by_hand(teams, "none"),
    "no signature": lambda teams: sign_by_hand(teams, "RS256"),
    "RS512": lambda teams: signed_as(teams, "RS512"),
    "PS256": lambda teams: signed_as(teams, "PS256"),
    "tampered with": tampered,
    "its own key": with_its_own_key,
    "an unknown key id": lambda teams: teams.sign(teams.claims(), new_pair()),
    "a known key id, another key": lambda teams: teams.sign(
        teams.claims(), SigningPair(teams.pair.kid, new_pair().private)
    ),
    "no key id": lambda teams: jwt.encode(teams.claims(), teams.pair.private, "RS256"),
    "two parts": lambda teams: "a.b",
    "no JSON": lambda teams: "x.y.z",
    "no base64": lambda teams: "é.é.é".encode("latin-1").decode("latin-1"),
    "a very long one": lambda teams: f"{teams.sign(teams.claims())}{'A' * 5000}",
}


@pytest.mark.parametrize("make", TOKENS.values(), ids=TOKENS)
def test_a_token_that_microsoft_did_not_sign_is_refused(
    teams: StandIn, person: Person, make: Callable[[StandIn], str]
) -> None:
    assert refused(person, make(teams).encode("ascii", "ignore").decode()) == 401


@pytest.mark.parametrize("scheme", ["", "Basic", "Bearer", "Token"])
def test_a_request_without_bearer_token_is_refused(
    teams: StandIn, person: Person, scheme: str
) -> None:
    token = teams.sign(teams.claims()) if scheme not in ("", "Bearer") else ""
    answer = person.post(person.activity(text="dag"), Authorization=f"{scheme} {token}".strip())
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_weak_key_is_not_trusted_even_when_it_is_published(
    teams: StandIn, person: Person
) -> None:
    weak = new_pair(1024)
    teams.published = [weak]
    assert refused(person, teams.sign(teams.claims(), weak)) == 401


def test_junk_key_ids_make_us_fetch_once(teams: StandIn, person: Person) -> None:
    pair = new_pair()
    for _ in range(10):
        pair.kid = some_id()
        assert refused(person, teams.sign(teams.claims(), pair)) == 401
    assert (teams.calls["metadata"], teams.calls["keys"]) == (1, 1)


def test_a_wrong_algorithm_makes_us_fetch_nothing(teams: StandIn, person: Person) -> None:
    assert refused(person, hs256_with_the_public_key(teams)) == 401
    assert teams.calls["metadata"] == 0


def test_keys_on_another_host_than_the_metadata_are_not_fetched(
    teams: StandIn, person: Person, called: list[str]
) -> None:
    teams.keys_at = "https://elders.example/keys"
    assert refused(person) == 401
    assert not any("elders" in host for host in called)


# --- where answers go ----------------------------------------------------------------------------

FOREIGN = {
    "another host": ELSEWHERE,
    "another host under trafficmanager.net": "https://evil.trafficmanager.net/emea/",
    "the host as a user name": "https://{host}@elders.example/",
    "the host as a part": "https://{host}.elders.example/",
    "another port": "https://127.0.0.1:1/emea/",
    "no TLS": "http://{host}/emea/",
    "a query": "https://{host}/emea/?x=",
    "a fragment": "https://{host}/emea/#",
    "another scheme": "file:///etc/passwd",
    "no address": "emea",
    "no valid address": "https://[/",
    "a back slash": "https://elders.example\\@{host}/",
    "nothing": "",
}


@pytest.mark.parametrize("address", FOREIGN.values(), ids=FOREIGN)
def test_a_service_at_another_host_is_refused_even_when_the_token_names_it(
    teams: StandIn, person: Person, address: str
) -> None:
    foreign = address.format(host=teams.host)
    token = teams.sign(teams.claims(serviceurl=foreign))
    assert refused(person, token, serviceUrl=foreign) in (401, 403)


@pytest.mark.parametrize(
    "other", [ELSEWHERE, "{address}/apac/", "{address}/emea", "{ADDRESS}/emea/", None, 1]
)
def test_a_service_that_differs_from_the_token_is_refused(
    teams: StandIn, person: Person, other: Any
) -> None:
    if isinstance(other, str):
        other = other.format(address=teams.address, ADDRESS=teams.address.upper())
    assert refused(person, serviceUrl=other) in (400, 403)


# --- who speaks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"conversation": {"id": "a:1", "tenantId": some_id()}},
        {"channelData": {"tenant": {"id": some_id()}}},
        {"conversation": {"id": "a:1"}, "channelData": None},
        {"conversation": {"id": "a:1"}, "channelData": {"tenant": None}},
        {"conversation": {"id": "a:1", "tenantId": ""}, "channelData": {}},
    ],
    ids=["in the conversation", "in the channel data", "absent", "null", "empty"],
)
def test_another_tenant_is_refused(person: Person, fields: dict[str, Any]) -> None:
    assert refused(person, **fields) == 403


@pytest.mark.parametrize("channel", ["webchat", "emulator", "directline", "msteams2", ""])
def test_another_channel_than_teams_is_refused(person: Person, channel: str) -> None:
    assert refused(person, channelId=channel) == 403


@pytest.mark.parametrize("endorsements", [[], ["webchat"]])
def test_a_key_that_may_not_speak_for_teams_is_refused(
    teams: StandIn, person: Person, endorsements: list[str]
) -> None:
    other = SigningPair(some_id(), teams.pair.private, endorsements)
    teams.published = [other]
    assert refused(person, teams.sign(teams.claims(), other)) == 403


# --- bodies --------------------------------------------------------------------------------------

BODIES: dict[str, tuple[Any, int]] = {
    "empty": ("", 400),
    "half": ("{", 400),
    "deep": ("[" * 100_000, 400),
    "no text": (b"\xff\xfe", 400),
    "null": ("null", 400),
    "a list": ("[]", 400),
    "an empty object": ("{}", 400),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES)
def test_a_body_that_is_no_activity_is_refused(person: Person, body: Any, status: int) -> None:
    answer = person.post(body)
    assert (answer.status_code, answer.content) == (status, b"")


def test_a_body_that_is_too_large_is_refused(person: Person) -> None:
    assert person.post("a" * (LARGEST_BODY + 1)).status_code == 413


def test_a_body_is_not_looked_at_before_the_token_holds(person: Person) -> None:
    assert person.post("{", token="x.y.z").status_code == 401


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json"])
def test_a_body_that_does_not_say_it_is_json_is_refused(person: Person, kind: str) -> None:
    answer = person.post(person.activity(text="dag"), **{"Content-Type": kind})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "fields",
    [
        {"type": None},
        {"type": 1},
        {"id": None},
        {"id": "a" * 1001},
        {"text": {"x": 1}},
        {"text": ["x"]},
        {"from": None},
        {"from": {"id": ""}},
        {"from": {"id": {"$ne": 1}}},
        {"recipient": "28:x"},
        {"conversation": "a:1"},
        {"conversation": {}},
        {"conversation": {"id": "a" * 1001, "tenantId": TENANT}},
        {"channelData": "x"},
        {"entities": {"x": 1}},
        {"membersAdded": ["28:x"]},
    ],
    ids=str,
)
def test_an_activity_of_another_shape_is_refused(person: Person, fields: dict[str, Any]) -> None:
    assert refused(person, **fields) == 400


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_there_is_nothing_else_to_do_there(bot_server: BotServer, method: str) -> None:
    answer = httpx.request(method, f"{bot_server.address}/teams/messages", verify=False)
    assert answer.status_code == 405
