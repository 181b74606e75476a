"""Social return rules and procurement amounts live in the store, as all other content does."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from knowledge import catalogue, editing
from knowledge import models as m
from knowledge.content import ContentError, read_content
from knowledge.procurement import AmountBook
from knowledge.records import Verification
from knowledge.seeding import present, seed
from knowledge.sroi_catalogue import amount_book, amounts_of, rule_book, rules_of
from knowledge.sroi_rules import Base, Buyer, Limit, Purchase, RuleBook, RuleSet
from knowledge.store import MIGRATIONS, Store
from tests.knowledge.edits import change, mistake

DAM, REGION, AMOUNTS = "sroi/zonnedam.yml", "sroi/regio.yml", "sroi/drempels.yml"
DAY = date(2026, 6, 1)
FILES = {
    DAM: """
key: zonnedam
name: Gemeente Zonnedam
municipalities: [zonnedam]
valid_from: 2026-01-01
as_of: verzonnen, vanaf 2026
is_fictitious: true
percentages:
  - {percent: 5}
  - {percent: 2.10, labour_share_below: 30, is_minimum: true}
bases: [opdrachtsom, loonsom]
threshold: {amount: 100000.50, included: true}
minimum_months: 3
blocks_of: regio
maximum_months: 24
wage_subsidy_lifts_maximum: false
earlier_start_months: 0.1
purchases:
  - {key: sw_bedrijf, label: Inkoop bij een SW-bedrijf, percent: 100, requires: een factuur}
knowledge: {hourly_rate: 90, costs_count: true, day_maximum: 900, note: per uur}
also_counts: [een gastles]
recognition:
  - {key: erkend, label: Erkend, criteria: [een missie, een vestiging], source: gids}
sanction: De gemeente houdt in wat ontbreekt.
coordinator_topic: inkoop
sources: [redactie, gids]
verification: verified
source: gids
checked_on: 2026-05-01
note: Verzonnen.
""",
    REGION: """
key: regio
name: Regio van de Dam
municipalities: [zonnedam, leiden]
full_time_hours: 36
has_no_maximum: true
blocks:
  - {key: ww, label: WW, value: 20000, group: ww, phrases: [ww, net ontslagen], maximum_months: 12}
  - {key: baan, label: Banenafspraak, value: 48000, group: baan, always_counts: true, note: Altijd.}
bonuses:
  - {key: ouder, label: 50 jaar of ouder, value: 9000, minimum_age: 50, age_included: false,
     minimum_months: 6, only_for: [ww], pro_rata: true, condition: in dienst, phrases: [50+]}
""",
    AMOUNTS: """
europese_drempels:
  - {key: eu_diensten, kinds: [leveringen, diensten], buyer: decentraal, amount: 216000,
     valid_from: 2026-01-01, valid_until: 2027-12-31, sources: [redactie],
     verification: verified, source: gids, checked_on: 2026-05-01}
  - {key: eu_werken, kinds: [werken], amount: 5404000,
     valid_from: 2026-01-01, valid_until: 2027-12-31, note: Nagekeken.}
inkooptabellen:
  - key: inkoop_zonnedam
    municipality: zonnedam
    valid_from: 2026-01-01
    valid_until: 2026-12-31
    is_fictitious: true
    coordinator_topic: inkoop
    note: Verzonnen.
    source: redactie
    checked_on: 2026-05-01
    rows:
      - {procedure: een, label: Enkelvoudig, kinds: [diensten], below: 60000, bidders: 1, who: team}
      - {procedure: meer, label: Meervoudig, kinds: [diensten], from_amount: 60000,
         below_european: true}
      - {procedure: europees, label: Europees, kinds: [diensten, werken], from_european: true}
