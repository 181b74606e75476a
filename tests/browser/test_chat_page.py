from __future__ import annotations

import json
from datetime import date

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
from tests.browser.chat import ROOT, Chat, complaints

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
RIGHT = {"title": "Dit klopt", "payload": "/feedback_right"}
CONTACT = {
    "text": "U kunt hiervoor terecht bij de casemanager horeca.\nTelefoon: 0999 - 14 00 01",
    "custom": r.referral_payload(REFERRAL, r.contact_payload(OWNER), ("terras",), ()),
    "buttons": [r.DEPUTY, RIGHT, r.WRONG],
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


def test_a_question_gives_a_card_with_links_to_phone_and_mail(
    chat: Chat, server: ChatServer
) -> None:
    server.assistant.replies = [CONTACT]
    chat.ask()
    assert chat.texts(".message.user p") == ["wie gaat over terrassen?"]
    assert chat.texts(".card h3") == ["Casemanager horeca, Vergunningen, toezicht en handhaving"]
    links = chat.tab.run(f"[...{ROOT}.querySelectorAll('.card a')].map((one) => one.href)")
    assert links == [
        "tel:0999140001",
        "mailto:vergunningen@voorbeeldstad.example",
        "https://voorbeeldstad.example/terrassen",
    ]
    rows = chat.rows()
    assert rows["Bereikbaar"] == REACH.opening_hours
    assert rows["Bevoegdheid"].startswith("Besluit over een terras")
    assert rows["Waarom"] == "in uw vraag staat ‘terras’"
    assert rows["Bron"] == "Gemeentegids, gecontroleerd op 1 november 2026"
    assert chat.value() == ""


def test_the_subject_of_a_card_is_shown(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CONTACT]
    chat.ask()
    assert chat.rows()["Onderwerp"] == "Terrassen"


def test_a_contact_that_nobody_confirmed_says_so(chat: Chat, server: ChatServer) -> None:
    unsure = {**CONTACT["custom"]["contact"], "verification": "unverified"}
    custom = {**CONTACT["custom"], "contact": unsure, "standing": "unconfirmed"}
    server.assistant.replies = [{**CONTACT, "custom": custom}]
    chat.ask()
    assert chat.texts(".card .badge") == ["Nog niet bevestigd"]
    assert chat.texts(".card .unsure") == ["nog te bevestigen door de gemeente"]


def test_a_plan_shows_a_card_for_every_step(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [PLAN]
    chat.ask()
    assert chat.texts("ol.plan > li > strong") == ["Terrassen", "Terrassen"]
    assert len(chat.texts(".plan .card")) == 2
    assert "Een tekening van het terras." in chat.texts(".plan dd")


def test_the_counter_that_helps_on_is_a_card_and_can_be_called_from_the_text(
    chat: Chat, server: ChatServer
) -> None:
    counter = {**CONTACT["custom"]["contact"], "function": None, "unit": "De balie"}
    server.assistant.replies = [
        {"text": "U spreekt een mens.", "custom": {"type": "handover", "contact": counter}},
        {
            "text": f"Dat weet ik niet. Bel {REACH.phone}.",
            "custom": {"type": "not_understood", "contact": counter},
        },
    ]
    chat.ask()
    assert chat.texts(".handover .card h3") == ["De balie"]
    assert chat.texts(".not_understood p") == [f"Dat weet ik niet. Bel {REACH.phone}."]
    assert chat.run(".not_understood a", "node.href") == "tel:0999140001"


def test_emergency_numbers_can_be_called_from_the_text(chat: Chat, server: ChatServer) -> None:
    numbers = [{"name": "Alarmnummer", "phone": "112"}, {"name": "Politie", "phone": "0900-8844"}]
    custom = {"type": "emergency", "topics": [], "numbers": numbers}
    server.assistant.replies = [{"text": "Bel 112.\nOf 0900-8844.", "custom": custom}]
    chat.ask("brand!")
    assert chat.texts(".emergency p") == ["Bel 112.", "Of 0900-8844."]
    assert chat.texts(".emergency a") == ["112", "0900-8844"]


# --- safety --------------------------------------------------------------------------------------


def test_a_script_in_a_reply_or_a_question_is_shown_as_text(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [
        {"text": ATTACK, "buttons": [{"title": ATTACK, "payload": "/ask_why"}]}
    ]
    chat.ask(ATTACK)
    shown = ".message:last-child p, .message.user p, .message:last-child .option"
    assert chat.texts(shown) == [ATTACK] * 3
    assert chat.count("script, img") == 0
    assert chat.tab.run("window.broken === undefined")


def test_a_script_as_website_is_no_link(chat: Chat, server: ChatServer) -> None:
    contact = {**CONTACT["custom"]["contact"], "website": "javascript:window.broken=1"}
    server.assistant.replies = [
        {"text": "Zie", "custom": {**CONTACT["custom"], "contact": contact}}
    ]
    chat.ask()
    assert "javascript:window.broken=1" in chat.texts(".card dd")
    assert chat.count("a[href^=javascript]") == 0


def test_the_browser_has_nothing_to_complain_about(chat: Chat, server: ChatServer) -> None:
    server.assistant.replies = [CONTACT, PLAN, CLARIFICATION]
    chat.ask()
    chat.wait_for(".plan")
    assert complaints(chat.tab) == []


def test_an_inline_script_is_stopped_by_the_security_policy(chat: Chat) -> None:
    chat.tab.run(
        "(() => { const script = document.createElement('script');"
        "script.textContent = 'window.broken = 1'; document.body.append(script) })()"
    )
    assert chat.tab.run("window.broken === undefined")
    assert "Content Security Policy" in json.dumps(complaints(chat.tab))
