"""The files of the chat component and its demonstration pages."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from sanic import Request
from sanic.response import HTTPResponse, empty, raw

from bot.channels.headers import PUBLIC
from bot.channels.refusals import RefusedRequestError

FOLDER = Path(__file__).resolve().parent.parent / "webchat"
DEMONSTRATIONS = {"": "index.html", "knop": "knop.html"}
"""Pages by the name they have under `/chat/`: the inline form and the launcher."""
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_PART = re.compile(r"[a-z0-9-]+\.(?:js|css|svg)")


def part(request: Request, name: str) -> HTTPResponse:
    """One file, or 304 when the browser has it; templates and paths are no part of it."""
    content, kind = _read(name)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**PUBLIC, "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):  # a proxy that compresses writes W/"…"
        return empty(304, headers)
    return raw(content, content_type=kind, headers=headers)


def _read(name: str) -> tuple[bytes, str]:
    if name not in DEMONSTRATIONS and not _PART.fullmatch(name):
        raise RefusedRequestError(404)
    path = FOLDER / DEMONSTRATIONS.get(name, name)
    try:
        return path.read_bytes(), KINDS[path.suffix]
    except FileNotFoundError:
        raise RefusedRequestError(404) from None
