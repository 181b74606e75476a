"""What goes on with an open social return case, and what is a question of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.matching import Candidate, Match
from knowledge.quantities import Problem
from knowledge.records import Topic, TopicKind
from knowledge.sroi_asides import answers_question, goes_on
from knowledge.sroi_case import TOPIC, Draft, Field
from knowledge.sroi_reading import Reading, Trouble
from knowledge.wayfinding import SURE

LONG = "wij willen met tachtig mensen een feest op het plein houden"


def about(key: str, confidence: float = SURE) -> Callable[[str], Match]:
    topic = Topic(key, key, "werk", TopicKind.MUNICIPAL, "")
    return lambda text: Match((Candidate(topic, 1.0, ()),), confidence, confidence)


def found(*kinds: str) -> Reading:
    return Reading(Draft(), found=frozenset(kinds))


OTHER = about("evenementen")


def test_something_that_the_case_can_use_goes_on_with_it() -> None:
    assert goes_on("24 uur per week", Draft(), found("hours"), OTHER)


def test_what_cannot_be_right_goes_on_too() -> None:
    reading = Reading(Draft(), troubles=(Trouble(Field.AMOUNT, Problem.NEGATIVE),))
    assert goes_on("-3 ton", Draft(), reading, OTHER)
    assert goes_on("5%", Draft(), Reading(Draft(), stray_percentage=True), OTHER)


@pytest.mark.parametrize("kinds", [(), ("wishes",)])
def test_a_message_without_anything_for_the_case_does_not(kinds: tuple[str, ...]) -> None:
    assert not goes_on("dank u wel", Draft(), found(*kinds), OTHER)


@pytest.mark.parametrize(
    "text", ["bij wie moet ik zijn in Leiden", "wie gaat over 3 ton", "welke collega kan 24 uur"]
)
def test_asking_for_somebody_is_another_question(text: str) -> None:
    assert not goes_on(text, Draft(), found("amount"), about(TOPIC))


def test_asking_what_something_is_goes_on_only_with_a_quantity() -> None:
    text = "wat is een bouwblok"
    assert not goes_on(text, Draft(), found("group"), about(TOPIC))
    assert goes_on("wat is dat bij 24 uur", Draft(), found("hours"), about(TOPIC))


def test_after_an_answer_in_between_a_municipality_alone_does_not_go_on() -> None:
    assert not goes_on("en in Utrecht?", Draft(asides=1), found("municipality"), OTHER)
    assert goes_on("en in Utrecht?", Draft(), found("municipality"), OTHER)


def test_a_long_message_with_a_clear_subject_of_its_own_does_not_go_on() -> None:
    assert not goes_on(LONG, Draft(), found("people"), OTHER)
    assert goes_on(LONG, Draft(), found("people"), about("evenementen", SURE - 0.01))
    assert goes_on(LONG, Draft(), found("people"), about(TOPIC))


def test_what_the_case_waits_for_goes_on_whatever_else_it_is_about() -> None:
    assert goes_on(LONG, Draft(awaiting=Field.AMOUNT), found("amount"), OTHER)


@pytest.mark.parametrize(
    ("text", "before", "is_answer"),
    [
        ("250.000 in Voorbeeldstad", Draft(awaiting=Field.AMOUNT), True),
        ("hoe hoog mag een opdracht zijn", Draft(awaiting=Field.AMOUNT), False),
        ("250.000", Draft(), False),
        ("250.000", None, False),
    ],
)
def test_a_short_message_answers_what_was_asked(
    text: str, before: Draft | None, is_answer: bool
) -> None:
    assert answers_question(text, before) is is_answer
