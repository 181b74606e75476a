"""Whether a message goes on with an open social return case, or asks something else."""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.language import words
from knowledge.matching import Match
from knowledge.sroi_case import TOPIC, Draft
from knowledge.sroi_reading import Reading
from knowledge.wayfinding import SURE

SHORT = 4
"""Words up to which a message is taken as the answer to what the case asked."""
LONG = 6
"""Words beyond which a message with a clear subject of its own is a question of its own."""
QUANTITIES = {"amount", "hours", "months", "percentage", "age", "purchase", "labour_share"}

_ASKS_FOR_SOMEBODY = re.compile(
    r"\b(?:bij wie|wie (?:gaat|is|kan|doet|beslist|helpt|heeft)|contact|telefoon\w*|mailadres)\b"
    r"|\bbellen\b"
    r"|\bwelke (?:collega|afdeling)\b",
    re.I,
)
_ASKS_WHAT_IT_IS = re.compile(
    r"^\W*(?:wat (?:is|zijn|betekent|houdt)|waarom|hoe werkt|leg|mag|kan ik|waar)\b", re.I
)


def goes_on(text: str, before: Draft, reading: Reading, match: Callable[[str], Match]) -> bool:
    """Whether a message holds something for the open case, and is not about something else.

    Args:
        reading: what the message adds to the case `before`.
        match: finds what a text is about.
    """
    if _ASKS_FOR_SOMEBODY.search(text):
        return False
    found = reading.found
    if not (found - {"wishes"} or reading.troubles or reading.stray_percentage):
        return False
    if before.asides and found <= {"municipality", "wishes"}:
        return False
    if _ASKS_WHAT_IT_IS.search(text) and not found & (QUANTITIES | {"unknown"}):
        return False
    if before.awaiting and before.awaiting.value in found:
        return True
    return not _has_its_own_subject(text, match(text))


def answers_question(text: str, before: Draft | None) -> bool:
    """Whether a message is short enough to be the answer to what the open case asked."""
    is_asked = before is not None and before.awaiting is not None
    return is_asked and len(words(text)) <= SHORT


def _has_its_own_subject(text: str, match: Match) -> bool:
    about = match.best.topic.key if match.best else TOPIC
    return len(words(text)) > LONG and match.confidence >= SURE and about != TOPIC
