"""What the kind of question says: how much it leans to being outside our scope, or to reading."""

from __future__ import annotations

import math
from collections.abc import Mapping

OUTSIDE = ("out_of_scope", "resident_service", "other_language")
INSIDE = ("ask_contact", "ask_information")
READING = ("ask_information", "start_procedure", "ask_role", "ask_example", "show_more")
REFERRING = ("ask_contact", "ask_contact_details", "ask_deputy", "ask_decision_maker")
LEAST = 0.01
"""Keeps one very small chance from deciding everything."""


def leaning(chances: Mapping[str, float]) -> float:
    """The log of the odds that a message is outside our scope, from the chances of its intents.

    0 when the classifier knows neither kind.
    """
    total = sum(chances.values()) or 1.0
    outside = sum(chances.get(name, 0.0) for name in OUTSIDE) / total
    inside = sum(chances.get(name, 0.0) for name in INSIDE) / total
    return math.log((outside + LEAST) / (inside + LEAST))


def asks_to_read(chances: Mapping[str, float]) -> float:
    """The log of the odds that somebody asks how it is rather than who does it."""
    reading = sum(chances.get(name, 0.0) for name in READING)
    referring = sum(chances.get(name, 0.0) for name in REFERRING)
    return math.log((reading + LEAST) / (referring + LEAST))
