"""One turn sees one state of the content, and no more of it than its user may see."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services
from actions.turn import Turn
from knowledge.library import Library
from knowledge.matching import Matcher, TopicIndex
from knowledge.records import Audience, Evidence, Procedure, Topic, TopicKind, Verification
from knowledge.store import Store

EVIDENCE = Evidence(Verification.EDITORIAL, None, None)


def topic(key: str) -> Topic:
    return Topic(key, key.title(), "geld", TopicKind.MUNICIPAL, f"Alles over {key}.")


def procedure(key: str, audience: Audience) -> Procedure:
    return Procedure(key, key, "", None, audience, "1", (), (), EVIDENCE)


class EditedEveryTime(Matcher):
    """Content to which an editor adds a topic before every reading."""

    def __init__(self) -> None:
        self.readings = 0

    def index(self) -> TopicIndex:
        self.readings += 1
        topics = [topic(f"onderwerp{number}") for number in range(self.readings)]
        return TopicIndex.of(self.readings, topics, None)

    def library(self) -> Library:
        self.readings += 1
        procedures = [
            procedure("routekaart", Audience.PUBLIC),
            procedure("toets", Audience.INTERNAL),
        ]
        return Library.of((), (), procedures, None)


class Fakes(Services):
    """Services without a store behind them."""

    def __init__(self) -> None:
        self.store = Store("sqlite://")
        self.matcher = EditedEveryTime()


def turn(metadata: dict[str, Any] | None = None, **slots: Any) -> Turn:
    message = {"text": "hallo", "metadata": metadata or {}}
    tracker = Tracker("someone", slots, message, [], False, None, {}, "action_listen")
    return Turn(tracker, CollectingDispatcher(), Fakes())


def test_topics_are_read_once_a_turn() -> None:
    one = turn()
    assert one.find_topic("onderwerp0") is not None
    assert one.find_topic("onderwerp1") is None
    assert one.match("alles over onderwerp1").candidates[0].topic.key == "onderwerp0"


def test_what_there_is_to_read_is_read_once_a_turn() -> None:
    one = turn()
    assert one.library is one.library


def test_the_next_turn_sees_what_was_edited_meanwhile() -> None:
    services = Fakes()
    first, second = (Turn(turn().tracker, CollectingDispatcher(), services) for _ in range(2))
    assert first.find_topic("onderwerp1") is None
    assert second.find_topic("onderwerp1") is not None


def test_topics_that_no_longer_exist_are_left_out() -> None:
    assert [one.key for one in turn(options=["weg", "onderwerp0"]).options] == ["onderwerp0"]


@pytest.mark.parametrize(
    ("metadata", "keys"),
    [
        ({}, {"routekaart"}),
        ({"audience": "iedereen"}, {"routekaart"}),
        ({"audience": "internal"}, {"routekaart", "toets"}),
    ],
)
def test_an_internal_procedure_is_there_when_the_channel_vouches_for_the_user(
    metadata: dict[str, str], keys: set[str]
) -> None:
    assert set(turn(metadata).procedures) == keys
