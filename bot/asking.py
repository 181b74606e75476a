"""Putting one message through the whole assistant, in this process, without a server."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.channels.incoming import Refused, receive
from bot.channels.outgoing import Collector, remark
from bot.settings import MODEL

OUTCOMES = {
    "clarification": "clarified",
    "not_understood": "not_understood",
    "out_of_scope": "out_of_scope",
    "emergency": "emergency",
    "notice": "smalltalk",
}
"""Reply types that are no answer; every other type is one."""

Answer = dict[str, Any]


class LocalActions(EndpointConfig):
    """Runs the custom actions in this process, exactly as the action server would."""

    def __init__(self) -> None:
        super().__init__(url="local://actions")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Run the action that Rasa asks for."""
        return await self._executor.run(kwargs["json"])


@dataclass
class Conversation:
    """One user's conversation with the assistant."""

    agent: Agent
    municipality: str | None = None
    audience: str = "public"
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)
    offered: list[str] = field(default_factory=list)

    async def ask(self, text: str) -> Answer:
        """Answer one message.

        Returns:
            The object that `python -m bot ask --json` prints (`docs/replies.md`).
        """
        started = time.perf_counter()
        received = receive(text, self.offered)
        if isinstance(received, Refused):
            replies = [remark(received.reason)]
            seconds = time.perf_counter() - started
            return answer_of(text, None, 0.0, replies, seconds, outcome="not_understood")
        collector = Collector()
        message = UserMessage(
            received.text,
            collector,
            self.sender,
            input_channel="ask",
            metadata={"municipality": self.municipality, "audience": self.audience},
        )
        await self.agent.handle_message(message)
        ended = time.perf_counter()
        self.offered = [
            button["payload"] for reply in collector.replies for button in reply["buttons"]
        ]
        tracker = await self.agent.tracker_store.retrieve(self.sender)
        intent = (tracker.latest_message.intent if tracker else None) or {}
        return answer_of(
            received.text,
            intent.get("name"),
            float(intent.get("confidence") or 0.0),
            collector.replies,
            ended - started,
        )


def load_agent() -> Agent:
    """The trained assistant with its actions in this process."""
    from actions.services import services

    logging.getLogger("rasa").setLevel(logging.ERROR)
    services().matcher.index()
    return Agent.load(str(MODEL), action_endpoint=LocalActions())


def answer_of(
    text: str,
    intent: str | None,
    confidence: float,
    replies: list[dict[str, Any]],
    seconds: float,
    outcome: str | None = None,
) -> Answer:
    """The object that `python -m bot ask --json` prints (`docs/replies.md`)."""
    topics: dict[str, None] = {}
    for reply in replies:
        topics.update(dict.fromkeys(reply.get("topics") or []))
    skill = next((reply["skill"] for reply in replies if reply.get("skill")), None)
    return {
        "text": text,
        "intent": intent,
        "confidence": round(confidence, 4),
        "outcome": outcome or _outcome(replies),
        "topics": list(topics),
        "skill": skill,
        "replies": replies,
        "ms": round(1000 * seconds, 1),
    }


def _outcome(replies: list[dict[str, Any]]) -> str:
    """The first reply decides; a remark before an answer does not count."""
    if not replies:
        return "not_understood"
    kinds = [reply["type"] for reply in replies]
    telling = next((kind for kind in kinds if kind != "notice"), "notice")
    return OUTCOMES.get(telling, "answered")
