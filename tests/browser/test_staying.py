from __future__ import annotations

from collections.abc import Iterator

import pytest
from rasa.core.tracker_store import TrackerStore

from bot.channels.web_settings import WebSettings
from tests.bot.chat_server import ChatServer, serving
from tests.browser.cdp import Tab
from tests.browser.chat import ROOT, Chat

RETRY = "Opnieuw versturen"
NO_CONNECTION = "Niet verstuurd. Er is geen verbinding."
CHOICE = {
    "text": "Waarover?",
    "custom": {"type": "clarification", "topics": []},
    "buttons": [{"title": "Terrassen", "payload": "/ask_why"}],
}
LOSSY = """
const real = window.fetch;
window.fetch = async (...given) => {
  const answer = await real(...given);
  if (window.losesAnswers) throw new TypeError("Failed to fetch");
  return answer;
};
"""
CLOCK = "window.ahead = 0; const now = Date.now; Date.now = () => now() + window.ahead"


def said(chat: Chat) -> list[str]:
    return chat.texts(".message.user p:not(.error)")


def come_back(chat: Chat) -> None:
    """Open the page again."""
    chat.tab.reload()
    chat.greets()


# --- a page load ---------------------------------------------------------------------------------


def test_a_conversation_survives_a_page_load(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CHOICE]
    chat.ask("wie gaat over terrassen?")
    chat.choose("Terrassen")
    come_back(chat)
    assert said(chat) == ["wie gaat over terrassen?", "Terrassen"]
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
        assert said(chat) == ["wie gaat over terrassen?"]
        chat.choose("Terrassen")
        assert server.assistant.messages[-1].text == "/ask_why"


