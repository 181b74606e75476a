"""What the web channel refuses, and why it says it does."""

from __future__ import annotations

import json

import pytest

from bot.channels.posted import LARGEST_BODY
from tests.bot.chat_server import ChatServer

JSON = {"Content-Type": "application/json"}
EXPECTED = "Verwacht een object met 'id' en 'text' of 'payload'."
ID = '"id": "12345678"'
GOOD = f'{{{ID}, "text": "dag"}}'


@pytest.mark.parametrize(
    ("headers", "content", "status", "reason"),
    [
        ({}, GOOD, 415, "Stuur JSON (Content-Type: application/json)."),
        ({"Content-Type": "text/plain"}, GOOD, 415, "Stuur JSON"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "text=dag", 415, "Stuur JSON"),
        ({"Content-Type": "application/jsonp"}, GOOD, 415, "Stuur JSON"),
        (JSON, json.dumps({"text": "a" * LARGEST_BODY}), 413, "Uw bericht is te groot."),
        (JSON, "", 400, EXPECTED),
        (JSON, "{", 400, "Dit is geen geldige JSON."),
        (JSON, "[" * 5000, 400, "Dit is geen geldige JSON."),
        (JSON, b"\xff\xfe", 400, "Dit is geen geldige JSON."),
        (JSON, "null", 400, EXPECTED),
        (JSON, '["dag"]', 400, EXPECTED),
        (JSON, "{}", 400, EXPECTED),
        (JSON, '{"text": "dag"}', 400, EXPECTED),
        (JSON, f'{{{ID}, "text": "dag", "payload": "x.y"}}', 400, EXPECTED),
        (JSON, f'{{{ID}, "text": "dag", "sender": "web-1"}}', 400, EXPECTED),
        (JSON, f'{{{ID}, "text": "dag", "audience": "internal"}}', 400, EXPECTED),
        (JSON, f'{{{ID}, "message": "dag"}}', 400, EXPECTED),
        (JSON, f'{{{ID}, "text": 1}}', 400, "'id', 'text' en 'payload' zijn tekst."),
        (JSON, f'{{{ID}, "text": null}}', 400, "'id', 'text' en 'payload' zijn tekst."),
        (JSON, f'{{{ID}, "payload": null}}', 400, "'id', 'text' en 'payload' zijn tekst."),
        (JSON, f'{{{ID}, "payload": {{"a": 1}}}}', 400, "'id', 'text' en 'payload' zijn tekst."),
        (JSON, '{"id": 12345678, "text": "dag"}', 400, "'id', 'text' en 'payload' zijn tekst."),
        (JSON, '{"id": "1234567", "text": "dag"}', 400, "'id' is 8 tot 64 letters"),
        (JSON, json.dumps({"id": "1" * 65, "text": "dag"}), 400, "'id' is 8 tot 64 letters"),
        (JSON, '{"id": "12345678\\n", "text": "dag"}', 400, "'id' is 8 tot 64 letters"),
        (JSON, '{"id": "éééééééé", "text": "dag"}'.encode(), 400, "'id' is 8 tot 64 letters"),
        (JSON, f'{{{ID}, "text": "dag", "municipality": "A"}}', 400, "'municipality' is geen"),
        (JSON, f'{{{ID}, "text": "dag", "municipality": 1}}', 400, "'municipality' is geen"),
        (JSON, f'{{{ID}, "text": " "}}', 400, "Ik zie geen tekst."),
        (JSON, json.dumps({"id": "12345678", "text": "a" * 1001}), 400, "Uw bericht is te lang"),
        (JSON, f'{{{ID}, "payload": ""}}', 400, "Deze knop werkt niet meer."),
        (JSON, f'{{{ID}, "payload": "/ask_deputy"}}', 400, "Deze knop werkt niet meer."),
        (JSON, f'{{{ID}, "payload": "x./ask_deputy"}}', 400, "Deze knop werkt niet meer."),
        (JSON, f'{{{ID}, "payload": "\\u00e9./ask_deputy"}}', 400, "Deze knop werkt niet meer."),
        (JSON, f'{{{ID}, "payload": "x.\\ud800"}}', 400, "Deze knop werkt niet meer."),
    ],
)
def test_a_wrong_request_is_refused_with_a_reason_in_dutch(
    server: ChatServer, headers: dict[str, str], content: str, status: int, reason: str
) -> None:
    with server.client() as client:
        answer = client.post("/chat/messages", content=content, headers=headers)
    found = (answer.status_code, answer.json()["error"])
    assert found[0] == status
    assert found[1].startswith(reason)
    assert server.assistant.messages == []
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_may_say_its_character_set_and_be_written_with_capitals(
    server: ChatServer, kind: str
) -> None:
    with server.client() as client:
        answer = client.post("/chat/messages", content=GOOD, headers={"Content-Type": kind})
    assert answer.status_code == 200
