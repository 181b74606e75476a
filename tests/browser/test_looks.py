from __future__ import annotations

import json

import pytest

from tests.bot.chat_server import ChatServer
from tests.browser.chat import HOST, ROOT, Chat
from tests.browser.recorded import replies_to

QUESTIONS = [
    "Wie gaat er over terrassen?",
    "Ik wil een subsidie aanvragen en daarnaast wil ik een terras op de stoep zetten.",
    '/choose_option{"option": "rk_pad=opdracht"}',
    "1 en 2 zijn klaar",
    "overzicht",
    "opdracht van 3 ton in Voorbeeldstad, iemand uit de bijstand 24 uur, half jaar",
    "later verder",
]
COLOUR = "getComputedStyle(node).color"
BACKGROUND = "getComputedStyle(node).backgroundColor"


def talk(chat: Chat, server: ChatServer) -> None:
    for text in QUESTIONS:
        server.assistant.replies = replies_to(text)
        chat.ask("vraag")


def too_wide(chat: Chat) -> list[str]:
    """What has to be scrolled sideways, or sticks out of the window."""
    return chat.tab.run(
        f"[...{ROOT}.querySelectorAll('.panel *:not(.unseen, .unseen *)')]"
        ".filter((one) => one.checkVisibility() && one.clientWidth"
        " && (one.getBoundingClientRect().right > innerWidth"
        " || one.scrollWidth > one.clientWidth + 1))"
        ".map((one) => `${one.tagName}.${one.className}: ${one.textContent}`)"
    )


@pytest.mark.parametrize(
    ("width", "height"), [(320, 640), (375, 667), (640, 400), (320, 256), (1280, 800)]
)
def test_at_any_size_everything_can_be_read_without_scrolling_sideways(
    chat: Chat, server: ChatServer, width: int, height: int
) -> None:
    chat.tab.resize(width, height)  # 640 x 400 is 1280 x 800 at 200 %, 320 x 256 at 400 %
    talk(chat, server)
    assert too_wide(chat) == []
    assert chat.tab.run("document.documentElement.scrollWidth <= innerWidth")


def test_the_panel_on_a_phone_needs_no_scrolling_sideways(
    launcher: Chat, server: ChatServer
) -> None:
    launcher.tab.resize(320, 640, mobile=True)
    launcher.click("Stel uw vraag")
    launcher.greets()
    talk(launcher, server)
    assert too_wide(launcher) == []


@pytest.mark.parametrize("height", [400, 800])
def test_the_form_stays_in_the_window_and_leaves_room_for_the_conversation(
    launcher: Chat, server: ChatServer, height: int
) -> None:
    launcher.tab.resize(640, height)
    launcher.click("Stel uw vraag")
    launcher.greets()
    talk(launcher, server)
    assert launcher.run("form", "node.getBoundingClientRect().bottom") <= height
    assert launcher.run(".log", "node.clientHeight") > height / 3


def test_targets_are_large_enough_for_a_finger(chat: Chat, server: ChatServer) -> None:
    talk(chat, server)
    sizes = chat.tab.run(
        f"[...{ROOT}.querySelectorAll('button, textarea, a.primary, dd a:not([href^=http])')]"
        ".filter((one) => one.checkVisibility()).map((one) => {"
        " const {width, height} = one.getBoundingClientRect();"
        " return [one.closest('.feedback') || one.matches('dd a') ? 24 : 44,"
        " Math.min(width, height), one.textContent] })"
    )
    assert len(sizes) > 20
    assert [one for one in sizes if one[1] < one[0]] == []


def test_light_and_dark_follow_the_page(chat: Chat) -> None:
    chat.tab.prefer(prefers_color_scheme="light")
    light = chat.run(".panel", BACKGROUND)
    chat.tab.prefer(prefers_color_scheme="dark")
    assert chat.run(".panel", BACKGROUND) != light
    chat.tab.run("document.documentElement.style.colorScheme = 'light'")
    assert chat.run(".panel", BACKGROUND) == light


def test_in_forced_colours_every_boundary_and_state_can_be_seen(
    chat: Chat, server: ChatServer
) -> None:
    chat.tab.prefer(forced_colors="active")
    talk(chat, server)
    borders = "getComputedStyle(node).borderTopStyle"
    for selector in (".card", ".message.user", ".option", "textarea", ".primary", "progress"):
        assert chat.run(selector, borders) != "none", selector
    ink = chat.run(".log", COLOUR)
    assert chat.run("progress", "getComputedStyle(node).borderTopColor") == ink
    assert chat.run(".all-steps .here", "getComputedStyle(node).outlineStyle") == "solid"


def test_where_motion_is_unwanted_nothing_moves(launcher: Chat, server: ChatServer) -> None:
    launcher.tab.prefer(prefers_reduced_motion="reduce")
    launcher.click("Stel uw vraag")
    launcher.greets()
    assert launcher.run(".panel", "getComputedStyle(node).animationName") == "none"
    assert launcher.run(".primary", "getComputedStyle(node).transitionDuration") == "0s"
    server.assistant.replies = [{"text": "\n".join(["regel"] * 60)}]
    launcher.ask()
    top = "node.getBoundingClientRect().top - node.closest('.log').getBoundingClientRect().top"
    assert 0 <= launcher.run(".message.user", top) < 40


