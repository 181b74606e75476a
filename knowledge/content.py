"""The shape of knowledge content in YAML, and reading it with errors an editor can act on.

One content folder holds `sources.yml`, `organisations.yml`, `topics/*.yml`,
`phrases/*.yml` and `municipalities/*.yml`. See `docs/handleiding-redactie.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, Extra, ValidationError, constr, validator

from knowledge.records import Audience, OwnershipRole, TopicKind, Verification

if TYPE_CHECKING:  # pydantic's constrained strings are strings to a type checker
    Key = str
    Line = str
    Prose = str
    SourceKey = str
else:
    Key = constr(regex=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=80)
    Line = constr(strip_whitespace=True, min_length=1, max_length=300)
    Prose = constr(strip_whitespace=True, min_length=1, max_length=2000)
    SourceKey = constr(min_length=1, max_length=80)
E = TypeVar("E", bound="Entry")


_DUTCH = {
    "value_error.missing": "dit veld is verplicht",
    "value_error.extra": "dit veld bestaat niet",
    "value_error.date": "geen geldige datum (jjjj-mm-dd)",
    "value_error.str.regex": "alleen kleine letters, cijfers en _",
    "value_error.any_str.min_length": "dit veld mag niet leeg zijn",
    "value_error.any_str.max_length": "deze tekst is te lang",
    "type_error.enum": "deze waarde bestaat niet voor dit veld",
    "type_error.none.not_allowed": "dit veld mag niet leeg zijn",
}
"""What pydantic finds, as an editor reads it; anything else keeps pydantic's own words."""


class ContentError(ValueError):
    """Content that cannot be used; the message names file, entry and field."""


class Entry(BaseModel):
    """Anything that content states; an unknown field is a mistake, not an extra."""

    class Config:
        extra = Extra.forbid
        frozen = True


class Fact(Entry):
    """An entry that carries how sure it is, from where, and when it was checked."""

    verification: Verification = Verification.UNVERIFIED
    source: str | None = None
    checked_on: date | None = None

    @validator("checked_on", always=True)
    def verified_needs_proof(cls, value: date | None, values: dict[str, Any]) -> date | None:  # noqa: N805
        if values.get("verification") is Verification.VERIFIED and not (
            values.get("source") and value
        ):
            raise ValueError("een geverifieerd feit heeft een source en een checked_on nodig")
        return value


class Reachable(Fact):
    """An entry that says how somebody can be reached."""

    phone: Line | None = None
    email: Line | None = None
    website: Line | None = None
    address: Line | None = None
    opening_hours: Line | None = None


class SourceEntry(Entry):
    key: SourceKey
    title: Prose
    address: Prose | None = None
    consulted: Line | None = None


class OrganisationEntry(Reachable):
    key: Key
    name: Line
    advice: Prose | None = None


class TopicEntry(Fact):
    key: Key
    name: Line
    cluster: Key
    kind: TopicKind
    description: Prose
    advice: Prose | None = None
    ask_back: Line | None = None
    usual_unit: Line | None = None
    usual_function: Line | None = None
    usual_mandate: Prose | None = None
    other_organisation: Line | None = None
    responsible: Key | None = None
    confused_with: tuple[Key, ...] = ()
    synonyms: tuple[Line, ...] = ()
    colloquial: tuple[Line, ...] = ()
    situational: tuple[Line, ...] = ()
    questions: tuple[Prose, ...] = ()

    @validator("responsible", always=True)
    def external_needs_organisation(cls, value: str | None, values: dict[str, Any]) -> str | None:  # noqa: N805
        if values.get("kind") is TopicKind.EXTERNAL and not value:
            raise ValueError("een onderwerp van een andere organisatie heeft responsible nodig")
        return value


class PhrasesEntry(Entry):
    situational: tuple[Line, ...] = ()
    questions: tuple[Prose, ...] = ()


class MunicipalityEntry(Reachable):
    key: Key
    name: Line
    is_served: bool = False
    counter_name: Line | None = None
    aliases: tuple[Line, ...] = ()


class UnitEntry(Entry):
    municipality: Key
    key: Key
    name: Line


class ContactPointEntry(Reachable):
    municipality: Key
    key: Key
    unit: Key
    function: Line
    person: Line | None = None
    audience: Audience = Audience.PUBLIC


class OwnershipEntry(Fact):
    municipality: Key
    topic: Key
    contact: Key
    role: OwnershipRole
    mandate: Prose | None = None
    limits: Prose | None = None
    audience: Audience = Audience.PUBLIC
    verified_on: date | None = None
    valid_until: date | None = None


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


def read_content(folder: Path, known: Content | None = None) -> Content:
    """Read and check a content folder.

    Args:
        known: what there is already; the folder may refer to it.

    Raises:
        ContentError: a file is not YAML, an entry has a wrong or missing field,
            a key occurs twice, or an entry refers to something that is not there.
    """
    content = Content(
        sources=list(_entries(folder / "sources.yml", SourceEntry)),
        organisations=list(_entries(folder / "organisations.yml", OrganisationEntry)),
        topics=_topics(folder),
    )
    for path in sorted(folder.glob("municipalities/*.yml")):
        _add_municipality(content, path)
    _check_references(content, known or Content())
    return content


def _load(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        return None
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError(f"{path}: dit is geen geldige YAML: {error}") from error


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which a key that occurs twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, (str, int, float, bool, type(None))):
                raise yaml.constructor.ConstructorError(
                    None, None, "een veldnaam is een woord", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{key}' staat er twee keer", key_node.start_mark
                )
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


def _entries(path: Path, kind: type[E], **given: Any) -> Iterator[E]:
    """The entries of a file that holds a list."""
    rows = _load(path)
    if rows is not None and not isinstance(rows, list):
        raise ContentError(f"{path}: verwacht een lijst van onderdelen (regels met '- ')")
    return parse_entries(str(path), rows or [], kind, **given)


def parse_entries(where: str, rows: Iterable[Any], kind: type[E], **given: Any) -> Iterator[E]:
    """Check raw rows one by one.

    Raises:
        ContentError: names `where`, the entry's key and the field.
    """
    for number, row in enumerate(rows, start=1):
        name = row.get("key") or row.get("topic") if isinstance(row, dict) else None
        label = f"{where}, onderdeel {name or number}"
        if not isinstance(row, dict):
            raise ContentError(f"{label}: verwacht velden (naam: waarde)")
        row = {str(field): value for field, value in row.items()}
        try:
            yield kind(**{**given, **row})
        except ValidationError as error:
            raise ContentError(f"{label}, {_first_problem(error)}") from error


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"])
    return f"veld {place}: {_DUTCH.get(problem['type'], problem['msg'])}"


def _topics(folder: Path) -> list[TopicEntry]:
    phrases = _phrases(folder)
    topics = []
    for path in sorted(folder.glob("topics/*.yml")):
        for topic in _entries(path, TopicEntry, cluster=path.stem):
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
        rows = _load(path) or {}
        if not isinstance(rows, dict):
            raise ContentError(f"{path}: verwacht onderwerpen (sleutel: en daaronder de woorden)")
        for key, row in rows.items():
            if key in found:
                raise ContentError(f"{path}: onderwerp {key} staat al in een ander bestand")
            label = f"{path}, onderwerp {key}"
            found[key] = next(parse_entries(label, [row], PhrasesEntry))
    return found


def _add_municipality(content: Content, path: Path) -> None:
    """Read a municipality file: a list of names, or one municipality with all it owns."""
    raw = _load(path)
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
    for fact in _facts(content):
        if fact.source:
            _expect(fact.source, sources, f"{_label(fact)}, veld source")


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
