"""Putting a visitor's message to the assistant, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.outgoing import Collector, Reply
from bot.channels.refusals import RefusedRequestError
from bot.conversations import Conversations, turns

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]
MOST_TURNS = 200
"""Messages in one conversation: Rasa handles all of it at every message."""
TOO_MANY = "Dit gesprek is erg lang geworden. Kies 'Begin opnieuw' om verder te gaan."


class Exchange:
    """Hands messages over and gives the replies.

    A message that was handled before, or is being handled now, is not handled
    again: its replies come from the conversation. Whoever hangs up meanwhile finds
    the replies at the next try.
    """

    def __init__(self, on_new_message: OnNewMessage) -> None:
        self._on_new_message = on_new_message
        self._running: set[asyncio.Task[list[Reply]]] = set()

    async def replies_to(self, message: UserMessage, conversations: Conversations) -> list[Reply]:
        """The replies to a message; empty when the assistant had none, or broke."""
        task = asyncio.create_task(self._once(message, conversations))
        self._running.add(task)
        task.add_done_callback(self._finished)
        return await asyncio.shield(task)

    def _finished(self, task: asyncio.Task[list[Reply]]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # seen: when nobody waits any more it is not to be logged in full

    async def _once(self, message: UserMessage, conversations: Conversations) -> list[Reply]:
        async with conversations.alone_with(message.sender_id):
            said = turns(await conversations.said(message.sender_id))
            earlier = next((turn for turn in said if turn.id == message.message_id), None)
            if earlier:
                return earlier.replies
            if len(said) >= MOST_TURNS:
                raise RefusedRequestError(400, TOO_MANY)
            return await self._ask(message)

    async def _ask(self, message: UserMessage) -> list[Reply]:
        collector = Collector()
        message.output_channel = collector
        try:
            await self._on_new_message(message)
        except Exception as error:  # the edge: the visitor gets an apology, the log no text
            logger.error("a message could not be handled: %s", type(error).__name__)
        return collector.replies
