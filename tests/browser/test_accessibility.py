from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.chat_server import ChatServer
from tests.browser.axe import violations
from tests.browser.chat import ROOT, Chat
from tests.browser.recorded import replies_to

CONTACT = "Wie gaat er over terrassen?"
PLAN = "Ik wil een subsidie aanvragen en daarnaast wil ik een terras op de stoep zetten."
UNSURE = "Ik wil een leegstaand pand gebruiken voor een kringloopwinkel"
STEP = '/choose_option{"option": "rk_pad=opdracht"}'
SUM = "opdracht van 3 ton in Voorbeeldstad, iemand uit de bijstand 24 uur, half jaar"
OTHERS = [
    "Wat is het verschil tussen subsidie en opdracht?",
    "Hebt u een voorbeeld van een kringloopwinkel die met de gemeente samenwerkt?",
    "hoe hoog mag een enkelvoudig onderhandse opdracht zijn",
    "/start_procedure",
    "er is brand in mijn zaak",
    "Ik wil een medewerker spreken",
    "help",
    "later verder",
    "stuur mij de stappen",
    "overzicht",
]

Get = Callable[..., None]


@pytest.fixture
def get(server: ChatServer) -> Get:
    """Ask something that gets the replies that were recorded for these messages."""

    def ask(chat: Chat, *texts: str) -> None:
        for text in texts:
            server.assistant.replies = replies_to(text)
            chat.ask("vraag")
        chat.settles()

    return ask


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest, chat: Chat) -> str:
    chat.tab.prefer(prefers_color_scheme=request.param)
    chat.settles()
    return request.param


def test_opened_in_a_page(chat: Chat, scheme: str) -> None:
    assert violations(chat.tab) == []


def test_the_launcher_closed_and_opened(launcher: Chat) -> None:
    for colours in ("light", "dark"):
        launcher.tab.prefer(prefers_color_scheme=colours)
        launcher.settles()
        assert violations(launcher.tab) == []
    launcher.click("Stel uw vraag")
    launcher.greets()
    for colours in ("light", "dark"):
        launcher.tab.prefer(prefers_color_scheme=colours)
        launcher.settles()
        assert violations(launcher.tab) == []


def test_the_panel_that_fills_a_phone(launcher: Chat) -> None:
    launcher.tab.resize(320, 640, mobile=True)
    launcher.click("Stel uw vraag")
    launcher.greets()
    assert violations(launcher.tab) == []


@pytest.mark.parametrize("text", [CONTACT, PLAN, UNSURE, STEP, SUM])
def test_an_answer(chat: Chat, scheme: str, get: Get, text: str) -> None:
    get(chat, text)
    assert violations(chat.tab) == []


def test_everything_else_that_can_be_said(chat: Chat, scheme: str, get: Get) -> None:
    get(chat, *OTHERS)
    assert violations(chat.tab) == []


def test_choices_that_were_made_and_feedback_that_was_given(
    chat: Chat, scheme: str, get: Get, server: ChatServer
) -> None:
    get(chat, CONTACT)
    server.assistant.replies = replies_to("help")
    chat.choose("Dit klopt niet")
    chat.settles()
    assert violations(chat.tab) == []


def test_a_message_that_was_not_sent(chat: Chat, scheme: str) -> None:
    chat.tab.lose_connection()
    chat.ask()
    chat.settles()
    assert violations(chat.tab) == []


def test_the_question_whether_to_begin_again(chat: Chat, scheme: str) -> None:
    chat.ask()
    chat.click("Begin opnieuw")
    assert violations(chat.tab) == []


def test_a_long_conversation_on_a_narrow_phone(chat: Chat, scheme: str, get: Get) -> None:
    chat.tab.resize(320, 640, mobile=True)
    get(chat, CONTACT, PLAN, STEP, SUM)
    assert violations(chat.tab) == []


def test_the_printed_steps(chat: Chat, scheme: str, get: Get) -> None:
    get(chat, "stuur mij de stappen")
    chat.tab.go(chat.run("a.primary", "node.href"))
    assert violations(chat.tab) == []


# --- what is announced -------------------------------------------------------------------------


def test_a_reply_is_announced_once_and_whole_and_not_by_the_log(chat: Chat, get: Get) -> None:
    chat.tab.run(
        "window.announced = [];"
        "new MutationObserver((all) => announced.push(...all.flatMap((one) => [...one.addedNodes])"
        ".map((one) => one.textContent))).observe("
        f"{ROOT}.querySelector('[aria-live=polite]'), {{childList: true}})"
    )
    get(chat, UNSURE)
    (reply,) = replies_to(UNSURE)
    titles = ", ".join(button["title"] for button in reply["buttons"])
    assert chat.tab.run("announced") == [f"{reply['text']}\nKeuzes: {titles}."]
    assert chat.run("[role=log]", "node.getAttribute('aria-live')") == "off"
    assert chat.run("[role=log]", "node.closest('[aria-live=polite]')") is None


def test_a_failure_is_announced(chat: Chat) -> None:
    chat.tab.lose_connection()
    chat.ask()
    assert chat.texts("[aria-live=polite]") == ["Niet verstuurd. Er is geen verbinding."]


def test_who_said_what_is_told_in_words(chat: Chat, get: Get) -> None:
    get(chat, CONTACT)
    assert chat.texts(".message.user > :first-child") == ["U: "]
    assert set(chat.texts(".message.bot > :first-child")) == {"Wegwijzer: "}


def test_the_chat_is_in_dutch_on_a_page_that_is_not(chat: Chat) -> None:
    chat.tab.run("document.documentElement.lang = 'en'")
    assert chat.run(".panel", "node.closest('[lang]').lang") == "nl"
