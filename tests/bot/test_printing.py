from __future__ import annotations

import asyncio
import re
import time
from typing import Any

import httpx
import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.headers import PRIVATE
from bot.channels.outgoing import APOLOGY
from bot.channels.pages import FOLDER
from bot.channels.printing import PATH, Printer, asked, dialled, last_document
from bot.channels.refusals import TOO_FAST
from bot.channels.web import COOKIE, NO_STEPS, READS_PER_MINUTE
from bot.conversations import WEB_KEPT
from tests.bot.chat_server import (
    COUNTER_PHONE,
    TIMEOUT,
    ChatServer,
    post,
    remember,
    serving,
)

ATTACK = "<script>window.broken = 1</script>"
DOCUMENT: dict[str, Any] = {
    "title": "Routekaart voor sociaal ondernemers",
    "intro": "Stap voor stap naar de juiste plek.",
    "origin": "Deze stappen zijn onze eigen uitwerking.",
    "municipality": "Voorbeeldstad",
    "made_on": "22 november 2026",
    "choices": [
        {"question": "Wat zoekt u? Kies wat het meest past.", "answer": "Een opdracht"},
    ],
    "steps": [
        {
            "heading": "1. Maak uw missie scherp",
            "done": True,
            "lines": [{"label": "Doel", "text": "U laat zien wat uw plan oplevert."}],
            "contacts": [
                {
                    "subject": "Sociaal ondernemen",
                    "who": "accountmanager (Economie)",
                    "phone": "0999 - 14 20 11",
                    "email": "accountmanager@voorbeeldstad.example",
                },
            ],
            "note": "Tips kunt u hier wel vragen.",
            "checklist": [
                {"text": "Onze missie in één zin", "done": True},
                {"text": "Wat wij nu al bereiken", "done": False},
            ],
            "source": "Bron: Impactpad",
        },
        {
            "heading": "8a. Doe uw aanbod",
            "done": False,
            "lines": [],
            "contacts": [],
            "note": None,
            "checklist": [],
            "source": "Bron: eigen uitwerking van de redactie",
        },
    ],
}
TAKEAWAY: dict[str, Any] = {
    "text": "Hier zijn uw stappen.",
    "custom": {"type": "takeaway", "topics": [], "document": DOCUMENT, "markdown": "# Routekaart"},
}


def said(payload: dict[str, Any] | None) -> Event:
    """What Rasa keeps of a reply."""
    return BotUttered("tekst", {"custom": payload})


def took(title: str) -> Event:
    return said({**TAKEAWAY["custom"], "document": {**DOCUMENT, "title": title}})


def visit(client: httpx.Client, server: ChatServer) -> str:
    """Start a conversation; gives the name by which Rasa knows it."""
    post(client, text="dag")
    return server.assistant.messages[-1].sender_id


# --- which steps ---------------------------------------------------------------------------------


def found(*events: Event) -> str | None:
    document = last_document(events)
    return document["title"] if document else None


def test_the_newest_takeaway_counts_whatever_was_said_after_it() -> None:
    later = [said({"type": "article"}), said(None), BotUttered("dag"), ActionExecuted("action_x")]
    assert found(took("Oud"), took("Nieuw"), *later) == "Nieuw"


@pytest.mark.parametrize("events", [[], [said(None)], [said({"type": "step", "document": {}})]])
def test_a_conversation_without_a_takeaway_has_no_document(events: list[Event]) -> None:
    assert found(*events) is None


# --- how it reads --------------------------------------------------------------------------------


@pytest.fixture
def printer() -> Printer:
    return Printer(FOLDER)


