"""An editor brings content in, takes a topic out, and sees what needs care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge import editing
from knowledge.__main__ import main
from knowledge.content import ContentError, read_content
from knowledge.ledger import Cause, record
from knowledge.seeding import apply, seed
from knowledge.store import Store
from tests.knowledge.edits import change

SOURCES = """
- key: gids
  title: Gids van Testdorp
"""
TOPICS = """
- key: markt
  name: Weekmarkt
  kind: municipal
  description: De markt op zaterdag.
  synonyms: [marktkraam]
  questions: ["wie gaat er over de weekmarkt?"]
  verification: verified
  source: gids
  checked_on: 2026-01-02
- key: bomen
  name: Bomen
  kind: municipal
  description: Kappen en planten.
"""
TOWN = """
municipality: {key: testdorp, name: Testdorp, is_served: true}
units:
  - {key: markten, name: Markten}
contact_points:
  - {key: marktmeester, unit: markten, function: marktmeester}
ownerships:
  - topic: markt
    contact: marktmeester
    role: owner
    verification: verified
    source: gids
    checked_on: 2026-01-02
    verified_on: 2026-01-02
    valid_until: 2026-06-30
  - topic: bomen
    contact: marktmeester
    role: deputy
"""
BEFORE, AFTER = date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder of content in which everything stands that content can state."""
    for name, text in {
        "sources.yml": SOURCES,
        "topics/plein.yml": TOPICS,
        "municipalities/testdorp.yml": TOWN,
    }.items():
        path = tmp_path / "eigen" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "eigen"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store(f"sqlite:///{tmp_path / 'test.db'}")
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def filled(store: Store, folder: Path) -> Store:
    """The store with the folder in it."""
    with store.writing() as session:
        apply(session, read_content(folder))
    return store


def test_check_counts_what_a_folder_holds(
    folder: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder)], store) == 0
    assert capsys.readouterr().out == (
        "De inhoud klopt: 1 bron, 1 gemeente, 1 afdeling, 1 contact, 2 onderwerpen, "
        "2 eigenaren en andere rollen.\n"
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "named"),
    [
        ("topics/plein.yml", "name: Bomen", "naam: Bomen", ("plein.yml", "bomen", "name")),
        ("topics/plein.yml", "key: bomen", "key: markt", ("markt", "twee keer")),
        ("topics/plein.yml", "source: gids", "source: krant", ("markt", "source", "krant")),
        ("topics/plein.yml", "  source: gids\n", "", ("plein.yml", "markt", "checked_on")),
        ("topics/plein.yml", "name: Bomen", "name: [", ("plein.yml", "YAML")),
        (
            "municipalities/testdorp.yml",
            "contact: marktmeester",
            "contact: wie",
            ("'testdorp/wie'",),
        ),
        ("municipalities/testdorp.yml", "topic: bomen", "topic: struiken", ("'struiken'",)),
    ],
)
def test_check_says_where_a_mistake_is(
    folder: Path,
    store: Store,
    capsys: pytest.CaptureFixture[str],
    name: str,
    old: str,
    new: str,
    named: tuple[str, ...],
) -> None:
    change(folder, name, old, new)
    assert main(["check", str(folder)], store) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert all(part in written.err for part in named)


def test_check_refuses_a_folder_without_content(tmp_path: Path, store: Store) -> None:
    with pytest.raises(ContentError, match="geen inhoud"):
        editing.read_own(tmp_path, store)


def test_an_import_may_refer_to_what_is_there(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    text = editing.topic_as_yaml(filled, "markt").replace("key: markt", "key: braderie")
    (tmp_path / "topics/mijn.yml").write_text(text, encoding="utf-8")
    assert editing.bring_in(filled, tmp_path).startswith("Nieuw: 1. Gewijzigd: 0.")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("phrases/markt.yml", "- markt"),
        ("topics/plein.yml", "- 1: een"),
        ("municipalities/testdorp.yml", "municipality: {key: a, name: A}\nunits: 5"),
    ],
)
def test_a_file_of_the_wrong_shape_is_named(
    folder: Path, filled: Store, name: str, text: str
) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=path.name):
        editing.read_own(folder, filled)


@pytest.mark.parametrize(
    "command", [["check", "weg"], ["import", "weg"], ["export", "gemeente", "x"], []]
)
def test_a_wrong_command_leaves_with_status_two(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        main(command)
    assert stopped.value.code == 2


def test_an_import_says_what_is_new_and_what_changed(
    folder: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(folder)], store) == 0
    assert capsys.readouterr().out.startswith("Nieuw: 8. Gewijzigd: 0. Al gelijk: 0.\n")
    change(folder, "topics/plein.yml", "De markt op zaterdag.", "De markt op vrijdag.")
    assert main(["import", str(folder)], store) == 0
    assert capsys.readouterr().out == (
        "Nieuw: 0. Gewijzigd: 1. Al gelijk: 7.\n  gewijzigd  topic/markt\n"
    )


