"""What a visitor's browser posts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sanic import Request

from bot.channels.refusals import RefusedRequestError

LARGEST_BODY = 8 * 1024
"""Bytes; a text of 1,000 characters fits however it is written down."""
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_KEY = re.compile(r"[a-z0-9_]{1,60}")


@dataclass(frozen=True)
class Posted:
    """A message: a text, or the sealed payload of a button."""

    id: str
    text: str | None
    payload: str | None
    municipality: str | None


def read(request: Request) -> Posted:
    """The message in a request's body."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise RefusedRequestError(415)
    if len(request.body) > LARGEST_BODY:
        raise RefusedRequestError(413)
    try:
        body = request.json
    except Exception as error:
        raise RefusedRequestError(400, "Dit is geen geldige JSON.") from error
    return _message(body)


def municipality_of(given: object) -> str | None:
    """The key of a municipality, when there is one; what it stands for is not known here."""
    if given is not None and not (isinstance(given, str) and _KEY.fullmatch(given)):
        raise RefusedRequestError(400, "'municipality' is geen sleutel van een gemeente.")
    return given


def _message(body: Any) -> Posted:
    names = set(body) - {"municipality"} if isinstance(body, dict) else set()
    if names not in ({"id", "text"}, {"id", "payload"}):
        raise RefusedRequestError(400, "Verwacht een object met 'id' en 'text' of 'payload'.")
    if not all(isinstance(body[name], str) for name in names):
        raise RefusedRequestError(400, "'id', 'text' en 'payload' zijn tekst.")
    if not _ID.fullmatch(body["id"]):
        raise RefusedRequestError(400, "'id' is 8 tot 64 letters, cijfers, '-' of '_'.")
    return Posted(
        id=body["id"],
        text=body.get("text"),
        payload=body.get("payload"),
        municipality=municipality_of(body.get("municipality")),
    )
