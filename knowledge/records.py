"""What the knowledge store hands out: frozen records, never database rows."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date


class Verification(str, enum.Enum):
    """How sure the municipality is of a fact; anything but VERIFIED is shown as such."""

    VERIFIED = "verified"  # read in the named source, or confirmed by its owner
    UNVERIFIED = "unverified"  # plausible, but nobody has confirmed it
    EDITORIAL = "editorial"  # our own wording or elaboration, not a factual claim


class TopicKind(str, enum.Enum):
    """Which kind of organisation is responsible for a topic."""

    MUNICIPAL = "municipal"
    MIXED = "mixed"  # the municipality together with another organisation
    REGIONAL = "regional"  # a regional body works for the municipality
    EXTERNAL = "external"  # "dat is niet de gemeente"
    RESIDENT_SERVICE = "resident_service"  # passport, moving house: the general counter
    OUT_OF_SCOPE = "out_of_scope"  # what this assistant is not for: weather, recipes

    @property
    def has_owner(self) -> bool:
        """Whether this assistant refers to somebody for it."""
        return self not in (TopicKind.RESIDENT_SERVICE, TopicKind.OUT_OF_SCOPE)


class PhraseKind(str, enum.Enum):
    """What a phrase of a topic is, which decides how much it weighs when matching."""

    SYNONYM = "synonym"
    COLLOQUIAL = "colloquial"
    SITUATIONAL = "situational"
    QUESTION = "question"


class OwnershipRole(str, enum.Enum):
    """What a contact point is to a topic."""

    OWNER = "owner"
    DEPUTY = "deputy"
    DECISION_MAKER = "decision_maker"
    ESCALATION = "escalation"
    CO_THINKER = "co_thinker"


class Audience(str, enum.Enum):
    """Who may see a contact point or an ownership."""

    PUBLIC = "public"
    INTERNAL = "internal"  # civil servants of the municipality only


class StepKind(str, enum.Enum):
    """What a step of a procedure is to its reader."""

    STEP = "step"
    ROLE = "role"  # a role that a civil servant can take


@dataclass(frozen=True)
class Source:
    """Where a fact was read."""

    key: str
    title: str
    address: str | None
    consulted: str | None


@dataclass(frozen=True)
class Evidence:
    """What every fact that a user can read carries."""

    verification: Verification
    source: Source | None
    checked_on: date | None


@dataclass(frozen=True)
class Reach:
    """The ways to reach somebody; every field is optional, none is ever guessed."""

    phone: str | None = None
    email: str | None = None
    website: str | None = None
    address: str | None = None
    opening_hours: str | None = None

    @property
    def is_empty(self) -> bool:
        """True when there is no way at all to reach this contact."""
        return not (self.phone or self.email or self.website or self.address)


@dataclass(frozen=True)
class Organisation:
    """Another organisation than the municipality, and where to go there."""

    key: str
    name: str
    reach: Reach
    advice: str | None
    evidence: Evidence


@dataclass(frozen=True)
class Municipality:
    """A municipality that this installation knows; `is_served` when it has local data."""

    key: str
    name: str
    is_served: bool
    counter_name: str | None
    counter: Reach
    evidence: Evidence


@dataclass(frozen=True)
class Phrase:
    """One piece of text by which a topic is recognised."""

    text: str
    kind: PhraseKind


@dataclass(frozen=True)
class Topic:
    """A subject that somebody can be responsible for."""

    key: str
    name: str
    cluster: str
    kind: TopicKind
    description: str
    advice: str | None = None  # where to go, when nobody here owns it
    ask_back: str | None = None
    usual_unit: str | None = None  # generic starting point, differs per municipality
    usual_function: str | None = None
    usual_mandate: str | None = None
    responsible: Organisation | None = None
    other_organisation: str | None = None
    confused_with: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class ContactPoint:
    """A function within a unit that answers for something."""

    key: str
    function: str
    unit: str
    reach: Reach
    audience: Audience
    person: str | None  # only where the municipality publishes the name
    evidence: Evidence


@dataclass(frozen=True)
class Ownership:
    """A contact point's role for a topic, with what it may and may not decide."""

    contact: ContactPoint
    role: OwnershipRole
    mandate: str | None
    limits: str | None
    audience: Audience
    verified_on: date | None
    valid_until: date | None
    evidence: Evidence

    def is_expired(self, today: date) -> bool:
        """True when the municipality has not renewed this ownership in time."""
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True)
class Article:
    """A short answer to one question."""

    key: str
    title: str
    body: str
    more: str | None
    topics: tuple[str, ...]  # keys; the first owns the subject
    audience: Audience
    evidence: Evidence
    phrasings: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Example:
    """Something that worked elsewhere."""

    key: str
    title: str
    theme: str
    place: str
    parties: tuple[str, ...]
    story: str
    worked: str | None
    topics: tuple[str, ...]
    audience: Audience
    evidence: Evidence
    phrasings: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Option:
    """One answer to a question of a procedure."""

    key: str
    label: str
    hint: str | None = None
    phrases: tuple[str, ...] = ()
    right: bool | None = None  # of a quiz
    feedback: str | None = None  # of a quiz: why this is right or not


@dataclass(frozen=True)
class Step:
    """One step of a procedure: a question (`options`), or something to do."""

    key: str
    title: str
    kind: StepKind = StepKind.STEP
    number: str | None = None
    only: tuple[dict[str, tuple[str, ...]], ...] = ()  # any of these; question key -> answers
    question: str | None = None
    options: tuple[Option, ...] = ()
    purpose: str | None = None
    do: str | None = None
    prepare: str | None = None
    who: tuple[str, ...] = ()  # topic keys
    who_note: str | None = None
    pitfall: str | None = None
    tip: str | None = None
    done_when: str | None = None
    instruments: str | None = None
    basis: str | None = None
    dont: str | None = None
    decides: str | None = None
    checklist: tuple[str, ...] = ()
    more: str | None = None
    phrases: tuple[str, ...] = field(default=(), repr=False)
    sources: tuple[Source, ...] = ()
    evidence: Evidence = Evidence(Verification.EDITORIAL, None, None)

    @property
    def is_question(self) -> bool:
        """Whether an answer is needed before the walk can go on."""
        return bool(self.options)


@dataclass(frozen=True)
class Procedure:
    """A list of steps to be walked in order; a step may apply after certain answers only."""

    key: str
    title: str
    intro: str
    origin: str | None
    audience: Audience
    version: str
    topics: tuple[str, ...]  # keys; whose subject this is
    steps: tuple[Step, ...]
    evidence: Evidence
    phrasings: tuple[str, ...] = field(default=(), repr=False)
