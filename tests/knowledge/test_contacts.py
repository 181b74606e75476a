"""A referral always says on what footing it stands, and never shows what is not public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import update

from knowledge import catalogue
from knowledge import models as m
from knowledge.contacts import FALLBACK_TOPICS, Referral, Standing, refer
from knowledge.records import (
    Audience,
    Evidence,
    Municipality,
    OwnershipRole,
    Reach,
    Topic,
    TopicKind,
    Verification,
)
from knowledge.store import Store

TODAY = date(2026, 6, 1)
GONE, STILL = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
VILLAGE = Municipality(
    "dorp", "Dorp", True, None, Reach(), Evidence(Verification.UNVERIFIED, None, None)
)
QUESTION = Topic("vraag", "vraag", "x", TopicKind.MUNICIPAL, "")


def topic_of(store: Store, key: str) -> Topic:
    with store.reading() as session:
        return next(one for one in catalogue.topics(session) if one.key == key)


def town_of(store: Store, key: str = "zonnedam") -> Municipality:
    with store.reading() as session:
        return next(one for one, _ in catalogue.municipalities(session) if one.key == key)


@dataclass(frozen=True)
class Own:
    """Somebody's role for a topic in a village."""

    topic: str
    contact: str
    role: OwnershipRole = OwnershipRole.OWNER
    verified_on: date | None = TODAY
    valid_until: date | None = None
    audience: Audience = Audience.PUBLIC


def refer_in_village(
    store: Store,
    *ownerships: Own,
    internal_contacts: tuple[str, ...] = (),
    audience: Audience = Audience.PUBLIC,
) -> Referral:
    """Where the topic `vraag` belongs in a village with these ownerships and no others."""
    with store.writing() as session:
        session.add(m.MunicipalityRow(id=1, key="dorp", name="Dorp", is_served=True))
        session.add(m.UnitRow(id=1, municipality_id=1, key="bureau", name="Bureau"))
        keys = ("vraag", *FALLBACK_TOPICS)
        topics = {
            key: m.TopicRow(id=number, key=key, name=key, cluster="x", kind=TopicKind.MUNICIPAL)
            for number, key in enumerate(keys, start=1)
        }
        session.add_all(topics.values())
        session.flush()
        for number, one in enumerate(ownerships, start=1):
            session.add(
                m.ContactPointRow(
                    id=number,
                    municipality_id=1,
                    unit_id=1,
                    key=one.contact,
                    function=one.contact,
                    audience=Audience.INTERNAL
                    if one.contact in internal_contacts
                    else Audience.PUBLIC,
                )
            )
            session.add(
                m.OwnershipRow(
                    municipality_id=1,
                    topic_id=topics[one.topic].id,
                    contact_point_id=number,
                    role=one.role,
                    verified_on=one.verified_on,
                    valid_until=one.valid_until,
                    audience=one.audience,
                )
            )
            session.flush()
    return refer(store, QUESTION, VILLAGE, audience, TODAY)


def owner(referral: Referral) -> str | None:
    return referral.owner.contact.key if referral.owner else None


@pytest.mark.parametrize(
    ("topic", "town", "standing", "contact"),
    [
        ("sociaal_ondernemen", "zonnedam", Standing.OWNED, "accountmanager"),
        ("subsidies", "zonnedam", Standing.UNCONFIRMED, "subsidieadviseur"),
        ("evenementen", "zonnedam", Standing.EXPIRED, "vergunningverlener"),
        ("voedselverspilling", "zonnedam", Standing.FALLBACK, "accountmanager"),
        ("inkoop", "zonnedam", Standing.FALLBACK, "accountmanager"),
        ("ww_uitkering", "zonnedam", Standing.EXTERNAL, None),
        ("ww_uitkering", "leiden", Standing.EXTERNAL, None),
        ("ww_uitkering", None, Standing.EXTERNAL, None),
        ("subsidies", "leiden", Standing.NO_LOCAL_DATA, None),
        ("subsidies", None, Standing.NO_MUNICIPALITY, None),
    ],
)
def test_a_referral_says_on_what_footing_it_stands(
    store: Store, topic: str, town: str | None, standing: Standing, contact: str | None
) -> None:
    place = town_of(store, town) if town else None
    referral = refer(store, topic_of(store, topic), place, today=TODAY)
    assert referral.standing is standing
    assert owner(referral) == contact
    assert referral.topic.key == topic
    assert referral.municipality == place


