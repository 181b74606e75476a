"""Tables of what there is to read: articles, examples, and procedures with their steps."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declarative_mixin, relationship

from knowledge.models.base import Base, Verified, enum_column
from knowledge.records import Audience, StepKind


@declarative_mixin
class Page(Verified):
    """Columns of what can be read; lists are JSON, because they are always read whole."""

    id: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(80), nullable=False, unique=True)
    title: Mapped[str] = Column(Text, nullable=False)
    audience: Mapped[Audience] = Column(enum_column(Audience), nullable=False)
    topics: Mapped[list[str]] = Column(JSON, nullable=False)
    phrasings: Mapped[list[str]] = Column(JSON, nullable=False)


class ArticleRow(Page, Base):
    __tablename__ = "article"
    body: Mapped[str] = Column(Text, nullable=False)
    more: Mapped[str | None] = Column(Text)


class ExampleRow(Page, Base):
    __tablename__ = "example"
    theme: Mapped[str] = Column(Text, nullable=False)
    place: Mapped[str] = Column(Text, nullable=False)
    parties: Mapped[list[str]] = Column(JSON, nullable=False)
    story: Mapped[str] = Column(Text, nullable=False)
    worked: Mapped[str | None] = Column(Text)


class ProcedureRow(Page, Base):
    __tablename__ = "procedure"
    intro: Mapped[str] = Column(Text, nullable=False)
    origin: Mapped[str | None] = Column(Text)
    version: Mapped[str] = Column(String(300), nullable=False)
    steps: Mapped[list[StepRow]] = relationship(
        "StepRow",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="StepRow.position",
        lazy="selectin",
    )


class StepRow(Verified, Base):
    """A step of a procedure; `options` makes it a question, `only` says when it applies."""

    __tablename__ = "procedure_step"
    __table_args__ = (UniqueConstraint("procedure_id", "key"),)
    id: Mapped[int] = Column(Integer, primary_key=True)
    procedure_id: Mapped[int] = Column(
        ForeignKey("procedure.id", ondelete="CASCADE"), nullable=False
    )
    position: Mapped[int] = Column(Integer, nullable=False)
    key: Mapped[str] = Column(String(80), nullable=False)
    title: Mapped[str] = Column(Text, nullable=False)
    kind: Mapped[StepKind] = Column(enum_column(StepKind), nullable=False)
    number: Mapped[str | None] = Column(String(60))
    only: Mapped[list[dict[str, list[str]]]] = Column(JSON, nullable=False)
    question: Mapped[str | None] = Column(Text)
    options: Mapped[list[dict[str, object]]] = Column(JSON, nullable=False)
    purpose: Mapped[str | None] = Column(Text)
    do: Mapped[str | None] = Column(Text)
    prepare: Mapped[str | None] = Column(Text)
    who: Mapped[list[str]] = Column(JSON, nullable=False)
    who_note: Mapped[str | None] = Column(Text)
    pitfall: Mapped[str | None] = Column(Text)
    tip: Mapped[str | None] = Column(Text)
    done_when: Mapped[str | None] = Column(Text)
    instruments: Mapped[str | None] = Column(Text)
    basis: Mapped[str | None] = Column(Text)
    dont: Mapped[str | None] = Column(Text)
    decides: Mapped[str | None] = Column(Text)
    checklist: Mapped[list[str]] = Column(JSON, nullable=False)
    more: Mapped[str | None] = Column(Text)
    phrases: Mapped[list[str]] = Column(JSON, nullable=False)
    sources: Mapped[list[str]] = Column(JSON, nullable=False)
