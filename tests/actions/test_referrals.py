"""Whoever is referred can say whether that was right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from actions.conversation import ActionRecordFeedback
from actions.referrals import say_plan, say_referral
from actions.services import Services
from actions.turn import Turn
from knowledge.ledger import Cause
from knowledge.matching import Candidate
from knowledge.models import LedgerRow
from knowledge.store import Store
from tests.actions.talking import said, turn

FEEDBACK = ["/feedback_right", "/feedback_wrong"]


@pytest.fixture
def services(store: Store) -> Iterator[Services]:
    one = Services(store)
    yield one
    one.matcher.close()


def in_zonnedam(services: Services, text: str = "bij wie moet ik zijn", intent: str = "") -> Turn:
    slots = {"municipality": "zonnedam", "topic": "subsidies", "question": "wie geeft subsidie"}
    return turn(services, text, intent, **slots)


def candidates(one: Turn, *keys: str) -> list[Candidate]:
    return [Candidate(topic, 1.0, ()) for topic in one.find_topics(keys)]


def payloads(one: Turn) -> list[str]:
    (message,) = one.dispatcher.messages
    return [button["payload"] for button in message["buttons"]]


@pytest.mark.parametrize(
    ("topic", "response"),
    [
        ("sociaal_ondernemen", "utter_contact"),
        ("subsidies", "utter_contact_unconfirmed"),
        ("evenementen", "utter_contact_expired"),
        ("voedselverspilling", "utter_contact_fallback"),
        ("ww_uitkering", "utter_contact_external"),
    ],
)
def test_a_referral_ends_with_both_kinds_of_feedback(
    services: Services, topic: str, response: str
) -> None:
    one = in_zonnedam(services)
    (candidate,) = candidates(one, topic)
    say_referral(one, candidate.topic, also=candidates(one, "inkoop"))
    assert said(one) == [response]
    assert payloads(one)[-2:] == FEEDBACK


def test_a_plan_ends_with_both_kinds_of_feedback_after_its_topics(services: Services) -> None:
    one = in_zonnedam(services)
    say_plan(one, candidates(one, "subsidies", "evenementen"), (), 0.9)
    chosen = [f'/choose_option{{"option": "{key}"}}' for key in ("subsidies", "evenementen")]
    assert payloads(one) == [*chosen, *FEEDBACK]


@pytest.mark.parametrize(
    ("payload", "cause"),
    [
        ("/feedback_right", Cause.FEEDBACK_RIGHT),
        ("/feedback_wrong", Cause.FEEDBACK_WRONG),
    ],
)
def test_feedback_is_written_down_with_the_question_and_the_topic(
    services: Services, payload: str, cause: Cause
) -> None:
    ActionRecordFeedback().answer(in_zonnedam(services, payload, payload[1:]))
    with services.store.reading() as session:
        (row,) = session.execute(select(LedgerRow)).scalars()
    assert (row.cause, row.topic_key, row.question) == (
        cause.value,
        "subsidies",
        "wie geeft subsidie",
    )
