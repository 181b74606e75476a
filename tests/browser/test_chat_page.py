from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from actions import replies as r
from knowledge.contacts import Referral, Standing
from knowledge.records import (
    Audience,
    ContactPoint,
    Evidence,
    Ownership,
    OwnershipRole,
    Reach,
    Source,
    Topic,
    TopicKind,
    Verification,
)
from tests.bot.chat_server import ChatServer
from tests.browser.cdp import Tab

TOPIC = Topic("terrassen", "Terrassen", "ruimte", TopicKind.MUNICIPAL, "Tafels op straat.")
EVIDENCE = Evidence(
    Verification.VERIFIED, Source("gids", "Gemeentegids", None, None), date(2026, 11, 1)
)
REACH = Reach(
    phone="0999 - 14 00 01",
    email="vergunningen@voorbeeldstad.example",
    website="https://voorbeeldstad.example/terrassen",
    address="Stadsplein 1, 1234 AB Voorbeeldstad",
    opening_hours="maandag tot en met vrijdag, 9.00 tot 17.00 uur",
)
OWNER = Ownership(
    ContactPoint(
        "vergunningen",
        "casemanager horeca",
        "Vergunningen, toezicht en handhaving",
        REACH,
        Audience.PUBLIC,
        None,
        EVIDENCE,
    ),
    OwnershipRole.OWNER,
    "Besluit over een terras tot 50 vierkante meter.",
    "Een groter terras gaat naar het college.",
    Audience.PUBLIC,
    date(2026, 11, 1),
    None,
    EVIDENCE,
)
REFERRAL = Referral(TOPIC, None, Standing.OWNED, OWNER)
CONTACT = {
    "text": "U kunt hiervoor terecht bij de casemanager horeca.\nTelefoon: 0999 - 14 00 01",
    "custom": r.referral_payload(REFERRAL, r.contact_payload(OWNER), ("terras",), ()),
    "buttons": [r.DEPUTY, r.WRONG],
}
PLAN = {
    "text": "Uw vraag raakt meer onderwerpen.",
    "custom": {
        "type": "contact_plan",
        "topics": ["terrassen"],
        "steps": [{**CONTACT["custom"], "prepare": "Een tekening van het terras."}] * 2,
    },
}
CLARIFICATION = {
    "text": "Waar gaat uw vraag over?",
    "custom": {"type": "clarification", "topics": ["terrassen"]},
    "buttons": [*r.topic_buttons([TOPIC]), r.NONE_OF_THESE],
}
ATTACK = "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
BOT_MESSAGES = "document.querySelectorAll('.message.bot').length"


@pytest.fixture
def page(tab: Tab, server: ChatServer) -> Tab:
    tab.go(f"{server.address}/chat/")
    return tab


def ask(page: Tab, text: str = "wie gaat over terrassen?") -> None:
    """Type a question, press Enter, and wait for an answer or an error."""
    before = page.run(BOT_MESSAGES)
    page.type(text)
    page.press_enter()
    page.wait_for(f"{BOT_MESSAGES} > {before} || document.getElementById('error').textContent")


def texts(page: Tab, selector: str) -> list[str]:
    return page.run(
        f"[...document.querySelectorAll({json.dumps(selector)})].map((one) => one.textContent)"
    )


def complaints(page: Tab) -> list[dict[str, Any]]:
    """Errors that the page or the browser reported, broken security policies included."""
    return [
        event
        for event in page.events
        if event["method"] == "Runtime.exceptionThrown"
        or (
            event["method"] == "Runtime.consoleAPICalled"
            and event["params"]["type"] in ("error", "warning", "assert")
        )
        or (
            event["method"] == "Log.entryAdded"
            and event["params"]["entry"]["level"] in ("error", "warning")
        )
    ]


def test_a_question_gives_a_card_with_links_to_phone_and_mail(
    page: Tab, server: ChatServer
) -> None:
    server.assistant.replies = [CONTACT]
    ask(page)
    assert texts(page, ".message.user") == ["wie gaat over terrassen?"]
    assert texts(page, ".card h2") == ["Casemanager horeca, Vergunningen, toezicht en handhaving"]
    links = page.run("[...document.querySelectorAll('.card a')].map((one) => one.href)")
    assert links == [
        "tel:0999140001",
        "mailto:vergunningen@voorbeeldstad.example",
        "https://voorbeeldstad.example/terrassen",
    ]
    rows = dict(zip(texts(page, ".card dt"), texts(page, ".card dd"), strict=True))
    assert rows["Bereikbaar"] == REACH.opening_hours
    assert rows["Waarom"] == "in uw vraag staat ‘terras’"
    assert rows["Bron"] == "Gemeentegids, gecontroleerd op 1 november 2026"
    assert page.run("document.getElementById('text').value") == ""


def test_the_subject_of_a_card_is_shown(page: Tab, server: ChatServer) -> None:
    server.assistant.replies = [CONTACT]
    ask(page)
    assert "Terrassen" in page.run("document.querySelector('.message.contact').innerText")


