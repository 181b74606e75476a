"""What a walk takes for itself, and when it keeps silent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.procedures import ActionOfferWalk, ActionSetWalkAside
from actions.turn import Events, Turn
from actions.walk_answers import answered_first
from knowledge import procedures as p
from knowledge.pauses import pause
from knowledge.procedures import Walk
from knowledge.records import Option, Step
from knowledge.sroi_case import Draft, Field
from knowledge.store import Store
from tests.actions.talking import FakeServices, FixedMatcher, procedure, said, topic, turn

PLAN = procedure(
    "routekaart",
    Step(
        "nodig",
        "Wat hebt u nodig?",
        question="Wat hebt u nodig?",
        options=(Option("grond", "Een pand of grond"), Option("geld", "Geld")),
    ),
    Step("bellen", "Bel de makelaar", only=({"nodig": ("grond",)},), do="Bel."),
    Step("bank", "Ga naar de bank", only=({"nodig": ("geld",)},), do="Ga."),
)
AT_QUESTION = p.start(PLAN)
AT_STEP = Walk("routekaart", "bank", {"nodig": "geld"})


@pytest.fixture
def services(empty_store: Store) -> FakeServices:
    return FakeServices(FixedMatcher((topic("evenementen"),), (PLAN,)), empty_store)


def walking(services: FakeServices, walk: Walk | None, text: str, intent: str, **more: Any) -> Turn:
    return turn(services, text, intent, walk=walk.as_dict() if walk else None, **more)


def now_at(events: Events | None) -> str:
    """The step where the walk is after these events."""
    assert events is not None
    return next(one["value"]["at"] for one in events if one["name"] == "walk")


@pytest.mark.parametrize("intent", ["ask_contact", "greet", "next_step", "feedback_wrong"])
def test_a_code_goes_on_whatever_the_message_was_taken_for(
    services: FakeServices, intent: str
) -> None:
    code = pause(services.store, AT_STEP, date.today())
    one = walking(services, AT_QUESTION, f"geld, met {code}", intent)
    assert now_at(answered_first(one)) == "bank"


@pytest.mark.parametrize("intent", ["ask_contact", "greet", "nlu_fallback", "compute_sroi"])
def test_an_answer_in_words_is_taken_whatever_it_was_taken_for(
    services: FakeServices, intent: str
) -> None:
    one = walking(services, AT_QUESTION, "een stuk grond", intent)
    assert now_at(answered_first(one)) == "bellen"


@pytest.mark.parametrize("intent", ["next_step", "skip_step", "take_away", "show_more"])
def test_a_move_is_no_answer(services: FakeServices, intent: str) -> None:
    assert answered_first(walking(services, AT_QUESTION, "geld", intent)) is None


@pytest.mark.parametrize("walk", [None, AT_STEP, Walk("routekaart", "nodig", is_finished=True)])
def test_without_a_question_at_hand_there_is_no_answer(
    services: FakeServices, walk: Walk | None
) -> None:
    assert answered_first(walking(services, walk, "geld", "ask_contact")) is None


def test_after_an_answer_in_between_words_are_no_answer(services: FakeServices) -> None:
    state = {**AT_QUESTION.as_dict(), "asides": 1}
    assert answered_first(turn(services, "geld", "ask_contact", walk=state)) is None


@pytest.mark.parametrize("walk", [None, AT_QUESTION, AT_STEP])
def test_a_button_of_a_question_answers_it_wherever_the_walk_is(
    services: FakeServices, walk: Walk | None
) -> None:
    one = walking(services, walk, "/choose_option", "choose_option", option="nodig=grond")
    assert now_at(answered_first(one)) == "bellen"


def test_a_button_of_something_else_is_left_to_others(services: FakeServices) -> None:
    picked = walking(services, AT_QUESTION, "/compute_sroi", "compute_sroi", option="nodig=geld")
    topic_ = walking(services, AT_QUESTION, "/choose_option", "choose_option", option="evenementen")
    gone = walking(services, AT_QUESTION, "/choose_option", "choose_option", option="weg=geld")
    assert [answered_first(one) for one in (picked, topic_, gone)] == [None, None, None]


ALARM = "er ligt iemand op de grond en hij ademt niet"


@pytest.mark.parametrize("text", [ALARM, "brand in het pand!"])
def test_nothing_follows_on_the_emergency_numbers(services: FakeServices, text: str) -> None:
    one = walking(services, AT_QUESTION, text, "emergency")
    events = ActionSetWalkAside().respond(one)
    assert said(one) == []
    assert now_at(events) == "nodig"


def test_no_social_return_case_is_offered_after_an_emergency(services: FakeServices) -> None:
    case = Draft(place="zonnedam", awaiting=Field.AMOUNT).as_dict()
    alarm = turn(services, ALARM, "emergency", sroi=case)
    events = ActionSetWalkAside().respond(alarm)
    assert said(alarm) == []
    assert [Draft.from_dict(one["value"]).asides for one in events] == [1]


def test_after_small_talk_the_walk_and_the_case_are_offered(services: FakeServices) -> None:
    case = Draft(place="zonnedam", awaiting=Field.AMOUNT).as_dict()
    walked = walking(services, AT_STEP, "dank u wel", "thank")
    computed = turn(services, "dank u wel", "thank", sroi=case)
    ActionOfferWalk().respond(walked)
    ActionOfferWalk().respond(computed)
    assert said(walked) == ["utter_walk_offer"]
    assert said(computed) == ["utter_sroi_offer"]
