"""Tables of who is responsible: municipalities with their people, and others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, relationship

from knowledge.models.base import Base, Reachable, Verified, enum_column
from knowledge.records import Audience, OwnershipRole

if TYPE_CHECKING:
    from knowledge.models.topics import TopicRow


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