def test_an_import_overwrites_what_stands_in_the_store(folder: Path, filled: Store) -> None:
    change(folder, "topics/plein.yml", "De markt op zaterdag.", "De markt op vrijdag.")
    editing.bring_in(filled, folder)
    assert "De markt op vrijdag." in editing.topic_as_yaml(filled, "markt")


def test_an_import_with_a_mistake_changes_nothing(
    folder: Path, filled: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    revision = filled.revision()
    change(folder, "topics/plein.yml", "De markt op zaterdag.", "De markt op vrijdag.")
    change(folder, "municipalities/testdorp.yml", "topic: bomen", "topic: struiken")
    assert main(["import", str(folder)], filled) == 1
    assert "struiken" in capsys.readouterr().err
    assert filled.revision() == revision


def test_an_import_outlives_a_newer_starting_content(folder: Path, filled: Store) -> None:
    original = (folder / "topics/plein.yml").read_text(encoding="utf-8")
    change(folder, "topics/plein.yml", "De markt op zaterdag.", "De markt op vrijdag.")
    editing.bring_in(filled, folder)
    newer = original.replace("Kappen en planten.", "Kappen, planten en snoeien.")
    (folder / "topics/plein.yml").write_text(newer, encoding="utf-8")
    seed(filled, folder)
    assert "De markt op vrijdag." in editing.topic_as_yaml(filled, "markt")
    assert "Kappen, planten en snoeien." in editing.topic_as_yaml(filled, "bomen")


def test_an_exported_topic_can_be_imported_again(
    folder: Path, filled: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "topic", "markt"], filled) == 0
    text = capsys.readouterr().out
    assert yaml.safe_load(text) == [
        {
            "key": "markt",
            "name": "Weekmarkt",
            "cluster": "plein",
            "kind": "municipal",
            "description": "De markt op zaterdag.",
            "synonyms": ["marktkraam"],
            "questions": ["wie gaat er over de weekmarkt?"],
            "verification": "verified",
            "source": "gids",
            "checked_on": date(2026, 1, 2),
        }
    ]
    kept = [row for row in yaml.safe_load(TOPICS) if row["key"] == "bomen"]
    (folder / "topics/plein.yml").write_text(text + yaml.safe_dump(kept), encoding="utf-8")
    assert "Gewijzigd: 0. Al gelijk: 8." in editing.bring_in(filled, folder)


def test_an_unknown_topic_is_not_exported(
    filled: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "topic", "struiken"], filled) == 1
    assert capsys.readouterr().err == "Het onderwerp 'struiken' bestaat niet.\n"


def test_stale_lists_what_was_never_confirmed(filled: Store) -> None:
    (line,) = editing.stale(filled, BEFORE).splitlines()
    assert line.startswith("niet bevestigd")
    assert line.endswith("testdorp: bomen, vervanger marktmeester")


def test_stale_lists_what_has_expired_first(filled: Store) -> None:
    first, second = editing.stale(filled, AFTER).splitlines()
    assert first == "verlopen sinds 2026-06-30  testdorp: markt, eigenaar marktmeester"
    assert second.startswith("niet bevestigd")


def test_stale_says_that_nothing_needs_care(folder: Path, store: Store) -> None:
    change(
        folder,
        "municipalities/testdorp.yml",
        "  - topic: bomen\n    contact: marktmeester\n    role: deputy\n",
        "",
    )
    editing.bring_in(store, folder)
    assert editing.stale(store, BEFORE, "testdorp") == (
        "Alle contacten zijn bevestigd en nog geldig."
    )


def test_stale_looks_at_one_municipality(filled: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stale", "--municipality", "testdorp"], filled) == 0
    assert "testdorp" in capsys.readouterr().out
    assert main(["stale", "--municipality", "nergens"], filled) == 1
    assert "nergens" in capsys.readouterr().err


def test_questions_come_newest_first_without_right_answers(
    filled: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    record(filled, Cause.NOT_UNDERSTOOD, "wie doet de zwanen?")
    record(filled, Cause.FEEDBACK_RIGHT, "wie gaat over de markt?", "markt", "testdorp")
    record(filled, Cause.NO_OWNER, "", "bomen", "testdorp")
    assert main(["questions"], filled) == 0
    newest, oldest = capsys.readouterr().out.splitlines()
    assert newest.endswith("onderwerp zonder eigenaar  (testdorp bomen)  (knop)")
    assert oldest.endswith("niet begrepen  wie doet de zwanen?")


def test_without_questions_that_is_said(store: Store) -> None:
    assert editing.questions(store) == "Er zijn geen vragen zonder goed antwoord."


@pytest.mark.parametrize("cause", set(Cause) - {Cause.FEEDBACK_RIGHT})
def test_every_cause_has_words_for_the_editor(store: Store, cause: Cause) -> None:
    record(store, cause, "een vraag")
    assert editing.CAUSES[cause] in editing.questions(store)
