"""From one activity to our replies in the same conversation."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.incoming import Accepted, Refused, receive
from bot.channels.outgoing import Collector, Reply, apology, remark
from bot.channels.refusals import TOO_FAST
from bot.channels.sessions import Session, Sessions
from bot.teams.activities import Activity
from bot.teams.connector import Connector, DeliveryError
from bot.teams.members import Members
from bot.teams.settings import TeamsSettings

logger = logging.getLogger(__name__)

NAME = "teams"
WELCOME = (
    "Goedendag! Ik ben de digitale wegwijzer van de gemeente. Ik ben een computerprogramma, "
    "geen mens. Geef hier geen persoonlijke gegevens."
)
IN_COMPANY = (
    "Stel mij een vraag en noem mij daarbij met @, dan zeg ik bij wie u moet zijn. "
    "Berichten waarin u mij niet noemt, lees ik niet."
)
STALE_BUTTON = "Deze knop werkt niet meer, of hoort bij de vraag van een ander. Typ uw vraag."
MENU = "/help"

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]
Render = Callable[[Reply, Callable[[str], str]], dict[str, Any]]


class Answering:
    """Puts what somebody says to the assistant, and posts what it says back."""

    def __init__(
        self,
        settings: TeamsSettings,
        sessions: Sessions,
        connector: Connector,
        render: Render,
    ) -> None:
        self._settings, self._sessions = settings, sessions
        self._connector, self._render = connector, render
        self._members = Members(connector, settings.tenants)

    def session(self, activity: Activity) -> Session:
        """The session of this person in this conversation: elsewhere they have another."""
        identity = (*sorted(activity.tenants), activity.conversation.id, activity.sender.id)
        return self._sessions.recognised(NAME, *identity)

    async def answer(self, activity: Activity, ask: OnNewMessage) -> None:
        """Answer a message or a press of a button."""
        async with self._connector.typing(activity):
            received = self._receive(activity)
            if isinstance(received, Refused):
                replies = [remark(received.reason)]
            else:
                replies = await self._converse(activity, received.text, ask)
        await self._post(activity, replies)

    async def greet(self, activity: Activity, ask: OnNewMessage) -> None:
        """Say who we are; to one person also what can be asked, as when they ask for help."""
        if activity.is_personal:
            menu = await self._converse(activity, MENU, ask)
            await self._post(activity, [remark(WELCOME), *menu])
        else:
            await self._post(activity, [remark(f"{WELCOME} {IN_COMPANY}")])

    async def slow_down(self, activity: Activity) -> None:
        """Ask for patience."""
        await self._post(activity, [remark(TOO_FAST)])

    def _receive(self, activity: Activity) -> Accepted | Refused:
        sealed = activity.pressed("payload")
        if sealed is None:
            return receive(activity.pressed("text") or activity.words)
        payload = self._sessions.unseal(self.session(activity), sealed)
        return Refused(STALE_BUTTON) if payload is None else Accepted(payload)

    async def _converse(self, activity: Activity, text: str, ask: OnNewMessage) -> list[Reply]:
        collector = Collector()
        message = UserMessage(
            text,
            collector,
            self.session(activity).sender,
            input_channel=NAME,
            metadata=await self._metadata(activity),
        )
        try:
            await ask(message)
        except Exception as error:  # the edge: the user gets an apology, the log no text
            logger.error("a message could not be handled: %s", type(error).__name__)
        return collector.replies or [remark(apology(self._settings.counter_phone))]

    async def _metadata(self, activity: Activity) -> dict[str, Any]:
        is_staff = await self._members.is_staff(activity)
        audience = "internal" if is_staff else "public"
        return {"municipality": self._settings.municipality, "audience": audience}

    async def _post(self, activity: Activity, replies: Iterable[Reply]) -> None:
        """Post replies one after another; one that fails does not keep back the next."""
        seal = partial(self._sessions.seal, self.session(activity))
        for reply in replies:
            try:
                await self._connector.reply(activity, self._render(reply, seal))
            except DeliveryError as error:
                logger.error("a reply could not be delivered to Teams: %s", error)
