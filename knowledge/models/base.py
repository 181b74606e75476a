"""What all tables share: naming, types of columns, and the columns of a fact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Enum,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import Mapped, declarative_base, declarative_mixin, declared_attr, relationship

from knowledge.records import Verification

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
