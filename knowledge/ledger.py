"""Writing down what could not be answered and what users say of an answer, masked."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta, timezone

from sqlalchemy import delete

from knowledge.models import LedgerRow
from knowledge.privacy import mask
from knowledge.store import Store

LONGEST = 500
KEEP_DAYS = 180
"""Entries older than this are removed at the next writing: no longer than improving needs."""


class Cause(str, enum.Enum):
    """Why something was written down."""

    NOT_UNDERSTOOD = "not_understood"
    NONE_OF_THESE = "none_of_these"
    NO_OWNER = "no_owner"
    EXPIRED_OWNER = "expired_owner"
    FEEDBACK_WRONG = "feedback_wrong"
    FEEDBACK_RIGHT = "feedback_right"


def record(
    store: Store,
    cause: Cause,
    question: str,
    topic: str | None = None,
    municipality: str | None = None,
) -> None:
    """Keep a question with its cause; personal data is masked, long texts are cut."""
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    with store.writing() as session:
        session.execute(
            delete(LedgerRow).where(LedgerRow.recorded_at < now - timedelta(days=KEEP_DAYS))
        )
        session.add(
            LedgerRow(
                recorded_at=now,
                cause=cause.value,
                question=mask(question)[:LONGEST],
                topic_key=topic,
                municipality_key=municipality,
            )
        )
