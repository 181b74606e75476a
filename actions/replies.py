"""Payloads and label lines of replies; the fields are documented in `docs/replies.md`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from knowledge.contacts import Referral
from knowledge.matching import Candidate
from knowledge.records import (
    Evidence,
    Municipality,
    Organisation,
    Ownership,
    Reach,
    Source,
    Topic,
    Verification,
)

Payload = dict[str, Any]
Button = dict[str, str]

TO_BE_CONFIRMED = "nog te bevestigen door de gemeente"
GENERAL = "algemeen uitgangspunt"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
    "september", "oktober", "november", "december",
)  # fmt: skip

_BARE_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.I)
"""A web address as editors write it, without "https://"."""


def dutch_date(day: date) -> str:
    """For example "1 oktober 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def lines(*pairs: tuple[str, str | None]) -> str:
    """Labelled lines; what is not known is left out."""
    return "\n".join(f"{label}: {value}" for label, value in pairs if value)


def reach_lines(reach: Reach) -> str:
    """The ways to reach somebody."""
    return lines(
        ("Telefoon", reach.phone),
        ("E-mail", reach.email),
        ("Website", reach.website),
        ("Adres", reach.address),
        ("Bereikbaar", reach.opening_hours),
    )


def evidence_line(evidence: Evidence) -> str:
    """Where a fact comes from and when it was checked, or that it must still be confirmed."""
    source = evidence.source.title if evidence.source else None
    checked = f"gecontroleerd op {dutch_date(evidence.checked_on)}" if evidence.checked_on else None
    sure = None if evidence.verification is Verification.VERIFIED else TO_BE_CONFIRMED
    known = ", ".join(part for part in (source, checked, sure) if part)
    return lines(("Bron", known or TO_BE_CONFIRMED))


def because_line(words: Sequence[str]) -> str:
    """Why this topic: the words of the question that point at it."""
    quoted = " en ".join(f"'{word}'" for word in words)
    return lines(("Waarom", f"in uw vraag staat {quoted}" if quoted else None))


def mandate_line(own: Ownership) -> str:
    """What somebody may and may not decide."""
    return lines(("Bevoegdheid", " ".join(part for part in (own.mandate, own.limits) if part)))


def block(*parts: str) -> str:
    """Lines under one another, without the empty ones."""
    return "\n".join(part for part in parts if part)


def source_link(source: Source) -> Payload:
    """A source with an address that can be followed, when it is one web address."""
    address = source.address
    is_bare = address is not None and _BARE_ADDRESS.fullmatch(address) is not None
    return {"title": source.title, "address": f"https://{address}" if is_bare else address}


def source_payload(evidence: Evidence) -> Payload:
    """The machine-readable side of `evidence_line`."""
    return {
        "source": source_link(evidence.source) if evidence.source else None,
        "checked_on": evidence.checked_on.isoformat() if evidence.checked_on else None,
        "verification": evidence.verification.value,
    }


def reach_payload(reach: Reach) -> Payload:
    """The machine-readable side of `reach_lines`."""
    return {
        "phone": reach.phone,
        "email": reach.email,
        "website": reach.website,
        "address": reach.address,
        "opening_hours": reach.opening_hours,
    }


def contact_payload(own: Ownership) -> Payload:
    """Who somebody is, how to reach them, what they may decide and how sure we are."""
    contact = own.contact
    return {
        "function": contact.function,
        "unit": contact.unit,
        "person": contact.person,
        **reach_payload(contact.reach),
        "role": own.role.value,
        "mandate": own.mandate,
        "limits": own.limits,
        "valid_until": own.valid_until.isoformat() if own.valid_until else None,
        **source_payload(own.evidence),
    }


def organisation_payload(one: Organisation) -> Payload:
    """Another organisation than the municipality."""
    return {
        "function": None,
        "unit": one.name,
        "person": None,
        **reach_payload(one.reach),
        "advice": one.advice,
        **source_payload(one.evidence),
    }


def counter_payload(town: Municipality) -> Payload:
    """The general counter of a municipality."""
    return {
        "function": None,
        "unit": town.counter_name,
        "person": None,
        **reach_payload(town.counter),
        **source_payload(town.evidence),
    }


def topic_payload(topic: Topic) -> Payload:
    """A topic by key and name."""
    return {"key": topic.key, "name": topic.name}


def sureness(confidence: float | None) -> Payload:
    """How sure a referral is, for whoever measures it; nothing when it was not measured."""
    return {} if confidence is None else {"confidence": round(confidence, 3)}


def referral_payload(
    referral: Referral,
    contact: Payload | None,
    because: Sequence[str],
    also: Sequence[Candidate],
    confidence: float | None = None,
) -> Payload:
    """The `contact` reply."""
    town = referral.municipality
    return {
        "type": "contact",
        **sureness(confidence),
        "skill": "contact",
        "topics": [referral.topic.key, *(one.topic.key for one in also)],
        "topic": topic_payload(referral.topic),
        "municipality": town.name if town else None,
        "standing": referral.standing.value,
        "contact": contact,
        "because": list(because),
        "alternatives": [topic_payload(one.topic) for one in also],
    }


def topic_button(topic: Topic) -> Button:
    """A button that picks a topic."""
    return {"title": topic.name, "payload": f'/choose_option{{"option": "{topic.key}"}}'}


NONE_OF_THESE: Button = {"title": "Geen van deze", "payload": "/none_of_these"}
DEPUTY: Button = {"title": "Wie vervangt?", "payload": "/ask_deputy"}
DECISION_MAKER: Button = {"title": "Wie beslist?", "payload": "/ask_decision_maker"}
RIGHT: Button = {"title": "Dit klopt", "payload": "/feedback_right"}
WRONG: Button = {"title": "Dit klopt niet", "payload": "/feedback_wrong"}


def topic_buttons(topics: Iterable[Topic]) -> list[Button]:
    """A button per topic."""
    return [topic_button(topic) for topic in topics]
