"""Tables of the knowledge store (SQLAlchemy 1.4 in 2.0 style; SQLite and PostgreSQL)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
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
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, declarative_base, declarative_mixin, declared_attr, relationship

from knowledge.records import (
    Audience,
    OwnershipRole,
    PhraseKind,
    StepKind,
    TopicKind,
    Verification,
)
from knowledge.sroi_rules import Buyer

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


class Exact(TypeDecorator):
    """An exact number, kept as text: SQLite would make it a binary fraction."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value)


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


class ArticleRow(Verified, Base):
    """Lists of keys and phrasings are JSON: they are always read whole."""

    __tablename__ = "article"
    id: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(80), nullable=False, unique=True)
    title: Mapped[str] = Column(Text, nullable=False)
    body: Mapped[str] = Column(Text, nullable=False)
    more: Mapped[str | None] = Column(Text)
    audience: Mapped[Audience] = Column(enum_column(Audience), nullable=False)
    topics: Mapped[list[str]] = Column(JSON, nullable=False)
    phrasings: Mapped[list[str]] = Column(JSON, nullable=False)


class ExampleRow(Verified, Base):
    __tablename__ = "example"
    id: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(80), nullable=False, unique=True)
    title: Mapped[str] = Column(Text, nullable=False)
    theme: Mapped[str] = Column(Text, nullable=False)
    place: Mapped[str] = Column(Text, nullable=False)
    parties: Mapped[list[str]] = Column(JSON, nullable=False)
    story: Mapped[str] = Column(Text, nullable=False)
    worked: Mapped[str | None] = Column(Text)
    audience: Mapped[Audience] = Column(enum_column(Audience), nullable=False)
    topics: Mapped[list[str]] = Column(JSON, nullable=False)
    phrasings: Mapped[list[str]] = Column(JSON, nullable=False)


class ProcedureRow(Verified, Base):
    __tablename__ = "procedure"
    id: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(80), nullable=False, unique=True)
    title: Mapped[str] = Column(Text, nullable=False)
    intro: Mapped[str] = Column(Text, nullable=False)
    origin: Mapped[str | None] = Column(Text)
    audience: Mapped[Audience] = Column(enum_column(Audience), nullable=False)
    version: Mapped[str] = Column(String(300), nullable=False)
    topics: Mapped[list[str]] = Column(JSON, nullable=False)
    phrasings: Mapped[list[str]] = Column(JSON, nullable=False)
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


class RuleSetRow(Verified, Base):
    """Social return rules in one period; what is always read whole is JSON, its numbers text."""

    __tablename__ = "sroi_rule_set"
    __table_args__ = (UniqueConstraint("key", "valid_from"),)
    id: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(80), nullable=False)
    name: Mapped[str] = Column(String(300), nullable=False)
    municipalities: Mapped[list[str]] = Column(JSON, nullable=False)
    valid_from: Mapped[date | None] = Column(Date)
    valid_until: Mapped[date | None] = Column(Date)
    as_of: Mapped[str | None] = Column(String(300))
    is_fictitious: Mapped[bool] = Column(Boolean, nullable=False, default=False)
    percentages: Mapped[list[dict[str, object]]] = Column(JSON, nullable=False)
    bases: Mapped[list[str]] = Column(JSON, nullable=False)
    threshold: Mapped[dict[str, object] | None] = Column(JSON(none_as_null=True))
    minimum_months: Mapped[Decimal | None] = Column(Exact)
    blocks_of: Mapped[str | None] = Column(String(80))
    blocks: Mapped[list[dict[str, object]]] = Column(JSON, nullable=False)
    bonuses: Mapped[list[dict[str, object]]] = Column(JSON, nullable=False)
    full_time_hours: Mapped[Decimal | None] = Column(Exact)
    maximum_months: Mapped[Decimal | None] = Column(Exact)
    has_no_maximum: Mapped[bool] = Column(Boolean, nullable=False, default=False)
    wage_subsidy_lifts_maximum: Mapped[bool | None] = Column(Boolean)
    earlier_start_months: Mapped[Decimal | None] = Column(Exact)
    purchases: Mapped[list[dict[str, object]]] = Column(JSON, nullable=False)
    knowledge: Mapped[dict[str, object] | None] = Column(JSON(none_as_null=True))
    also_counts: Mapped[list[str]] = Column(JSON, nullable=False)
    recognition: Mapped[list[dict[str, object]]] = Column(JSON, nullable=False)
    sanction: Mapped[str | None] = Column(Text)
    coordinator_topic: Mapped[str | None] = Column(String(80))
    sources: Mapped[list[str]] = Column(JSON, nullable=False)
    note: Mapped[str | None] = Column(Text)


class ThresholdRow(Verified, Base):
    __tablename__ = "european_threshold"
    id: Mapped[int] = Column(Integer, primary_key=True)
    key: Mapped[str] = Column(String(80), nullable=False, unique=True)
    kinds: Mapped[list[str]] = Column(JSON, nullable=False)
    buyer: Mapped[Buyer | None] = Column(enum_column(Buyer))
    amount: Mapped[Decimal] = Column(Exact, nullable=False)
    valid_from: Mapped[date] = Column(Date, nullable=False)
    valid_until: Mapped[date] = Column(Date, nullable=False)
    sources: Mapped[list[str]] = Column(JSON, nullable=False)
    note: Mapped[str | None] = Column(Text)


class ProcedureTableRow(Verified, Base):
    """Which procurement procedure a municipality uses for which amount."""

    __tablename__ = "procurement_table"
    id: Mapped[int] = Column(Integer, primary_key=True)
    municipality_id: Mapped[int] = Column(
        ForeignKey("municipality.id", ondelete="CASCADE"), nullable=False, index=True
    )
    key: Mapped[str] = Column(String(80), nullable=False, unique=True)
    valid_from: Mapped[date | None] = Column(Date)
    valid_until: Mapped[date | None] = Column(Date)
    is_fictitious: Mapped[bool] = Column(Boolean, nullable=False, default=False)
    rows: Mapped[list[dict[str, object]]] = Column(JSON, nullable=False)
    coordinator_topic: Mapped[str | None] = Column(String(80))
    note: Mapped[str | None] = Column(Text)


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
