"""Which pages may talk to the chat: our own, and those that the operator listed."""

from __future__ import annotations

from collections.abc import Collection

from sanic import Request

from bot.channels.refusals import RefusedRequestError

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "600",  # seconds
}


class Origins:
    """Tells our own pages and listed ones from all others.

    A listed page must stand on a host of the same site (www.gemeente.nl for
    chat.gemeente.nl): on any other site the browser keeps the strict cookie back.
    """

    def __init__(self, allowed: Collection[str] = ()) -> None:
        self._allowed = frozenset(allowed)

    def require_known(self, request: Request) -> None:
        """Refuse what another page sends, whether it names itself or the browser does."""
        origin = request.headers.get("origin")
        listed = origin in self._allowed
        own = origin is None or origin.partition("://")[2] == request.host
        sites = {"same-origin", "none"} | ({"same-site"} if listed else set())
        if not (own or listed) or request.headers.get("sec-fetch-site", "none") not in sites:
            raise RefusedRequestError(403)

    def headers(self, request: Request) -> dict[str, str]:
        """What lets a listed page read the answer; nothing for any other."""
        origin = request.headers.get("origin")
        vary = {"Vary": "Origin"} if self._allowed else {}
        if origin not in self._allowed:
            return vary
        return {
            **vary,
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Expose-Headers": "Retry-After",
        }
