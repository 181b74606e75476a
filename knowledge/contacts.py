"""Who owns a topic in a municipality, who else matters, and what to do when nobody does."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from knowledge import catalogue
from knowledge.records import Audience, Municipality, Ownership, OwnershipRole, Topic, TopicKind
from knowledge.store import Store

FALLBACK_TOPICS = ("sociaal_ondernemen", "economie_bedrijven", "ondernemersloket")
"""Who to try when a topic has no owner, in this order; after them the general counter."""


class Standing(str, enum.Enum):
    """On what footing a referral stands; decides how it is worded."""

    OWNED = "owned"  # a confirmed owner
    UNCONFIRMED = "unconfirmed"  # an owner that the municipality has not confirmed
    EXPIRED = "expired"  # an owner whose confirmation ran out
    FALLBACK = "fallback"  # no owner: somebody who can find out
    COUNTER = "counter"  # no owner, no fallback: the general counter
    EXTERNAL = "external"  # another organisation
    NO_LOCAL_DATA = "no_local_data"  # a municipality without data here
    NO_MUNICIPALITY = "no_municipality"  # which municipality is not known yet


@dataclass(frozen=True)
class Referral:
    """Where a topic belongs in a municipality, and everybody around it."""

    topic: Topic
    municipality: Municipality | None
    standing: Standing
    owner: Ownership | None = None
    others: tuple[Ownership, ...] = ()

    def having(self, role: OwnershipRole) -> Ownership | None:
        """The first of the others with this role."""
        return next((one for one in self.others if one.role is role), None)


def refer(
    store: Store,
    topic: Topic,
    municipality: Municipality | None,
    audience: Audience = Audience.PUBLIC,
    today: date | None = None,
) -> Referral:
    """Find who owns a topic; never guesses, always says on what footing."""
    if topic.kind is TopicKind.EXTERNAL:
        return Referral(topic, municipality, Standing.EXTERNAL)
    if municipality is None:
        return Referral(topic, None, Standing.NO_MUNICIPALITY)
    if not municipality.is_served:
        return Referral(topic, municipality, Standing.NO_LOCAL_DATA)
    day = today or date.today()
    with store.reading() as session:
        found = catalogue.ownerships(session, municipality.key, topic.key, audience)
        owner = _best_owner(found, day)
        if owner is not None:
            others = tuple(
                one
                for one in found
                if one.role is not OwnershipRole.OWNER and not one.is_expired(day)
            )
            return Referral(topic, municipality, _standing(owner, day), owner, others)
        for key in FALLBACK_TOPICS:
            found = catalogue.ownerships(session, municipality.key, key, audience)
            stand_in = _best_owner(found, day)
            if stand_in is not None and not stand_in.is_expired(day):
                return Referral(topic, municipality, Standing.FALLBACK, stand_in)
    return Referral(topic, municipality, Standing.COUNTER)


def _best_owner(found: list[Ownership], today: date) -> Ownership | None:
    """The owner whose confirmation still holds, otherwise the one that ran out last."""
    owners = [one for one in found if one.role is OwnershipRole.OWNER]
    if not owners:
        return None
    return min(owners, key=lambda one: (one.is_expired(today), one.verified_on is None, -_end(one)))


def _end(own: Ownership) -> int:
    return (own.valid_until or date.max).toordinal()


def _standing(owner: Ownership, today: date) -> Standing:
    if owner.is_expired(today):
        return Standing.EXPIRED
    return Standing.OWNED if owner.verified_on else Standing.UNCONFIRMED
