"""Stands in for Microsoft: publishes signing keys, gives tokens, takes what the bot posts.

It speaks what the Bot Framework documents, over TLS on loopback, and can be
told to fail.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from sanic import Request, Sanic
from sanic.response import HTTPResponse
from sanic.response import json as as_json

from tests.bot.chat_server import TIMEOUT, listening
from tests.teams.certificates import Certificate

APP_ID = "11111111-1111-4111-8111-111111111111"
TENANT = "22222222-2222-4222-8222-222222222222"
PASSWORD = "password of this test"
ISSUER = "https://api.botframework.com"


@dataclass(frozen=True)
class Posted:
    """What the bot posted in a conversation."""

    conversation: str
    reply_to: str
    activity: dict[str, Any]


@dataclass(frozen=True)
class Refuse:
    """Answer with a status, and headers such as Retry-After."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


class Reset:
    """Break the connection off."""


@dataclass
class Stall:
    """Take the request and do not answer until it is over."""

    is_over: bool = False


Fault = Refuse | Reset | Stall


@dataclass
class SigningPair:
    """A key with which the stand-in signs, and the id under which it publishes it."""

    kid: str
    private: rsa.RSAPrivateKey
    endorsements: list[str] = field(default_factory=lambda: ["msteams"])

    def published(self) -> dict[str, Any]:
        """As it stands in the published list."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**public, "kid": self.kid, "use": "sig", "endorsements": self.endorsements}


def new_pair(bits: int = 2048) -> SigningPair:
    return SigningPair(uuid.uuid4().hex, rsa.generate_private_key(65537, bits))


class StandIn:
    """What the stand-in knows and remembers."""

    def __init__(self, certificate: Certificate, pair: SigningPair) -> None:
        self.certificate, self.pair = certificate, pair
        self.published = [pair]
        self.address = ""
        self.keys_at: str | None = None  # where the metadata says the keys are, when not here
        self.token_redirect = ""
        self.tokens: set[str] = set()
        self.token_lasts = 3600
        self.token_requests: list[dict[str, str]] = []
        self.members: dict[str, dict[str, Any] | Fault] = {}
        self.faults: deque[Fault] = deque()
        self.posts: list[Posted] = []
        self.calls: Counter[str] = Counter()
        self._news = threading.Condition()

    @property
    def service_url(self) -> str:
        """Where a bot is told to post."""
        return f"{self.address}/emea/"

    @property
    def host(self) -> str:
        """Host and port."""
        return urlsplit(self.address).netloc

    def settings(self, **changed: Any) -> dict[str, Any]:
        """The section of `credentials.yml` with which a bot talks to this stand-in."""
        return {
            "app_id": APP_ID,
            "tenant_id": TENANT,
            "app_password": PASSWORD,
            "municipality": "voorbeeldstad",
            "counter_phone": "0999 - 14 00 00",
            "service_hosts": [self.host],
            "openid_metadata": f"{self.address}/v1/.well-known/openidconfiguration",
            "authority": self.address,
            "ca_file": str(self.certificate.path),
            **changed,
        }

    def claims(self, **changed: Any) -> dict[str, Any]:
        """The claims of a token for the bot; a change to None leaves one out."""
        now = int(time.time())
        usual = {
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": now - 60,
            "exp": now + 3600,
            "serviceurl": self.service_url,
        }
        return {name: one for name, one in {**usual, **changed}.items() if one is not None}

    def sign(self, claims: dict[str, Any], pair: SigningPair | None = None) -> str:
        """A token as Microsoft makes it."""
        pair = pair or self.pair
        return jwt.encode(claims, pair.private, "RS256", headers={"kid": pair.kid})

    def messages(self, conversation: str | None = None) -> list[dict[str, Any]]:
        """The messages that arrived, in order; typing is none."""
        return [
            one.activity
            for one in list(self.posts)
            if one.activity["type"] == "message" and conversation in (None, one.conversation)
        ]

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until something holds of what came in."""
        with self._news:
            assert self._news.wait_for(is_so, TIMEOUT), f"in vain; there is {self.posts}"

    def take(self, posted: Posted) -> None:
        with self._news:
            self.posts.append(posted)
            self._news.notify_all()

    def call(self, name: str) -> None:
        with self._news:
            self.calls[name] += 1
            self._news.notify_all()


