"""Tables of what somebody can be responsible for, and the words by which it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from knowledge.models.base import Base, Verified, enum_column
from knowledge.records import PhraseKind, TopicKind

if TYPE_CHECKING:
    from knowledge.models.organisations import OrganisationRow


class TopicRow(Verified, Base):
    __tablename__ = "topic"
    id: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(80), nullable=False, unique=True)
    name: Mapped[str] = Column(String(200), nullable=False)
    cluster: Mapped[str] = Column(String(80), nullable=False)
    kind: Mapped[TopicKind] = Column(enum_column(TopicKind), nullable=False)
    description: Mapped[str] = Column(Text, nullable=False, default="")
    advice: Mapped[str | None] = Column(Text)
    ask_back: Mapped[str | None] = Column(Text)
    usual_unit: Mapped[str | None] = Column(String(200))
    usual_function: Mapped[str | None] = Column(String(200))
    usual_mandate: Mapped[str | None] = Column(Text)
    other_organisation: Mapped[str | None] = Column(String(300))
    responsible_id: Mapped[int | None] = Column(ForeignKey("organisation.id"))
    responsible: Mapped[OrganisationRow | None] = relationship("OrganisationRow", lazy="joined")
    phrases: Mapped[list[PhraseRow]] = relationship(
        "PhraseRow", cascade="all, delete-orphan", passive_deletes=True, order_by="PhraseRow.id"
    )
    confusions: Mapped[list[ConfusionRow]] = relationship(
        "ConfusionRow", cascade="all, delete-orphan", passive_deletes=True
    )


class PhraseRow(Base):
    __tablename__ = "topic_phrase"
    id: Mapped[int] = Column(Integer, primary_key=True)
    topic_id: Mapped[int] = Column(
        ForeignKey("topic.id", ondelete="CASCADE"), nullable=False, index=True
    )
    kind: Mapped[PhraseKind] = Column(enum_column(PhraseKind), nullable=False)
    text: Mapped[str] = Column(Text, nullable=False)


class ConfusionRow(Base):
    """A topic that this one is often confused with (by key: it may not exist yet)."""

    __tablename__ = "topic_confusion"
    __table_args__ = (UniqueConstraint("topic_id", "other_key"),)
    id: Mapped[int] = Column(Integer, primary_key=True)
    topic_id: Mapped[int] = Column(ForeignKey("topic.id", ondelete="CASCADE"), nullable=False)
    other_key: Mapped[str] = Column(String(80), nullable=False)
