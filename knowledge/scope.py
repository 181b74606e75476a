"""How much a kind of question leans to being outside what the assistant is for."""

from __future__ import annotations

import math
from collections.abc import Mapping

OUTSIDE = ("out_of_scope", "resident_service", "other_language")
INSIDE = ("ask_contact", "ask_information")
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
