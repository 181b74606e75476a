"""Answers made up for the tests of an evaluation."""

from __future__ import annotations

from typing import Any

from bot.evaluation import Question


def asked(expected: str = "", kind: str = "", register: str = "") -> Question:
    """A question; `expected` holds topics with spaces between them."""
    return Question("vraag", tuple(expected.split()), kind, register)


def answer(
    outcome: str, *topics: str, sure: float | None = None, text: str = "vraag", ms: float = 10.0
) -> dict[str, Any]:
    """An answer with one reply, which tells its confidence when there is any."""
    reply: dict[str, Any] = {"type": "contact", "topics": list(topics)}
    if sure is not None:
        reply["confidence"] = sure
    return {
        "text": text,
        "outcome": outcome,
        "topics": list(topics),
        "replies": [reply],
        "ms": ms,
    }
