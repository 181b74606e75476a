"""How each kind of content entry becomes rows, and rows an entry again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from knowledge import content as c
from knowledge import models as m
from knowledge.records import PhraseKind

PHRASES = {
    "synonyms": PhraseKind.SYNONYM,
    "colloquial": PhraseKind.COLLOQUIAL,
    "situational": PhraseKind.SITUATIONAL,
    "questions": PhraseKind.QUESTION,
}
Ids = dict[str, int]


@dataclass(frozen=True)
class Kind:
    """One kind of entry: where it stands in the content, and how it is stored."""

    name: str
    entries: Callable[[c.Content], list[Any]]
    key: Callable[[Any], str]
    read_all: Callable[[Session], dict[str, c.Entry]]
    writer: Callable[[Session], Callable[[c.Entry], None]]


def _plain(entry: c.Entry, row: Any, *names: str) -> None:
    for name in names:
        setattr(row, name, getattr(entry, name))


FACT = ("verification", "checked_on")
REACH = ("phone", "email", "website", "address", "opening_hours", *FACT)
SOURCE = ("key", "title", "address", "consulted")
ORGANISATION = ("key", "name", "advice", *REACH)
MUNICIPALITY = ("key", "name", "is_served", "counter_name", *REACH)
TOPIC = (
    "key", "name", "cluster", "kind", "description", "advice", "ask_back", "usual_unit",
    "usual_function", "usual_mandate", "other_organisation", *FACT,
)  # fmt: skip
CONTACT = ("key", "function", "person", "audience", *REACH)
OWNERSHIP = ("role", "mandate", "limits", "audience", "verified_on", "valid_until", *FACT)


def _values(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _source(row: Any) -> str | None:
    return row.source.key if row.source else None


def _rows(session: Session, model: Any) -> list[Any]:
    return list(session.execute(select(model)).scalars().unique())


def _ids(session: Session, model: Any) -> Ids:
    return dict(session.execute(select(model.key, model.id)).all())


def _town_ids(session: Session, model: Any) -> Ids:
    """Ids of rows that belong to a municipality, by "municipality/key"."""
    query = select(m.MunicipalityRow.key, model.key, model.id).join(
        m.MunicipalityRow, m.MunicipalityRow.id == model.municipality_id
    )
    return {f"{town}/{key}": number for town, key, number in session.execute(query)}


def _town_names(session: Session) -> dict[int, str]:
    return {number: key for key, number in _ids(session, m.MunicipalityRow).items()}


def _existing(session: Session, model: Any, number: int | None) -> Any:
    if number is not None:
        return session.get(model, number)
    row = model()
    session.add(row)
    return row


def _read_sources(session: Session) -> dict[str, c.Entry]:
    return {row.key: c.SourceEntry(**_values(row, *SOURCE)) for row in _rows(session, m.SourceRow)}


def _source_writer(session: Session) -> Callable[[Any], None]:
    ids = _ids(session, m.SourceRow)

    def write(entry: c.SourceEntry) -> None:
        _plain(entry, _existing(session, m.SourceRow, ids.get(entry.key)), *SOURCE)

    return write


def _read_organisations(session: Session) -> dict[str, c.Entry]:
    return {
        row.key: c.OrganisationEntry(source=_source(row), **_values(row, *ORGANISATION))
        for row in _rows(session, m.OrganisationRow)
    }


def _organisation_writer(session: Session) -> Callable[[Any], None]:
    ids, sources = _ids(session, m.OrganisationRow), _ids(session, m.SourceRow)

    def write(entry: c.OrganisationEntry) -> None:
        row = _existing(session, m.OrganisationRow, ids.get(entry.key))
        _plain(entry, row, *ORGANISATION)
        row.source_id = sources.get(entry.source or "")

    return write


def _read_municipalities(session: Session) -> dict[str, c.Entry]:
    return {
        row.key: c.MunicipalityEntry(
            source=_source(row),
            aliases=tuple(alias.name for alias in row.aliases),
            **_values(row, *MUNICIPALITY),
        )
        for row in _rows(session, m.MunicipalityRow)
    }


def _municipality_writer(session: Session) -> Callable[[Any], None]:
    ids, sources = _ids(session, m.MunicipalityRow), _ids(session, m.SourceRow)

    def write(entry: c.MunicipalityEntry) -> None:
        row = _existing(session, m.MunicipalityRow, ids.get(entry.key))
        _plain(entry, row, *MUNICIPALITY)
        row.source_id = sources.get(entry.source or "")
        row.aliases = [m.MunicipalityAliasRow(name=name) for name in entry.aliases]

    return write


def _read_units(session: Session) -> dict[str, c.Entry]:
    towns = _town_names(session)
    return {
        f"{towns[row.municipality_id]}/{row.key}": c.UnitEntry(
            municipality=towns[row.municipality_id], key=row.key, name=row.name
        )
        for row in _rows(session, m.UnitRow)
    }


def _unit_writer(session: Session) -> Callable[[Any], None]:
    towns, ids = _ids(session, m.MunicipalityRow), _town_ids(session, m.UnitRow)

    def write(entry: c.UnitEntry) -> None:
        if entry.municipality not in towns:
            return  # an editor deleted the municipality
        row = _existing(session, m.UnitRow, ids.get(f"{entry.municipality}/{entry.key}"))
        _plain(entry, row, "key", "name")
        row.municipality_id = towns[entry.municipality]

    return write


def _read_contacts(session: Session) -> dict[str, c.Entry]:
    towns = _town_names(session)
    return {
        f"{towns[row.municipality_id]}/{row.key}": c.ContactPointEntry(
            municipality=towns[row.municipality_id],
            unit=row.unit.key,
            source=_source(row),
            **_values(row, *CONTACT),
        )
        for row in _rows(session, m.ContactPointRow)
    }


def _contact_writer(session: Session) -> Callable[[Any], None]:
    towns, ids = _ids(session, m.MunicipalityRow), _town_ids(session, m.ContactPointRow)
    units, sources = _town_ids(session, m.UnitRow), _ids(session, m.SourceRow)

    def write(entry: c.ContactPointEntry) -> None:
        if f"{entry.municipality}/{entry.unit}" not in units:
            return  # an editor deleted the unit or its municipality
        row = _existing(session, m.ContactPointRow, ids.get(f"{entry.municipality}/{entry.key}"))
        _plain(entry, row, *CONTACT)
        row.municipality_id = towns[entry.municipality]
        row.unit_id = units[f"{entry.municipality}/{entry.unit}"]
        row.source_id = sources.get(entry.source or "")

    return write


def _read_topics(session: Session) -> dict[str, c.Entry]:
    phrases: dict[int, dict[PhraseKind, list[str]]] = defaultdict(lambda: defaultdict(list))
    columns = select(m.PhraseRow.topic_id, m.PhraseRow.kind, m.PhraseRow.text)
    for topic, kind, text in session.execute(columns.order_by(m.PhraseRow.id)):
        phrases[topic][kind].append(text)
    confusions: dict[int, list[str]] = defaultdict(list)
    for topic, other in session.execute(select(m.ConfusionRow.topic_id, m.ConfusionRow.other_key)):
        confusions[topic].append(other)
    return {
        row.key: c.TopicEntry(
            source=_source(row),
            responsible=row.responsible.key if row.responsible else None,
            confused_with=confusions[row.id],
            **{name: phrases[row.id][kind] for name, kind in PHRASES.items()},
            **_values(row, *TOPIC),
        )
        for row in _rows(session, m.TopicRow)
    }


def _topic_writer(session: Session) -> Callable[[Any], None]:
    ids, sources = _ids(session, m.TopicRow), _ids(session, m.SourceRow)
    organisations = _ids(session, m.OrganisationRow)

    def write(entry: c.TopicEntry) -> None:
        row = _existing(session, m.TopicRow, ids.get(entry.key))
        _plain(entry, row, *TOPIC)
        row.source_id = sources.get(entry.source or "")
        row.responsible_id = organisations.get(entry.responsible or "")
        session.flush()
        _replace_children(session, row.id, entry)

    return write


def _replace_children(session: Session, topic: int, entry: c.TopicEntry) -> None:
    for model in (m.PhraseRow, m.ConfusionRow):
        session.execute(delete(model).where(model.topic_id == topic))
    phrases = [
        {"topic_id": topic, "kind": kind, "text": text}
        for name, kind in PHRASES.items()
        for text in getattr(entry, name)
    ]
    if phrases:
        session.execute(insert(m.PhraseRow), phrases)
    confusions = [{"topic_id": topic, "other_key": key} for key in entry.confused_with]
    if confusions:
        session.execute(insert(m.ConfusionRow), confusions)


def _ownership_key(entry: c.OwnershipEntry) -> str:
    return f"{entry.municipality}/{entry.topic}/{entry.contact}/{entry.role.value}"


def _ownership_entry(row: m.OwnershipRow, town: str) -> c.OwnershipEntry:
    return c.OwnershipEntry(
        municipality=town,
        topic=row.topic.key,
        contact=row.contact.key,
        source=_source(row),
        **_values(row, *OWNERSHIP),
    )


def _read_ownerships(session: Session) -> dict[str, c.Entry]:
    towns = _town_names(session)
    entries = (
        _ownership_entry(row, towns[row.municipality_id]) for row in _rows(session, m.OwnershipRow)
    )
    return {_ownership_key(entry): entry for entry in entries}


def _ownership_writer(session: Session) -> Callable[[Any], None]:
    towns, topics = _ids(session, m.MunicipalityRow), _ids(session, m.TopicRow)
    contacts, sources = _town_ids(session, m.ContactPointRow), _ids(session, m.SourceRow)

    def write(entry: c.OwnershipEntry) -> None:
        topic = topics.get(entry.topic)
        contact = contacts.get(f"{entry.municipality}/{entry.contact}")
        if topic is None or contact is None:
            return  # an editor deleted what this ownership is about
        same = select(m.OwnershipRow.id).where(
            m.OwnershipRow.topic_id == topic,
            m.OwnershipRow.contact_point_id == contact,
            m.OwnershipRow.role == entry.role,
        )
        row = _existing(session, m.OwnershipRow, session.execute(same).scalar())
        _plain(entry, row, *OWNERSHIP)
        row.municipality_id, row.topic_id = towns[entry.municipality], topic
        row.contact_point_id = contact
        row.source_id = sources.get(entry.source or "")

    return write


def _own_key(entry: Any) -> str:
    return str(entry.key)


def _town_key(entry: Any) -> str:
    return f"{entry.municipality}/{entry.key}"


KINDS = (
    Kind("source", lambda all_: all_.sources, _own_key, _read_sources, _source_writer),
    Kind(
        "organisation", lambda all_: all_.organisations, _own_key,
        _read_organisations, _organisation_writer,
    ),
    Kind(
        "municipality", lambda all_: all_.municipalities, _own_key,
        _read_municipalities, _municipality_writer,
    ),
    Kind("unit", lambda all_: all_.units, _town_key, _read_units, _unit_writer),
    Kind("contact_point", lambda all_: all_.contact_points, _town_key, _read_contacts,
         _contact_writer),
    Kind("topic", lambda all_: all_.topics, _own_key, _read_topics, _topic_writer),
    Kind("ownership", lambda all_: all_.ownerships, _ownership_key, _read_ownerships,
         _ownership_writer),
)  # fmt: skip
"""In the order in which they refer to one another."""
