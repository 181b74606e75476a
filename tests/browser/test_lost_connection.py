from __future__ import annotations

from collections.abc import Iterator

import pytest

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
    lossy.comes_back()
    assert lossy.said() == ["wie gaat over terrassen?"]
    assert lossy.texts(".message.notice p") == ["Dag!"]
    assert lossy.count(".failed") == 0


def test_a_message_that_was_not_sent_survives_a_page_load(chat: Chat, server: ChatServer) -> None:
    chat.tab.lose_connection()
    chat.ask("wie gaat over terrassen?")
    chat.tab.lose_connection(False)
    chat.comes_back()
    assert chat.texts(".failed .error") == [NO_CONNECTION]
    chat.choose(RETRY)
    chat.comes_back()
    assert chat.said() == ["wie gaat over terrassen?"]
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
    assert hasty.said()[-1] == "nog een vraag"
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
