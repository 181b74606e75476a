"""What was said: reading a conversation back, and forgetting it in time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, TrackerStore
from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.channels.outgoing import Reply, reply_of
from bot.tracker_store import SPOKEN, ConversationStore

logger = logging.getLogger(__name__)

WEB = "web-"
WEB_KEPT = 30 * 60
"""Seconds that a conversation on the website is kept after the last thing said."""
KEPT = 14 * 24 * 3600
"""Seconds that what is said elsewhere is kept, so that a walk can go on next week."""
OLD_BUTTON = "(eerdere keuze)"


class UnsuitableStoreError(TypeError):
    """Conversations cannot be deleted from this tracker store; the message says so in Dutch."""


def kept(sender: str) -> float:
    """Seconds that a conversation of this sender is kept after the last thing said."""
    return WEB_KEPT if sender.startswith(WEB) else KEPT


@dataclass
class Turn:
    """A message of a user with what was replied."""

    id: str | None
    said: str
    replies: list[Reply] = field(default_factory=list)


def turns(events: Iterable[Event]) -> list[Turn]:
    """A conversation in turns, the oldest first; a pressed button shows its title."""
    found: list[Turn] = []
    for event in events:
        if isinstance(event, UserUttered):
            found.append(Turn(event.message_id, _shown(event.text or "", found)))
        elif isinstance(event, BotUttered) and found:
            found[-1].replies.append(reply_of({**event.data, "text": event.text}))
    return found


def _shown(text: str, before: list[Turn]) -> str:
    """What a user saw of their own message; typed text never begins with a slash."""
    if not text.startswith("/"):
        return text
    replies = (reply for turn in reversed(before) for reply in reversed(turn.replies))
    buttons = (button for reply in replies for button in reply["buttons"])
    return next((one["title"] for one in buttons if one["payload"] == text), OLD_BUTTON)


class Conversations:
    """The conversations in Rasa's tracker store.

    The tracker is the one source: what a repeated message was answered with and
    what a page shows after loading are read from it, by any server.
    """

    def __init__(
        self, store: TrackerStore, locks: LockStore, clock: Callable[[], float] = time.time
    ) -> None:
        self._safe, self._store = store, _within(store)
        self._locks, self._clock = locks, clock

    @asynccontextmanager
    async def alone_with(self, sender: str) -> AsyncIterator[None]:
        """Handle one message of a sender at a time, on all servers that share the lock store."""
        async with self._locks.lock(f"turn-{sender}", wait_time_in_seconds=0.05):
            yield

    async def said(self, sender: str) -> list[Event]:
        """What was said in a living conversation; one that is over is deleted first."""
        events = await self._events(sender)
        if events and self._clock() - events[-1].timestamp > kept(sender):
            self.forget(sender)
            return []
        return events

    async def _events(self, sender: str) -> list[Event]:
        if isinstance(self._store, ConversationStore):
            return self._store.said(sender)
        tracker = await self._store.retrieve(sender)
        return [one for one in tracker.events if one.type_name in SPOKEN] if tracker else []

    def forget(self, sender: str) -> None:
        """Delete a conversation."""
        if isinstance(self._store, ConversationStore):
            self._store.forget(sender)
        else:
            self._store.store.pop(sender, None)

    async def forget_what_is_over(self) -> None:
        """Delete what was kept long enough, beside the event loop: it may take a while."""
        if isinstance(self._safe, FailSafeTrackerStore):
            # Rasa writes here when the database is away, and never reads it.
            self._safe.fallback_tracker_store.store.clear()
        if isinstance(self._store, ConversationStore):
            await asyncio.to_thread(self._store.forget_idle, WEB, WEB_KEPT)
            await asyncio.to_thread(self._store.forget_older, KEPT)


async def forget_regularly(conversations: Conversations, every: float = 180) -> None:
    """Delete what is over, now and every so many seconds, for as long as the server runs."""
    while True:
        try:
            await conversations.forget_what_is_over()
        except Exception as error:  # the database is away; the next round comes
            logger.error("idle conversations could not be deleted: %s", type(error).__name__)
        await asyncio.sleep(every)


def _within(store: TrackerStore) -> ConversationStore | InMemoryTrackerStore:
    """The store itself: Rasa wraps it in one that answers "nothing" when the database is away."""
    inner = getattr(store, "_tracker_store", store)
    if isinstance(inner, ConversationStore | InMemoryTrackerStore):
        return inner
    raise UnsuitableStoreError(
        f"endpoints.yml: uit een tracker_store '{type(inner).__name__}' kan de wegwijzer "
        "geen gesprekken wissen. Gebruik bot.tracker_store.ConversationStore."
    )