def test_a_plan_shows_a_card_for_every_step(page: Tab, server: ChatServer) -> None:
    server.assistant.replies = [PLAN]
    ask(page)
    assert texts(page, ".plan > li > strong") == ["Terrassen", "Terrassen"]
    assert len(texts(page, ".plan .card")) == 2
    assert "Een tekening van het terras." in texts(page, ".plan dd")


def test_a_button_posts_its_sealed_payload(page: Tab, server: ChatServer) -> None:
    server.assistant.replies = [CLARIFICATION]
    ask(page)
    before = page.run(BOT_MESSAGES)
    page.run("document.querySelector('.option').click()")
    page.wait_for(f"{BOT_MESSAGES} > {before}")
    pressed = server.assistant.messages[-1]
    assert pressed.text == '/choose_option{"option": "terrassen"}'
    assert pressed.sender_id == server.assistant.messages[0].sender_id
    assert texts(page, ".message.user")[-1] == "Terrassen"


def test_examples_can_be_asked_with_one_click(page: Tab, server: ChatServer) -> None:
    server.assistant.replies = [
        {"text": "Bijvoorbeeld:", "custom": {"type": "menu", "examples": ["Wie doet terrassen?"]}}
    ]
    ask(page, "help")
    before = page.run(BOT_MESSAGES)
    page.run("document.querySelector('.option').click()")
    page.wait_for(f"{BOT_MESSAGES} > {before}")
    assert server.assistant.messages[-1].text == "Wie doet terrassen?"


def test_when_it_goes_too_fast_the_reason_is_shown_and_the_text_is_kept(
    page: Tab, server: ChatServer
) -> None:
    for _ in range(20):
        ask(page, "dag")
    ask(page, "nog een vraag")
    (reason,) = texts(page, "#error")
    page.wait_for("document.getElementById('text').value")
    assert reason == "Dat gaat te snel. Wacht een minuut en probeer het opnieuw."
    assert page.run("document.getElementById('text').value") == "nog een vraag"


def test_a_script_in_a_reply_or_a_question_is_shown_as_text(page: Tab, server: ChatServer) -> None:
    server.assistant.replies = [
        {"text": ATTACK, "buttons": [{"title": ATTACK, "payload": "/ask_why"}]}
    ]
    ask(page, ATTACK)
    assert texts(page, ".message:last-child p, .message.user p, .option") == [ATTACK] * 3
    assert page.run("document.querySelectorAll('main script, main img').length") == 0
    assert page.run("window.broken === undefined")


def test_a_script_as_website_is_no_link(page: Tab, server: ChatServer) -> None:
    contact = {**CONTACT["custom"]["contact"], "website": "javascript:window.broken=1"}
    server.assistant.replies = [
        {"text": "Zie", "custom": {**CONTACT["custom"], "contact": contact}}
    ]
    ask(page)
    assert "javascript:window.broken=1" in texts(page, ".card dd")
    assert page.run("document.querySelectorAll('a[href^=javascript]').length") == 0


def test_shift_enter_and_an_empty_field_send_nothing(page: Tab, server: ChatServer) -> None:
    page.press_enter()
    page.type("een")
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "modifiers": 8}
    page.call("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
    page.call("Input.dispatchKeyEvent", type="keyUp", **key)
    page.type("twee")
    assert page.run("document.getElementById('text').value") == "een\ntwee"
    assert server.assistant.messages == []


def test_the_browser_has_nothing_to_complain_about(page: Tab, server: ChatServer) -> None:
    server.assistant.replies = [CONTACT, PLAN, CLARIFICATION]
    ask(page)
    page.wait_for("document.querySelectorAll('.plan').length")
    assert complaints(page) == []


def test_an_inline_script_is_stopped_by_the_security_policy(page: Tab) -> None:
    page.run(
        "(() => { const script = document.createElement('script');"
        "script.textContent = 'window.broken = 1'; document.body.append(script) })()"
    )
    assert page.run("window.broken === undefined")
    assert "Content Security Policy" in json.dumps(complaints(page))


def test_on_a_narrow_phone_nothing_has_to_be_scrolled_sideways(
    page: Tab, server: ChatServer
) -> None:
    server.assistant.replies = [CONTACT, PLAN, CLARIFICATION, {"text": "a" * 900}]
    page.call(
        "Emulation.setDeviceMetricsOverride",
        width=320,
        height=640,
        deviceScaleFactor=1,
        mobile=True,
    )
    ask(page)
    for selector in ("html", ".log", ".message.contact .card"):
        width = f"document.querySelector('{selector}')"
        assert page.run(f"{width}.scrollWidth <= {width}.clientWidth"), selector
    assert page.run("innerWidth") == 320


def test_the_field_has_the_focus_before_and_after_a_question(page: Tab) -> None:
    focused = "document.activeElement.id"
    assert page.run(focused) == "text"
    ask(page)
    page.wait_for(f"{focused} === 'text'")
    assert page.run("document.getElementById('log').getAttribute('aria-live')") == "polite"
