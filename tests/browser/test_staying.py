from __future__ import annotations

import pytest
from rasa.core.tracker_store import TrackerStore

from tests.bot.chat_server import ChatServer, serving
from tests.browser.cdp import Tab
from tests.browser.chat import ROOT, Chat

CHOICE = {
    "text": "Waarover?",
    "custom": {"type": "clarification", "topics": []},
    "buttons": [{"title": "Terrassen", "payload": "/ask_why"}],
}
CLOCK = "window.ahead = 0; const now = Date.now; Date.now = () => now() + window.ahead"


# --- a page load ---------------------------------------------------------------------------------


def test_a_conversation_survives_a_page_load(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CHOICE]
    chat.ask("wie gaat over terrassen?")
    chat.choose("Terrassen")
    chat.comes_back()
    assert chat.said() == ["wie gaat over terrassen?", "Terrassen"]
    assert chat.texts(".clarification p") == ["Waarover?", "Waarover?"]
    assert chat.texts(".option.chosen") == ["Terrassen (gekozen)"]
    chat.choose("Terrassen")
    assert server.assistant.messages[-1].text == "/ask_why"


def test_a_conversation_survives_a_restart_of_the_server(tab: Tab, store: TrackerStore) -> None:
    with serving(store=store) as server:
        tab.go(f"{server.address}/chat/")
        chat = Chat(tab).greets()
        server.assistant.replies = [CHOICE]
        chat.ask("wie gaat over terrassen?")
    with serving(store=store) as server:
        tab.go(f"{server.address}/chat/")  # a cookie is of a host, whichever its port
        chat.greets()
        assert chat.said() == ["wie gaat over terrassen?"]
        chat.choose("Terrassen")
        assert server.assistant.messages[-1].text == "/ask_why"


def test_after_a_page_load_the_last_question_is_in_sight(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [{"text": "\n".join(["regel"] * 30)}]
    for text in ("een", "twee", "drie"):
        chat.ask(text)
    chat.comes_back()
    top = "node.getBoundingClientRect().top - node.closest('.log').getBoundingClientRect().top"
    assert 0 <= chat.run(".message.user:nth-last-child(2)", top) < 100


def test_what_was_typed_survives_a_page_load(chat: Chat) -> None:
    chat.tab.type("een halve vraag")
    chat.comes_back()
    assert chat.value() == "een halve vraag"


def test_a_message_that_was_on_its_way_is_handled_once(chat: Chat, server: ChatServer) -> None:
    chat.ask("een")
    server.assistant.asked.clear()
    server.assistant.may_answer.clear()
    chat.tab.type("twee")
    chat.tab.press("Enter")
    assert server.assistant.asked.wait(20)
    chat.tab.reload()
    server.assistant.may_answer.set()
    chat.tab.wait_for(f"{ROOT}.querySelectorAll('.message.notice').length === 2")
    assert chat.said() == ["een", "twee"]
    assert chat.count(".failed") == 0
    assert [one.text for one in server.assistant.messages] == ["een", "twee"]


# --- beginning again -----------------------------------------------------------------------------


def test_beginning_again_is_confirmed_and_forgets_everything(
    chat: Chat, server: ChatServer
) -> None:
    chat.ask("een")
    chat.click("Begin opnieuw")
    assert chat.texts(".confirm p") == ["Wilt u dit gesprek wissen?"]
    chat.click("Ja, wis het")
    chat.wait_until_gone(".message.user")
    assert chat.texts("[aria-live=polite]") == ["Het gesprek is gewist."]
    chat.comes_back()
    assert chat.said() == []
    chat.ask("twee")
    first, second = server.assistant.messages
    assert first.sender_id != second.sender_id


def test_beginning_again_can_be_reconsidered(chat: Chat) -> None:
    chat.ask("een")
    chat.click("Begin opnieuw")
    chat.click("Nee")
    assert chat.said() == ["een"]
    assert chat.focus() == "Begin opnieuw"


def test_there_is_nothing_to_begin_again_before_a_question(chat: Chat) -> None:
    assert not chat.run(".head .quiet", "node.checkVisibility()")


def test_when_forgetting_does_not_work_it_is_said(chat: Chat) -> None:
    chat.ask("een")
    chat.tab.lose_connection()
    chat.click("Begin opnieuw")
    chat.click("Ja, wis het")
    chat.wait_for(".note")
    assert "niet gelukt" in chat.texts(".note p")[0]
    assert chat.said() == ["een"]


# --- silence -------------------------------------------------------------------------------------


@pytest.fixture
def clocked(tab: Tab, server: ChatServer) -> Chat:
    """A chat whose clock can be put forward."""
    tab.before_load(CLOCK)
    tab.go(f"{server.address}/chat/")
    return Chat(tab).greets()


def let_pass(chat: Chat, minutes: int) -> None:
    chat.tab.run(f"window.ahead = {minutes} * 60000")
    chat.tab.run("document.dispatchEvent(new Event('visibilitychange'))")


def test_two_minutes_before_the_end_it_warns(clocked: Chat) -> None:
    clocked.ask("een")
    let_pass(clocked, 27)
    assert clocked.count(".note") == 0
    let_pass(clocked, 28)
    assert clocked.texts(".note p") == [
        "Dit gesprek wordt over 2 minuten gewist. Typ iets als u verder wilt."
    ]
    clocked.ask("twee")
    assert clocked.count(".note") == 0


def test_after_half_an_hour_of_silence_nothing_of_it_is_shown(
    clocked: Chat, server: ChatServer, store: TrackerStore
) -> None:
    clocked.ask("een")
    clocked.tab.call("Network.clearBrowserCookies")  # as the browser does by then
    let_pass(clocked, 30)
    clocked.wait_for(".note")
    assert clocked.texts(".note p") == ["U hebt 30 minuten niets gestuurd. Het gesprek is gewist."]
    assert clocked.said() == []


def test_what_was_typed_is_not_kept_longer_than_the_conversation(clocked: Chat) -> None:
    clocked.ask("een")
    clocked.tab.type("een halve vraag")
    clocked.tab.before_load("window.ahead = 31 * 60000")
    clocked.tab.call("Network.clearBrowserCookies")
    clocked.tab.reload()
    clocked.greets()
    assert clocked.value() == ""
