"""One turn sees one state of the content, and no more of it than its user may see."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from knowledge.matching import Matcher, TopicIndex
from knowledge.records import Audience
from tests.actions.talking import FakeServices, FixedMatcher, procedure, topic, turn

PLAN = procedure("routekaart")
CHECK = procedure("toets", audience=Audience.INTERNAL)


class EditedEveryTime(Matcher):
    """Content to which an editor adds a topic before every reading."""

    def __init__(self) -> None:
        self.readings = 0

    def index(self) -> TopicIndex:
        self.readings += 1
        topics = [topic(f"onderwerp{number}") for number in range(self.readings)]
        return TopicIndex.of(self.readings, topics, None)

    def library(self) -> Library:
        return Library.of((), (), (PLAN,), None)


@pytest.fixture
def edited() -> FakeServices:
    return FakeServices(EditedEveryTime())


@pytest.fixture
def fixed() -> FakeServices:
    return FakeServices(FixedMatcher((topic("subsidies"),), (PLAN, CHECK)))


def test_topics_are_read_once_a_turn(edited: FakeServices) -> None:
    one = turn(edited)
    assert one.find_topic("onderwerp0") is not None
    assert one.find_topic("onderwerp1") is None
    assert one.match("alles over onderwerp1").candidates[0].topic.key == "onderwerp0"


def test_what_there_is_to_read_is_read_once_a_turn(edited: FakeServices) -> None:
    one = turn(edited)
    assert one.library is one.library


def test_the_next_turn_sees_what_was_edited_meanwhile(edited: FakeServices) -> None:
    first, second = turn(edited), turn(edited)
    assert first.find_topic("onderwerp1") is None
    assert second.find_topic("onderwerp1") is not None


def test_topics_that_no_longer_exist_are_left_out(fixed: FakeServices) -> None:
    assert [one.key for one in turn(fixed, options=["weg", "subsidies"]).options] == ["subsidies"]


@pytest.mark.parametrize(
    ("metadata", "keys"),
    [
        ({}, {"routekaart"}),
        ({"audience": "iedereen"}, {"routekaart"}),
        ({"audience": "internal"}, {"routekaart", "toets"}),
    ],
)
def test_an_internal_procedure_is_there_when_the_channel_vouches_for_the_user(
    fixed: FakeServices, metadata: dict[str, str], keys: set[str]
) -> None:
    assert set(turn(fixed, metadata=metadata).procedures) == keys
