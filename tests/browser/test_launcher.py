from __future__ import annotations

import json

from tests.bot.chat_server import ChatServer
from tests.browser.cdp import SHIFT
from tests.browser.chat import HOST, ROOT, Chat, complaints

LABEL = "Stel uw vraag"
CLOSE = "Sluiten"


def seen(chat: Chat, selector: str) -> bool:
    return chat.run(selector, "node.checkVisibility()")


def tab_to(chat: Chat, label: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(20):
        if chat.focus() == label:
            return
        chat.tab.press("Tab")
    raise AssertionError(f"'{label}' cannot be reached")


# --- opening and closing -------------------------------------------------------------------------


def test_a_launcher_opens_the_panel_and_gives_way_to_it(launcher: Chat) -> None:
    assert not seen(launcher, ".panel")
    launcher.click(LABEL)
    launcher.greets()
    assert seen(launcher, ".panel")
    assert not seen(launcher, ".launcher")
    assert launcher.run(".panel", "node.tagName") == "DIALOG"


def test_opening_puts_the_focus_in_the_field_and_closing_back_on_the_launcher(
    launcher: Chat,
) -> None:
    launcher.click(LABEL)
    assert launcher.focus() == "textarea"
    launcher.click(CLOSE)
    assert launcher.focus() == LABEL
    assert not seen(launcher, ".panel")


def test_escape_closes_the_panel(launcher: Chat) -> None:
    launcher.click(LABEL)
    launcher.tab.press("Escape")
    assert launcher.focus() == LABEL
    assert not seen(launcher, ".panel")


def test_escape_does_nothing_to_a_chat_in_the_page(chat: Chat) -> None:
    chat.tab.press("Escape")
    assert seen(chat, ".panel")


def test_everything_works_with_the_keyboard_alone(launcher: Chat, server: ChatServer) -> None:
    server.assistant.replies = [
        {
            "text": "Waarover?",
            "custom": {"type": "clarification", "topics": []},
            "buttons": [{"title": "Terrassen", "payload": "/ask_why"}],
        }
    ]
    tab_to(launcher, LABEL)
    launcher.tab.press("Enter")
    launcher.greets()
    launcher.tab.type("iets")
    launcher.tab.press("Enter")
    launcher.wait_for(".clarification")
    launcher.tab.press("Tab", SHIFT)
    assert launcher.focus() == "Terrassen"
    launcher.tab.press(" ")
    launcher.tab.wait_for(f"{ROOT}.querySelectorAll('.clarification').length === 2")
    assert [one.text for one in server.assistant.messages] == ["iets", "/ask_why"]
    tab_to(launcher, "Begin opnieuw")
    launcher.tab.press("Enter")
    assert launcher.focus() == "Ja, wis het"
    launcher.tab.press("Escape")
    assert launcher.focus() == "Begin opnieuw"
    tab_to(launcher, CLOSE)
    launcher.tab.press("Enter")
    assert launcher.focus() == LABEL


def test_the_keyboard_goes_from_top_to_bottom(launcher: Chat) -> None:
    launcher.click(LABEL)
    launcher.greets()
    launcher.ask()
    launcher.run("h2", "node.focus()")
    order = []
    for _ in range(9):
        launcher.tab.press("Tab")
        order.append(launcher.focus())
    starters = launcher.texts(".greeting .option")
    phone = "0999 - 10 00 00"
    assert order == [
        "Begin opnieuw", CLOSE, "div", phone, *starters, "textarea", "Versturen"
    ]  # fmt: skip


# --- attributes ----------------------------------------------------------------------------------


def test_the_page_can_open_and_close_it(launcher: Chat) -> None:
    launcher.tab.run(f"{HOST}.setAttribute('open', '')")
    assert seen(launcher, ".panel")
    launcher.tab.run(f"{HOST}.removeAttribute('open')")
    assert not seen(launcher, ".panel")


def test_a_page_that_opens_it_while_loading_keeps_its_own_focus(
    launcher: Chat, server: ChatServer
) -> None:
    launcher.tab.run(
        "(() => { const other = document.createElement('wegwijzer-chat');"
        f"other.setAttribute('open', ''); {HOST}.replaceWith(other) }})()"
    )
    launcher.greets()
    assert seen(launcher, ".panel")
    assert launcher.focus() == ""


def test_another_address_can_serve_the_conversation(launcher: Chat, server: ChatServer) -> None:
    other = server.address.replace("127.0.0.1", "localhost")
    launcher.tab.run(
        "(() => { const other = document.createElement('wegwijzer-chat');"
        f"other.setAttribute('server', {json.dumps(other)}); {HOST}.replaceWith(other) }})()"
    )
    launcher.appears()
    assert launcher.tab.run(f"{HOST}.server.href") == f"{other}/chat/"


# --- staying open --------------------------------------------------------------------------------


def test_the_panel_stays_open_on_the_next_page_without_taking_the_focus(
    launcher: Chat,
) -> None:
    launcher.click(LABEL)
    launcher.tab.reload()
    launcher.greets()
    assert seen(launcher, ".panel")
    assert launcher.focus() == ""


def test_the_panel_stays_closed_once_it_was_closed(launcher: Chat) -> None:
    launcher.click(LABEL)
    launcher.tab.press("Escape")
    launcher.tab.reload()
    launcher.appears()
    assert not seen(launcher, ".panel")


def test_a_closed_panel_asks_the_server_nothing(launcher: Chat) -> None:
    asked = "performance.getEntriesByType('resource').map((one) => one.name)"
    assert not any("conversation" in name for name in launcher.tab.run(asked) if ".js" not in name)
    launcher.click(LABEL)
    launcher.greets()
    assert any(name.endswith("/chat/conversation") for name in launcher.tab.run(asked))


# --- on a phone ----------------------------------------------------------------------------------


def test_on_a_phone_the_panel_fills_the_screen_and_keeps_the_focus_inside(
    launcher: Chat,
) -> None:
    launcher.tab.resize(320, 640, mobile=True)
    launcher.click(LABEL)
    launcher.greets()
    box = f"{ROOT}.querySelector('.panel').getBoundingClientRect()"
    launcher.tab.wait_for(
        f"(({{x, y, width, height}}) => `${{[x, y, width, height]}}`)({box}) === '0,0,320,640'"
    )
    assert launcher.run(".panel", "node.matches(':modal')")
    for _ in range(12):
        launcher.tab.press("Tab")
        assert launcher.tab.run("document.activeElement.tagName") in ("WEGWIJZER-CHAT", "BODY")


def test_escape_on_a_phone_first_leaves_the_question_and_then_the_panel(launcher: Chat) -> None:
    launcher.tab.resize(320, 640, mobile=True)
    launcher.click(LABEL)
    launcher.greets()
    launcher.ask()
    launcher.click("Begin opnieuw")
    launcher.tab.press("Escape")
    assert launcher.focus() == "Begin opnieuw"
    launcher.tab.press("Escape")
    assert launcher.focus() == LABEL


def test_a_panel_that_is_open_follows_the_size_of_the_window(launcher: Chat) -> None:
    launcher.click(LABEL)
    launcher.greets()
    launcher.tab.resize(320, 640, mobile=True)
    launcher.tab.wait_for(f"{ROOT}.querySelector('.panel').matches(':modal')")
    assert launcher.focus() == "textarea"
    launcher.tab.resize(1024, 768)
    launcher.tab.wait_for(f"!{ROOT}.querySelector('.panel').matches(':modal')")
    assert seen(launcher, ".panel")


def test_the_browser_has_nothing_to_complain_about(launcher: Chat) -> None:
    launcher.click(LABEL)
    launcher.greets()
    launcher.ask()
    launcher.tab.press("Escape")
    assert complaints(launcher.tab) == []
