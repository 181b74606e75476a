"""A turn of a conversation made by hand, with content that was never in a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services
from actions.turn import Turn
from knowledge.library import Library
from knowledge.matching import Matcher, TopicIndex
from knowledge.records import Audience, Evidence, Procedure, Step, Topic, TopicKind, Verification
from knowledge.store import Store

EVIDENCE = Evidence(Verification.EDITORIAL, None, None)


def topic(key: str) -> Topic:
    return Topic(key, key.title(), "geld", TopicKind.MUNICIPAL, f"Alles over {key}.")


def procedure(key: str, *steps: Step, audience: Audience = Audience.PUBLIC) -> Procedure:
    return Procedure(key, key.title(), "", None, audience, "1", (), steps, EVIDENCE)


class FixedMatcher(Matcher):
    """Knows the same topics and procedures all the time."""

    def __init__(self, topics: Sequence[Topic], procedures: Sequence[Procedure]) -> None:
        self._topics = TopicIndex.of(1, topics, None)
        self._pages = Library.of((), (), procedures, None)

    def index(self) -> TopicIndex:
        return self._topics

    def library(self) -> Library:
        return self._pages


class FakeServices(Services):
    """Services with a matcher of one's own; the store is for what is written down."""

    def __init__(self, matcher: Matcher, store: Store | None = None) -> None:
        super().__init__(store or Store("sqlite://"))
        self.matcher.close()
        self.matcher = matcher


def turn(services: Services, text: str = "hallo", intent: str = "", **state: Any) -> Turn:
    """A message in a conversation.

    Args:
        state: `option` is what a button carries, `metadata` what the channel says of the
            user; the rest are slots.
    """
    option = state.pop("option", None)
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": "option", "value": option}] if option else [],
        "metadata": state.pop("metadata", {}),
    }
    tracker = Tracker("someone", state, message, [], False, None, {}, "action_listen")
    return Turn(tracker, CollectingDispatcher(), services)


def said(one: Turn) -> list[str]:
    """The responses that were given."""
    return [message["response"] for message in one.dispatcher.messages]
