"""Replies that the assistant really gave, for a fake assistant to give again."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).resolve().parent.parent / "data/replies.jsonl"


@cache
def _turns() -> dict[str, list[dict[str, Any]]]:
    lines = RECORDED.read_text(encoding="utf-8").splitlines()
    turns = [json.loads(line) for line in reversed(lines)]
    return {turn["text"]: turn["replies"] for turn in turns}


def replies_to(text: str) -> list[dict[str, Any]]:
    """What was replied to a message, as Rasa hands it to a channel."""
    return [_as_sent(reply) for reply in _turns()[text]]


def _as_sent(reply: dict[str, Any]) -> dict[str, Any]:
    custom = {key: value for key, value in reply.items() if key not in ("text", "buttons")}
    return {"text": reply["text"], "buttons": reply["buttons"], "custom": custom}
