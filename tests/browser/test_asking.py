from __future__ import annotations

from tests.bot.chat_server import ChatServer
from tests.browser.cdp import SHIFT
from tests.browser.chat import HOST, ROOT, Chat
from tests.browser.test_chat_page import CONTACT

# --- the greeting --------------------------------------------------------------------------------


def test_the_greeting_says_what_it_is_what_it_does_with_data_and_how_to_reach_a_person(
    chat: Chat,
) -> None:
    said = " ".join(chat.texts(".greeting p"))
    assert "digitale assistent, geen mens" in said
    assert "Geef geen persoonlijke gegevens" in said
    assert "30 minuten na uw laatste bericht verwijderd" in said
    assert "Bel Gemeentebalie Zonnedam: 0999 - 10 00 00" in said
    assert chat.run(".greeting a", "node.href") == "tel:0999100000"


def test_a_suggestion_can_be_asked_at_once(chat: Chat, server: ChatServer) -> None:
    chat.choose("Wie gaat er over terrassen?")
    assert server.assistant.messages[-1].text == "Wie gaat er over terrassen?"


def test_civil_servants_get_other_suggestions_than_entrepreneurs(launcher: Chat) -> None:
    launcher.click("Stel uw vraag")
    launcher.greets()
    entrepreneur = launcher.texts(".greeting .option")
    launcher.tab.run(
        "(() => { const other = document.createElement('wegwijzer-chat');"
        "other.setAttribute('group', 'ambtenaar'); other.setAttribute('inline', '');"
        f"{HOST}.replaceWith(other) }})()"
    )
    launcher.greets()
    assert not set(launcher.texts(".greeting .option")) & set(entrepreneur)


# --- typing --------------------------------------------------------------------------------------


def test_shift_enter_and_an_empty_field_send_nothing(chat: Chat, server: ChatServer) -> None:
    chat.tab.press("Enter")
    chat.tab.type("een")
    chat.tab.press("Enter", SHIFT)
    chat.tab.type("twee")
    assert chat.value() == "een\ntwee"
    assert server.assistant.messages == []


def test_the_field_has_the_focus_before_and_after_a_question(chat: Chat) -> None:
    assert chat.focus() == "textarea"
    chat.ask()
    assert chat.focus() == "textarea"


def test_a_long_question_is_cut_at_the_limit_and_counted_towards_it(chat: Chat) -> None:
    chat.tab.type("a" * 700)
    assert chat.texts(".counter") == [""]
    chat.tab.type("a" * 299)
    assert chat.texts(".counter") == ["Tekens over: 1"]
    chat.tab.type("aaa")
    assert chat.texts(".counter") == ["Tekens over: 0"]
    assert len(chat.value()) == 1000


def test_while_an_answer_takes_its_time_the_assistant_is_said_to_type(
    chat: Chat, server: ChatServer
) -> None:
    server.assistant.may_answer.clear()
    chat.tab.type("wie gaat over terrassen?")
    chat.tab.press("Enter")
    chat.wait_for("[role=status] span")
    assert chat.texts("[role=status]") == ["De wegwijzer typt …"]
    server.assistant.may_answer.set()
    chat.wait_until_gone("[role=status] span")


def test_messages_that_are_sent_while_waiting_are_answered_in_their_order(
    chat: Chat, server: ChatServer
) -> None:
    server.assistant.may_answer.clear()
    for text in ("een", "twee"):
        chat.tab.type(text)
        chat.tab.press("Enter")
    server.assistant.may_answer.set()
    chat.tab.wait_for(f"{ROOT}.querySelectorAll('.message.notice').length === 2")
    assert [one.text for one in server.assistant.messages] == ["een", "twee"]


# --- where a question is asked --------------------------------------------------------------------


def test_the_municipality_of_the_page_goes_with_every_message(
    chat: Chat, server: ChatServer
) -> None:
    chat.tab.run(f"{HOST}.setAttribute('municipality', 'leiden')")
    chat.ask()
    assert server.assistant.messages[-1].metadata["municipality"] == "leiden"


def test_dates_follow_the_variant_of_dutch(chat: Chat, server: ChatServer) -> None:
    chat.tab.run(f"{HOST}.lang = 'nl-BE'")
    server.assistant.replies = [CONTACT]
    chat.ask()
    assert chat.rows()["Bron"].endswith("1 november 2026")


def test_the_title_can_be_changed(chat: Chat) -> None:
    chat.tab.run(f"{HOST}.title = 'Vraag het de gemeente'")
    assert chat.texts("h2") == ["Vraag het de gemeente"]
