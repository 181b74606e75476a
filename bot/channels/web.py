"""The web channel: chat pages, and a conversation that only its own visitor can read."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, empty, html, json, redirect

from bot.channels import pages, posted
from bot.channels.exchange import Exchange, OnNewMessage
from bot.channels.headers import PRIVATE
from bot.channels.incoming import Refused, receive
from bot.channels.limits import RateLimit, household
from bot.channels.origins import PREFLIGHT, Origins
from bot.channels.outgoing import Reply, apology, remark
from bot.channels.printing import PATH, Printer, last_document
from bot.channels.refusals import RefusedRequestError
from bot.channels.sessions import Session, Sessions, read_secret
from bot.channels.towns import FindTown, find_in
from bot.channels.web_settings import WebSettings
from bot.conversations import WEB_KEPT, Conversations, turns
from bot.settings import VAR
from knowledge.store import Store

logger = logging.getLogger(__name__)

COOKIE = "wegwijzer"
READS_PER_MINUTE = 60
STALE_BUTTON = "Deze knop werkt niet meer. Typ uw vraag opnieuw."
NO_STEPS = (
    "Ga naar het gesprek, loop door een stappenplan en kies 'Stuur mij de stappen'. "
    "Open deze pagina daarna in dezelfde browser."
)

Handler = Callable[[Request], Awaitable[HTTPResponse]]


class WebChannel(InputChannel):
    """Everything under `/chat/`; `docs/embedding.md` says how to use it."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "web"

    def url_prefix(self) -> str:
        """Absolute, so that the page stands at /chat/ and not under /webhooks/."""
        return "/chat"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:
        """Make the channel from its part of `credentials.yml`."""
        settings = WebSettings.read(credentials)
        return cls(settings, Sessions(read_secret(VAR / "secret")), find_in(Store()))

    def __init__(self, settings: WebSettings, sessions: Sessions, find_town: FindTown) -> None:
        self._settings, self._sessions, self._find_town = settings, sessions, find_town
        self._apology = apology(settings.counter_phone)
        self._origins = Origins(settings.allowed_origins)
        self._printer = Printer(pages.FOLDER)
        self._per_session = RateLimit(settings.messages_per_minute, 60)
        self._per_address = RateLimit(settings.messages_per_minute_per_address, 60)
        self._reads = RateLimit(READS_PER_MINUTE, 60)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes."""
        routes = Blueprint("wegwijzer_web", strict_slashes=True)
        exchange = Exchange(on_new_message)

        async def page(request: Request, name: str = "") -> HTTPResponse:
            return pages.part(request, name)

        async def steps(request: Request) -> HTTPResponse:
            return await self._steps(request)

        async def answer(request: Request) -> HTTPResponse:
            return await self._answer(request, exchange)

        async def complete(request: Request) -> HTTPResponse:
            return redirect("/chat/")  # the page names its files relative to itself

        routes.add_route(complete, "", name="complete")
        routes.add_route(page, "/", name="page")
        routes.add_route(page, "/<name:str>", name="part")
        routes.add_route(steps, "/stappen", name="steps")
        for name, method, path, handler in (
            ("history", "GET", "/conversation", self._history),
            ("forget", "DELETE", "/conversation", self._forget),
            ("answer", "POST", "/messages", answer),
        ):
            routes.add_route(self._guarded(handler), path, [method], name=name)
        for path in ("/conversation", "/messages"):
            allow = self._guarded(self._preflight)
            routes.add_route(allow, path, ["OPTIONS"], name=f"preflight-{path[1:]}")
        return routes

    def _guarded(self, handler: Handler) -> Handler:
        """Let known pages in, and turn what goes wrong into a sentence for the visitor."""

        async def guarded(request: Request) -> HTTPResponse:
            try:
                self._origins.require_known(request)
                answer = await self._apologising(handler(request))
            except RefusedRequestError as refusal:
                answer = json({"error": refusal.reason}, refusal.status, refusal.headers)
            answer.headers.update({**PRIVATE, **self._origins.headers(request)})
            return answer

        return guarded

    async def _apologising(self, answering: Awaitable[HTTPResponse]) -> HTTPResponse:
        try:
            return await answering
        except RefusedRequestError:
            raise
        except Exception as error:  # the edge: the log gets no text
            logger.error("a request could not be handled: %s", type(error).__name__)
            raise RefusedRequestError(503, self._apology) from error

    async def _preflight(self, request: Request) -> HTTPResponse:
        return empty(headers=PREFLIGHT)

    async def _history(self, request: Request) -> HTTPResponse:
        town = posted.municipality_of(request.args.get("municipality"))
        session = self._session(request)
        messages: list[dict[str, Any]] = []
        if session:
            self._require_patience(self._reads, session.sender)
            for turn in turns(await _conversations(request).said(session.sender)):
                messages.append({"from": "user", "text": turn.said})
                finished = self._finished(session, turn.replies)
                messages += [{"from": "assistant", "reply": reply} for reply in finished]
        place = self._find_town(town or self._settings.municipality)
        return json({"messages": messages, "town": place})

    async def _answer(self, request: Request, exchange: Exchange) -> HTTPResponse:
        message = posted.read(request)
        session = self._session(request) or self._sessions.issue()
        self._require_patience(self._per_address, household(request.remote_addr or request.ip))
        self._require_patience(self._per_session, session.sender)
        given = UserMessage(
            self._text_of(session, message),
            sender_id=session.sender,
            input_channel=self.name(),
            message_id=message.id,
            metadata={"municipality": message.municipality or self._settings.municipality},
        )
        replies = await exchange.replies_to(given, _conversations(request))
        answer = json({"replies": self._finished(session, replies)})
        return _with_cookie(request, answer, session.cookie, WEB_KEPT)

    async def _forget(self, request: Request) -> HTTPResponse:
        session = self._session(request)
        if session:
            conversations = _conversations(request)
            async with conversations.alone_with(session.sender):
                conversations.forget(session.sender)
        return _with_cookie(request, json({}), "", 0)

    async def _steps(self, request: Request) -> HTTPResponse:
        """The page with the steps that this visitor took along last."""
        try:
            return await self._apologising(self._printed(request))
        except RefusedRequestError as refusal:
            page = self._printer.instead(refusal.reason)
            return html(page, refusal.status, {**PRIVATE, **refusal.headers})

    async def _printed(self, request: Request) -> HTTPResponse:
        session = self._session(request)
        if session is None:
            raise RefusedRequestError(404, NO_STEPS)
        self._require_patience(self._reads, session.sender)
        document = last_document(await _conversations(request).said(session.sender))
        if document is None:
            raise RefusedRequestError(404, NO_STEPS)
        return html(self._printer.steps(document), headers=PRIVATE)

    def _session(self, request: Request) -> Session | None:
        return self._sessions.check(request.cookies.get(COOKIE))

    def _require_patience(self, limit: RateLimit, key: str) -> None:
        seconds = limit.wait(key)
        if seconds:
            raise RefusedRequestError(429, headers={"Retry-After": str(seconds)})

    def _text_of(self, session: Session, message: posted.Posted) -> str:
        """What goes to the assistant: cleaned text, or a payload that was offered."""
        if message.payload is None:
            received = receive(message.text or "")
        else:
            payload = self._sessions.unseal(session, message.payload)
            if not payload:
                raise RefusedRequestError(400, STALE_BUTTON)
            received = receive(payload, offered=[payload])
        if isinstance(received, Refused):
            raise RefusedRequestError(400, received.reason)
        return received.text

    def _finished(self, session: Session, replies: list[Reply]) -> list[Reply]:
        """Replies as the page gets them: buttons sealed, the printable page named."""
        return [self._sealed(session, reply) for reply in replies] or [remark(self._apology)]

    def _sealed(self, session: Session, reply: Reply) -> Reply:
        buttons = [
            {"title": one["title"], "payload": self._sessions.seal(session, one["payload"])}
            for one in reply["buttons"]
        ]
        printed = {"print_path": PATH} if reply["type"] == "takeaway" else {}
        return {**reply, **printed, "buttons": buttons}


def _conversations(request: Request) -> Conversations:
    agent = request.app.ctx.agent
    return Conversations(agent.tracker_store, agent.lock_store)


def _with_cookie(request: Request, answer: HTTPResponse, value: str, seconds: int) -> HTTPResponse:
    answer.cookies[COOKIE] = value
    answer.cookies[COOKIE].update(
        {"httponly": True, "samesite": "Strict", "path": "/chat", "max-age": seconds}
    )
    if request.scheme == "https":  # its mere presence makes a browser drop it on http
        answer.cookies[COOKIE]["secure"] = True
    return answer
