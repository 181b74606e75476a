"""The web channel: a chat page, and messages posted to it from that page alone."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, file, html, json

from bot.channels.incoming import Refused, receive
from bot.channels.limits import RateLimit
from bot.channels.outgoing import Collector
from bot.channels.printing import PATH, Printer, last_document
from bot.channels.sessions import Session, Sessions, read_secret
from bot.settings import VAR

logger = logging.getLogger(__name__)

COOKIE = "wegwijzer"
LARGEST_BODY = 8 * 1024
PAGE = Path(__file__).resolve().parent.parent / "webchat"
PAGES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "wegwijzer-chat.js": ("wegwijzer-chat.js", "text/javascript; charset=utf-8"),
    "wegwijzer.svg": ("wegwijzer.svg", "image/svg+xml"),
    "wegwijzer-chat.css": ("wegwijzer-chat.css", "text/css; charset=utf-8"),
    "wegwijzer-replies.js": ("wegwijzer-replies.js", "text/javascript; charset=utf-8"),
    "stappen.css": ("stappen.css", "text/css; charset=utf-8"),
    "stappen.js": ("stappen.js", "text/javascript; charset=utf-8"),
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
PRIVATE = {**HEADERS, "Cache-Control": "no-store"}
TOO_FAST = "Dat gaat te snel. Wacht een minuut en probeer het opnieuw."
APOLOGY = "Er gaat iets mis aan onze kant. Probeer het straks nog eens"
NO_STEPS = (
    "Ga naar het gesprek, loop door een stappenplan en kies 'Stuur mij de stappen'. "
    "Open deze pagina daarna in dezelfde browser."
)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


class RefusedRequestError(Exception):
    """A request that is refused, with its status and a reason in Dutch."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class WebChannel(InputChannel):
    """Serves `/chat/` and takes `POST /chat/messages` from the same origin.

    A message is `{"text": "…"}` or, for a button, `{"payload": "…"}` as it was
    given with an earlier reply; the answer is `{"replies": […]}` (`docs/replies.md`).
    """

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "web"

    def url_prefix(self) -> str:
        """Absolute, so that the page stands at /chat/ and not under /webhooks/."""
        return "/chat"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:
        """Read `municipality` and `counter_phone` from `credentials.yml`."""
        given = credentials or {}
        return cls(given.get("municipality"), given.get("counter_phone"))

    def __init__(
        self,
        municipality: str | None = None,
        counter_phone: str | None = None,
        sessions: Sessions | None = None,
    ) -> None:
        self._municipality = municipality
        self._apology = f"{APOLOGY}, of bel {counter_phone}." if counter_phone else f"{APOLOGY}."
        self._sessions = sessions or Sessions(read_secret(VAR / "secret"))
        self._printer = Printer(PAGE)
        self._per_session = RateLimit(most=20, seconds=60)
        self._per_address = RateLimit(most=120, seconds=60)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes."""
        routes = Blueprint("wegwijzer_web")

        @routes.get("/")
        async def page(request: Request) -> HTTPResponse:
            return await self._page("")

        @routes.get("/stappen")
        async def steps(request: Request) -> HTTPResponse:
            try:
                return html(await self._steps(request), headers=PRIVATE)
            except RefusedRequestError as refusal:
                return html(self._printer.instead(refusal.reason), refusal.status, PRIVATE)

        @routes.get("/<name:str>")
        async def part(request: Request, name: str) -> HTTPResponse:
            return await self._page(name)

        @routes.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            try:
                return await self._answer(request, on_new_message)
            except RefusedRequestError as refusal:
                return json({"error": refusal.reason}, refusal.status, HEADERS)

        return routes

    async def _page(self, name: str) -> HTTPResponse:
        if name not in PAGES:
            return json({"error": "Deze pagina bestaat niet."}, status=404, headers=HEADERS)
        path, kind = PAGES[name]
        return await file(PAGE / path, mime_type=kind, headers=HEADERS)

    async def _steps(self, request: Request) -> str:
        """The page with the steps that this visitor took along last."""
        session = self._sessions.check(request.cookies.get(COOKIE))
        if session is None:
            raise RefusedRequestError(404, NO_STEPS)
        self._require_patience(request, session)
        try:
            store = request.app.ctx.agent.tracker_store
            document = await last_document(store, session.sender)
            page = self._printer.steps(document) if document else None
        except Exception as error:  # the edge: the log gets no text
            logger.error("the steps could not be shown: %s", type(error).__name__)
            raise RefusedRequestError(503, self._apology) from error
        if page is None:
            raise RefusedRequestError(404, NO_STEPS)
        return page

    async def _answer(self, request: Request, on_new_message: OnNewMessage) -> HTTPResponse:
        _require_own_page(request)
        body = _read(request)
        session = self._sessions.check(request.cookies.get(COOKIE)) or self._sessions.issue()
        self._require_patience(request, session)
        received = self._receive(session, body)
        if isinstance(received, Refused):
            raise RefusedRequestError(400, received.reason)
        replies = await self._converse(session, received.text, on_new_message)
        answer = json({"replies": replies}, headers=HEADERS)
        answer.cookies[COOKIE] = session.cookie
        answer.cookies[COOKIE].update({"httponly": True, "samesite": "Strict", "path": "/chat"})
        if request.scheme == "https":  # its mere presence makes a browser drop it on http
            answer.cookies[COOKIE]["secure"] = True
        return answer

    def _require_patience(self, request: Request, session: Session) -> None:
        allowed = self._per_address.allows(request.remote_addr or request.ip)
        if not (allowed and self._per_session.allows(session.sender)):
            raise RefusedRequestError(429, TOO_FAST)

    def _receive(self, session: Session, body: dict[str, Any]) -> Any:
        sealed = body.get("payload")
        if sealed is None:
            return receive(body["text"])
        payload = self._sessions.unseal(session, sealed)
        if payload is None:
            raise RefusedRequestError(400, "Deze knop werkt niet meer. Typ uw vraag opnieuw.")
        return receive(payload, offered=[payload])

    async def _converse(
        self, session: Session, text: str, on_new_message: OnNewMessage
    ) -> list[dict[str, Any]]:
        collector = Collector()
        message = UserMessage(
            text,
            collector,
            session.sender,
            input_channel=self.name(),
            metadata={"municipality": self._municipality},
        )
        try:
            await on_new_message(message)
        except Exception as error:  # the edge: the visitor gets an apology, the log no text
            logger.error("a message could not be handled: %s", type(error).__name__)
        if not collector.replies:
            apology = {"type": "notice", "text": self._apology, "buttons": [], "topics": []}
            return [apology]
        return [self._finished(session, reply) for reply in collector.replies]

    def _finished(self, session: Session, reply: dict[str, Any]) -> dict[str, Any]:
        """A reply as the page gets it: its buttons sealed, its printable page named."""
        buttons = [
            {"title": one["title"], "payload": self._sessions.seal(session, one["payload"])}
            for one in reply["buttons"]
        ]
        printed = {"print_path": PATH} if reply["type"] == "takeaway" else {}
        return {**reply, **printed, "buttons": buttons}


def _require_own_page(request: Request) -> None:
    """Only our own page may post: another site cannot send JSON, nor hide its origin."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise RefusedRequestError(415, "Stuur JSON (Content-Type: application/json).")
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise RefusedRequestError(403, "Berichten kunnen alleen van de eigen pagina komen.")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise RefusedRequestError(403, "Berichten kunnen alleen van de eigen pagina komen.")


def _read(request: Request) -> dict[str, Any]:
    """The body: an object with a text or a payload, not both."""
    if len(request.body) > LARGEST_BODY:
        raise RefusedRequestError(413, "Uw bericht is te groot.")
    try:
        body = request.json
    except Exception as error:
        raise RefusedRequestError(400, "Dit is geen geldige JSON.") from error
    if not isinstance(body, dict) or set(body) not in ({"text"}, {"payload"}):
        raise RefusedRequestError(400, "Verwacht een object met 'text' of 'payload'.")
    if not all(isinstance(value, str) for value in body.values()):
        raise RefusedRequestError(400, "'text' en 'payload' zijn tekst.")
    return body
