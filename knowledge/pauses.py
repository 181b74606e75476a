"""Stopping in a procedure and going on later, elsewhere, with a short code."""

from __future__ import annotations

import enum
import re
import secrets
from datetime import date, timedelta

from sqlalchemy import delete, select

from knowledge.models import PausedWalkRow
from knowledge.procedures import Walk
from knowledge.store import Store

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0 and 1, which look alike
DIGITS = "23456789"
LENGTH = 8
"""32 ** 8 codes: with the channel's rate limit nobody guesses one."""
PREFIX = "STAP"
VALID = timedelta(days=90)
KEPT = timedelta(days=365)
"""An expired code is remembered this long, so that it can be answered kindly."""

_CODE = re.compile(rf"\b{PREFIX}[\s-]*([{ALPHABET}]{{4}})[\s-]*([{ALPHABET}]{{4}})\b")


class Missing(enum.Enum):
    """Why a code gives no walk."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"


def pause(store: Store, walk: Walk, today: date) -> str:
    """Keep a walk; gives the code to go on with, such as "STAP-7KQM-3XWP"."""
    code = _new_code()
    with store.writing() as session:
        session.execute(delete(PausedWalkRow).where(PausedWalkRow.expires_on < today - KEPT))
        session.add(PausedWalkRow(code=code, walk=walk.as_dict(), expires_on=today + VALID))
    return f"{PREFIX}-{code[:4]}-{code[4:]}"


def find_code(text: str) -> str | None:
    """The code in a message, however it is spaced or cased; None when there is none."""
    for found in _CODE.finditer(text.upper()):
        code = f"{PREFIX}-{found.group(1)}-{found.group(2)}"
        if any(one.isdigit() for one in code):
            return code
    return None


def _new_code() -> str:
    """A code with a digit in it, so that "stap voor stap" is never one."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    place = secrets.randbelow(LENGTH)
    return code[:place] + secrets.choice(DIGITS) + code[place:]


def resume(store: Store, code: str, today: date) -> Walk | Missing:
    """The walk that a code stands for; the code stays valid until it expires."""
    query = select(PausedWalkRow).where(PausedWalkRow.code == code[len(PREFIX) :].replace("-", ""))
    with store.reading() as session:
        row = session.execute(query).scalar()
        if row is None:
            return Missing.UNKNOWN
        return Missing.EXPIRED if row.expires_on < today else Walk.from_dict(row.walk)
