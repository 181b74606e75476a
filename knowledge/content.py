"""The shape of knowledge content in YAML, and reading it with errors an editor can act on.

One content folder holds `sources.yml`, `organisations.yml`, `topics/*.yml`,
`phrases/*.yml`, `municipalities/*.yml`, `articles/*.yml`, `examples.yml`,
`procedures/*.yml` and `sroi/*.yml`. See `docs/handleiding-redactie.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from knowledge.page_schema import ArticleEntry, ExampleEntry, ProcedureEntry
from knowledge.schema import (
    ContactPointEntry,
    Entry,
    Fact,
    MunicipalityEntry,
    OrganisationEntry,
    OwnershipEntry,
    PhrasesEntry,
    SourceEntry,
    TopicEntry,
    UnitEntry,
)
from knowledge.sroi_files import (
    check_rule_sets,
    check_tables,
    check_thresholds,
    read_amounts,
    read_rule_sets,
)
from knowledge.sroi_schema import PeriodEntry, ProcedureTableEntry, RuleSetEntry, ThresholdEntry
from knowledge.yaml_files import ContentError, entries, load, parse_entries

E = TypeVar("E", bound=Entry)
P = TypeVar("P", bound=PeriodEntry)


@dataclass
class Content:
    """Everything that one content folder states."""

    sources: list[SourceEntry] = field(default_factory=list)
    organisations: list[OrganisationEntry] = field(default_factory=list)
    municipalities: list[MunicipalityEntry] = field(default_factory=list)
    units: list[UnitEntry] = field(default_factory=list)
    contact_points: list[ContactPointEntry] = field(default_factory=list)
    topics: list[TopicEntry] = field(default_factory=list)
    ownerships: list[OwnershipEntry] = field(default_factory=list)
    articles: list[ArticleEntry] = field(default_factory=list)
    examples: list[ExampleEntry] = field(default_factory=list)
    procedures: list[ProcedureEntry] = field(default_factory=list)
    rule_sets: list[RuleSetEntry] = field(default_factory=list)
    thresholds: list[ThresholdEntry] = field(default_factory=list)
    procedure_tables: list[ProcedureTableEntry] = field(default_factory=list)


def read_content(folder: Path, known: Content | None = None) -> Content:
    """Read and check a content folder.

    Args:
        known: what there is already; the folder may refer to it.

    Raises:
        ContentError: a file is not YAML, an entry has a wrong or missing field,
            a key occurs twice, or an entry refers to something that is not there.
    """
    thresholds, tables = read_amounts(folder / "sroi")
    content = Content(
        sources=list(entries(folder / "sources.yml", SourceEntry)),
        organisations=list(entries(folder / "organisations.yml", OrganisationEntry)),
        topics=_topics(folder),
        articles=[
            article
            for path in sorted(folder.glob("articles/*.yml"))
            for article in entries(path, ArticleEntry)
        ],
        examples=list(entries(folder / "examples.yml", ExampleEntry)),
        procedures=[_procedure(path) for path in sorted(folder.glob("procedures/*.yml"))],
        rule_sets=read_rule_sets(folder / "sroi"),
        thresholds=thresholds,
        procedure_tables=tables,
    )
    for path in sorted(folder.glob("municipalities/*.yml")):
        _add_municipality(content, path)
    _check_references(content, known or Content())
    _check_social_return(content, known or Content())
    return content


def _topics(folder: Path) -> list[TopicEntry]:
    phrases = _phrases(folder)
    topics = []
    for path in sorted(folder.glob("topics/*.yml")):
        for topic in entries(path, TopicEntry, cluster=path.stem):
            extra = phrases.pop(topic.key, PhrasesEntry())
            topics.append(
                topic.copy(
                    update={
                        "situational": topic.situational + extra.situational,
                        "questions": topic.questions + extra.questions,
                    }
                )
            )
    if phrases:
        raise ContentError(f"{folder}/phrases: onbekend onderwerp {sorted(phrases)[0]}")
    return topics


def _phrases(folder: Path) -> dict[str, PhrasesEntry]:
    found: dict[str, PhrasesEntry] = {}
    for path in sorted(folder.glob("phrases/*.yml")):
        rows = load(path) or {}
        if not isinstance(rows, dict):
            raise ContentError(f"{path}: verwacht onderwerpen (sleutel: en daaronder de woorden)")
        for key, row in rows.items():
            if key in found:
                raise ContentError(f"{path}: onderwerp {key} staat al in een ander bestand")
            label = f"{path}, onderwerp {key}"
            found[key] = next(parse_entries(label, [row], PhrasesEntry))
    return found


def _procedure(path: Path) -> ProcedureEntry:
    raw = load(path)
    if not isinstance(raw, dict):
        raise ContentError(f"{path}: verwacht één procedure (velden: key, title, steps …)")
    return next(parse_entries(str(path), [raw], ProcedureEntry))


def _add_municipality(content: Content, path: Path) -> None:
    """Read a municipality file: a list of names, or one municipality with all it owns."""
    raw = load(path)
    if isinstance(raw, list):
        content.municipalities += parse_entries(str(path), raw, MunicipalityEntry)
        return
    if not isinstance(raw, dict) or "municipality" not in raw:
        raise ContentError(f"{path}: het onderdeel municipality ontbreekt")
    known = {"municipality", "units", "contact_points", "ownerships"}
    if set(raw) - known:
        raise ContentError(f"{path}: onbekend onderdeel {sorted(set(raw) - known)[0]}")
    town = next(parse_entries(f"{path}, municipality", [raw["municipality"]], MunicipalityEntry))
    content.municipalities.append(town)
    key = town.key

    def part(name: str, kind: type[E]) -> list[E]:
        rows = raw.get(name) or []
        if not isinstance(rows, list):
            raise ContentError(f"{path}, {name}: verwacht een lijst (regels met '- ')")
        return list(parse_entries(f"{path}, {name}", rows, kind, municipality=key))

    content.units += part("units", UnitEntry)
    content.contact_points += part("contact_points", ContactPointEntry)
    content.ownerships += part("ownerships", OwnershipEntry)


def _check_references(content: Content, known: Content) -> None:
    def keys(part: str) -> set[str]:
        own = _unique(part, map(_full_key, getattr(content, part)))
        return own | {_full_key(entry) for entry in getattr(known, part)}

    topics, towns, sources = keys("topics"), keys("municipalities"), keys("sources")
    organisations, units, contacts = keys("organisations"), keys("units"), keys("contact_points")
    for topic in content.topics:
        for other in topic.confused_with:
            _expect(other, topics, f"onderwerp {topic.key}, veld confused_with")
        if topic.responsible:
            _expect(topic.responsible, organisations, f"onderwerp {topic.key}, veld responsible")
    for point in content.contact_points:
        _expect(f"{point.municipality}/{point.unit}", units, f"contact {point.key}, veld unit")
    for own in content.ownerships:
        where = f"{own.municipality}, eigenaar van {own.topic}"
        _expect(own.topic, topics, f"{where}, veld topic")
        _expect(f"{own.municipality}/{own.contact}", contacts, f"{where}, veld contact")
        _expect(own.municipality, towns, f"{where}, veld municipality")
    for page in (*content.articles, *content.examples):
        for topic_key in page.topics:
            _expect(topic_key, topics, f"{page.key}, veld topics")
    for procedure in content.procedures:
        for topic_key in procedure.topics:
            _expect(topic_key, topics, f"procedure {procedure.key}, veld topics")
        for step in procedure.steps:
            where = f"procedure {procedure.key}, stap {step.key}"
            for topic_key in step.who:
                _expect(topic_key, topics, f"{where}, veld who")
            for source in step.sources:
                _expect(source, sources, f"{where}, veld sources")
            if step.source:
                _expect(step.source, sources, f"{where}, veld source")
    _unique("articles", (page.key for page in content.articles))
    _unique("examples", (page.key for page in content.examples))
    _unique("procedures", (one.key for one in content.procedures))
    for fact in _facts(content):
        if fact.source:
            _expect(fact.source, sources, f"{_label(fact)}, veld source")


def _check_social_return(content: Content, known: Content) -> None:
    topics, towns, sources = (
        {one.key for one in (*getattr(content, part), *getattr(known, part))}
        for part in ("topics", "municipalities", "sources")
    )
    for rules in content.rule_sets:
        where = f"regelset {rules.key}"
        for town in rules.municipalities:
            _expect(town, towns, f"{where}, veld municipalities")
        for one in rules.recognition:
            if one.source:
                _expect(one.source, sources, f"{where}, veld recognition.{one.key}.source")
    for table in content.procedure_tables:
        _expect(table.municipality, towns, f"inkooptabel {table.key}, veld municipality")
    for ruled in (*content.rule_sets, *content.procedure_tables):
        if ruled.coordinator_topic:
            _expect(ruled.coordinator_topic, topics, f"{ruled.key}, veld coordinator_topic")
    for dated in (*content.rule_sets, *content.thresholds):
        for source in dated.sources:
            _expect(source, sources, f"{dated.key}, veld sources")
    _unique("european_thresholds", (one.key for one in content.thresholds))
    _unique("procurement_tables", (one.key for one in content.procedure_tables))
    check_rule_sets(content.rule_sets, _not_in(content.rule_sets, known.rule_sets))
    check_thresholds(content.thresholds, _not_in(content.thresholds, known.thresholds))
    check_tables(
        content.procedure_tables, _not_in(content.procedure_tables, known.procedure_tables)
    )


def _not_in(own: list[P], known: list[P]) -> list[P]:
    """What is known and not replaced."""
    ours = {one.identity for one in own}
    return [one for one in known if one.identity not in ours]


def _label(fact: Fact) -> str:
    if isinstance(fact, OwnershipEntry):
        return f"{fact.municipality}, eigenaar van {fact.topic}"
    return str(getattr(fact, "key"))  # noqa: B009


def _full_key(entry: Any) -> str:
    """A key that is unique: with the municipality before it, for what belongs to one."""
    town = getattr(entry, "municipality", None)
    return f"{town}/{entry.key}" if town else str(entry.key)


def _facts(content: Content) -> Iterator[Fact]:
    yield from content.organisations
    yield from content.municipalities
    yield from content.contact_points
    yield from content.topics
    yield from content.ownerships
    yield from content.articles
    yield from content.examples
    yield from content.procedures
    yield from content.rule_sets
    yield from content.thresholds
    yield from content.procedure_tables


def _unique(kind: str, keys: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ContentError(f"{kind}: sleutel {key} komt twee keer voor")
        seen.add(key)
    return seen


def _expect(key: str, known: set[str], where: str) -> None:
    if key not in known:
        raise ContentError(f"{where}: '{key}' bestaat niet")
