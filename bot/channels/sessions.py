"""Sessions that only this server can issue, and button payloads bound to them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

SECRET_VARIABLE = "WEGWIJZER_SECRET"


@dataclass(frozen=True)
class Session:
    """A visitor's session: what the cookie holds, and the name Rasa knows it by."""

    cookie: str
    sender: str


class Sessions:
    """Issues and checks sessions.

    A cookie is 256 random bits with a signature: it can be neither guessed nor
    made up. Rasa gets a digest, so that somebody who reads the tracker store or
    a log cannot take over a conversation. Nothing is kept here, so a restart
    or a second server makes no difference.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def issue(self) -> Session:
        """A new session."""
        token = secrets.token_urlsafe(32)
        return self._session(token)

    def check(self, cookie: str | None) -> Session | None:
        """The session of a cookie that we issued; None for any other."""
        token, _, signature = (cookie or "").partition(".")
        if not token or not _same(self._sign("cookie", token), signature):
            return None
        return self._session(token)

    def recognised(self, service: str, *identity: str) -> Session:
        """The session of somebody whom another service has identified; there is no cookie.

        Keyed with our secret, so that the name tells nobody who it is, not even
        somebody who knows the identities that the service gives out.
        """
        signed = hmac.new(self._secret, _bytes(json.dumps([service, *identity])), hashlib.sha256)
        return Session("", f"{service}-{signed.hexdigest()[:40]}")

    def seal(self, session: Session, payload: str) -> str:
        """A button's payload as the browser gets it: usable in this session alone."""
        return f"{self._sign('payload', session.sender, payload)}.{payload}"

    def unseal(self, session: Session, sealed: str) -> str | None:
        """The payload, when it was sealed for this session; None otherwise."""
        signature, _, payload = sealed.partition(".")
        wanted = self._sign("payload", session.sender, payload)
        return payload if _same(wanted, signature) else None

    def _session(self, token: str) -> Session:
        sender = "web-" + hashlib.sha256(token.encode()).hexdigest()[:40]
        return Session(f"{token}.{self._sign('cookie', token)}", sender)

    def _sign(self, *parts: str) -> str:
        digest = hmac.new(self._secret, _bytes("\n".join(parts)), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:18]).decode()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(_bytes(one), _bytes(other))


def _bytes(text: str) -> bytes:
    """Whatever a client sends, half characters included."""
    return text.encode("utf-8", "surrogatepass")


def read_secret(path: Path) -> bytes:
    """The server's secret: `WEGWIJZER_SECRET`, or a file that is made once and kept private."""
    given = os.environ.get(SECRET_VARIABLE)
    if given:
        return given.encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_bytes()
        if kept:
            return kept
        path.unlink()  # its writer was stopped halfway
        return read_secret(path)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32).hex().encode())
    return path.read_bytes()
