"""Seeding brings content in, again and again, and never undoes what an editor did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge import models as m
from knowledge.content import ContentError, read_content
from knowledge.records import Audience, OwnershipRole, Topic, TopicKind
from knowledge.seeding import SEED, digest, seed
from knowledge.store import Store
from tests.knowledge.edits import change

TOPICS = "topics/economie.yml"
TOWN = "municipalities/zonnedam.yml"
ENTRIES = 2 + 1 + 3 + 2 + 7 + 6 + 7
"""Sources, organisations, municipalities, units, contact points, topics and ownerships."""


def topic(store: Store, key: str) -> Topic | None:
    with store.reading() as session:
        return next((one for one in catalogue.topics(session) if one.key == key), None)


def functions(store: Store, topic_key: str) -> dict[OwnershipRole, str]:
    with store.reading() as session:
        found = catalogue.ownerships(session, "zonnedam", topic_key, Audience.INTERNAL)
        return {own.role: own.contact.function for own in found}


@pytest.fixture
def seeded(store: Store) -> Store:
    """A store that was seeded from what `content_folder` holds at first."""
    return store


def test_everything_is_added_to_an_empty_store(empty_store: Store, content_folder: Path) -> None:
    report = seed(empty_store, content_folder)
    assert len(report.added) == ENTRIES
    assert (report.updated, report.kept, report.unchanged) == ([], [], 0)
    assert {"source/gids", "topic/inkoop", "contact_point/zonnedam/inkoper"} <= set(report.added)
    assert "ownership/zonnedam/inkoop/inkoper/owner" in report.added


def test_what_was_seeded_can_be_read_back(seeded: Store) -> None:
    found = topic(seeded, "subsidies")
    assert found is not None
    assert found.name == "Subsidies"
    assert found.cluster == "geld"
    assert found.confused_with == ("sociaal_ondernemen",)
    assert "Onze subsidie is lager vastgesteld" in {phrase.text for phrase in found.phrases}


def test_seeding_again_changes_nothing(seeded: Store, content_folder: Path) -> None:
    before = seeded.revision()
    report = seed(seeded, content_folder)
    assert report.unchanged == ENTRIES
    assert (report.added, report.updated, report.kept) == ([], [], [])
    assert seeded.revision() == before


@pytest.mark.parametrize(
    ("name", "old", "new", "entry"),
    [
        (TOPICS, "name: Inkoop en aanbesteden", "name: Inkoop", "topic/inkoop"),
        (TOPICS, "[aanbesteding, offerte, tender]", "[bestelling]", "topic/inkoop"),
        (
            TOPICS,
            "confused_with: [subsidies]",
            "confused_with: [inkoop]",
            "topic/sociaal_ondernemen",
        ),
        ("phrases/alles.yml", "bestek lezen", "bestek schrijven", "topic/inkoop"),
        ("sources.yml", "title: Redactie", "title: Team", "source/redactie"),
        (
            "organisations.yml",
            "website: https://uwv",
            "website: https://www.uwv",
            "organisation/uwv",
        ),
        (TOWN, "counter_name: Gemeentebalie", "counter_name: Balie", "municipality/zonnedam"),
        (TOWN, "[gemeente aan de dam]", "[de dam]", "municipality/zonnedam"),
        (TOWN, "name: Economie}", "name: Economische Zaken}", "unit/zonnedam/economie"),
        (TOWN, "sociaal@", "economie@", "contact_point/zonnedam/accountmanager"),
        (
            TOWN,
            "Beslist niet over geld.",
            "Beslist wel.",
            "ownership/zonnedam/sociaal_ondernemen/accountmanager/owner",
        ),
    ],
)
def test_an_entry_that_changed_in_the_content_is_updated_and_nothing_else(
    seeded: Store, content_folder: Path, name: str, old: str, new: str, entry: str
) -> None:
    change(content_folder, name, old, new)
    report = seed(seeded, content_folder)
    assert report.updated == [entry]
    assert (report.added, report.kept) == ([], [])


def test_an_entry_that_was_updated_is_not_updated_again(
    seeded: Store, content_folder: Path
) -> None:
    change(content_folder, TOPICS, "name: Inkoop en aanbesteden", "name: Inkoop")
    seed(seeded, content_folder)
    assert seed(seeded, content_folder).unchanged == ENTRIES


def test_an_updated_topic_has_its_new_phrases_only(seeded: Store, content_folder: Path) -> None:
    change(content_folder, TOPICS, "[aanbesteding, offerte, tender]", "[bestelling]")
    seed(seeded, content_folder)
    found = topic(seeded, "inkoop")
    assert found is not None
    texts = {phrase.text for phrase in found.phrases}
    assert "bestelling" in texts
    assert "tender" not in texts
    assert "Wie beoordeelt onze offerte?" in texts


def test_a_new_entry_is_added_to_a_store_in_use(seeded: Store, content_folder: Path) -> None:
    with (content_folder / TOPICS).open("a", encoding="utf-8") as file:
        file.write("- {key: nieuw, name: Nieuw, kind: municipal, description: Iets.}\n")
    assert seed(seeded, content_folder).added == ["topic/nieuw"]
    assert topic(seeded, "nieuw") is not None


def test_an_entry_that_left_the_content_stays_in_the_store(
    seeded: Store, content_folder: Path
) -> None:
    change(
        content_folder, TOWN, "  - {topic: subsidies, contact: subsidieadviseur, role: owner}\n", ""
    )
    seed(seeded, content_folder)
    assert OwnershipRole.OWNER in functions(seeded, "subsidies")


Edit = Callable[[Session], None]


def _row(session: Session, model: type, key: str) -> m.Base:
    return session.execute(select(model).where(model.key == key)).scalar_one()


def _change_name(session: Session) -> None:
    _row(session, m.TopicRow, "inkoop").name = "Inkoopbureau"


def _add_phrase(session: Session) -> None:
    row = _row(session, m.TopicRow, "inkoop")
    session.add(m.PhraseRow(topic_id=row.id, kind="question", text="Hoe wordt u leverancier?"))


def _remove_phrase(session: Session) -> None:
    session.execute(delete(m.PhraseRow).where(m.PhraseRow.text == "tender"))


@pytest.mark.parametrize("edit", [_change_name, _add_phrase, _remove_phrase])
def test_an_editors_change_survives_seeding_and_a_newer_version_of_the_content(
    seeded: Store, content_folder: Path, edit: Edit
) -> None:
    with seeded.writing() as session:
        edit(session)
    edited = topic(seeded, "inkoop")
    assert seed(seeded, content_folder).kept == ["topic/inkoop"]
    change(content_folder, TOPICS, "meedoen aan een aanbesteding", "nog meer")
    assert seed(seeded, content_folder).kept == ["topic/inkoop"]
    assert topic(seeded, "inkoop") == edited


@pytest.mark.parametrize(
    ("model", "key", "field", "value", "entry"),
    [
        (m.SourceRow, "redactie", "title", "Team Web", "source/redactie"),
        (m.OrganisationRow, "uwv", "phone", "0999 - 20 00 00", "organisation/uwv"),
        (m.MunicipalityRow, "zonnedam", "opening_hours", "op afspraak", "municipality/zonnedam"),
        (m.UnitRow, "economie", "name", "Team Bedrijven", "unit/zonnedam/economie"),
        (m.ContactPointRow, "inkoper", "function", "inkoper", "contact_point/zonnedam/inkoper"),
    ],
)
def test_an_editors_change_survives_in_every_kind_of_entry(
    seeded: Store, content_folder: Path, model: type, key: str, field: str, value: str, entry: str
) -> None:
    with seeded.writing() as session:
        setattr(_row(session, model, key), field, value)
    assert seed(seeded, content_folder).kept == [entry]
    with seeded.reading() as session:
        assert getattr(_row(session, model, key), field) == value


def test_an_editors_new_date_for_an_owner_survives(seeded: Store, content_folder: Path) -> None:
    with seeded.writing() as session:
        session.execute(update(m.OwnershipRow).values(limits="Door de redactie nagekeken."))
    report = seed(seeded, content_folder)
    assert len(report.kept) == 7
    assert all(name.startswith("ownership/") for name in report.kept)


def test_a_renamed_topic_does_not_come_back_under_its_old_key(
    seeded: Store, content_folder: Path
) -> None:
    with seeded.writing() as session:
        _row(session, m.TopicRow, "inkoop").key = "inkoopbureau"
    report = seed(seeded, content_folder)
    assert "topic/inkoop" in report.kept
    assert report.added == []
    assert topic(seeded, "inkoop") is None
    assert functions(seeded, "inkoopbureau")[OwnershipRole.OWNER] == "senior inkoper"


@pytest.mark.parametrize(
    ("model", "key", "gone"),
    [
        (m.TopicRow, "inkoop", {"topic/inkoop"}),
        (m.ContactPointRow, "vervanger", {"contact_point/zonnedam/vervanger"}),
        (m.MunicipalityRow, "leiden", {"municipality/leiden"}),
        (m.MunicipalityRow, "zonnedam", {"municipality/zonnedam", "unit/zonnedam/economie"}),
        (m.UnitRow, "inkoop", {"unit/zonnedam/inkoop", "contact_point/zonnedam/inkoper"}),
    ],
)
def test_what_an_editor_deleted_stays_deleted(
    seeded: Store, content_folder: Path, model: type, key: str, gone: set[str]
) -> None:
    with seeded.writing() as session:
        session.execute(delete(model).where(model.key == key))
    report = seed(seeded, content_folder)
    assert gone <= set(report.kept)
    assert report.added == []
    with seeded.reading() as session:
        assert session.execute(select(model).where(model.key == key)).first() is None


def test_a_new_owner_for_a_topic_that_an_editor_deleted_is_left_out(
    seeded: Store, content_folder: Path
) -> None:
    with seeded.writing() as session:
        session.execute(delete(m.TopicRow).where(m.TopicRow.key == "evenementen"))
    change(
        content_folder,
        TOWN,
        "role: decision_maker}",
        "role: decision_maker}\n  - {topic: evenementen, contact: wethouder, role: owner}",
    )
    seed(seeded, content_folder)
    assert functions(seeded, "evenementen") == {}


def test_an_editor_who_makes_the_same_change_as_the_content_is_followed_from_then_on(
    seeded: Store, content_folder: Path
) -> None:
    with seeded.writing() as session:
        _change_name(session)
    change(content_folder, TOPICS, "name: Inkoop en aanbesteden", "name: Inkoopbureau")
    assert seed(seeded, content_folder).unchanged == ENTRIES
    change(content_folder, TOPICS, "name: Inkoopbureau", "name: Inkoophuis")
    assert seed(seeded, content_folder).updated == ["topic/inkoop"]


def test_overwriting_replaces_an_editors_change(seeded: Store, content_folder: Path) -> None:
    with seeded.writing() as session:
        _change_name(session)
    report = seed(seeded, content_folder, overwrite=True)
    assert (report.updated, report.kept) == (["topic/inkoop"], [])
    found = topic(seeded, "inkoop")
    assert found is not None
    assert found.name == "Inkoop en aanbesteden"


@pytest.mark.parametrize(
    ("model", "key"),
    [(m.TopicRow, "inkoop"), (m.MunicipalityRow, "zonnedam"), (m.UnitRow, "inkoop")],
)
def test_overwriting_brings_back_what_an_editor_deleted_with_all_that_hangs_on_it(
    seeded: Store, content_folder: Path, model: type, key: str
) -> None:
    with seeded.writing() as session:
        session.execute(delete(model).where(model.key == key))
    assert seed(seeded, content_folder, overwrite=True).kept == []
    assert functions(seeded, "inkoop")[OwnershipRole.OWNER] == "senior inkoper"
    assert seed(seeded, content_folder).unchanged == ENTRIES


def test_nothing_is_written_when_the_content_has_a_mistake(
    empty_store: Store, content_folder: Path
) -> None:
    change(content_folder, TOWN, "contact: inkoopchef", "contact: bestaat_niet")
    with pytest.raises(ContentError):
        seed(empty_store, content_folder)
    assert empty_store.revision() == 0
    with empty_store.reading() as session:
        assert session.execute(select(func.count(m.SeedRecordRow.id))).scalar_one() == 0


def test_a_store_in_use_is_untouched_by_content_with_a_mistake(
    seeded: Store, content_folder: Path
) -> None:
    before = seeded.revision()
    change(content_folder, TOPICS, "name: Inkoop en aanbesteden", "name: Anders")
    change(content_folder, TOWN, "role: deputy", "role: invaller")
    with pytest.raises(ContentError):
        seed(seeded, content_folder)
    assert seeded.revision() == before


def test_the_order_of_phrases_makes_no_other_entry(content_folder: Path) -> None:
    before = {one.key: digest(one) for one in read_content(content_folder).topics}
    change(
        content_folder, TOPICS, "[aanbesteding, offerte, tender]", "[tender, offerte, aanbesteding]"
    )
    change(content_folder, TOPICS, "[evenement, buurtfeest,", "[evenement, wijkfeest,")
    after = {one.key: digest(one) for one in read_content(content_folder).topics}
    assert {key for key in before if before[key] != after[key]} == {"evenementen"}


WITHOUT_OWNER = {
    "data_digitalisering",
    "mondiaal_fairtrade",
    "regiodeal_europa",
    "voedsel_verspilling",
}
"""Topics that Voorbeeldstad has no owner for on purpose, to show what happens then."""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Store:
    path = tmp_path_factory.mktemp("real") / "store.db"
    path.write_bytes(migrated_database.read_bytes())
    store = Store(f"sqlite:///{path}")
    seed(store)
    return store


@pytest.fixture(scope="module")
def real_topics(real: Store) -> list[Topic]:
    with real.reading() as session:
        return catalogue.topics(session)


def test_the_content_of_the_product_has_all_topics_with_questions(
    real_topics: list[Topic],
) -> None:
    owned = [one for one in real_topics if one.kind.has_owner]
    assert len(owned) == 111
    questions = {
        one.key: Counter(phrase.kind.value for phrase in one.phrases)["question"] for one in owned
    }
    assert [key for key, number in questions.items() if number < 3] == []


def test_every_topic_of_the_municipality_has_an_owner_in_the_example(real: Store) -> None:
    kinds = (TopicKind.MUNICIPAL, TopicKind.REGIONAL, TopicKind.MIXED)
    owner = select(m.OwnershipRow.topic_id).where(m.OwnershipRow.role == OwnershipRole.OWNER)
    missing = select(m.TopicRow.key).where(m.TopicRow.kind.in_(kinds), m.TopicRow.id.not_in(owner))
    with real.reading() as session:
        assert set(session.execute(missing).scalars()) == WITHOUT_OWNER


def test_every_topic_of_another_organisation_says_where_to_go(real_topics: list[Topic]) -> None:
    external = [one for one in real_topics if one.kind is TopicKind.EXTERNAL]
    assert external
    for one in external:
        assert one.responsible is not None, one.key
        assert one.responsible.advice or not one.responsible.reach.is_empty, one.key


def test_only_the_example_municipality_has_local_data(real: Store) -> None:
    with real.reading() as session:
        served = [town.key for town, _ in catalogue.municipalities(session) if town.is_served]
    assert served == ["voorbeeldstad"]


def test_the_content_of_the_product_is_not_read_again_when_nothing_changed(real: Store) -> None:
    before = real.revision()
    report = seed(real)
    assert (report.added, report.updated, report.kept, report.unchanged) == ([], [], [], 0)
    assert real.revision() == before


def test_the_content_of_the_product_gives_the_same_entries_when_read_back(real: Store) -> None:
    with real.writing() as session:
        session.execute(delete(m.SeedRecordRow).where(m.SeedRecordRow.kind == "folder"))
    report = seed(real, SEED)
    assert (report.added, report.updated, report.kept) == ([], [], [])
    assert report.unchanged > 111
