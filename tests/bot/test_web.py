from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from bot.channels.outgoing import APOLOGY
from bot.channels.web import COOKIE, WebChannel
from tests.bot.chat_server import (
    COUNTER_PHONE,
    TIMEOUT,
    ChatServer,
    FakeAssistant,
    new_id,
    post,
    serving,
)

OPTION = '/choose_option{"option": "terrassen"}'
CLARIFICATION = {
    "text": "Waar gaat het over?",
    "buttons": [{"title": "Terrassen", "payload": OPTION}],
    "custom": {"type": "clarification", "topics": ["terrassen"]},
}


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


# --- a message and its answer --------------------------------------------------------------------


def test_a_message_reaches_the_assistant_and_its_replies_come_back(server: ChatServer) -> None:
    server.assistant.replies = [{"text": "een"}, {"text": "twee", "custom": {"type": "contact"}}]
    with server.client() as client:
        answer = post(client, text="wie gaat over terrassen")
    assert answer.status_code == 200
    assert answer.json()["replies"] == [
        {"type": "notice", "text": "een", "buttons": []},
        {"type": "contact", "text": "twee", "buttons": []},
    ]


def test_the_assistant_learns_channel_and_municipality_but_no_trust(
    server: ChatServer, assistant: FakeAssistant
) -> None:
    with server.client() as client:
        post(client, text="wie gaat over terrassen")
    (message,) = assistant.messages
    assert message.text == "wie gaat over terrassen"
    assert message.input_channel == "web"
    assert message.metadata == {"municipality": "zonnedam"}  # no audience: the public


def test_personal_data_never_reaches_the_assistant(
    server: ChatServer, assistant: FakeAssistant
) -> None:
    with server.client() as client:
        post(client, text="mijn bsn is 111222333 en ik heet jan@voorbeeld.example")
    assert assistant.messages[0].text == "mijn bsn is [bsn] en ik heet [e-mail]"


def test_html_in_a_reply_stays_text_in_json(server: ChatServer, assistant: FakeAssistant) -> None:
    assistant.replies = [{"text": "<script>alert(1)</script>"}]
    with server.client() as client:
        answer = post(client, text="wie")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["replies"][0]["text"] == "<script>alert(1)</script>"


# --- the session ---------------------------------------------------------------------------------


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(server: ChatServer) -> None:
    with server.client() as client:
        cookie = post(client, text="dag").headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")}
    assert cookie.startswith(f"{COOKIE}=")
    assert {"httponly", "samesite=strict", "path=/chat", "max-age=1800"} <= parts
    assert "secure" not in parts  # over http a browser would drop it
    assert not any(part.startswith("domain") for part in parts)


def test_a_visitor_keeps_one_conversation_and_another_gets_another(
    server: ChatServer, assistant: FakeAssistant
) -> None:
    with server.client() as one, server.client() as other:
        for client in (one, other, one):
            post(client, text="dag")
    first, second, third = (message.sender_id for message in assistant.messages)
    assert first == third
    assert first != second


@pytest.mark.parametrize("cookie", ["made.up", "web-0000", "é.é", "", '"\\351.\\351"'])
def test_a_made_up_cookie_gets_a_new_session(
    server: ChatServer, assistant: FakeAssistant, cookie: str
) -> None:
    headers = {"Cookie": f"{COOKIE}={cookie}".encode()}
    answer = httpx.post(
        f"{server.address}/chat/messages",
        json={"id": new_id(), "text": "dag"},
        headers=headers,
        timeout=TIMEOUT,
    )
    assert answer.status_code == 200
    assert answer.cookies[COOKIE] != cookie
    assert re.fullmatch("web-[0-9a-f]{40}", assistant.messages[0].sender_id)


def test_a_cookie_of_another_server_gets_a_new_session(assistant: FakeAssistant) -> None:
    with serving(b"one") as one, serving(b"another") as another:
        with one.client() as client:
            cookie = post(client, text="dag").cookies[COOKIE]
        with another.client(Cookie=f"{COOKIE}={cookie}") as client:
            assert post(client, text="dag").cookies[COOKIE] != cookie


# --- buttons -------------------------------------------------------------------------------------