def test_without_any_owner_the_counter_remains(empty_store: Store) -> None:
    referral = refer_in_village(empty_store)
    assert referral.standing is Standing.COUNTER
    assert (referral.owner, referral.others) == (None, ())


def test_an_external_topic_names_its_organisation_and_never_a_contact_here(store: Store) -> None:
    referral = refer(store, topic_of(store, "ww_uitkering"), town_of(store), Audience.INTERNAL)
    assert referral.topic.responsible is not None
    assert referral.topic.responsible.name == "UWV"
    assert (referral.owner, referral.others) == (None, ())


def test_the_owner_comes_with_function_unit_reach_mandate_and_evidence(store: Store) -> None:
    referral = refer(store, topic_of(store, "sociaal_ondernemen"), town_of(store), today=TODAY)
    found = referral.owner
    assert found is not None
    assert found.contact.function == "accountmanager sociaal ondernemen"
    assert found.contact.unit == "Economie"
    assert found.contact.reach.email == "sociaal@zonnedam.example"
    assert (found.mandate, found.limits) == ("Adviseert en verbindt.", "Beslist niet over geld.")
    assert found.evidence.source is not None
    assert found.evidence.source.key == "gids"


def test_everybody_around_the_owner_can_be_found_by_role(store: Store) -> None:
    referral = refer(store, topic_of(store, "sociaal_ondernemen"), town_of(store), today=TODAY)
    deputy = referral.having(OwnershipRole.DEPUTY)
    decider = referral.having(OwnershipRole.DECISION_MAKER)
    assert deputy is not None
    assert deputy.contact.key == "vervanger"
    assert decider is not None
    assert decider.contact.key == "wethouder"
    assert referral.having(OwnershipRole.ESCALATION) is None
    assert referral.having(OwnershipRole.OWNER) is None


@pytest.mark.parametrize(
    ("valid_until", "standing"),
    [
        (None, Standing.OWNED),
        (STILL, Standing.OWNED),
        (TODAY, Standing.OWNED),
        (GONE, Standing.EXPIRED),
        (date(1999, 1, 1), Standing.EXPIRED),
    ],
)
def test_an_owner_holds_up_to_and_including_the_last_day(
    empty_store: Store, valid_until: date | None, standing: Standing
) -> None:
    referral = refer_in_village(empty_store, Own("vraag", "ans", valid_until=valid_until))
    assert referral.standing is standing
    assert owner(referral) == "ans"


@pytest.mark.parametrize("valid_until", [None, STILL])
def test_an_owner_that_was_never_confirmed_is_unconfirmed(
    empty_store: Store, valid_until: date | None
) -> None:
    referral = refer_in_village(
        empty_store, Own("vraag", "ans", verified_on=None, valid_until=valid_until)
    )
    assert referral.standing is Standing.UNCONFIRMED


@pytest.mark.parametrize(
    "role", [role for role in OwnershipRole if role is not OwnershipRole.OWNER]
)
def test_only_an_owner_owns(empty_store: Store, role: OwnershipRole) -> None:
    assert refer_in_village(empty_store, Own("vraag", "ans", role)).standing is Standing.COUNTER


OWNERS = {"geldig": STILL, "pas_verlopen": GONE, "lang_verlopen": GONE - timedelta(days=300)}


@pytest.mark.parametrize("order", permutations(OWNERS))
def test_of_several_owners_the_one_that_still_holds_is_named(
    empty_store: Store, order: tuple[str, ...]
) -> None:
    owners = [Own("vraag", name, valid_until=OWNERS[name]) for name in order]
    referral = refer_in_village(empty_store, *owners)
    assert (owner(referral), referral.standing) == ("geldig", Standing.OWNED)


@pytest.mark.parametrize("order", permutations(["pas_verlopen", "lang_verlopen"]))
def test_of_owners_that_all_ran_out_the_last_one_is_named(
    empty_store: Store, order: tuple[str, ...]
) -> None:
    owners = [Own("vraag", name, valid_until=OWNERS[name]) for name in order]
    referral = refer_in_village(empty_store, *owners)
    assert (owner(referral), referral.standing) == ("pas_verlopen", Standing.EXPIRED)


@pytest.mark.parametrize("present", range(1, len(FALLBACK_TOPICS) + 1))
def test_the_fallback_chain_is_followed_in_order(empty_store: Store, present: int) -> None:
    chain = FALLBACK_TOPICS[-present:]
    stand_ins = [Own(key, f"van_{key}") for key in reversed(chain)]
    referral = refer_in_village(empty_store, *stand_ins)
    assert referral.standing is Standing.FALLBACK
    assert owner(referral) == f"van_{chain[0]}"
    assert referral.others == ()


