"""Work in the background: in order within a conversation, side by side between conversations."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

LONGEST_QUEUE = 20
"""Messages of one conversation that wait; whoever sends more while Teams is down loses them."""

Work = Callable[[], Awaitable[None]]


class Lanes:
    """A lane per conversation; what is put in one waits only for what is before it there."""

    def __init__(self) -> None:
        self._last: dict[str, asyncio.Task[None]] = {}
        self._waiting: Counter[str] = Counter()

    def add(self, lane: str, work: Work) -> bool:
        """Have something done; False when too much is waiting in the lane."""
        if self._waiting[lane] >= LONGEST_QUEUE:
            return False
        self._waiting[lane] += 1
        task = asyncio.create_task(self._after(self._last.get(lane), lane, work))
        self._last[lane] = task
        task.add_done_callback(lambda done: self._leave(lane, done))
        return True

    async def empty(self) -> None:
        """Wait until everything is done."""
        while self._last:
            await asyncio.wait(self._last.values())

    async def _after(self, before: asyncio.Task[None] | None, lane: str, work: Work) -> None:
        if before:
            await asyncio.wait([before])
        try:
            await work()
        except Exception as error:  # the edge: one message that fails holds up no other
            logger.error("something Teams sent could not be handled: %s", type(error).__name__)

    def _leave(self, lane: str, done: asyncio.Task[None]) -> None:
        self._waiting[lane] -= 1
        if self._last.get(lane) is done:
            del self._last[lane], self._waiting[lane]
