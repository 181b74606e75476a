"""Articles, examples and procedures: checked in Dutch, seeded once, never taken from an editor."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge import models as m
from knowledge.content import read_content
from knowledge.page_schema import MOST_CHARACTERS, MOST_WORDS
from knowledge.records import Audience, Option, Procedure, StepKind, Verification
from knowledge.seeding import digest, present, seed
from knowledge.store import MIGRATIONS, Store
from tests.knowledge.edits import append, change, mistake

ARTICLES = "articles/geld.yml"
EXAMPLES = "examples.yml"
PROCEDURE = "procedures/plan_maken.yml"
ARTICLE = "- {key: nieuw, title: Nieuw, body: Een antwoord., topics: [inkoop]"
EXAMPLE = "- {key: nieuw, title: Nieuw, theme: werk, place: Dam, story: Iets., topics: [inkoop]"
PAGES = ["subsidie_aanvragen", "buurtfeest_melden", "offerte_beoordelen"]
DO = "do: Schrijf uw idee op in twee zinnen."


def plan(store: Store) -> Procedure:
    with store.reading() as session:
        (found,) = catalogue.procedures(session)
    return found


# -- mistakes of an editor


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("lead: Iets", "veld lead: dit veld bestaat niet"),
        ("audience: iedereen", "veld audience: deze waarde bestaat niet"),
        ("phrasings: ['']", "veld phrasings.0: dit veld mag niet leeg zijn"),
        ("verification: verified", "veld checked_on: een geverifieerd feit heeft een source"),
        ("checked_on: ooit", "veld checked_on: geen geldige datum"),
    ],
)
@pytest.mark.parametrize(("name", "row"), [(ARTICLES, ARTICLE), (EXAMPLES, EXAMPLE)])
def test_a_mistake_in_a_page_names_file_entry_and_field(
    pages_folder: Path, name: str, row: str, field: str, problem: str
) -> None:
    append(pages_folder, name, f"{row}, {field}}}")
    message = mistake(pages_folder)
    assert f"{pages_folder / name}, onderdeel nieuw, " in message
    assert problem in message


@pytest.mark.parametrize(
    ("name", "row", "old", "new", "problem"),
    [
        (ARTICLES, ARTICLE, "[inkoop]", "[]", "veld topics: noem minstens één onderwerp"),
        (EXAMPLES, EXAMPLE, "[inkoop]", "[]", "veld topics: noem minstens één onderwerp"),
        (ARTICLES, ARTICLE, ", topics: [inkoop]", "", "veld topics: dit veld is verplicht"),
        (ARTICLES, ARTICLE, "[inkoop]", "[inkoop], more: ''", "veld more: dit veld mag niet leeg"),
        (ARTICLES, ARTICLE, ", body: Een antwoord.", "", "veld body: dit veld is verplicht"),
        (EXAMPLES, EXAMPLE, ", story: Iets.", "", "veld story: dit veld is verplicht"),
        (EXAMPLES, EXAMPLE, ", theme: werk", "", "veld theme: dit veld is verplicht"),
        (EXAMPLES, EXAMPLE, ", place: Dam", "", "veld place: dit veld is verplicht"),
        (ARTICLES, ARTICLE, "title: Nieuw", f"title: {'x' * 91}", "veld title: deze tekst is te"),
        (ARTICLES, ARTICLE, "key: nieuw", "key: Nieuw", "veld key: alleen kleine letters"),
    ],
)
def test_what_a_page_needs_is_asked_for(
    pages_folder: Path, name: str, row: str, old: str, new: str, problem: str
) -> None:
    append(pages_folder, name, row.replace(old, new) + "}")
    message = mistake(pages_folder)
    assert str(pages_folder / name) in message
    assert problem in message


@pytest.mark.parametrize(
    ("name", "row", "field", "old"),
    [(ARTICLES, ARTICLE, "body", "Een antwoord."), (EXAMPLES, EXAMPLE, "story", "Iets.")],
)
def test_a_page_is_read_in_half_a_minute(
    pages_folder: Path, name: str, row: str, field: str, old: str
) -> None:
    append(pages_folder, name, row.replace(old, "woord " * MOST_WORDS) + "}")
    read_content(pages_folder)
    change(pages_folder, name, "woord ", "nog een ")
    assert f"veld {field}: deze tekst is langer dan {MOST_WORDS} woorden" in mistake(pages_folder)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("only: {wie: [starter]}", "only: {wie: [student]}", "keuze student"),
        ("only: {wie: [starter]}", "only: {waar: [hier]}", "waar is geen vraag"),
        ("only: {wie: [starter]}", "only: {gesprek: [starter]}", "gesprek is geen vraag"),
        ("key: cijfers", "key: idee", "stap idee staat er twee keer"),
        ("key: ervaren", "key: starter", "een vraag heeft minstens twee keuzes, elk met een eigen"),
        ("label: Ik begin,", f"label: {'x' * 61},", "label: deze tekst is te"),
        ("label: Ik begin,", "", "label: dit veld is verplicht"),
        ("    text: Voor wie maakt u het plan?\n", "", "text: dit veld is verplicht"),
        ("  do: Bel de accountmanager.\n", "", "een stap heeft een vraag (ask) of een tekst"),
        (DO, f"do: {'x' * 790}", f"hooguit {MOST_CHARACTERS}; zet de rest in more"),
        (DO, f"{DO}\n  kind: taak", "kind: deze waarde bestaat niet"),
        (DO, f"{DO}\n  doe: iets", "doe: dit veld bestaat niet"),
        ("number: 2a", "number: ''", "number: dit veld mag niet leeg zijn"),
        (
            "[Het past in twee zinnen,",
            f"[{'x' * 300}, {'y' * 300}, {'z' * 300},",
            "de checklist is",
        ),
        ("checked_on: 2026-05-01\n", "", "checked_on: een geverifieerd feit heeft een source"),
        ("version: '1'\n", "", "veld version: dit veld is verplicht"),
        ("intro: In een paar stappen naar een plan.\n", "", "veld intro: dit veld is verplicht"),
    ],
)
def test_a_mistake_in_a_procedure_names_file_procedure_and_problem(
    pages_folder: Path, old: str, new: str, problem: str
) -> None:
    change(pages_folder, PROCEDURE, old, new)
    message = mistake(pages_folder)
    assert f"{pages_folder / PROCEDURE}, onderdeel plan_maken, veld " in message
    assert problem in message


def test_a_question_with_one_choice_is_refused(pages_folder: Path) -> None:
    second = "    - {key: ervaren, label: Ik heb al een bedrijf, right: true, feedback: Mooi.}\n"
    change(pages_folder, PROCEDURE, second, "")
    assert "een vraag heeft minstens twee keuzes" in mistake(pages_folder)


@pytest.mark.parametrize(
    "steps",
    [
        "[]",
        "[{key: a, title: A, ask: {text: Wat?,"
        " options: [{key: x, label: X}, {key: y, label: Y}]}}]",
    ],
)
def test_a_procedure_with_nothing_to_do_is_refused(pages_folder: Path, steps: str) -> None:
    row = f"{{key: leeg, title: Leeg, intro: Niets., version: '1', steps: {steps}}}"
    (pages_folder / PROCEDURE).write_text(row, encoding="utf-8")
    assert "minstens één stap die geen vraag is" in mistake(pages_folder)


def test_a_condition_on_a_question_that_comes_later_is_refused(pages_folder: Path) -> None:
    first = "steps:\n- key: vooraf\n  title: Vooraf\n  do: Iets.\n  only: {wie: [starter]}\n"
    change(pages_folder, PROCEDURE, "steps:\n", first)
    assert "stap vooraf kan nooit bereikt worden" in mistake(pages_folder)


@pytest.mark.parametrize("written", ["", "- {key: a, title: A}", "los woord"])
def test_a_file_that_holds_no_single_procedure_is_named(pages_folder: Path, written: str) -> None:
    (pages_folder / PROCEDURE).write_text(written, encoding="utf-8")
    assert f"{pages_folder / PROCEDURE}: verwacht één procedure" in mistake(pages_folder)


@pytest.mark.parametrize("name", [ARTICLES, EXAMPLES])
def test_a_file_of_pages_that_holds_no_list_is_named(pages_folder: Path, name: str) -> None:
    (pages_folder / name).write_text("key: los\n", encoding="utf-8")
    assert f"{pages_folder / name}: verwacht een lijst" in mistake(pages_folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        (ARTICLES, "[evenementen]", "[weg]", "buurtfeest_melden, veld topics"),
        (ARTICLES, "source: gids", "source: weg", "subsidie_aanvragen, veld source"),
        (EXAMPLES, "[voedselverspilling]", "[weg]", "soep_van_de_dam, veld topics"),
        (EXAMPLES, "source: gids", "source: weg", "soep_van_de_dam, veld source"),
        (PROCEDURE, "topics: [sociaal_ondernemen]", "topics: [weg]", "plan_maken, veld topics"),
        (PROCEDURE, "source: redactie", "source: weg", "plan_maken, veld source"),
        (
            PROCEDURE,
            "ondernemen, subsidies]",
            "ondernemen, weg]",
            "plan_maken, stap idee, veld who",
        ),
        (PROCEDURE, "[gids, redactie]", "[gids, weg]", "plan_maken, stap gesprek, veld sources"),
        (PROCEDURE, "source: gids", "source: weg", "plan_maken, stap gesprek, veld source"),
    ],
)
def test_a_reference_to_something_that_is_not_there_names_page_and_field(
    pages_folder: Path, name: str, old: str, new: str, where: str
) -> None:
    change(pages_folder, name, old, new)
    message = mistake(pages_folder)
    assert where in message
    assert "'weg' bestaat niet" in message


@pytest.mark.parametrize(
    ("kind", "name", "row", "key"),
    [
        ("articles", "articles/nog_een.yml", ARTICLE.replace("nieuw", PAGES[0]), PAGES[0]),
        ("examples", EXAMPLES, EXAMPLE.replace("nieuw", "soep_van_de_dam"), "soep_van_de_dam"),
    ],
)
def test_a_page_that_occurs_twice_is_refused(
    pages_folder: Path, kind: str, name: str, row: str, key: str
) -> None:
    append(pages_folder, name, row + "}")
    assert f"{kind}: sleutel {key} komt twee keer voor" in mistake(pages_folder)


def test_a_procedure_that_occurs_twice_is_refused(pages_folder: Path) -> None:
    copy = (pages_folder / PROCEDURE).read_text(encoding="utf-8")
    (pages_folder / "procedures/kopie.yml").write_text(copy, encoding="utf-8")
    assert "procedures: sleutel plan_maken komt twee keer voor" in mistake(pages_folder)


# -- what stands in the files


def test_one_condition_may_be_written_without_a_list(pages_folder: Path) -> None:
    (procedure,) = read_content(pages_folder).procedures
    conditions = {step.key: step.only for step in procedure.steps}
    assert conditions["idee"] == ({"wie": ("starter",)},)
    assert conditions["cijfers"] == ({"wie": ("ervaren",)},)
    assert conditions["gesprek"] == ()


def test_steps_were_checked_with_their_procedure_unless_they_say_otherwise(
    pages_folder: Path,
) -> None:
    change(pages_folder, PROCEDURE, DO, f"{DO}\n  checked_on: 2026-05-20")
    (procedure,) = read_content(pages_folder).procedures
    days = {step.key: step.checked_on for step in procedure.steps}
    assert days == {
        "wie": date(2026, 5, 1),
        "idee": date(2026, 5, 20),
        "cijfers": date(2026, 5, 1),
        "gesprek": date(2026, 5, 1),
    }


def test_steps_are_our_own_wording_and_pages_are_unverified_until_stated(
    pages_folder: Path,
) -> None:
    content = read_content(pages_folder)
    assert content.articles[1].verification is Verification.UNVERIFIED
    assert content.procedures[0].steps[1].verification is Verification.EDITORIAL
    assert content.procedures[0].steps[3].verification is Verification.VERIFIED


# -- the store


def test_pages_are_seeded_and_read_out_as_records(pages_store: Store) -> None:
    with pages_store.reading() as session:
        articles = {one.key: one for one in catalogue.articles(session)}
        (example,) = catalogue.examples(session)
    assert list(articles) == sorted(PAGES)
    article = articles["subsidie_aanvragen"]
    assert article.topics == ("subsidies", "sociaal_ondernemen")
    assert article.more == "Het formulier staat op de website."
    assert article.phrasings == ("Waar is het formulier voor subsidie?", "subsidie aanvragen")
    assert article.evidence.source is not None
    assert article.evidence.source.title == "Gids van Zonnedam"
    assert article.evidence.checked_on == date(2026, 5, 1)
    assert articles["offerte_beoordelen"].audience is Audience.INTERNAL
    assert articles["buurtfeest_melden"].evidence.source is None
    assert (example.theme, example.place) == ("voedsel", "Zonnedam")
    assert example.parties == ("de voedselbank", "een supermarkt")


def test_a_procedure_is_seeded_with_its_steps_in_order(pages_store: Store) -> None:
    found = plan(pages_store)
    assert [step.key for step in found.steps] == ["wie", "idee", "cijfers", "gesprek"]
    question, idea, figures, talk = found.steps
    assert question.is_question
    assert question.question == "Voor wie maakt u het plan?"
    assert question.options == (
        Option("starter", "Ik begin", "minder dan een jaar", ("ik start net",)),
        Option("ervaren", "Ik heb al een bedrijf", right=True, feedback="Mooi."),
    )
    assert idea.only == ({"wie": ("starter",)},)
    assert idea.who == ("sociaal_ondernemen", "subsidies")
    assert idea.checklist == ("Het past in twee zinnen", "Iemand anders snapt het")
    assert not idea.is_question
    assert (figures.number, figures.kind) == ("2a", StepKind.STEP)
    assert [source.key for source in talk.sources] == ["gids", "redactie"]
    assert talk.evidence.verification is Verification.VERIFIED


def test_pages_read_back_are_the_entries_that_were_seeded(
    pages_store: Store, pages_folder: Path
) -> None:
    written = read_content(pages_folder)
    with pages_store.reading() as session:
        read = present(session)
    assert sorted(read.articles, key=lambda one: one.key) == sorted(
        written.articles, key=lambda one: one.key
    )
    assert read.examples == written.examples
    assert read.procedures == written.procedures


def test_seeding_pages_again_changes_nothing(pages_store: Store, pages_folder: Path) -> None:
    before = pages_store.revision()
    report = seed(pages_store, pages_folder)
    assert (report.added, report.updated, report.kept) == ([], [], [])
    assert pages_store.revision() == before


@pytest.mark.parametrize(
    ("name", "old", "new", "entry"),
    [
        (ARTICLES, "U vult het", "Vul het", "article/subsidie_aanvragen"),
        (ARTICLES, "subsidie aanvragen]", "geld vragen]", "article/subsidie_aanvragen"),
        ("articles/intern.yml", "audience: internal", "audience: public",
         "article/offerte_beoordelen"),
        (EXAMPLES, "een supermarkt", "een bakker", "example/soep_van_de_dam"),
        (EXAMPLES, "source: gids", "source: redactie", "example/soep_van_de_dam"),
        (PROCEDURE, "version: '1'", "version: '2'", "procedure/plan_maken"),
        (PROCEDURE, DO, "do: Schrijf het op.", "procedure/plan_maken"),
        (PROCEDURE, "label: Ik begin", "label: Ik start", "procedure/plan_maken"),
        (PROCEDURE, "feedback: Mooi.", "feedback: Goed zo.", "procedure/plan_maken"),
        (PROCEDURE, "only: {wie: [starter]}", "only: {wie: [ervaren]}", "procedure/plan_maken"),
        (PROCEDURE, "sources: [gids, redactie]", "sources: [gids]", "procedure/plan_maken"),
    ],
)  # fmt: skip
def test_a_page_that_changed_in_the_content_is_updated_and_nothing_else(
    pages_store: Store, pages_folder: Path, name: str, old: str, new: str, entry: str
) -> None:
    change(pages_folder, name, old, new)
    report = seed(pages_store, pages_folder)
    assert (report.added, report.updated, report.kept) == ([], [entry], [])
    again = seed(pages_store, pages_folder)
    assert (again.added, again.updated, again.kept) == ([], [], [])


def _swap_steps(folder: Path) -> None:
    written = (folder / PROCEDURE).read_text(encoding="utf-8")
    head, *steps = written.split("- key: ")
    question, idea, figures, talk = (f"- key: {step}" for step in steps)
    (folder / PROCEDURE).write_text(head + question + figures + idea + talk, encoding="utf-8")


def test_another_order_of_steps_is_noticed(pages_store: Store, pages_folder: Path) -> None:
    _swap_steps(pages_folder)
    assert seed(pages_store, pages_folder).updated == ["procedure/plan_maken"]
    assert [step.key for step in plan(pages_store).steps] == ["wie", "cijfers", "idee", "gesprek"]


def test_another_order_of_options_is_noticed(pages_folder: Path) -> None:
    (before,) = read_content(pages_folder).procedures
    options = before.steps[0].ask.options
    turned = before.steps[0].ask.copy(update={"options": options[::-1]})
    steps = (before.steps[0].copy(update={"ask": turned}), *before.steps[1:])
    assert digest(before.copy(update={"steps": steps})) != digest(before)


def test_another_order_of_phrasings_makes_no_other_article(pages_folder: Path) -> None:
    before = read_content(pages_folder).articles[0]
    assert len(before.phrasings) > 1
    turned = before.copy(update={"phrasings": before.phrasings[::-1]})
    assert digest(turned) == digest(before)


def test_a_step_that_left_the_content_leaves_the_store_and_a_new_one_comes_in(
    pages_store: Store, pages_folder: Path
) -> None:
    change(pages_folder, PROCEDURE, "key: cijfers", "key: jaarcijfers")
    seed(pages_store, pages_folder)
    assert [step.key for step in plan(pages_store).steps] == [
        "wie", "idee", "jaarcijfers", "gesprek",
    ]  # fmt: skip


Edit = Callable[[Session], object]


def _change_step(session: Session) -> object:
    return session.execute(
        update(m.StepRow).where(m.StepRow.key == "idee").values(tip="Vraag het uw buren.")
    )


def _swap_places(session: Session) -> object:
    return session.execute(update(m.StepRow).where(m.StepRow.key == "idee").values(position=9))


def _remove_step(session: Session) -> object:
    return session.execute(delete(m.StepRow).where(m.StepRow.key == "cijfers"))


@pytest.mark.parametrize("edit", [_change_step, _swap_places, _remove_step])
def test_an_editors_change_to_one_step_is_kept(
    pages_store: Store, pages_folder: Path, edit: Edit
) -> None:
    with pages_store.writing() as session:
        edit(session)
    edited = plan(pages_store)
    assert seed(pages_store, pages_folder).kept == ["procedure/plan_maken"]
    change(pages_folder, PROCEDURE, "version: '1'", "version: '2'")
    assert seed(pages_store, pages_folder).kept == ["procedure/plan_maken"]
    assert plan(pages_store) == edited


@pytest.mark.parametrize(
    ("model", "key", "field", "entry"),
    [
        (m.ArticleRow, "buurtfeest_melden", "body", "article/buurtfeest_melden"),
        (m.ExampleRow, "soep_van_de_dam", "story", "example/soep_van_de_dam"),
        (m.ProcedureRow, "plan_maken", "intro", "procedure/plan_maken"),
    ],
)
def test_an_editors_change_to_a_page_is_kept_until_it_is_overwritten(
    pages_store: Store, pages_folder: Path, model: type, key: str, field: str, entry: str
) -> None:
    with pages_store.writing() as session:
        session.execute(update(model).where(model.key == key).values({field: "Van de redactie."}))
    assert seed(pages_store, pages_folder).kept == [entry]
    assert seed(pages_store, pages_folder, overwrite=True).updated == [entry]
    with pages_store.reading() as session:
        row = session.execute(select(model).where(model.key == key)).unique().scalar_one()
        assert getattr(row, field) != "Van de redactie."


def test_a_page_that_an_editor_deleted_stays_deleted(
    pages_store: Store, pages_folder: Path
) -> None:
    with pages_store.writing() as session:
        session.execute(delete(m.ProcedureRow))
        session.execute(delete(m.ExampleRow))
    report = seed(pages_store, pages_folder)
    assert report.kept == ["example/soep_van_de_dam", "procedure/plan_maken"]
    with pages_store.reading() as session:
        assert catalogue.examples(session) == []
        assert catalogue.procedures(session) == []


def test_the_steps_of_a_procedure_go_with_it(pages_store: Store) -> None:
    with pages_store.writing() as session:
        session.execute(delete(m.ProcedureRow))
    with pages_store.reading() as session:
        assert session.execute(select(m.StepRow)).first() is None


def test_a_source_that_is_no_longer_there_is_left_out_of_a_step(pages_store: Store) -> None:
    with pages_store.writing() as session:
        session.execute(
            update(m.StepRow).where(m.StepRow.key == "gesprek").values(sources=["gids", "weg"])
        )
    assert [source.key for source in plan(pages_store).steps[3].sources] == ["gids"]


# -- the revision, whichever tool makes the change


INSERTS = {
    "article": "INSERT INTO article (key, title, body, audience, topics, phrasings, verification)"
    " VALUES ('nieuw', 'Nieuw', 'Iets.', 'public', '[]', '[]', 'unverified')",
    "example": "INSERT INTO example (key, title, theme, place, parties, story, audience, topics,"
    " phrasings, verification) VALUES ('nieuw', 'Nieuw', 'werk', 'Dam', '[]', 'Iets.', 'public',"
    " '[]', '[]', 'unverified')",
    "procedure": "INSERT INTO procedure (key, title, intro, audience, version, topics, phrasings,"
    " verification) VALUES ('nieuw', 'Nieuw', 'Iets.', 'public', '1', '[]', '[]', 'unverified')",
    "procedure_step": "INSERT INTO procedure_step (procedure_id, position, key, title, kind, only,"
    " options, who, checklist, phrases, sources, verification) VALUES (1, 9, 'nieuw', 'Nieuw',"
    " 'step', '[]', '[]', '[]', '[]', '[]', '[]', 'editorial')",
}


@pytest.fixture
def elsewhere(pages_store: Store) -> Iterator[sqlite3.Connection]:
    """The same database, opened by another tool."""
    path = pages_store.engine.url.database
    assert path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


@pytest.mark.parametrize("table", INSERTS)
@pytest.mark.parametrize("statement", ["insert", "UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_the_revision_moves_when_another_tool_changes_a_page(
    pages_store: Store, elsewhere: sqlite3.Connection, table: str, statement: str
) -> None:
    before = pages_store.revision()
    done = elsewhere.execute(INSERTS[table] if statement == "insert" else statement.format(table))
    assert done.rowcount > 0
    assert pages_store.revision() > before


def test_an_earlier_store_keeps_its_content_when_pages_are_added(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'eerder.db'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO source (key, title) VALUES ('gids', 'Gids')"))
    before = store.revision()
    store.migrate()
    assert store.revision() == before
    with store.reading() as session:
        assert session.execute(select(m.SourceRow.key)).scalars().all() == ["gids"]
        assert catalogue.articles(session) == []
    store.close()
