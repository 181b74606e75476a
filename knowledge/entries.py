"""How each kind of content entry becomes rows, and rows an entry again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from knowledge import models as m
from knowledge import page_entries as pages
from knowledge import schema as c
from knowledge import sroi_entries as rules
from knowledge.content import Content
from knowledge.records import PhraseKind
from knowledge.rows import (
    FACT,
    Ids,
    all_rows,
    copy_values,
    existing,
    ids_by_key,
    source_of,
    town_names,
    values,
)

PHRASES = {
    "synonyms": PhraseKind.SYNONYM,
    "colloquial": PhraseKind.COLLOQUIAL,
    "situational": PhraseKind.SITUATIONAL,
    "questions": PhraseKind.QUESTION,
}


@dataclass(frozen=True)
class Kind:
    """One kind of entry: where it stands in the content, and how it is stored."""

    name: str
    entries: Callable[[Content], list[Any]]
    key: Callable[[Any], str]
    read_all: Callable[[Session], Mapping[str, c.Entry]]
    writer: Callable[[Session], Callable[[c.Entry], None]]


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


def _town_ids(session: Session, model: Any) -> Ids:
    """Ids of rows that belong to a municipality, by "municipality/key"."""
    query = select(m.MunicipalityRow.key, model.key, model.id).join(
        m.MunicipalityRow, m.MunicipalityRow.id == model.municipality_id
    )
    return {f"{town}/{key}": number for town, key, number in session.execute(query)}


def _read_sources(session: Session) -> dict[str, c.Entry]:
    rows = all_rows(session, m.SourceRow)
    return {row.key: c.SourceEntry(**values(row, *SOURCE)) for row in rows}


def _source_writer(session: Session) -> Callable[[Any], None]:
    ids = ids_by_key(session, m.SourceRow)

    def write(entry: c.SourceEntry) -> None:
        copy_values(entry, existing(session, m.SourceRow, ids.get(entry.key)), *SOURCE)

    return write


def _read_organisations(session: Session) -> dict[str, c.Entry]:
    return {
        row.key: c.OrganisationEntry(source=source_of(row), **values(row, *ORGANISATION))
        for row in all_rows(session, m.OrganisationRow)
    }


def _organisation_writer(session: Session) -> Callable[[Any], None]:
    ids, sources = ids_by_key(session, m.OrganisationRow), ids_by_key(session, m.SourceRow)

    def write(entry: c.OrganisationEntry) -> None:
        row = existing(session, m.OrganisationRow, ids.get(entry.key))
        copy_values(entry, row, *ORGANISATION)
        row.source_id = sources.get(entry.source or "")

    return write


def _read_municipalities(session: Session) -> dict[str, c.Entry]:
    return {
        row.key: c.MunicipalityEntry(
            source=source_of(row),
            aliases=tuple(alias.name for alias in row.aliases),
            **values(row, *MUNICIPALITY),
        )
        for row in all_rows(session, m.MunicipalityRow)
    }


def _municipality_writer(session: Session) -> Callable[[Any], None]:
    ids, sources = ids_by_key(session, m.MunicipalityRow), ids_by_key(session, m.SourceRow)

    def write(entry: c.MunicipalityEntry) -> None:
        row = existing(session, m.MunicipalityRow, ids.get(entry.key))
        copy_values(entry, row, *MUNICIPALITY)
        row.source_id = sources.get(entry.source or "")
        row.aliases = [m.MunicipalityAliasRow(name=name) for name in entry.aliases]

    return write


def _read_units(session: Session) -> dict[str, c.Entry]:
    towns = town_names(session)
    return {
        f"{towns[row.municipality_id]}/{row.key}": c.UnitEntry(
            municipality=towns[row.municipality_id], key=row.key, name=row.name
        )
        for row in all_rows(session, m.UnitRow)
    }


def _unit_writer(session: Session) -> Callable[[Any], None]:
    towns, ids = ids_by_key(session, m.MunicipalityRow), _town_ids(session, m.UnitRow)

    def write(entry: c.UnitEntry) -> None:
        if entry.municipality not in towns:
            return  # an editor deleted the municipality
        row = existing(session, m.UnitRow, ids.get(f"{entry.municipality}/{entry.key}"))
        copy_values(entry, row, "key", "name")
        row.municipality_id = towns[entry.municipality]

    return write


def _read_contacts(session: Session) -> dict[str, c.Entry]:
    towns = town_names(session)
    return {
        f"{towns[row.municipality_id]}/{row.key}": c.ContactPointEntry(
            municipality=towns[row.municipality_id],
            unit=row.unit.key,
            source=source_of(row),
            **values(row, *CONTACT),
        )
        for row in all_rows(session, m.ContactPointRow)
    }


def _contact_writer(session: Session) -> Callable[[Any], None]:
    towns, ids = ids_by_key(session, m.MunicipalityRow), _town_ids(session, m.ContactPointRow)
    units, sources = _town_ids(session, m.UnitRow), ids_by_key(session, m.SourceRow)

    def write(entry: c.ContactPointEntry) -> None:
        if f"{entry.municipality}/{entry.unit}" not in units:
            return  # an editor deleted the unit or its municipality
        row = existing(session, m.ContactPointRow, ids.get(f"{entry.municipality}/{entry.key}"))
        copy_values(entry, row, *CONTACT)
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
            source=source_of(row),
            responsible=row.responsible.key if row.responsible else None,
            confused_with=confusions[row.id],
            **{name: phrases[row.id][kind] for name, kind in PHRASES.items()},
            **values(row, *TOPIC),
        )
        for row in all_rows(session, m.TopicRow)
    }


def _topic_writer(session: Session) -> Callable[[Any], None]:
    ids, sources = ids_by_key(session, m.TopicRow), ids_by_key(session, m.SourceRow)
    organisations = ids_by_key(session, m.OrganisationRow)

    def write(entry: c.TopicEntry) -> None:
        row = existing(session, m.TopicRow, ids.get(entry.key))
        copy_values(entry, row, *TOPIC)
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
        source=source_of(row),
        **values(row, *OWNERSHIP),
    )


def _read_ownerships(session: Session) -> dict[str, c.Entry]:
    towns = town_names(session)
    entries = (
        _ownership_entry(row, towns[row.municipality_id])
        for row in all_rows(session, m.OwnershipRow)
    )
    return {_ownership_key(entry): entry for entry in entries}


def _ownership_writer(session: Session) -> Callable[[Any], None]:
    towns, topics = ids_by_key(session, m.MunicipalityRow), ids_by_key(session, m.TopicRow)
    contacts, sources = _town_ids(session, m.ContactPointRow), ids_by_key(session, m.SourceRow)

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
        row = existing(session, m.OwnershipRow, session.execute(same).scalar())
        copy_values(entry, row, *OWNERSHIP)
        row.municipality_id, row.topic_id = towns[entry.municipality], topic
        row.contact_point_id = contact
        row.source_id = sources.get(entry.source or "")

    return write


def _own_key(entry: Any) -> str:
    return str(entry.key)


def _town_key(entry: Any) -> str:
    return f"{entry.municipality}/{entry.key}"


def _identity(entry: Any) -> str:
    return str(entry.identity)


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
    Kind("article", lambda all_: all_.articles, _own_key, pages.read_articles,
         pages.article_writer),
    Kind("example", lambda all_: all_.examples, _own_key, pages.read_examples,
         pages.example_writer),
    Kind("procedure", lambda all_: all_.procedures, _own_key, pages.read_procedures,
         pages.procedure_writer),
    Kind("rule_set", lambda all_: all_.rule_sets, _identity, rules.read_rule_sets,
         rules.rule_set_writer),
    Kind("threshold", lambda all_: all_.thresholds, _identity, rules.read_thresholds,
         rules.threshold_writer),
    Kind("procedure_table", lambda all_: all_.procedure_tables, _identity,
         rules.read_procedure_tables, rules.procedure_table_writer),
)  # fmt: skip
"""In the order in which they refer to one another."""
