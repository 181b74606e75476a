"""Posting to Teams when Teams is slow, full or broken: each reply once, in order."""

from __future__ import annotations

import asyncio
import json
import threading
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from rasa.core.channels.channel import UserMessage

from bot.teams.connector import LONGEST_WAIT, WAITS
from tests.bot.chat_server import TIMEOUT, FakeAssistant
from tests.teams.bot_server import BotServer, bot_serving
from tests.teams.people import Person, member
from tests.teams.stand_in import APP_ID, PASSWORD, TENANT, Fault, Refuse, Reset, Stall, StandIn

REPLIES = [{"text": f"antwoord {number}"} for number in range(3)]


@pytest.fixture(autouse=True)
def three_replies(colleague: FakeAssistant) -> None:
    colleague.replies = list(REPLIES)


def said(teams: StandIn, person: Person) -> list[str]:
    """Which replies arrived, in order."""
    arrived = [json.dumps(one) for one in teams.messages(person.conversation)]
    return [reply["text"] for message in arrived for reply in REPLIES if reply["text"] in message]


ALL = [reply["text"] for reply in REPLIES]
PASSING: dict[str, list[Fault]] = {
    "busy": [Refuse(429, {"Retry-After": "1"})],
    "a bad gateway": [Refuse(502)],
    "a precondition": [Refuse(412)],
    "a gateway that waits too long": [Refuse(504)],
    "a broken connection": [Reset()],
    "no answer": [Stall()],
    "one after another": [Refuse(502), Reset(), Refuse(429), Refuse(503)],
}


@pytest.mark.parametrize("faults", PASSING.values(), ids=PASSING)
def test_each_reply_arrives_once_and_in_order(
    teams: StandIn, colleague: FakeAssistant, faults: list[Fault]
) -> None:
    teams.faults.extend(faults)
    with bot_serving(teams, colleague.answer, read_timeout=0.3) as bot:
        person = bot.person()
        person.say("dag")
        bot.finish()
    assert said(teams, person) == ALL
    assert len(teams.messages()) == len(ALL)


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("7", 7), ("0", 0), (str(int(LONGEST_WAIT)), LONGEST_WAIT), ("onzin", WAITS[0])],
)
def test_it_waits_as_long_as_the_service_asks(
    bot_server: BotServer, teams: StandIn, person: Person, asked: str, waited: float
) -> None:
    teams.faults.append(Refuse(429, {"Retry-After": asked}))
    person.say("dag")
    bot_server.finish()
    assert bot_server.waits.seconds == [waited]
    assert said(teams, person) == ALL


def test_a_moment_in_retry_after_is_waited_for(
    bot_server: BotServer, teams: StandIn, person: Person
) -> None:
    moment = datetime.now(timezone.utc) + timedelta(seconds=100)
    teams.faults.append(Refuse(503, {"Retry-After": format_datetime(moment, usegmt=True)}))
    person.say("dag")
    bot_server.finish()
    (waited,) = bot_server.waits.seconds
    assert 0 < waited <= 100


