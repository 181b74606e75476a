"""The HTTP application: Sanic, hardened for the outside world."""

from __future__ import annotations

import logging
from typing import Any

from sanic import Request, Sanic
from sanic.config import Config
from sanic.exceptions import InvalidUsage
from sanic.handlers import ErrorHandler
from sanic.response import HTTPResponse, json

from bot.channels.headers import PRIVATE
from bot.channels.refusals import BROKEN, REASONS, RefusedRequestError

logger = logging.getLogger(__name__)

CONFIG = {
    "ACCESS_LOG": False,  # the proxy has one; addresses are personal data
    "FALLBACK_ERROR_FORMAT": "json",
    "KEEP_ALIVE_TIMEOUT": 75,  # seconds; longer than a proxy keeps its side open
    "MOTD": False,
    "REQUEST_MAX_SIZE": 256 * 1024,  # bytes; more is refused unread (Teams sends the largest)
}
"""Ours instead of Sanic's; an environment variable `SANIC_…` overrules both."""

NO_REQUEST = "NONE"
"""The method in the request that Sanic makes up to report that it could not make out one."""


class StrictRequest(Request):
    """A request of whose body Sanic can tell where it ends."""

    def __init__(self, url_bytes: bytes, headers: Any, *others: Any, **named: Any) -> None:
        lengths = headers.getall("content-length", [])
        codings = headers.getall("transfer-encoding", [])
        sound = all(one.isascii() and one.isdigit() for one in lengths)
        if not sound or len(lengths) + len(codings) > 1 or codings not in ([], ["chunked"]):
            raise InvalidUsage("unclear where the body ends")
        if named.get("method") == NO_REQUEST:  # the address may be what it could not make out
            url_bytes = b"*"
        super().__init__(url_bytes, headers, *others, **named)


class ShortErrors(ErrorHandler):
    """Answers every error with one Dutch sentence, and logs what it was without any text."""

    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        """What is sent when nobody else handled an exception."""
        if isinstance(exception, RefusedRequestError):
            return json({"error": exception.reason}, exception.status, PRIVATE)
        status = getattr(exception, "status_code", 500)
        if status == 500 and request.method == NO_REQUEST:
            status = 400
        if status >= 500:
            logger.error("a request failed: %s", type(exception).__name__)
        return json({"error": REASONS.get(status, BROKEN)}, status, PRIVATE)


class WithoutText(logging.Filter):
    """Leaves of an exception in the log only its kind: its text may quote a visitor."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without the exception's text and traceback."""
        if record.exc_info and record.exc_info[0]:
            record.msg, record.args = "Sanic: %s", (record.exc_info[0].__name__,)
            record.exc_info = record.exc_text = None
        return True


def make_app(name: str = "wegwijzer") -> Sanic:
    """An application without routes."""
    for one in ("sanic.root", "sanic.error"):
        log = logging.getLogger(one)
        log.filters[:] = [WithoutText()]
    return Sanic(
        name,
        config=Config(CONFIG),
        error_handler=ShortErrors(),
        request_class=StrictRequest,
        configure_logging=False,
    )
