"""Reading topics, municipalities and ownerships out of the store, as frozen records."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import models as m
from knowledge.records import (
    Audience,
    ContactPoint,
    Evidence,
    Municipality,
    Organisation,
    Ownership,
    Phrase,
    Reach,
    Source,
    Topic,
)


def topics(session: Session) -> list[Topic]:
    """All topics with their phrases, by key."""
    phrases: dict[int, list[Phrase]] = defaultdict(list)
    columns = select(m.PhraseRow.topic_id, m.PhraseRow.text, m.PhraseRow.kind)
    for topic_id, text, kind in session.execute(columns.order_by(m.PhraseRow.id)):
        phrases[topic_id].append(Phrase(text, kind))
    confusions: dict[int, list[str]] = defaultdict(list)
    for topic_id, other in session.execute(
        select(m.ConfusionRow.topic_id, m.ConfusionRow.other_key)
    ):
        confusions[topic_id].append(other)
    rows = session.execute(select(m.TopicRow).order_by(m.TopicRow.key)).scalars()
    return [_topic(row, tuple(phrases[row.id]), tuple(confusions[row.id])) for row in rows]


def _topic(row: m.TopicRow, phrases: tuple[Phrase, ...], confused: tuple[str, ...]) -> Topic:
    return Topic(
        key=row.key,
        name=row.name,
        cluster=row.cluster,
        kind=row.kind,
        description=row.description,
        advice=row.advice,
        ask_back=row.ask_back,
        usual_unit=row.usual_unit,
        usual_function=row.usual_function,
        usual_mandate=row.usual_mandate,
        responsible=_organisation(row.responsible) if row.responsible else None,
        other_organisation=row.other_organisation,
        confused_with=confused,
        phrases=phrases,
    )


def municipalities(session: Session) -> list[tuple[Municipality, tuple[str, ...]]]:
    """All municipalities with the other names people use for them."""
    rows = session.execute(select(m.MunicipalityRow).order_by(m.MunicipalityRow.key)).scalars()
    return [(_municipality(row), tuple(alias.name for alias in row.aliases)) for row in rows]


def ownerships(
    session: Session, municipality: str, topic: str, audience: Audience
) -> list[Ownership]:
    """Who is what for a topic in a municipality, as far as this audience may see."""
    query = (
        select(m.OwnershipRow)
        .join(m.MunicipalityRow, m.MunicipalityRow.id == m.OwnershipRow.municipality_id)
        .join(m.TopicRow, m.TopicRow.id == m.OwnershipRow.topic_id)
        .where(m.MunicipalityRow.key == municipality, m.TopicRow.key == topic)
        .order_by(m.OwnershipRow.id)
    )
    found = (_ownership(row) for row in session.execute(query).scalars())
    return [own for own in found if _may_see(audience, own)]


def _may_see(audience: Audience, own: Ownership) -> bool:
    internal = Audience.INTERNAL in (own.audience, own.contact.audience)
    return audience is Audience.INTERNAL or not internal


def _ownership(row: m.OwnershipRow) -> Ownership:
    return Ownership(
        contact=_contact(row.contact),
        role=row.role,
        mandate=row.mandate,
        limits=row.limits,
        audience=row.audience,
        verified_on=row.verified_on,
        valid_until=row.valid_until,
        evidence=_evidence(row),
    )


def _contact(row: m.ContactPointRow) -> ContactPoint:
    return ContactPoint(
        key=row.key,
        function=row.function,
        unit=row.unit.name,
        reach=_reach(row),
        audience=row.audience,
        person=row.person,
        evidence=_evidence(row),
    )


def _municipality(row: m.MunicipalityRow) -> Municipality:
    return Municipality(
        key=row.key,
        name=row.name,
        is_served=row.is_served,
        counter_name=row.counter_name,
        counter=_reach(row),
        evidence=_evidence(row),
    )


def _organisation(row: m.OrganisationRow) -> Organisation:
    return Organisation(row.key, row.name, _reach(row), row.advice, _evidence(row))


def _reach(row: Any) -> Reach:
    return Reach(row.phone, row.email, row.website, row.address, row.opening_hours)


def _evidence(row: Any) -> Evidence:
    source = row.source
    known = Source(source.key, source.title, source.address, source.consulted) if source else None
    return Evidence(row.verification, known, row.checked_on)
