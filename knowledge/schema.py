"""The shape of what an editor may state about sources, organisations, towns, topics and owners.

Checked by pydantic; `knowledge.page_schema` has articles, examples and procedures,
`knowledge.sroi_schema` social return rules and procurement amounts.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Extra, constr, validator

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
