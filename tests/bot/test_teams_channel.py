"""A conversation in Teams: what arrives, what is answered, and what is left alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.refusals import TOO_FAST
from bot.teams.answering import IN_COMPANY, STALE_BUTTON, WELCOME
from tests.bot.chat_server import COUNTER_PHONE, FakeAssistant
from tests.teams.bot_server import BotServer, bot_serving
from tests.teams.people import BOT, Person, actions_of, member, some_id
from tests.teams.stand_in import StandIn

OPTION = '/choose_option{"option": "terrassen"}'
CLARIFICATION = {
    "text": "Waar gaat het over?",
    "buttons": [{"title": "Terrassen", "payload": OPTION}],
    "custom": {"type": "clarification", "topics": ["terrassen"], "skill": "contact"},
}


def shown(activity: dict[str, Any]) -> str:
    """Everything that stands in a message."""
    return json.dumps(activity, ensure_ascii=False)


# --- a message and its answer --------------------------------------------------------------------


def test_a_message_is_answered_in_its_conversation(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant
) -> None:
    colleague.replies = [{"text": "een"}, {"text": "twee"}]
    person = bot_server.person()
    assert person.post(person.activity(id="vraag-1", text="wie gaat over terrassen")).text == ""
    bot_server.finish()
    posts = [one for one in teams.posts if one.activity["type"] == "message"]
    assert [one.conversation for one in posts] == [person.conversation] * 2
    assert [one.reply_to for one in posts] == ["vraag-1"] * 2
    assert ["een" in shown(one.activity) for one in posts] == [True, False]
    assert [one.activity["recipient"]["id"] for one in posts] == [person.id] * 2
    assert [one.activity["from"]["id"] for one in posts] == [BOT] * 2


def test_dots_show_that_an_answer_is_on_its_way(
    bot_server: BotServer, teams: StandIn, person: Person
) -> None:
    person.say("wie gaat over terrassen")
    bot_server.finish()
    assert [one.activity["type"] for one in teams.posts] == ["typing", "message"]


def test_the_assistant_learns_channel_and_municipality_but_no_trust(
    bot_server: BotServer, colleague: FakeAssistant, person: Person
) -> None:
    person.say("wie gaat over terrassen")
    bot_server.finish()
    (message,) = colleague.messages
    assert message.input_channel == "teams"
    assert message.metadata == {"municipality": "voorbeeldstad", "audience": "public"}
    assert message.sender_id.startswith("teams-")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<at>Wegwijzer</at> wie gaat over terrassen?", "wie gaat over terrassen?"),
        ("wie gaat&nbsp;over terrassen &amp; stoepen", "wie gaat over terrassen & stoepen"),
        ("<p>wie gaat over <b>terrassen</b></p>", "wie gaat over terrassen"),
        ("is <at id='1'>Jan de Vries</at> de inkoper?", "is de inkoper?"),
        ("mijn bsn is 111222333", "mijn bsn is [bsn]"),
        ("/choose_option terrassen", "choose_option terrassen"),
    ],
)
def test_a_text_reaches_the_assistant_plain_and_without_personal_data(
    bot_server: BotServer, colleague: FakeAssistant, person: Person, written: str, read: str
) -> None:
    person.say(written)
    bot_server.finish()
    assert [message.text for message in colleague.messages] == [read]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a" * 1001, "Uw bericht is te lang"), ("", "Ik zie geen tekst")],
    ids=["too long", "empty"],
)
def test_what_cannot_be_taken_is_answered_with_the_reason(
    bot_server: BotServer,
    teams: StandIn,
    colleague: FakeAssistant,
    person: Person,
    text: str,
    reason: str,
) -> None:
    person.say(text)
    bot_server.finish()
    (message,) = teams.messages()
    assert reason in shown(message)
    assert colleague.messages == []


# --- buttons -------------------------------------------------------------------------------------


def pressed_button(bot_server: BotServer, teams: StandIn, person: Person) -> dict[str, Any]:
    """The button of the clarification that the person gets."""
    person.say("terras")
    bot_server.finish()
    (action,) = actions_of(teams.messages(person.conversation)[-1])
    return action


def test_a_press_of_a_button_is_what_the_assistant_offered(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, person: Person
) -> None:
    colleague.replies = [CLARIFICATION]
    action = pressed_button(bot_server, teams, person)
    assert OPTION not in [action["data"]["msteams"]["value"]["payload"]]
    assert person.press(action).status_code == 200
    bot_server.finish()
    assert [message.text for message in colleague.messages] == ["terras", OPTION]


def test_teams_may_give_the_value_of_a_button_as_text(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, person: Person
) -> None:
    colleague.replies = [CLARIFICATION]
    value = pressed_button(bot_server, teams, person)["data"]["msteams"]["value"]
    person.post(person.activity(text="Terrassen", value=json.dumps(value)))
    bot_server.finish()
    assert colleague.messages[-1].text == OPTION


def test_a_button_of_another_person_or_conversation_does_not_work(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, person: Person
) -> None:
    colleague.replies = [CLARIFICATION]
    action = pressed_button(bot_server, teams, person)
    others = [
        bot_server.person(conversation=person.conversation),
        bot_server.person(id=person.id),
    ]
    for other in others:
        other.press(action)
    bot_server.finish()
    assert [message.text for message in colleague.messages] == ["terras"]
    assert all(STALE_BUTTON in shown(one) for one in teams.messages()[1:])
    assert len(teams.messages()) == 3


@pytest.mark.parametrize("payload", [OPTION, f"x.{OPTION}", "é.\ud800", "." * 5000])
def test_a_made_up_payload_does_not_work(
    bot_server: BotServer, colleague: FakeAssistant, person: Person, payload: str
) -> None:
    assert person.post(person.activity(text="x", value={"payload": payload})).status_code == 200
    bot_server.finish()
    assert colleague.messages == []


@pytest.mark.parametrize("value", [{"text": "Start de routekaart."}, {"other": 1}, "[" * 900, "x"])
def test_a_button_without_payload_says_its_text(
    bot_server: BotServer, colleague: FakeAssistant, person: Person, value: Any
) -> None:
    person.post(person.activity(text="Start de routekaart.", value=value))
    bot_server.finish()
    assert [message.text for message in colleague.messages] == ["Start de routekaart."]


# --- who hears what ------------------------------------------------------------------------------


def test_every_person_has_a_conversation_of_their_own_in_every_place(
    bot_server: BotServer, colleague: FakeAssistant
) -> None:
    person = bot_server.person()
    elsewhere = [
        person,
        bot_server.person(id=person.id),
        bot_server.person(id=person.id, scope="groupChat"),
        bot_server.person(id=person.id, scope="channel", conversation="19:a;messageid=1"),
        bot_server.person(id=person.id, scope="channel", conversation="19:a;messageid=2"),
        bot_server.person(conversation=person.conversation),
        person,
    ]
    for one in elsewhere:
        one.mention("dag")
        bot_server.finish()
    senders = [message.sender_id for message in colleague.messages]
    assert len(set(senders)) == len(elsewhere) - 1
    assert senders[0] == senders[-1]


def test_the_name_of_a_conversation_tells_nobody_who_it_is(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant
) -> None:
    person = bot_server.person()
    person.say("dag")
    bot_server.finish()
    with bot_serving(teams, colleague.answer, secret=b"of another server") as other:
        other.person(id=person.id, conversation=person.conversation).say("dag")
        other.finish()
    first, second = (message.sender_id for message in colleague.messages)
    assert first != second
    assert person.id[3:] not in first


@pytest.mark.parametrize("scope", ["groupChat", "channel"])
def test_in_company_only_a_message_that_mentions_the_bot_is_answered(
    bot_server: BotServer, colleague: FakeAssistant, scope: str
) -> None:
    person = bot_server.person(scope=scope, conversation="19:gesprek@thread.tacv2;messageid=1")
    person.say("dit gaat u niet aan")
    person.mention("wie gaat over terrassen")
    bot_server.finish()
    assert [message.text for message in colleague.messages] == ["wie gaat over terrassen"]


def test_an_answer_in_a_channel_goes_to_its_thread(bot_server: BotServer, teams: StandIn) -> None:
    thread = "19:ab/c@thread.tacv2;messageid=1719"
    bot_server.person(scope="channel", conversation=thread).mention("dag")
    bot_server.finish()
    assert {one.conversation for one in teams.posts} == {thread}


# --- staff ---------------------------------------------------------------------------------------


def audience(bot_server: BotServer, colleague: FakeAssistant, person: Person) -> str:
    person.mention("wie gaat over inkoop")
    bot_server.finish()
    metadata = colleague.messages[-1].metadata
    assert metadata
    return str(metadata["audience"])


def test_verified_staff_see_what_is_internal(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, person: Person
) -> None:
    teams.members[person.id] = member(person.id)
    assert audience(bot_server, colleague, person) == "internal"


@pytest.mark.parametrize("scope", ["groupChat", "channel", "", "Personal"])
def test_where_others_may_read_along_staff_are_public_too(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, scope: str
) -> None:
    person = bot_server.person(scope=scope)
    teams.members[person.id] = member(person.id)
    assert audience(bot_server, colleague, person) == "public"
    assert teams.calls["member"] == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"tenantId": some_id()},
        {"tenantId": None},
        {"objectId": None},
        {"objectId": ""},
        {"userRole": "guest"},
        {"userRole": "anonymous"},
        {"userRole": None},
        {"userPrincipalName": "jan_bedrijf.example#EXT#@voorbeeldstad.onmicrosoft.com"},
        {"userPrincipalName": "jan_bedrijf.example#ext#@voorbeeldstad.onmicrosoft.com"},
        {"userPrincipalName": None},
        {"id": "29:somebody-else"},
    ],
)
def test_whoever_is_no_plain_user_of_the_tenant_is_public(
    bot_server: BotServer,
    teams: StandIn,
    colleague: FakeAssistant,
    person: Person,
    changed: dict[str, Any],
) -> None:
    teams.members[person.id] = {**member(person.id), **changed}
    assert audience(bot_server, colleague, person) == "public"


def test_teams_is_asked_who_somebody_is_once_an_hour(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, person: Person
) -> None:
    teams.members[person.id] = member(person.id)
    assert audience(bot_server, colleague, person) == "internal"
    assert audience(bot_server, colleague, person) == "internal"
    assert teams.calls["member"] == 1


# --- greetings and the rest ----------------------------------------------------------------------


def test_when_installed_it_says_once_who_it_is_and_what_can_be_asked(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, person: Person
) -> None:
    colleague.replies = [{"text": "Dit kunt u vragen", "custom": {"type": "menu", "examples": []}}]
    person.install()
    bot_server.finish()
    welcome, menu = teams.messages()
    assert WELCOME in shown(welcome)
    assert "geen mens" in WELCOME
    assert "Dit kunt u vragen" in shown(menu)
    assert [message.text for message in colleague.messages] == ["/help"]


def test_in_company_it_says_who_it_is_and_how_to_call_it(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant
) -> None:
    bot_server.person(scope="channel").install()
    bot_server.finish()
    (welcome,) = teams.messages()
    assert f"{WELCOME} {IN_COMPANY}" in shown(welcome)
    assert colleague.messages == []


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:somebody"}]},
        {"type": "conversationUpdate", "membersRemoved": [{"id": BOT}]},
        {"type": "installationUpdate", "action": "remove"},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}], "replyToId": "1"},
        {"type": "messageUpdate", "text": "wie gaat over terrassen"},
        {"type": "typing"},
        {"type": "invoke", "name": "task/fetch", "value": {"payload": "x"}},
        {"type": "event", "name": "x"},
        {"type": "van later"},
    ],
    ids=lambda fields: str(fields["type"]),
)
def test_what_needs_no_answer_is_taken_and_left_alone(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, fields: dict[str, Any]
) -> None:
    person = bot_server.person()
    assert person.post(person.activity(**fields)).status_code == 200
    bot_server.finish()
    assert teams.posts == []
    assert colleague.messages == []


def test_the_same_activity_is_handled_once(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, person: Person
) -> None:
    activity = person.activity(text="wie gaat over terrassen")
    for _ in range(3):
        assert person.post(activity).status_code == 200
    bot_server.finish()
    assert len(colleague.messages) == len(teams.messages()) == 1


# --- when things go wrong ------------------------------------------------------------------------


def test_when_the_assistant_fails_the_user_gets_an_apology_and_the_log_no_text(
    bot_server: BotServer,
    teams: StandIn,
    colleague: FakeAssistant,
    person: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    colleague.failure = RuntimeError("secret details: jan")
    person.say("mijn geheim")
    bot_server.finish()
    (message,) = teams.messages()
    assert COUNTER_PHONE in shown(message)
    assert "RuntimeError" in caplog.text
    for secret in ("geheim", "jan", "Anna", person.id, person.conversation):
        assert secret not in caplog.text


def test_after_twenty_messages_a_person_is_asked_once_for_patience(
    bot_server: BotServer, teams: StandIn, colleague: FakeAssistant, person: Person
) -> None:
    for _ in range(20):
        person.say("dag")
        bot_server.finish()
    for _ in range(3):
        assert person.say("dag").status_code == 200
    bot_server.finish()
    assert len(colleague.messages) == 20
    assert len(teams.messages()) == 21
    assert TOO_FAST in shown(teams.messages()[-1])
    bot_server.person().say("dag")
    bot_server.finish()
    assert len(colleague.messages) == 21
