"""Tables of what the assistant keeps itself: paused walks, revision, seeding and ledger."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Column, Date, DateTime, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from knowledge.models.base import Base


class PausedWalkRow(Base):
    """Where somebody stopped in a procedure, to go on with a code; holds no personal data."""

    __tablename__ = "paused_walk"
    id: Mapped[int] = Column(Integer, primary_key=True)
    code: Mapped[str] = Column(String(20), nullable=False, unique=True)
    walk: Mapped[dict[str, object]] = Column(JSON, nullable=False)
    expires_on: Mapped[date] = Column(Date, nullable=False)


class RevisionRow(Base):
    """One row: a counter that moves with every change to the content."""

    __tablename__ = "revision"
    id: Mapped[int] = Column(Integer, primary_key=True)
    counter: Mapped[int] = Column(Integer, nullable=False, default=0)


class SeedRecordRow(Base):
    """What seeding last wrote for an entry, to tell an editor's change from ours."""

    __tablename__ = "seed_record"
    __table_args__ = (UniqueConstraint("kind", "key"),)
    id: Mapped[int] = Column(Integer, primary_key=True)
    kind: Mapped[str] = Column(String(40), nullable=False)
    key: Mapped[str] = Column(String(200), nullable=False)
    digest: Mapped[str] = Column(String(64), nullable=False)


class LedgerRow(Base):
    """A question that could not be answered, or feedback on an answer; always masked."""

    __tablename__ = "ledger"
    id: Mapped[int] = Column(Integer, primary_key=True)
    recorded_at: Mapped[datetime] = Column(DateTime, nullable=False, index=True)
    cause: Mapped[str] = Column(String(40), nullable=False)
    question: Mapped[str] = Column(Text, nullable=False)
    topic_key: Mapped[str | None] = Column(String(80))
    municipality_key: Mapped[str | None] = Column(String(80))