""",
}
KINDS = ("rule_sets", "thresholds", "procedure_tables")
NAMES = (
    "rule_set/regio", "rule_set/zonnedam/2026-01-01", "threshold/eu_diensten",
    "threshold/eu_werken", "procedure_table/inkoop_zonnedam",
)  # fmt: skip


@pytest.fixture
def folder(content_folder: Path) -> Path:
    """The small content with rules and amounts in it, for a test to change."""
    (content_folder / "sroi").mkdir()
    for name, written in FILES.items():
        (content_folder / name).write_text(written, encoding="utf-8")
    return content_folder


@pytest.fixture
def rules_store(store: Store, folder: Path) -> Store:
    """A store that was seeded from what `folder` holds at first."""
    seed(store, folder)
    return store


@pytest.fixture
def elsewhere(rules_store: Store) -> Iterator[sqlite3.Connection]:
    """The same database, opened by another tool."""
    path = rules_store.engine.url.database
    assert path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def rules(store: Store) -> RuleBook:
    with store.reading() as session:
        return rule_book(session)


def amounts(store: Store) -> AmountBook:
    with store.reading() as session:
        return amount_book(session)


def held(store: Store, town: str = "zonnedam", day: date = DAY) -> RuleSet:
    found = rules(store).for_municipality(town, day)
    assert isinstance(found, RuleSet)
    return found


# -- in and out again


def test_everything_comes_out_of_the_store_as_it_went_in(rules_store: Store, folder: Path) -> None:
    content = read_content(folder)
    with rules_store.reading() as session:
        stored = present(session)
    for kind in KINDS:
        before, after = getattr(content, kind), getattr(stored, kind)
        assert before
        assert sorted(before, key=lambda one: one.key) == sorted(after, key=lambda one: one.key)


def test_the_books_of_the_store_are_those_of_the_files(rules_store: Store, folder: Path) -> None:
    content = read_content(folder)
    assert rules(rules_store).rule_sets == rules_of(content.rule_sets).rule_sets
    from_files = amounts_of(content.thresholds, content.procedure_tables)
    assert amounts(rules_store).thresholds == from_files.thresholds
    assert amounts(rules_store).tables == from_files.tables


def test_numbers_stay_exact_and_words_become_the_terms_of_the_product(rules_store: Store) -> None:
    found = held(rules_store)
    assert found.threshold == Limit(Decimal("100000.5"), included=True)
    assert found.earlier_start_months == Decimal("0.1")
    assert [one.percent for one in found.percentages] == [Decimal("5"), Decimal("2.1")]
    assert found.bases == (Base.CONTRACT_PRICE, Base.WAGES)
    assert found.purchases[0].key is Purchase.SHELTERED_WORKPLACE
    assert found.blocks[0].value == Decimal(20_000)
    assert amounts(rules_store).thresholds[0].buyer is Buyer.LOCAL


def test_what_was_not_stated_is_not_stated_in_the_store_either(rules_store: Store) -> None:
    region = held(rules_store, "leiden")
    assert (region.threshold, region.knowledge, region.maximum_months) == (None, None, None)
    assert (region.wage_subsidy_lifts_maximum, region.valid_from) == (None, None)
    assert held(rules_store).wage_subsidy_lifts_maximum is False


def test_rules_keep_their_source_and_say_which_others_were_read(rules_store: Store) -> None:
    found = held(rules_store).provenance
    assert (found.verification, found.source) == (Verification.VERIFIED, "gids")
    assert (found.checked_on, found.sources) == (date(2026, 5, 1), ("redactie", "gids"))
    with rules_store.reading() as session:
        sources = catalogue.sources(session)
    assert {sources[key].title for key in found.sources} == {
        "Gids van Zonnedam",
        "Redactie van de wegwijzer",
    }


def test_an_amount_has_its_procedure_and_threshold(rules_store: Store) -> None:
    found = amounts(rules_store).procedure("zonnedam", "diensten", Decimal(216_000), DAY)
    assert found.row is not None
    assert found.row.procedure == "europees"
    assert found.european is not None
    assert found.european.provenance.source == "gids"


# -- seeding


def test_rules_are_added_once(store: Store, folder: Path) -> None:
    assert sorted(seed(store, folder).added) == sorted(NAMES)
    before = store.revision()
    report = seed(store, folder)
    assert (report.added, report.updated, report.kept) == ([], [], [])
    assert store.revision() == before


@pytest.mark.parametrize(
    ("name", "old", "new", "entry"),
    [
        (DAM, "percent: 5", "percent: 4", "rule_set/zonnedam/2026-01-01"),
        (DAM, "included: true", "included: false", "rule_set/zonnedam/2026-01-01"),
        (DAM, "hourly_rate: 90", "hourly_rate: 95", "rule_set/zonnedam/2026-01-01"),
        (DAM, "sources: [redactie, gids]", "sources: [redactie]", "rule_set/zonnedam/2026-01-01"),
        (REGION, "value: 20000", "value: 20000.01", "rule_set/regio"),
        (REGION, " age_included: false,", "", "rule_set/regio"),
        (REGION, "[zonnedam, leiden]", "[leiden]", "rule_set/regio"),
        (AMOUNTS, "amount: 216000", "amount: 217000", "threshold/eu_diensten"),
        (AMOUNTS, "below: 60000", "below: 50000", "procedure_table/inkoop_zonnedam"),
        (AMOUNTS, "note: Verzonnen.", "note: Bedacht.", "procedure_table/inkoop_zonnedam"),
    ],
)  # fmt: skip
def test_what_changed_in_the_content_is_updated_and_nothing_else(
    rules_store: Store, folder: Path, name: str, old: str, new: str, entry: str
) -> None:
    change(folder, name, old, new)
    report = seed(rules_store, folder)
    assert report.updated == [entry]
    assert (report.added, report.kept) == ([], [])
    assert seed(rules_store, folder).updated == []


@pytest.mark.parametrize(
    ("model", "key", "field", "value", "entry"),
    [
        (m.RuleSetRow, "regio", "full_time_hours", Decimal(40), "rule_set/regio"),
        (m.RuleSetRow, "zonnedam", "threshold", None, "rule_set/zonnedam/2026-01-01"),
        (m.RuleSetRow, "regio", "bonuses", [], "rule_set/regio"),
        (m.ThresholdRow, "eu_werken", "amount", Decimal(5), "threshold/eu_werken"),
        (m.ProcedureTableRow, "inkoop_zonnedam", "rows", [], "procedure_table/inkoop_zonnedam"),
    ],
)
def test_an_editors_change_is_kept_until_it_is_overwritten(
    rules_store: Store,
    folder: Path,
    model: type,
    key: str,
    field: str,
    value: object,
    entry: str,
) -> None:
    with rules_store.writing() as session:
        session.execute(update(model).where(model.key == key).values({field: value}))
    assert seed(rules_store, folder).kept == [entry]
    with rules_store.reading() as session:
        row = session.execute(select(model).where(model.key == key)).scalar_one()
        assert getattr(row, field) == value
    assert seed(rules_store, folder, overwrite=True).updated == [entry]


Edit = Callable[[Session], object]


def _delete_rules(session: Session) -> object:
    return session.execute(delete(m.RuleSetRow).where(m.RuleSetRow.key == "zonnedam"))


def _delete_town(session: Session) -> object:
    return session.execute(delete(m.MunicipalityRow).where(m.MunicipalityRow.key == "zonnedam"))


@pytest.mark.parametrize(
    ("edit", "gone"),
    [
        (_delete_rules, "rule_set/zonnedam/2026-01-01"),
        (_delete_town, "procedure_table/inkoop_zonnedam"),
    ],
)
def test_what_an_editor_deleted_stays_deleted(
    rules_store: Store, folder: Path, edit: Edit, gone: str
) -> None:
    with rules_store.writing() as session:
        edit(session)
    report = seed(rules_store, folder)
    assert gone in report.kept
    assert report.added == []


def test_a_new_table_of_a_municipality_that_an_editor_deleted_is_left_out(
    store: Store, folder: Path
) -> None:
    with store.writing() as session:
        _delete_town(session)
    seed(store, folder)
    assert amounts(store).tables == ()


# -- an editor's change works at once


def test_another_value_of_a_block_holds_from_the_next_reading(
    rules_store: Store, elsewhere: sqlite3.Connection
) -> None:
    before = rules_store.revision()
    elsewhere.execute("UPDATE sroi_rule_set SET blocks = replace(blocks, '20000', '21000.25')")
    assert rules_store.revision() > before
    assert held(rules_store).blocks[0].value == Decimal("21000.25")


def test_another_amount_holds_from_the_next_reading(
    rules_store: Store, elsewhere: sqlite3.Connection
) -> None:
    elsewhere.execute("UPDATE european_threshold SET amount = 250000 WHERE key = 'eu_diensten'")
    found = amounts(rules_store).european_threshold("diensten", DAY)
    assert found is not None
    assert found.amount == Decimal(250_000)


INSERTS = {
    "sroi_rule_set": "INSERT INTO sroi_rule_set (key, name, municipalities, is_fictitious,"
    " percentages, bases, blocks, bonuses, has_no_maximum, purchases, also_counts, recognition,"
    " sources, verification)"
    " VALUES ('nieuw', 'Nieuw', '[]', 0, '[]', '[]', '[]', '[]', 0, '[]', '[]', '[]', '[]',"
    " 'unverified')",
    "european_threshold": "INSERT INTO european_threshold (key, kinds, amount, valid_from,"
    " valid_until, sources, verification)"
    " VALUES ('nieuw', '[\"werken\"]', '1', '2030-01-01', '2031-12-31', '[]', 'unverified')",
    "procurement_table": "INSERT INTO procurement_table (municipality_id, key, is_fictitious, rows,"
    " verification) VALUES (1, 'nieuw', 0, '[]', 'unverified')",
}


@pytest.mark.parametrize("table", INSERTS)
@pytest.mark.parametrize("statement", ["insert", "UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_the_revision_moves_when_another_tool_changes_a_rule(
    rules_store: Store, elsewhere: sqlite3.Connection, table: str, statement: str
) -> None:
    before = rules_store.revision()
    done = elsewhere.execute(INSERTS[table] if statement == "insert" else statement.format(table))
    assert done.rowcount > 0
    assert rules_store.revision() > before


@pytest.mark.parametrize("table", INSERTS)
def test_the_least_that_another_tool_can_add_is_read(
    rules_store: Store, elsewhere: sqlite3.Connection, table: str
) -> None:
    elsewhere.execute(INSERTS[table])
    books = rules(rules_store), amounts(rules_store)
    found = (*books[0].rule_sets, *books[1].thresholds, *books[1].tables)
    assert [one.key for one in found].count("nieuw") == 1


def test_an_earlier_store_reads_the_starting_content_again(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'eerder.db'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for kind in ("folder", "topic"):
            connection.execute(
                text("INSERT INTO seed_record (kind, key, digest) VALUES (:kind, 'seed', 'x')"),
                {"kind": kind},
            )
    store.migrate()
    with store.reading() as session:
        assert session.execute(select(m.SeedRecordRow.kind)).scalars().all() == ["topic"]
        assert rule_book(session).rule_sets == ()
    store.close()


# -- an own folder


NEWER = """
key: zonnedam
name: Gemeente Zonnedam
municipalities: [zonnedam]
valid_from: 2027-01-01
percentages: [{percent: 6}]
blocks_of: regio
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An editor's folder with newer rules of Zonnedam in it."""
    path = tmp_path / "eigen"
    (path / "sroi").mkdir(parents=True)
    (path / "sroi/nieuw.yml").write_text(NEWER, encoding="utf-8")
    return path


