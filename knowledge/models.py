"""Tables of the knowledge store (SQLAlchemy 1.4 in 2.0 style; SQLite and PostgreSQL)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, declarative_base, declarative_mixin, declared_attr, relationship

from knowledge.records import Audience, OwnershipRole, PhraseKind, TopicKind, Verification

# Named constraints, so that Alembic can change them on SQLite as well.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
Base = declarative_base(metadata=MetaData(naming_convention=NAMING))


def enum_column(kind: type) -> Enum:
    """Store an enum by its value as text: readable, and a new member needs no migration."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        length=32,
    )


@declarative_mixin
class Verified:
    """Columns of a row that states facts: how sure, from where, checked when."""

    verification: Mapped[Verification] = Column(
        enum_column(Verification), nullable=False, default=Verification.UNVERIFIED
    )
    checked_on: Mapped[date | None] = Column(Date)

    @declared_attr
    def source_id(cls) -> Mapped[int | None]:  # noqa: N805
        return Column(ForeignKey("source.id"), index=True)

    @declared_attr
    def source(cls) -> Mapped[SourceRow | None]:  # noqa: N805
        return relationship("SourceRow", lazy="joined")


@declarative_mixin
class Reachable:
    """Columns by which somebody can be reached."""

    phone: Mapped[str | None] = Column(String(40))
    email: Mapped[str | None] = Column(String(200))
    website: Mapped[str | None] = Column(String(400))
    address: Mapped[str | None] = Column(String(400))
    opening_hours: Mapped[str | None] = Column(String(200))


class SourceRow(Base):
    __tablename__ = "source"
    id: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(80), nullable=False, unique=True)
    title: Mapped[str] = Column(Text, nullable=False)
    address: Mapped[str | None] = Column(Text)
    consulted: Mapped[str | None] = Column(String(80))


class OrganisationRow(Reachable, Verified, Base):
    __tablename__ = "organisation"
    id: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(80), nullable=False, unique=True)
    name: Mapped[str] = Column(String(200), nullable=False)
    advice: Mapped[str | None] = Column(Text)


class MunicipalityRow(Reachable, Verified, Base):
    __tablename__ = "municipality"
    id: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(80), nullable=False, unique=True)
    name: Mapped[str] = Column(String(200), nullable=False)
    is_served: Mapped[bool] = Column(Boolean, nullable=False, default=False)
    counter_name: Mapped[str | None] = Column(String(200))
    aliases: Mapped[list[MunicipalityAliasRow]] = relationship(
        "MunicipalityAliasRow", cascade="all, delete-orphan", lazy="selectin"
    )


class MunicipalityAliasRow(Base):
    __tablename__ = "municipality_alias"
    id: Mapped[int] = Column(Integer, primary_key=True)
    municipality_id: Mapped[int] = Column(
        ForeignKey("municipality.id", ondelete="CASCADE"), nullable=False, index=True
    )
    name: Mapped[str] = Column(String(200), nullable=False)


class UnitRow(Base):
    __tablename__ = "organisation_unit"
    __table_args__ = (UniqueConstraint("municipality_id", "key"),)
    id: Mapped[int] = Column(Integer, primary_key=True)
    municipality_id: Mapped[int] = Column(
        ForeignKey("municipality.id", ondelete="CASCADE"), nullable=False
    )
    key: Mapped[str] = Column(String(80), nullable=False)
    name: Mapped[str] = Column(String(200), nullable=False)


class ContactPointRow(Reachable, Verified, Base):
    __tablename__ = "contact_point"
    __table_args__ = (UniqueConstraint("municipality_id", "key"),)
    id: Mapped[int] = Column(Integer, primary_key=True)
    municipality_id: Mapped[int] = Column(
        ForeignKey("municipality.id", ondelete="CASCADE"), nullable=False
    )
    unit_id: Mapped[int] = Column(
        ForeignKey("organisation_unit.id", ondelete="CASCADE"), nullable=False, index=True
    )
    key: Mapped[str] = Column(String(80), nullable=False)
    function: Mapped[str] = Column(String(200), nullable=False)
    person: Mapped[str | None] = Column(String(200))
    audience: Mapped[Audience] = Column(
        enum_column(Audience), nullable=False, default=Audience.PUBLIC
    )
    unit: Mapped[UnitRow] = relationship("UnitRow", lazy="joined")


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


class OwnershipRow(Verified, Base):
    __tablename__ = "ownership"
    __table_args__ = (
        UniqueConstraint("topic_id", "contact_point_id", "role"),
        Index("ix_ownership_lookup", "municipality_id", "topic_id"),
    )
    id: Mapped[int] = Column(Integer, primary_key=True)
    municipality_id: Mapped[int] = Column(
        ForeignKey("municipality.id", ondelete="CASCADE"), nullable=False
    )
    topic_id: Mapped[int] = Column(ForeignKey("topic.id", ondelete="CASCADE"), nullable=False)
    contact_point_id: Mapped[int] = Column(
        ForeignKey("contact_point.id", ondelete="CASCADE"), nullable=False, index=True
    )
    role: Mapped[OwnershipRole] = Column(enum_column(OwnershipRole), nullable=False)
    mandate: Mapped[str | None] = Column(Text)
    limits: Mapped[str | None] = Column(Text)
    audience: Mapped[Audience] = Column(
        enum_column(Audience), nullable=False, default=Audience.PUBLIC
    )
    verified_on: Mapped[date | None] = Column(Date)
    valid_until: Mapped[date | None] = Column(Date)
    contact: Mapped[ContactPointRow] = relationship("ContactPointRow", lazy="joined")
    topic: Mapped[TopicRow] = relationship("TopicRow")


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
