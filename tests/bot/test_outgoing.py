from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.outgoing import Collector, reply_of

BUTTON = {"title": "Terrassen", "payload": "/choose_option"}


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ({}, {"type": "notice", "text": "", "buttons": []}),
        ({"text": "Dag"}, {"type": "notice", "text": "Dag", "buttons": []}),
        (
            {"text": None, "buttons": None, "custom": None},
            {"type": "notice", "text": "", "buttons": []},
        ),
        (
            {"text": "Kies", "buttons": [BUTTON], "custom": {"type": "clarification"}},
            {"type": "clarification", "text": "Kies", "buttons": [BUTTON]},
        ),
        (
            {"text": "Zie", "custom": {"type": "contact", "skill": "contact", "topics": ["a"]}},
            {"type": "contact", "text": "Zie", "buttons": [], "skill": "contact", "topics": ["a"]},
        ),
    ],
)
def test_a_reply_has_type_text_buttons_and_the_payloads_fields(
    message: dict[str, Any], reply: dict[str, Any]
) -> None:
    assert reply_of(message) == reply


def test_the_collector_keeps_replies_whole_and_in_order() -> None:
    collector = Collector()
    for text in ("een", "twee"):
        asyncio.run(collector.send_response("somebody", {"text": text, "buttons": [BUTTON]}))
    assert [(one["text"], one["buttons"]) for one in collector.replies] == [
        ("een", [BUTTON]),
        ("twee", [BUTTON]),
    ]