def test_newer_rules_need_the_older_to_end(rules_store: Store, own: Path) -> None:
    with pytest.raises(ContentError, match="zonnedam staat er twee keer voor dezelfde dag"):
        editing.bring_in(rules_store, own)
    older = FILES[DAM].replace("as_of:", "valid_until: 2026-12-31\nas_of:")
    (own / "sroi/oud.yml").write_text(older, encoding="utf-8")
    assert editing.bring_in(rules_store, own).splitlines() == [
        "Nieuw: 1. Gewijzigd: 1. Al gelijk: 0.",
        "  nieuw      rule_set/zonnedam/2027-01-01",
        "  gewijzigd  rule_set/zonnedam/2026-01-01",
    ]
    assert held(rules_store, day=date(2026, 12, 31)).percentages[0].percent == 5
    assert held(rules_store, day=date(2027, 1, 1)).percentages[0].percent == 6
    assert held(rules_store, day=date(2027, 1, 1)).blocks[0].key == "ww"


def test_of_rules_that_hold_at_once_those_that_began_last_are_used(
    rules_store: Store, elsewhere: sqlite3.Connection
) -> None:
    elsewhere.execute(
        INSERTS["sroi_rule_set"]
        .replace("(key", "(valid_from, key")
        .replace("('nieuw', 'Nieuw', '[]'", "('2026-03-01', 'nieuw', 'Nieuw', '[\"zonnedam\"]'")
    )
    assert held(rules_store, day=date(2026, 2, 28)).key == "zonnedam"
    assert held(rules_store, day=date(2026, 3, 1)).key == "nieuw"