def test_a_button_comes_sealed_and_works_in_its_own_conversation(
    server: ChatServer, assistant: FakeAssistant
) -> None:
    assistant.replies = [CLARIFICATION]
    with server.client() as client:
        (button,) = post(client, text="terras").json()["replies"][0]["buttons"]
        assert button["title"] == "Terrassen"
        assert button["payload"] != OPTION
        assert post(client, payload=button["payload"]).status_code == 200
    assert [message.text for message in assistant.messages] == ["terras", OPTION]


def test_a_button_of_another_conversation_does_not_work(
    server: ChatServer, assistant: FakeAssistant
) -> None:
    assistant.replies = [CLARIFICATION]
    with server.client() as one, server.client() as other:
        (button,) = post(one, text="terras").json()["replies"][0]["buttons"]
        post(other, text="dag")
        stale = post(other, payload=button["payload"])
    assert error(stale) == (400, "Deze knop werkt niet meer. Typ uw vraag opnieuw.")
    assert OPTION not in [message.text for message in assistant.messages]


@pytest.mark.parametrize("text", [OPTION, f"  {OPTION}", f"\uff0f{OPTION[1:]}", "/restart"])
def test_a_typed_command_reaches_the_assistant_as_text(
    server: ChatServer, assistant: FakeAssistant, text: str
) -> None:
    assistant.replies = [CLARIFICATION]
    with server.client() as client:
        post(client, text="terras")
        post(client, text=text)
    assert not assistant.messages[-1].text.startswith("/")


def test_a_sealed_payload_typed_as_text_is_text(
    server: ChatServer, assistant: FakeAssistant
) -> None:
    assistant.replies = [CLARIFICATION]
    with server.client() as client:
        (button,) = post(client, text="terras").json()["replies"][0]["buttons"]
        post(client, text=button["payload"])
    assert not assistant.messages[-1].text.startswith("/")


# --- when things go wrong ------------------------------------------------------------------------


def test_when_the_assistant_fails_the_visitor_gets_an_apology_with_a_phone_number(
    server: ChatServer, assistant: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.failure = RuntimeError("secret details: jan")
    with server.client() as client:
        answer = post(client, text="mijn geheim")
    (reply,) = answer.json()["replies"]
    assert answer.status_code == 200
    assert reply["text"] == f"{APOLOGY}, of bel {COUNTER_PHONE}."
    assert reply["type"] == "notice"
    assert "RuntimeError" in caplog.text
    assert "geheim" not in caplog.text
    assert "jan" not in caplog.text


def test_when_the_assistant_says_nothing_the_visitor_gets_the_apology_too(
    server: ChatServer, assistant: FakeAssistant
) -> None:
    assistant.replies = []
    with server.client() as client:
        (reply,) = post(client, text="dag").json()["replies"]
    assert COUNTER_PHONE in reply["text"]


def test_what_was_said_before_a_failure_is_not_lost(
    server: ChatServer, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stumble(message: Any) -> None:
        await message.output_channel.send_response(message.sender_id, {"text": "Bel 112."})
        raise RuntimeError

    monkeypatch.setattr(assistant, "answer", stumble)
    with server.client() as client:
        (reply,) = post(client, text="dag").json()["replies"]
    assert reply["text"] == "Bel 112."


def test_after_twenty_messages_a_visitor_has_to_wait(
    server: ChatServer, assistant: FakeAssistant
) -> None:
    with server.client() as client, server.client() as other:
        statuses = [post(client, text="dag").status_code for _ in range(20)]
        refused = post(client, text="dag")
        assert statuses == [200] * 20
        assert error(refused) == (
            429,
            "Dat gaat te snel. Wacht een minuut en probeer het opnieuw.",
        )
        assert post(other, text="dag").status_code == 200
    assert len(assistant.messages) == 21


def test_leaving_the_cookie_out_does_not_escape_the_limit(server: ChatServer) -> None:
    with server.client() as client:
        statuses = []
        for _ in range(121):
            client.cookies.clear()
            statuses.append(post(client, text="dag").status_code)
    assert statuses == [200] * 120 + [429]


# --- configuration -------------------------------------------------------------------------------


def test_the_channel_reads_its_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWIJZER_SECRET", "of this test")
    assert isinstance(WebChannel.from_credentials(None), WebChannel)
    assert isinstance(WebChannel.from_credentials({"municipality": "a"}), WebChannel)
    assert WebChannel.name() == "web"
