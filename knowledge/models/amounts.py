"""Tables of what is computed with: social return, thresholds and procurement procedures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped

from knowledge.models.base import Base, Exact, Verified, enum_column
from knowledge.sroi_rules import Buyer


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
