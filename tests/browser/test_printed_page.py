from __future__ import annotations

import pytest

from tests.bot.chat_server import ChatServer
from tests.bot.test_printing import TAKEAWAY
from tests.browser.cdp import Tab
from tests.browser.chat import Chat, complaints


@pytest.fixture
def printed(chat: Chat, server: ChatServer) -> Tab:
    """The page that the link of a takeaway leads to."""
    server.assistant.replies = [TAKEAWAY]
    chat.ask()
    assert chat.run("a.primary", "[node.target, node.rel]") == ["_blank", "noopener"]
    chat.tab.go(chat.run("a.primary", "node.href"))
    return chat.tab


def texts(tab: Tab, selector: str) -> list[str]:
    return tab.run(f"[...document.querySelectorAll('{selector}')].map((one) => one.textContent)")


def test_the_link_of_a_takeaway_leads_to_the_steps(printed: Tab) -> None:
    assert texts(printed, ".step h2") == ["1. Maak uw missie scherp", "8a. Doe uw aanbod"]
    assert complaints(printed) == []


def test_the_button_prints_the_page(printed: Tab) -> None:
    printed.run("window.print = () => { window.printed = true }")
    printed.run("document.getElementById('print').click()")
    assert printed.run("window.printed")


def test_on_paper_there_are_no_buttons(printed: Tab) -> None:
    seen = "document.querySelector('.bar').checkVisibility()"
    assert printed.run(seen)
    printed.call("Emulation.setEmulatedMedia", media="print")
    assert not printed.run(seen)


def test_the_printed_page_fits_a_narrow_phone(printed: Tab) -> None:
    printed.resize(320, 640, mobile=True)
    assert printed.run("document.documentElement.scrollWidth <= innerWidth")
    assert printed.run("innerWidth") == 320
