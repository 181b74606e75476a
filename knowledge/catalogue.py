"""Reading topics, municipalities and ownerships out of the store, as frozen records."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import models as m
from knowledge.records import (
    Article,
    Audience,
    ContactPoint,
    Evidence,
    Example,
    Municipality,
    Option,
    Organisation,
    Ownership,
    Phrase,
    Procedure,
    Reach,
    Source,
    Step,
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


def municipality(session: Session, key: str) -> Municipality | None:
    """One municipality by its key."""
    row = session.execute(select(m.MunicipalityRow).filter_by(key=key)).scalar_one_or_none()
    return _municipality(row) if row else None


def articles(session: Session) -> list[Article]:
    """All articles, by key."""
    rows = session.execute(select(m.ArticleRow).order_by(m.ArticleRow.key)).scalars()
    return [Article(body=row.body, more=row.more, **_page(row)) for row in rows]


def examples(session: Session) -> list[Example]:
    """All examples, by key."""
    rows = session.execute(select(m.ExampleRow).order_by(m.ExampleRow.key)).scalars()
    return [
        Example(
            theme=row.theme,
            place=row.place,
            parties=tuple(row.parties),
            story=row.story,
            worked=row.worked,
            **_page(row),
        )
        for row in rows
    ]


def sources(session: Session) -> dict[str, Source]:
    """All sources, by key."""
    return {row.key: _source(row) for row in session.execute(select(m.SourceRow)).scalars()}


def procedures(session: Session) -> list[Procedure]:
    """All procedures with their steps, by key."""
    known = sources(session)
    rows = session.execute(select(m.ProcedureRow).order_by(m.ProcedureRow.key)).scalars()
    return [
        Procedure(
            intro=row.intro,
            origin=row.origin,
            version=row.version,
            steps=tuple(_step(step, known) for step in row.steps),
            **_page(row),
        )
        for row in rows.unique()
    ]


def _page(row: m.Page) -> dict[str, Any]:
    """What everything to read has."""
    return {
        "key": row.key,
        "title": row.title,
        "topics": tuple(row.topics),
        "audience": row.audience,
        "evidence": _evidence(row),
        "phrasings": tuple(row.phrasings),
    }


_STEP_TEXTS = (
    "key", "title", "kind", "number", "question", "purpose", "do", "prepare", "who_note", "pitfall",
    "tip", "done_when", "instruments", "basis", "dont", "decides", "more",
)  # fmt: skip


def _step(row: m.StepRow, sources: dict[str, Source]) -> Step:
    return Step(
        only=tuple({key: tuple(keys) for key, keys in part.items()} for part in row.only),
        options=tuple(_option(option) for option in row.options),
        who=tuple(row.who),
        checklist=tuple(row.checklist),
        phrases=tuple(row.phrases),
        sources=tuple(sources[key] for key in row.sources if key in sources),
        evidence=_evidence(row),
        **{name: getattr(row, name) for name in _STEP_TEXTS},
    )


def _option(raw: dict[str, Any]) -> Option:
    return Option(**{**raw, "phrases": tuple(raw.get("phrases", ()))})


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
    known = _source(row.source) if row.source else None
    return Evidence(row.verification, known, row.checked_on)


def _source(row: m.SourceRow) -> Source:
    return Source(row.key, row.title, row.address, row.consulted)
