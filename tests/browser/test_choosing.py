from __future__ import annotations

from tests.bot.chat_server import ChatServer
from tests.browser.chat import Chat
from tests.browser.test_chat_page import CLARIFICATION, CONTACT


def test_a_button_posts_its_sealed_payload(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CLARIFICATION]
    chat.ask()
    chat.choose("Terrassen")
    pressed = server.assistant.messages[-1]
    assert pressed.text == '/choose_option{"option": "terrassen"}'
    assert pressed.sender_id == server.assistant.messages[0].sender_id
    assert chat.texts(".message.user p")[-1] == "Terrassen"


def test_choices_stay_readable_and_the_chosen_one_is_marked(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CLARIFICATION]
    chat.ask()
    server.assistant.replies = [{"text": "Goed."}]
    chat.choose("Geen van deze")
    assert chat.texts(".clarification .option") == ["Terrassen", "Geen van deze (gekozen)"]
    assert chat.texts(".clarification .option.chosen") == ["Geen van deze (gekozen)"]


def test_a_subject_can_still_be_picked_later_but_none_of_these_cannot(
    chat: Chat, server: ChatServer
) -> None:
    options = [{"key": "terrassen", "name": "Terrassen"}]
    server.assistant.replies = [
        {**CLARIFICATION, "custom": {**CLARIFICATION["custom"], "options": options}}
    ]
    chat.ask()
    server.assistant.replies = [{"text": "Goed."}]
    chat.ask("iets anders")
    assert chat.texts(".clarification .option:enabled") == ["Terrassen"]
    chat.choose("Terrassen")
    assert server.assistant.messages[-1].text == '/choose_option{"option": "terrassen"}'


def test_whether_a_referral_is_right_is_asked_apart_from_the_options(
    chat: Chat, server: ChatServer
) -> None:
    server.assistant.replies = [CONTACT]
    chat.ask()
    assert chat.texts(".contact .options .option") == ["Wie vervangt?"]
    assert chat.texts(".feedback .option") == ["Dit klopt", "Dit klopt niet"]
    server.assistant.replies = [{"text": "Dank u wel."}]
    chat.choose("Dit klopt niet")
    assert server.assistant.messages[-1].text == "/feedback_wrong"
    assert chat.texts(".feedback .chosen") == ["Dit klopt niet (gekozen)"]
    assert chat.count(".feedback .option:enabled") == 0


def test_examples_can_be_asked_with_one_click(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [
        {"text": "Bijvoorbeeld:", "custom": {"type": "menu", "examples": ["Wie doet markten?"]}}
    ]
    chat.ask("help")
    chat.choose("Wie doet markten?")
    assert server.assistant.messages[-1].text == "Wie doet markten?"