def text_of(page: str) -> str:
    """What a reader sees, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<body>")[1].replace("<wbr>", "")).split())


def test_the_page_tells_all_of_the_document(printer: Printer) -> None:
    page = printer.steps(DOCUMENT)
    assert text_of(page) == (
        "Naar het gesprek Druk af "
        "Wegwijzer · gemeente Voorbeeldstad Routekaart voor sociaal ondernemers "
        "Stap voor stap naar de juiste plek. 1 van 2 stappen gedaan "
        "Wat u hebt gekozen Wat zoekt u? Een opdracht "
        "1. Maak uw missie scherp Gedaan Doel U laat zien wat uw plan oplevert. "
        "Bij de gemeente Sociaal ondernemen accountmanager (Economie) 0999 - 14 20 11 "
        "accountmanager@voorbeeldstad.example Tips kunt u hier wel vragen. "
        "Afvinklijst Gedaan: Onze missie in één zin Nog te doen: Wat wij nu al bereiken "
        "Bron: Impactpad "
        "8a. Doe uw aanbod Bron: eigen uitwerking van de redactie "
        "Deze stappen zijn onze eigen uitwerking. "
        "Gemaakt op 22 november 2026 door de wegwijzer, een digitale assistent. "
        "Controleer contacten en regels bij de gemeente als er tijd is verstreken."
    )
    assert '<html lang="nl">' in page
    assert 'href="tel:0999142011"' in page
    assert 'href="mailto:accountmanager@voorbeeldstad.example"' in page


def test_what_is_not_known_leaves_no_trace(printer: Printer) -> None:
    bare = {**DOCUMENT, "municipality": None, "origin": None, "choices": []}
    contact = {**DOCUMENT["steps"][0]["contacts"][0], "phone": None, "email": None}
    page = printer.steps({**bare, "steps": [{**DOCUMENT["steps"][0], "contacts": [contact]}]})
    assert "None" not in page
    assert "gemeente Voorbeeldstad" not in page
    assert "Wat u hebt gekozen" not in page
    assert "tel:" not in page
    assert "mailto:" not in page


def attacked(value: Any) -> Any:
    """The same document with an attack in every text."""
    if isinstance(value, dict):
        return {name: attacked(one) for name, one in value.items()}
    if isinstance(value, list):
        return [attacked(one) for one in value]
    return f'{value}{ATTACK}" onfocus="x' if isinstance(value, str) else value


def test_a_script_in_any_text_stays_text(printer: Printer) -> None:
    page = printer.steps(attacked(DOCUMENT))
    assert page.count("<script") == 1  # our own
    assert '" onfocus' not in page
    assert page.count("&lt;script&gt;") == 21  # the title twice, a phone's link has digits alone


def test_the_page_holds_no_script_or_style_of_its_own(printer: Printer) -> None:
    page = printer.steps(DOCUMENT)
    assert re.findall(r"<script[^>]*>([^<]*)</script>", page) == [""]
    assert "<style" not in page
    assert not re.search(r"\s(style|on\w+)=", page)


@pytest.mark.parametrize(
    ("phone", "number"), [("0999 - 14 20 11", "0999142011"), ("+31 (0)999", "+310999"), ("", "")]
)
def test_a_phone_number_can_be_dialled(phone: str, number: str) -> None:
    assert dialled(phone) == number


@pytest.mark.parametrize(
    ("question", "shown"),
    [("Wat zoekt u? Kies.", "Wat zoekt u?"), ("Kies een thema.", "Kies een thema.")],
)
def test_how_to_answer_is_left_out_of_a_question(question: str, shown: str) -> None:
    assert asked(question) == shown


# --- over HTTP -----------------------------------------------------------------------------------


def test_a_takeaway_names_the_page_and_the_page_shows_it(
    server: ChatServer, conversations: TrackerStore
) -> None:
    server.assistant.replies = [TAKEAWAY, {"text": "en nog iets"}]
    with server.client() as client:
        takeaway, other = post(client, text="dag").json()["replies"]
        page = client.get(takeaway["print_path"])
    assert takeaway["print_path"] == PATH
    assert "print_path" not in other
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "1. Maak uw missie scherp" in page.text


def test_the_page_has_the_security_headers_and_is_kept_by_nobody(
    server: ChatServer, conversations: TrackerStore
) -> None:
    with server.client() as client:
        missing = client.get(PATH)
        remember(conversations, visit(client, server), took("Routekaart"))
        shown = client.get(PATH)
    for answer in (missing, shown):
        assert {name: answer.headers[name] for name in PRIVATE} == PRIVATE
        assert "set-cookie" not in answer.headers


def test_another_server_with_the_same_store_shows_the_same_steps(
    server: ChatServer, conversations: TrackerStore
) -> None:
    with server.client() as client, serving(store=conversations) as other:
        remember(conversations, visit(client, server), took("Onthouden"))
        cookie = client.cookies[COOKIE]
        with other.client(Cookie=f"{COOKIE}={cookie}") as later:
            assert "Onthouden" in later.get(PATH).text


def test_nobody_sees_the_steps_of_another(server: ChatServer, conversations: TrackerStore) -> None:
    with server.client() as one, server.client() as other:
        sender = visit(one, server)
        remember(conversations, sender, took("Alleen voor mij"))
        visit(other, server)
        answers = [other.get(PATH)]
    for cookie in ("made.up", sender, f"{sender}.x", "é.é"):
        headers = {"Cookie": f"{COOKIE}={cookie}".encode()}
        answers.append(httpx.get(f"{server.address}{PATH}", headers=headers, timeout=TIMEOUT))
    assert [answer.status_code for answer in answers] == [404] * 5
    assert not any("Alleen voor mij" in answer.text for answer in answers)


def test_without_steps_the_page_says_how_to_get_them(server: ChatServer) -> None:
    with server.client() as client:
        stranger = client.get(PATH)
        visit(client, server)
        visitor = client.get(PATH)
    for answer in (stranger, visitor):
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert NO_STEPS.replace("'", "&#39;") in answer.text
        assert 'href="./"' in answer.text


def test_asking_for_the_page_counts_for_the_limit(
    server: ChatServer, conversations: TrackerStore
) -> None:
    with server.client() as client:
        remember(conversations, visit(client, server), took("Routekaart"))
        answers = [client.get(PATH) for _ in range(READS_PER_MINUTE + 1)]
    assert [answer.status_code for answer in answers] == [200] * READS_PER_MINUTE + [429]
    assert TOO_FAST in answers[-1].text
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60


def test_steps_of_a_session_that_is_over_are_gone(
    server: ChatServer, conversations: TrackerStore
) -> None:
    with server.client() as client:
        sender = visit(client, server)
        long_ago = time.time() - WEB_KEPT - 1
        data = {"custom": TAKEAWAY["custom"]}
        remember(conversations, sender, BotUttered("tekst", data, timestamp=long_ago))
        answer = client.get(PATH)
    assert answer.status_code == 404
    assert asyncio.run(conversations.retrieve(sender)) is None


class BrokenStore(InMemoryTrackerStore):
    """A database that is away."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        raise ConnectionError("secret details")


def test_when_the_store_is_away_the_visitor_gets_an_apology(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with serving() as healthy, healthy.client() as client:
        visit(client, healthy)
        cookie = f"{COOKIE}={client.cookies[COOKIE]}"
    with (
        serving(store=BrokenStore(Domain.empty())) as broken,
        broken.client(Cookie=cookie) as client,
    ):
        answer = client.get(PATH)
    assert answer.status_code == 503
    assert f"{APOLOGY}, of bel {COUNTER_PHONE}." in answer.text
    assert "ConnectionError" in caplog.text
    assert "secret details" not in caplog.text


def test_a_document_of_an_older_version_gives_an_apology(
    server: ChatServer, conversations: TrackerStore
) -> None:
    with server.client() as client:
        remember(
            conversations, visit(client, server), said({"type": "takeaway", "document": {"a": 1}})
        )
        answer = client.get(PATH)
    assert answer.status_code == 503
    assert APOLOGY in answer.text