def test_without_a_wish_it_waits_longer_and_longer_and_gives_up_in_the_end(
    bot_server: BotServer,
    teams: StandIn,
    person: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    teams.faults.extend([Refuse(502)] * (len(WAITS) + 1))
    person.say("mijn geheim")
    bot_server.finish()
    waits = bot_server.waits.seconds
    assert len(waits) == len(WAITS)
    assert waits == sorted(waits)
    assert said(teams, person) == ALL[1:]  # what could be delivered is
    assert "a reply could not be delivered to Teams: HTTP 502" in caplog.text
    assert not any(word in caplog.text for word in ("geheim", "antwoord", person.id))


@pytest.mark.parametrize("status", [400, 403, 404, 302])
def test_a_refusal_for_good_is_not_tried_again(
    bot_server: BotServer, teams: StandIn, person: Person, status: int
) -> None:
    teams.faults.append(Refuse(status, {"Location": "https://elders.example/"}))
    person.say("dag")
    bot_server.finish()
    assert bot_server.waits.seconds == []
    assert said(teams, person) == ALL[1:]


def test_a_wish_to_wait_very_long_is_a_refusal(
    bot_server: BotServer, teams: StandIn, person: Person
) -> None:
    teams.faults.append(Refuse(429, {"Retry-After": "86400"}))
    person.say("dag")
    bot_server.finish()
    assert bot_server.waits.seconds == []
    assert said(teams, person) == ALL[1:]


def test_a_slow_conversation_holds_up_no_other(teams: StandIn, colleague: FakeAssistant) -> None:
    stall = Stall()
    teams.faults.append(stall)
    with bot_serving(teams, colleague.answer) as bot:
        stuck, other = bot.person(), bot.person()
        stuck.say("dag")
        teams.wait_for(lambda: teams.calls["fault"] == 1)
        other.say("dag")
        teams.wait_for(lambda: said(teams, other) == ALL)
        assert said(teams, stuck) == []
        stall.is_over = True
        bot.finish()
    assert said(teams, stuck) == ALL


def test_messages_of_one_conversation_are_answered_one_after_another(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, person: Person
) -> None:
    teams.faults.append(Refuse(502))
    colleague.replies = list(REPLIES)
    for text in ("een", "twee", "drie"):
        person.say(text)
    bot_server.finish()
    assert [message.text for message in colleague.messages] == ["een", "twee", "drie"]
    assert said(teams, person) == ALL * 3


def test_the_request_is_answered_before_the_work_is_done(
    teams: StandIn, colleague: FakeAssistant
) -> None:
    released = threading.Event()

    async def wait(message: UserMessage) -> None:
        await asyncio.to_thread(released.wait, TIMEOUT)
        await colleague.answer(message)

    with bot_serving(teams, wait) as bot:
        person = bot.person()
        assert person.say("dag").status_code == 200
        teams.wait_for(lambda: bool(teams.posts))  # the dots
        assert teams.messages() == []
        released.set()
        bot.finish()
    assert said(teams, person) == ALL


def test_what_was_taken_is_finished_when_the_server_stops(
    teams: StandIn, colleague: FakeAssistant
) -> None:
    with bot_serving(teams, colleague.answer) as bot:
        person = bot.person()
        person.say("dag")
    assert said(teams, person) == ALL


# --- tokens --------------------------------------------------------------------------------------


def test_one_token_of_our_own_tenant_serves_every_request(
    bot_server: BotServer, teams: StandIn, person: Person
) -> None:
    for _ in range(3):
        person.say("dag")
    bot_server.finish()
    (asked,) = teams.token_requests
    assert asked["tenant"] == TENANT
    assert asked["client_id"] == APP_ID
    assert asked["client_secret"] == PASSWORD
    assert asked["scope"] == "https://api.botframework.com/.default"


def test_a_token_that_ends_within_minutes_is_renewed(
    bot_server: BotServer, teams: StandIn, person: Person
) -> None:
    teams.token_lasts = 4 * 60
    person.say("dag")
    bot_server.finish()
    assert len(teams.token_requests) > 1
    assert said(teams, person) == ALL


def test_a_token_that_is_refused_is_replaced(
    bot_server: BotServer, teams: StandIn, person: Person
) -> None:
    person.say("dag")
    bot_server.finish()
    teams.tokens.clear()
    person.say("nog eens")
    bot_server.finish()
    assert len(teams.token_requests) == 2
    assert said(teams, person) == ALL * 2


def test_without_a_token_nothing_is_posted_and_the_log_says_why(
    teams: StandIn, colleague: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    with bot_serving(teams, colleague.answer, app_password="a wrong one") as bot:
        bot.person().say("mijn geheim")
        bot.finish()
    assert teams.posts == []
    assert "token: invalid_client [7000215]" in caplog.text
    assert not any(word in caplog.text for word in ("geheim", "a wrong one"))


# --- who asks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [Refuse(404), Refuse(502), Refuse(429), Reset(), Stall()], ids=str
)
def test_when_teams_does_not_say_who_asks_they_are_public_and_answered(
    teams: StandIn, colleague: FakeAssistant, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    with bot_serving(teams, colleague.answer, read_timeout=0.3) as bot:
        person = bot.person()
        teams.members[person.id] = fault
        person.say("dag")
        bot.finish()
        teams.members[person.id] = member(person.id)
        person.say("dag")  # within a minute: not asked again
        bot.finish()
    audiences = [(message.metadata or {})["audience"] for message in colleague.messages]
    assert audiences == ["public", "public"]
    assert teams.calls["member"] == 1
    assert said(teams, person) == ALL * 2
    assert person.id not in caplog.text
