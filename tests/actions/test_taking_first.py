"""What goes with something before it is taken for that, whatever kind of message it seemed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from actions.base import ConversationAction
from actions.turn import Events, Turn
from knowledge import procedures as p
from knowledge.records import Option, Step
from knowledge.sroi_case import Draft, Field
from knowledge.store import Store
from tests.actions.talking import FakeServices, FixedMatcher, procedure, said, topic, turn

PLAN = procedure(
    "routekaart",
    Step("nodig", "Nodig", question="Wat hebt u nodig?", options=(Option("geld", "Geld"),)),
    Step("bank", "Ga naar de bank", do="Ga."),
)
CASE = Draft(place="zonnedam", awaiting=Field.AMOUNT).as_dict()


class Other(ConversationAction):
    """Answers what was not taken first."""

    def name(self) -> str:
        return "action_other"

    def answer(self, turn: Turn) -> Events:
        turn.dispatcher.utter_message(response="utter_other")
        return []


@pytest.fixture
def services(store: Store) -> FakeServices:
    return FakeServices(FixedMatcher((topic("evenementen"),), (PLAN,)), store)


def slots(events: Events) -> Sequence[str]:
    return [event["name"] for event in events]


def test_an_answer_at_a_question_is_taken(services: FakeServices) -> None:
    one = turn(services, "geld", "ask_contact", walk=p.start(PLAN).as_dict())
    assert "walk" in slots(Other().respond(one))
    assert said(one) == ["utter_step"]


def test_what_may_be_danger_is_no_answer_at_a_question(services: FakeServices) -> None:
    one = turn(services, "geld", "possible_emergency", walk=p.start(PLAN).as_dict())
    Other().respond(one)
    assert said(one)[0] == "utter_other"


def test_an_amount_that_was_asked_for_is_taken(services: FakeServices) -> None:
    one = turn(services, "250.000 euro", "ask_contact", sroi=CASE)
    assert slots(Other().respond(one))[0] == "sroi"
    assert "utter_other" not in said(one)


def test_what_may_be_danger_is_no_amount(services: FakeServices) -> None:
    one = turn(services, "250.000 euro", "possible_emergency", sroi=CASE)
    Other().respond(one)
    assert said(one)[0] == "utter_other"


def test_a_message_of_its_own_is_not_taken(services: FakeServices) -> None:
    one = turn(services, "wie gaat er over evenementen", "ask_contact", sroi=CASE)
    Other().respond(one)
    assert said(one)[0] == "utter_other"


@pytest.mark.parametrize("text", ["Zonnedam", "en in Zonnedam?", "nee, gemeente Zonnedam"])
def test_a_bare_municipality_answers_the_question_at_hand(
    services: FakeServices, text: str
) -> None:
    one = turn(services, text, "ask_example", topic="evenementen")
    events = Other().respond(one)
    assert said(one)[0].startswith("utter_contact_")
    assert [event["value"] for event in events if event["name"] == "municipality"] == ["zonnedam"]


def test_a_municipality_and_more_is_a_message_of_its_own(services: FakeServices) -> None:
    one = turn(services, "voorbeelden uit Zonnedam", "ask_example", topic="evenementen")
    Other().respond(one)
    assert said(one) == ["utter_other"]


def test_a_municipality_while_choosing_is_noted_and_the_choice_stays(
    services: FakeServices,
) -> None:
    one = turn(services, "Zonnedam", "ask_contact", options=["evenementen"])
    Other().respond(one)
    assert said(one) == ["utter_municipality_noted", "utter_clarify"]