def test_after_a_page_load_the_last_question_is_in_sight(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [{"text": "\n".join(["regel"] * 30)}]
    for text in ("een", "twee", "drie"):
        chat.ask(text)
    come_back(chat)
    top = "node.getBoundingClientRect().top - node.closest('.log').getBoundingClientRect().top"
    assert 0 <= chat.run(".message.user:nth-last-child(2)", top) < 100


def test_what_was_typed_survives_a_page_load(chat: Chat) -> None:
    chat.tab.type("een halve vraag")
    come_back(chat)
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
    assert said(chat) == ["een", "twee"]
    assert chat.count(".failed") == 0
    assert [one.text for one in server.assistant.messages] == ["een", "twee"]


# --- a lost connection ---------------------------------------------------------------------------


def test_a_lost_connection_is_shown_and_the_message_can_be_sent_again(
    chat: Chat, server: ChatServer
) -> None:
    chat.tab.lose_connection()
    chat.ask("wie gaat over terrassen?")
    assert chat.texts(".failed .error") == [NO_CONNECTION]
    assert chat.texts(".failed .retry") == [RETRY]
    chat.tab.lose_connection(False)
    chat.choose(RETRY)
    assert chat.count(".failed") == 0
    assert chat.texts(".message.user, .message.notice") == [
        "U: wie gaat over terrassen?",
        "Wegwijzer: Dag!",
    ]
    assert [one.text for one in server.assistant.messages] == ["wie gaat over terrassen?"]


@pytest.fixture
def lossy(tab: Tab, server: ChatServer) -> Chat:
    """A chat whose messages arrive, but whose answers do not."""
    tab.before_load(LOSSY)
    tab.go(f"{server.address}/chat/")
    chat = Chat(tab).greets()
    tab.run("window.losesAnswers = true")
    return chat


def test_an_answer_that_got_lost_is_asked_again_without_asking_twice(
    lossy: Chat, server: ChatServer
) -> None:
    lossy.ask("wie gaat over terrassen?")
    lossy.tab.run("window.losesAnswers = false")
    lossy.choose(RETRY)
    assert lossy.texts(".message.notice p") == ["Dag!"]
    assert len(server.assistant.messages) == 1


def test_an_answer_that_got_lost_is_there_after_a_page_load(
    lossy: Chat, server: ChatServer
) -> None:
    lossy.ask("wie gaat over terrassen?")
    lossy.tab.run("window.losesAnswers = false")
    come_back(lossy)
    assert said(lossy) == ["wie gaat over terrassen?"]
    assert lossy.texts(".message.notice p") == ["Dag!"]
    assert lossy.count(".failed") == 0


def test_a_message_that_was_not_sent_survives_a_page_load(chat: Chat, server: ChatServer) -> None:
    chat.tab.lose_connection()
    chat.ask("wie gaat over terrassen?")
    chat.tab.lose_connection(False)
    come_back(chat)
    assert chat.texts(".failed .error") == [NO_CONNECTION]
    chat.choose(RETRY)
    come_back(chat)
    assert said(chat) == ["wie gaat over terrassen?"]
    assert len(server.assistant.messages) == 1


def test_a_button_can_be_sent_again(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CHOICE]
    chat.ask()
    chat.tab.lose_connection()
    chat.choose("Terrassen")
    chat.tab.lose_connection(False)
    chat.choose(RETRY)
    assert server.assistant.messages[-1].text == "/ask_why"


def test_without_a_server_it_greets_apologises_and_says_what_to_do(
    launcher: Chat,
) -> None:
    launcher.tab.lose_connection()
    launcher.click("Stel uw vraag")
    launcher.greets()
    assert "digitale assistent" in launcher.texts(".greeting p")[0]
    assert launcher.texts(".trouble p") == [
        "De wegwijzer is nu niet te bereiken. Probeer het over een paar minuten opnieuw.",
        "Kunt u niet wachten? Bel het algemene nummer van uw gemeente.",
    ]
    launcher.tab.lose_connection(False)
    launcher.ask()
    assert launcher.count(".trouble") == 0


# --- refused -------------------------------------------------------------------------------------


@pytest.fixture
def hasty(tab: Tab) -> Iterator[Chat]:
    """A server that takes one message a minute."""
    with serving(settings=WebSettings(messages_per_minute=1)) as server:
        tab.go(f"{server.address}/chat/")
        chat = Chat(tab).appears()
        chat.ask("dag")
        yield chat


def test_when_it_goes_too_fast_the_reason_is_shown_and_the_text_is_kept(hasty: Chat) -> None:
    hasty.ask("nog een vraag")
    (reason,) = hasty.texts(".failed .error")
    assert "te snel" in reason
    assert said(hasty)[-1] == "nog een vraag"
    assert hasty.texts(".failed .retry") == [RETRY]


def test_a_button_of_another_session_cannot_be_sent_again(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CHOICE]
    chat.ask()
    chat.tab.call("Network.clearBrowserCookies")
    chat.choose("Terrassen")
    assert "Deze knop werkt niet meer" in chat.texts(".failed .error")[0]
    assert chat.count(".retry") == 0


def test_a_text_that_is_refused_comes_back_to_be_changed(chat: Chat) -> None:
    chat.tab.run(f"{ROOT}.querySelector('textarea').maxLength = 5000")
    chat.ask("a" * 1500)
    assert chat.value() == "a" * 1500
    assert chat.count(".retry") == 0


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
    come_back(chat)
    assert said(chat) == []
    chat.ask("twee")
    first, second = server.assistant.messages
    assert first.sender_id != second.sender_id


def test_beginning_again_can_be_reconsidered(chat: Chat) -> None:
    chat.ask("een")
    chat.click("Begin opnieuw")
    chat.click("Nee")
    assert said(chat) == ["een"]
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
    assert said(chat) == ["een"]


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
    assert said(clocked) == []


def test_what_was_typed_is_not_kept_longer_than_the_conversation(clocked: Chat) -> None:
    clocked.ask("een")
    clocked.tab.type("een halve vraag")
    clocked.tab.before_load("window.ahead = 31 * 60000")
    clocked.tab.call("Network.clearBrowserCookies")
    clocked.tab.reload()
    clocked.greets()
    assert clocked.value() == ""
