from __future__ import annotations

from typing import Any

import pytest

from tests.bot.chat_server import ChatServer
from tests.browser.chat import Chat
from tests.browser.recorded import replies_to

CASE = "opdracht van 3 ton in Voorbeeldstad, iemand uit de bijstand 24 uur, half jaar"
LIMITS = "hoe hoog mag een enkelvoudig onderhandse opdracht zijn"


def get(chat: Chat, server: ChatServer, question: str, **changes: Any) -> None:
    """Ask something that gets a recorded result, with some of its fields changed."""
    (reply,) = replies_to(question)
    lines = changes.pop("text", reply["text"])
    server.assistant.replies = [
        {**reply, "text": lines, "custom": {**reply["custom"], **changes}},
    ]
    chat.ask(question)


def table(chat: Chat, part: str) -> list[list[str]]:
    """The rows of a part of the table; spaces within amounts as ordinary ones."""
    cells = chat.texts(f"{part} tr > *")
    told = [cell.replace("\xa0", " ") for cell in cells]
    return [told[place : place + 2] for place in range(0, len(told), 2)]


@pytest.fixture
def case(chat: Chat, server: ChatServer) -> Chat:
    get(chat, server, CASE)
    return chat


def test_a_case_shows_every_line_with_how_it_was_worked_out(case: Chat) -> None:
    assert table(case, "tbody") == [
        ["Verplichting over de opdrachtsom: 5% × € 300.000", "€ 15.000"],
        ["Participatiewet: € 36.000 × 24/36 × 6/12", "€ 12.000"],
    ]


def test_a_case_ends_with_what_is_due_what_counts_and_what_remains(case: Chat) -> None:
    assert table(case, "tfoot") == [
        ["Verplichting", "€ 15.000"],
        ["Telt mee", "€ 12.000"],
        ["Nog te doen", "€ 3.000"],
    ]


def test_amounts_stand_at_the_right_and_have_a_heading_for_a_screen_reader(case: Chat) -> None:
    assert case.run("td", "getComputedStyle(node).textAlign") == "right"
    assert case.texts("thead th") == ["Onderdeel", "Bedrag"]
    assert case.texts("caption") == ["De berekening"]
    assert case.count("tbody th[scope=row]") == 2


def test_a_case_says_what_was_assumed_whom_to_ask_and_that_the_town_decides(case: Chat) -> None:
    assert case.texts(".card li")[0] == "Het bedrag is zonder btw"
    assert len(case.texts(".card li")) == 5
    rows = case.rows()
    assert rows["Grondslag"].startswith("opdrachtsom")
    assert "Coördinator social return, Werk en Inkomen" in rows["Vraag het na bij"]
    links = "[...node.querySelectorAll('dd a')].map((one) => one.href)"
    assert case.run(".card", links) == [
        "tel:0999142024",
        "mailto:coordinator.social.return@voorbeeldstad.example",
    ]
    assert "De gemeente of opdrachtgever beslist." in case.texts(".card > p")
    assert case.texts(".badge") == ["Verzonnen regels, als voorbeeld"]
    assert "gecontroleerd op 21 november 2026" in case.texts(".source")[0]


def test_limits_are_told_with_their_words(chat: Chat, server: ChatServer) -> None:
    get(chat, server, LIMITS)
    assert table(chat, "tbody") == [
        ["Enkelvoudig onderhands, diensten", "Minder dan € 60.000"],
        ["Enkelvoudig onderhands, werken", "Minder dan € 150.000"],
    ]
    assert chat.count("tfoot") == 0
    assert "Let op: Voorbeeldstad bestaat niet; deze grenzen zijn verzonnen." in chat.texts("p")


def test_no_limit_is_told_in_words(chat: Chat, server: ChatServer) -> None:
    line = {"label": "Openbaar", "formula": "geen bovengrens", "euros": None}
    get(chat, server, LIMITS, text="Bedragen\nOpenbaar: geen bovengrens", lines=[line])
    assert table(chat, "tbody") == [["Openbaar", "Geen bovengrens"]]


def test_a_range_is_shown_as_the_text_tells_it(chat: Chat, server: ChatServer) -> None:
    label = "Minstens: Participatiewet"
    text = f"Social return\n{label}: € 100 = € 100\nNog te doen: € 50 tot € 90"
    line = {"label": label, "formula": "€ 100", "euros": 100}
    get(chat, server, CASE, text=text, lines=[line])
    assert table(chat, "tbody") == [[label, "€ 100"]]
    assert table(chat, "tfoot")[-1] == ["Nog te doen", "€ 50 tot € 90"]


def test_ways_to_do_the_rest_are_a_list(chat: Chat, server: ChatServer) -> None:
    get(chat, server, CASE, text="Social return\n• Participatiewet, 24 uur per week: 3 maanden")
    assert chat.texts(".card li") == ["Participatiewet, 24 uur per week: 3 maanden"]
    assert chat.count("table") == 0


def test_without_a_coordinator_it_says_whom_to_ask_in_words(chat: Chat, server: ChatServer) -> None:
    text = "Social return\nVraag het na bij: uw opdrachtgever bij het Rijk"
    get(chat, server, CASE, text=text, contact=None)
    assert chat.rows() == {"Vraag het na bij": "Uw opdrachtgever bij het Rijk"}
