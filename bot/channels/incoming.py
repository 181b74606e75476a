"""What every channel does to a message before Rasa sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.language import tidy
from knowledge.privacy import mask

LONGEST = 1000
"""Characters of one message; a longer one is refused with a reason, never cut silently."""
TOO_LONG = (
    f"Uw bericht is te lang: meer dan {LONGEST} tekens. Kunt u uw vraag korter maken? "
    "Stuur het anders in delen."
)
EMPTY = "Ik zie geen tekst. Kunt u uw vraag in woorden typen?"
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


@dataclass(frozen=True)
class Accepted:
    """Text that may go to Rasa."""

    text: str


@dataclass(frozen=True)
class Refused:
    """Why a message cannot be taken, in Dutch, for the user."""

    reason: str


def receive(raw: str, offered: Iterable[str] = ()) -> Accepted | Refused:
    """Clean and check what a user sent.

    A payload that was offered as a button passes as it is. Anything else is
    text: control characters and HTML tags go, personal data is masked, and a leading slash
    cannot make it a command to Rasa.
    """
    if raw in set(offered):
        return Accepted(raw)
    if len(raw) > LONGEST:
        return Refused(TOO_LONG)
    text = tidy(_TAG.sub(" ", raw)).lstrip("/ ")
    if len(text) > LONGEST:
        return Refused(TOO_LONG)
    if not any(sign.isalnum() for sign in text):
        return Refused(EMPTY)
    return Accepted(mask(text))