def test_the_fallback_chain_is_that_of_the_design() -> None:
    assert FALLBACK_TOPICS == ("sociaal_ondernemen", "economie_bedrijven", "ondernemersloket")


def test_a_stand_in_that_ran_out_is_passed_over(empty_store: Store) -> None:
    referral = refer_in_village(
        empty_store,
        Own(FALLBACK_TOPICS[0], "verlopen", valid_until=GONE),
        Own(FALLBACK_TOPICS[1], "geldig", valid_until=STILL),
    )
    assert owner(referral) == "geldig"


def test_with_only_stand_ins_that_ran_out_the_counter_remains(empty_store: Store) -> None:
    stand_ins = [Own(key, key, valid_until=GONE) for key in FALLBACK_TOPICS]
    assert refer_in_village(empty_store, *stand_ins).standing is Standing.COUNTER


def test_an_owner_that_ran_out_goes_before_a_stand_in(empty_store: Store) -> None:
    referral = refer_in_village(
        empty_store,
        Own("vraag", "eigenaar", valid_until=GONE),
        Own(FALLBACK_TOPICS[0], "invaller", valid_until=STILL),
    )
    assert (owner(referral), referral.standing) == ("eigenaar", Standing.EXPIRED)


INTERNAL_WAYS = [
    pytest.param(Audience.INTERNAL, (), id="internal ownership"),
    pytest.param(Audience.PUBLIC, ("ans",), id="internal contact"),
    pytest.param(Audience.INTERNAL, ("ans",), id="both"),
]


@pytest.mark.parametrize(("audience", "internal_contacts"), INTERNAL_WAYS)
def test_an_internal_owner_is_hidden_from_the_public_and_shown_to_civil_servants(
    open_copy: Callable[[Path], Store], migrated_database: Path, audience: Audience,
    internal_contacts: tuple[str, ...],
) -> None:  # fmt: skip
    seen = {
        asker: refer_in_village(
            open_copy(migrated_database),
            Own("vraag", "ans", audience=audience),
            internal_contacts=internal_contacts,
            audience=asker,
        )
        for asker in Audience
    }
    assert owner(seen[Audience.PUBLIC]) is None
    assert seen[Audience.PUBLIC].standing is Standing.COUNTER
    assert owner(seen[Audience.INTERNAL]) == "ans"


@pytest.mark.parametrize(("audience", "internal_contacts"), INTERNAL_WAYS)
@pytest.mark.parametrize("role", [OwnershipRole.DEPUTY, OwnershipRole.ESCALATION])
def test_what_is_internal_around_a_public_owner_is_hidden_from_the_public(
    empty_store: Store, audience: Audience, internal_contacts: tuple[str, ...], role: OwnershipRole
) -> None:
    referral = refer_in_village(
        empty_store,
        Own("vraag", "eigenaar"),
        Own("vraag", "ans", role, audience=audience),
        internal_contacts=internal_contacts,
    )
    assert owner(referral) == "eigenaar"
    assert referral.others == ()


def test_an_internal_stand_in_is_hidden_from_the_public(empty_store: Store) -> None:
    referral = refer_in_village(
        empty_store,
        Own(FALLBACK_TOPICS[0], "intern", audience=Audience.INTERNAL),
        Own(FALLBACK_TOPICS[1], "openbaar"),
    )
    assert owner(referral) == "openbaar"


def test_a_civil_servant_sees_the_internal_owner_with_name_and_escalation(store: Store) -> None:
    referral = refer(store, topic_of(store, "inkoop"), town_of(store), Audience.INTERNAL, TODAY)
    assert referral.standing is Standing.OWNED
    assert referral.owner is not None
    assert referral.owner.contact.person == "J. Voorbeeld"
    assert referral.having(OwnershipRole.ESCALATION) is not None


def test_a_change_by_the_municipality_is_in_the_next_referral(empty_store: Store) -> None:
    assert refer_in_village(empty_store, Own("vraag", "ans")).standing is Standing.OWNED
    with empty_store.writing() as session:
        session.execute(update(m.OwnershipRow).values(valid_until=GONE))
    assert refer(empty_store, QUESTION, VILLAGE, today=TODAY).standing is Standing.EXPIRED