@contextmanager
def standing_in(certificate: Certificate, pair: SigningPair) -> Iterator[StandIn]:
    """A running stand-in."""
    service = StandIn(certificate, pair)
    app = Sanic(f"stand-in-{uuid.uuid4().hex}", configure_logging=False)
    _publish_keys(app, service)
    _give_tokens(app, service)
    _take_posts(app, service)
    with listening(app, certificate.context()) as address:
        service.address = address
        yield service


def _publish_keys(app: Sanic, service: StandIn) -> None:
    @app.get("/v1/.well-known/openidconfiguration")
    async def metadata(request: Request) -> HTTPResponse:
        service.call("metadata")
        where = service.keys_at or f"{service.address}/v1/.well-known/keys"
        return as_json({"issuer": ISSUER, "jwks_uri": where})

    @app.get("/v1/.well-known/keys")
    async def keys(request: Request) -> HTTPResponse:
        service.call("keys")
        return as_json({"keys": [pair.published() for pair in service.published]})


def _give_tokens(app: Sanic, service: StandIn) -> None:
    @app.get("/<tenant:str>/v2.0/.well-known/openid-configuration")
    async def discovery(request: Request, tenant: str) -> HTTPResponse:
        here = f"{service.address}/{tenant}"
        return as_json(
            {
                "issuer": f"{here}/v2.0",
                "authorization_endpoint": f"{here}/oauth2/v2.0/authorize",
                "token_endpoint": f"{here}/oauth2/v2.0/token",
            }
        )

    @app.post("/<tenant:str>/oauth2/v2.0/token")
    async def token(request: Request, tenant: str) -> HTTPResponse:
        service.call("token")
        asked = {name: values[0] for name, values in request.form.items()}
        service.token_requests.append({"tenant": tenant, **asked})
        if service.token_redirect:
            return HTTPResponse(status=307, headers={"Location": service.token_redirect})
        if not _may_have_token(asked):
            return as_json({"error": "invalid_client", "error_codes": [7000215]}, 401)
        given = secrets.token_urlsafe(16)
        service.tokens.add(given)
        lasts = service.token_lasts
        return as_json({"token_type": "Bearer", "expires_in": lasts, "access_token": given})


def _may_have_token(asked: dict[str, str]) -> bool:
    proves = asked.get("client_secret") == PASSWORD or "client_assertion" in asked
    return proves and asked.get("client_id") == APP_ID


def _take_posts(app: Sanic, service: StandIn) -> None:
    async def activities(request: Request, conversation: str, reply_to: str = "") -> HTTPResponse:
        if not _is_the_bot(request, service):
            return HTTPResponse(status=401)
        activity = json.loads(request.body)
        if activity["type"] == "message" and service.faults:
            fault = service.faults.popleft()
            service.call("fault")
            return await _fail(request, fault)
        service.take(Posted(unquote(conversation), unquote(reply_to), activity))
        return as_json({"id": uuid.uuid4().hex}, 201)

    app.add_route(
        activities, "/emea/v3/conversations/<conversation:str>/activities", {"POST"}, name="new"
    )
    app.add_route(
        activities,
        "/emea/v3/conversations/<conversation:str>/activities/<reply_to:str>",
        {"POST"},
        name="reply",
    )

    @app.get("/emea/v3/conversations/<conversation:str>/members/<user:str>")
    async def member(request: Request, conversation: str, user: str) -> HTTPResponse:
        service.call("member")
        if not _is_the_bot(request, service):
            return HTTPResponse(status=401)
        found = service.members.get(unquote(user), Refuse(404))
        return as_json(found) if isinstance(found, dict) else await _fail(request, found)


def _is_the_bot(request: Request, service: StandIn) -> bool:
    return (request.token or "") in service.tokens


async def _fail(request: Request, fault: Fault) -> HTTPResponse:
    if isinstance(fault, Refuse):
        request.stream.keep_alive = False  # Sanic leaves out how long the body of a 412 is
        return HTTPResponse(status=fault.status, headers=fault.headers)
    while isinstance(fault, Stall) and not fault.is_over:
        await asyncio.sleep(0.01)
    request.transport.abort()
    return HTTPResponse()