@pytest.mark.parametrize(
    ("name", "written", "complaint"),
    [
        ("sroi/regio2.yml", "key: x\nname: X\nmunicipalities: [leiden]", "regelsets x en regio"),
        (
            AMOUNTS,
            "europese_drempels: [{key: x, kinds: [diensten], amount: 1, valid_from: 2027-01-01,"
            " valid_until: 2028-12-31}]",
            "drempels x en eu_diensten gelden op dezelfde dag",
        ),
        (
            AMOUNTS,
            "inkooptabellen: [{key: x, municipality: zonnedam, rows: []}]",
            "inkooptabellen x en inkoop_zonnedam gelden op dezelfde dag",
        ),
    ],
)
def test_what_holds_at_once_with_what_the_store_holds_is_refused(
    rules_store: Store, own: Path, name: str, written: str, complaint: str
) -> None:
    before = rules_store.revision()
    (own / "sroi/nieuw.yml").unlink()
    (own / name).write_text(written, encoding="utf-8")
    with pytest.raises(ContentError, match=complaint):
        editing.bring_in(rules_store, own)
    assert rules_store.revision() == before


@pytest.mark.parametrize(
    "written",
    [
        "europese_drempels: [{key: x, kinds: [diensten], buyer: rijk, amount: 1,"
        " valid_from: 2026-01-01, valid_until: 2027-12-31}]",
        "europese_drempels: [{key: x, kinds: [diensten], buyer: decentraal, amount: 1,"
        " valid_from: 2028-01-01, valid_until: 2029-12-31}]",
        "europese_drempels: [{key: x, kinds: [concessies], amount: 1,"
        " valid_from: 2026-01-01, valid_until: 2027-12-31}]",
        "inkooptabellen: [{key: x, municipality: zonnedam, valid_from: 2027-01-01, rows: []}]",
        "inkooptabellen: [{key: x, municipality: leiden, rows: []}]",
    ],
)
def test_what_holds_for_another_buyer_day_kind_or_municipality_is_brought_in(
    rules_store: Store, own: Path, written: str
) -> None:
    (own / "sroi/nieuw.yml").unlink()
    (own / AMOUNTS).write_text(written, encoding="utf-8")
    assert editing.bring_in(rules_store, own).startswith("Nieuw: 1. Gewijzigd: 0.")