def test_a_long_answer_is_read_from_its_question_on(chat: Chat, server: ChatServer) -> None:
    chat.tab.resize(1280, 900)
    server.assistant.replies = [{"text": "\n".join(["regel"] * 60)}]
    chat.ask()
    node = f"{ROOT}.querySelector('.message.user')"
    log = f"{ROOT}.querySelector('.log')"
    chat.tab.wait_for(
        f"Math.abs({node}.getBoundingClientRect().top - {log}.getBoundingClientRect().top) < 40"
    )
    assert chat.tab.run("scrollY") == 0


def test_where_the_keyboard_is_can_be_seen(chat: Chat) -> None:
    for _ in range(6):
        chat.tab.press("Tab", 8)
        if chat.focus() == "":
            break
        style = f"getComputedStyle({ROOT}.activeElement)"
        assert chat.tab.run(f"[{style}.outlineStyle, {style}.outlineWidth]") == ["solid", "3px"]


def test_in_a_page_it_takes_its_place_and_the_launcher_floats(chat: Chat) -> None:
    position = "getComputedStyle(node).position"
    assert chat.run(".panel", position) == "static"
    chat.tab.go(chat.tab.run("new URL('knop', location.href).href"))
    chat.appears()
    assert chat.run(".launcher", position) == "fixed"
    assert chat.run(".panel", position) == "fixed"


# --- design tokens -------------------------------------------------------------------------------


def give(chat: Chat, **tokens: str) -> None:
    """Let the page define design tokens, as a theme of NL Design System does."""
    told = {f"--{name.replace('_', '-')}": value for name, value in tokens.items()}
    chat.tab.run(
        f"Object.entries({json.dumps(told)}).forEach("
        "([name, value]) => document.documentElement.style.setProperty(name, value))"
    )
    chat.settles()


@pytest.mark.parametrize("prefix", ["utrecht_button_primary_action", "nl_button_primary"])
def test_the_main_button_follows_the_tokens_of_the_page(chat: Chat, prefix: str) -> None:
    give(chat, **{f"{prefix}_background_color": "rgb(1, 2, 3)", f"{prefix}_color": "rgb(9, 9, 9)"})
    assert chat.run("form .primary", BACKGROUND) == "rgb(1, 2, 3)"
    assert chat.run("form .primary", COLOUR) == "rgb(9, 9, 9)"


def test_text_links_and_focus_follow_the_tokens_of_the_page(chat: Chat) -> None:
    give(
        chat,
        utrecht_document_font_family="Courier",
        utrecht_document_color="rgb(1, 2, 3)",
        utrecht_document_background_color="rgb(250, 251, 252)",
        utrecht_link_color="rgb(4, 5, 6)",
        utrecht_focus_outline_color="rgb(7, 8, 9)",
        utrecht_focus_outline_style="dotted",
    )
    assert chat.run(".log", "getComputedStyle(node).fontFamily") == "Courier"
    assert chat.run(".log", COLOUR) == "rgb(1, 2, 3)"
    assert chat.run(".panel", BACKGROUND) == "rgb(250, 251, 252)"
    assert chat.run(".greeting a", COLOUR) == "rgb(4, 5, 6)"
    outline = "[getComputedStyle(node).outlineColor, getComputedStyle(node).outlineStyle]"
    assert chat.run("textarea:focus", outline) == ["rgb(7, 8, 9)", "dotted"]


def test_sizes_do_not_depend_on_what_a_rem_is_on_the_page(chat: Chat) -> None:
    before = chat.run("form .primary", "node.getBoundingClientRect().height")
    chat.tab.run(
        "document.documentElement.style.fontSize = '10px', document.body.style.fontSize = '17px'"
    )
    assert abs(chat.run("form .primary", "node.getBoundingClientRect().height") - before) < 1


def test_the_page_cannot_style_the_parts_by_accident(chat: Chat) -> None:
    chat.tab.run(
        "(() => { const sheet = new CSSStyleSheet();"
        "sheet.replaceSync('button, p, h3 { display: none !important }');"
        "document.adoptedStyleSheets = [sheet] })()"
    )
    assert chat.run("form .primary", "node.checkVisibility()")


def test_nothing_is_shown_before_it_has_its_style(chat: Chat, server: ChatServer) -> None:
    shown = (
        "(() => { const other = document.createElement('wegwijzer-chat');"
        "other.setAttribute('inline', '');"
        f"{HOST}.replaceWith(other);"
        "return other.shadowRoot.querySelector('[title]').checkVisibility() })()"
    )
    assert chat.tab.run(shown) is False
    chat.appears()
    assert chat.run(".panel", "getComputedStyle(node).display") == "flex"
