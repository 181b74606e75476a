"""Cards as Microsoft's own renderer shows them, on a phone and in the dark theme."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.teams.cards import activity_of
from bot.teams.cards.elements import Element, element, heading, paragraph, reach, run
from tests.browser import card_page
from tests.browser.cdp import Tab
from tests.test_docs import RECORDED

PHONE = 320
REPLIES = [reply for line in RECORDED for reply in json.loads(line)["replies"]]
HOSTILE = (
    "*", "**", "_", "__", "`", "```", "~", "~~", "\\", "[", "]", "(", ")", "![", "](x)",
    "[a](https://evil.example)", "<https://evil.example>", "<b>", "</b>", "<at>", "</at>",
    "<script>alert(1)</script>", "<!-- ", "&amp;", "&lt;", "&#42;", "&", "<", ">", "#", "## ",
    "- ", "+ ", "* ", "1. ", "1) ", "---", "===", "> ", "|", "|-|", ":", "\t", "\n", "    ",
    " ", "a", "é", "x_y", "€ 1", "=",
)  # fmt: skip
"""What Markdown, HTML and mentions are made of."""


class Chat:
    """A conversation in Teams, as a page."""

    def __init__(self, tab: Tab, folder: Path) -> None:
        self._tab, self._folder = tab, folder
        self._theme: dict[str, str] | None = None

    def open(self, theme: dict[str, str] = card_page.LIGHT) -> None:
        """An empty conversation; the page with the renderer is loaded once for each theme."""
        if theme is not self._theme:
            page = self._folder / "chat.html"
            page.write_text(card_page.page(theme, PHONE), encoding="utf-8")
            self._tab.go(page.as_uri())
            self._theme = theme
        self._tab.run("document.getElementById('chat').replaceChildren(); shown.length = 0")

    def show(self, message: dict[str, Any]) -> dict[str, Any]:
        """What is shown, and what the renderer has against it."""
        return self._tab.run(f"show({json.dumps(message)})")

    def run(self, script: str) -> Any:
        return self._tab.run(script)


@pytest.fixture(scope="module")
def chat(debugger: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    if not all((card_page.MODULES / name).exists() for name in card_page.SCRIPTS):
        missing = "no renderer of cards found: npm ci --prefix tests"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    page = httpx.put(f"{debugger}/json/new?about:blank").json()
    tab = Tab(page["webSocketDebuggerUrl"])
    try:
        yield Chat(tab, tmp_path_factory.mktemp("chat"))
    finally:
        tab.close()


def message_of(reply: dict[str, Any]) -> dict[str, Any]:
    return activity_of(reply, lambda payload: f"verzegeld.{payload}")


def card(*body: Element) -> dict[str, Any]:
    content = element("AdaptiveCard", version="1.5", body=list(body))
    return {"attachments": [{"content": content}]}


def said(text: str) -> str:
    """Text without what white space or our own labels do to it."""
    return " ".join(text.split())


@pytest.mark.parametrize("theme", [card_page.LIGHT, card_page.DARK], ids=["light", "dark"])
def test_every_reply_is_shown_without_a_complaint_and_fits_a_phone(
    chat: Chat, theme: dict[str, str]
) -> None:
    chat.open(theme)

    for reply in REPLIES:
        shown = chat.show(message_of(reply))
        assert shown["events"] == [], reply["type"]
        assert shown["text"].strip(), reply["type"]
    cut_off = """[...document.querySelectorAll(".message, .message *")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
        .map((one) => one.className + ": " + one.innerText)"""
    assert chat.run(cut_off) == []


@pytest.mark.parametrize("reply", REPLIES, ids=lambda one: one["type"])
def test_nothing_of_a_reply_gets_lost(chat: Chat, reply: dict[str, Any]) -> None:
    chat.open()

    shown = said(chat.show(message_of(reply))["text"]).casefold()

    marks = {ord(sign): " " for sign in "•:=–→✓☑☐,⚠"}
    seen = " ".join(shown.translate(marks).split())
    for line in reply["text"].split("\n"):
        for part in line.casefold().translate(marks).split(" nog te bevestigen")[0].split("  "):
            assert said(part) in seen, line


def test_a_press_sends_what_the_button_carries(chat: Chat) -> None:
    chat.open()
    reply = {
        "type": "clarification", "text": "Waar gaat het over?", "topics": [],
        "buttons": [
            {"title": "Terrassen", "payload": "/choose_option"},
            {"title": "Weet ik niet", "payload": "/compute_sroi"},
        ],
    }  # fmt: skip
    chat.show(message_of(reply))

    chat.run("document.querySelector('.ac-selectable').click()")
    chat.run("document.querySelector('.ac-pushButton').click()")

    sent = [one["data"]["msteams"] for one in chat.run("shown")]
    assert [one["displayText"] for one in sent] == ["Terrassen", "Weet ik niet"]
    assert [one["value"]["payload"] for one in sent] == [
        "verzegeld./choose_option", "verzegeld./compute_sroi",
    ]  # fmt: skip


def test_what_can_be_pressed_can_be_reached_and_has_a_name(chat: Chat) -> None:
    chat.open()
    for reply in REPLIES:
        chat.show(message_of(reply))

    nameless = """[...document.querySelectorAll(".ac-selectable")].filter((one) =>
        one.tabIndex < 0 || !["button", "link"].includes(one.getAttribute("role"))
        || !one.getAttribute("aria-label")).length"""
    assert chat.run("document.querySelectorAll('.ac-selectable').length") > 0
    assert chat.run(nameless) == 0


def test_a_step_to_keep_opens_and_closes(chat: Chat) -> None:
    chat.open()
    chat.show(message_of(next(one for one in REPLIES if one["type"] == "takeaway")))
    is_open = "document.querySelector('.message').innerText.includes('Wat u doet:')"
    press = "document.querySelector('.ac-selectable').click()"

    states = [chat.run(is_open)]
    for _ in range(2):
        chat.run(press)
        states.append(chat.run(is_open))

    assert states == [False, True, False]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(HOSTILE), max_size=12).map("".join), max_size=20))
def test_text_is_shown_as_it_is_whatever_stands_in_it(chat: Chat, texts: list[str]) -> None:
    texts = [text for text in texts if text.strip()]
    chat.open()

    for text in texts:
        body = [heading(text), paragraph(run(text)), *reach([("Adres", text), ("Website", text)])]
        shown = chat.show(card(*body))

        told = said(text)
        expected = said(f"{text} {text} Adres: {told} Website: {told}")
        assert said(shown["text"]) == expected
    assert chat.run("document.querySelectorAll('.message a').length") == 0