def test_a_folder_with_rules_alone_is_counted(rules_store: Store, folder: Path, own: Path) -> None:
    for part in folder.iterdir():
        if part.name != "sroi":
            part.rename(own / part.name)
    assert editing.summary(editing.read_own(folder, rules_store)) == (
        "De inhoud klopt: 2 regelsets, 2 Europese drempels, 1 inkooptabel."
    )


# -- mistakes


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        (DAM, "[zonnedam]", "[zonnedan]", "regelset zonnedam, veld municipalities: 'zonnedan'"),
        (DAM, "coordinator_topic: inkoop", "coordinator_topic: wie", "coordinator_topic: 'wie'"),
        (DAM, "\nsource: gids", "\nsource: krant", "zonnedam, veld source: 'krant'"),
        (DAM, "[redactie, gids]", "[redactie, krant]", "zonnedam, veld sources: 'krant'"),
        (DAM, "source: gids}", "source: krant}", "veld recognition.erkend.source: 'krant'"),
        (DAM, "blocks_of: regio", "blocks_of: land", "veld blocks_of: 'land' bestaat niet"),
        (DAM, "percent: 5}", "percent: 105}", "veld percentages.0.percent: dit getal mag niet"),
        (DAM, "percent: 5}", "percent: vijf}", "percentages.0.percent: verwacht een getal"),
        (REGION, "value: 20000", "value: 0", "veld blocks.ww.value: dit getal moet hoger zijn"),
        (REGION, "full_time_hours: 36", "full_time_hours: 12", "niet lager zijn dan 20"),
        (REGION, "minimum_age: 50", "minimum_age: oud", "minimum_age: verwacht een geheel getal"),
        (AMOUNTS, "[werken]", "[bouwen]", "eu_werken, veld kinds: 'bouwen' bestaat niet; kies uit"),
        (AMOUNTS, "[diensten], below", "[dienst], below", "rows.0.kinds: 'dienst' bestaat niet"),
        (AMOUNTS, "municipality: zonnedam", "municipality: dam", "veld municipality: 'dam'"),
        (AMOUNTS, "coordinator_topic: inkoop", "coordinator_topic: x", "coordinator_topic: 'x'"),
        (AMOUNTS, "source: redactie", "source: krant", "inkoop_zonnedam, veld source: 'krant'"),
        (AMOUNTS, "sources: [redactie]", "sources: [krant]", "eu_diensten, veld sources: 'krant'"),
        (AMOUNTS, "valid_until: 2026-12-31", "valid_until: 2025-12-31", "valid_until ligt vóór"),
        (AMOUNTS, "valid_until: 2027-12-31", "valid_until: 2025-12-31", "valid_until ligt vóór"),
        (AMOUNTS, "key: eu_werken", "key: eu_diensten", "eu_diensten komt twee keer voor"),
        (AMOUNTS, "inkooptabellen:", "tabellen:", "verwacht de onderdelen europese_drempels en"),
    ],
)  # fmt: skip
def test_a_mistake_names_what_is_wrong_in_dutch(
    folder: Path, name: str, old: str, new: str, complaint: str
) -> None:
    change(folder, name, old, new)
    assert complaint in mistake(folder)


def test_a_table_that_occurs_twice_is_refused(folder: Path) -> None:
    path = folder / AMOUNTS
    written = path.read_text(encoding="utf-8")
    again = "  - {key: inkoop_zonnedam, municipality: leiden, rows: []}\n"
    path.write_text(written + again, encoding="utf-8")
    assert "inkoop_zonnedam komt twee keer voor" in mistake(folder)


@pytest.mark.parametrize(
    ("name", "written", "complaint"),
    [
        (DAM, "- key: zonnedam", "verwacht één regelset"),
        (AMOUNTS, "- key: eu", "verwacht de onderdelen"),
        (AMOUNTS, "europese_drempels: {key: eu}", "europese_drempels: verwacht een lijst"),
        (AMOUNTS, "inkooptabellen: [los woord]", "inkooptabellen, onderdeel 1: verwacht velden"),
    ],
)
def test_a_file_of_the_wrong_shape_is_named(
    folder: Path, name: str, written: str, complaint: str
) -> None:
    (folder / name).write_text(written, encoding="utf-8")
    said = mistake(folder)
    assert name in said
    assert complaint in said
