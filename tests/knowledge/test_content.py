"""Every mistake an editor can make is reported with the file, the entry and the field."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content import Content, read_content
from knowledge.records import OwnershipRole, TopicKind, Verification
from tests.knowledge.edits import append, change, mistake

TOPICS = "topics/economie.yml"
TOWN = "municipalities/zonnedam.yml"
NEW_TOPIC = "- {key: nieuw, name: Nieuw, kind: municipal, description: Iets nieuws."


@pytest.fixture
def content(content_folder: Path) -> Content:
    return read_content(content_folder)


def test_everything_in_the_folder_is_read(content: Content) -> None:
    assert [source.key for source in content.sources] == ["gids", "redactie"]
    assert [one.key for one in content.organisations] == ["uwv"]
    assert [town.key for town in content.municipalities] == [
        "leiden",
        "alphen_aan_den_rijn",
        "zonnedam",
    ]
    assert len(content.topics) == 6
    assert len(content.units) == 2
    assert len(content.contact_points) == 7
    assert len(content.ownerships) == 7


def test_a_topic_gets_its_cluster_from_the_name_of_its_file(content: Content) -> None:
    clusters = {topic.key: topic.cluster for topic in content.topics}
    assert clusters["evenementen"] == "economie"
    assert clusters["subsidies"] == "geld"


def test_phrases_from_the_phrases_folder_are_added_to_the_topic(content: Content) -> None:
    topic = next(topic for topic in content.topics if topic.key == "inkoop")
    assert topic.synonyms == ("aanbesteding", "offerte", "tender")
    assert "Wie beoordeelt onze offerte?" in topic.questions
    assert "bestek lezen" in topic.situational


def test_phrases_with_the_topic_itself_come_before_those_of_the_phrases_folder(
    content_folder: Path,
) -> None:
    append(content_folder, TOPICS, f"{NEW_TOPIC}, questions: [Eerste vraag?]}}")
    append(content_folder, "phrases/alles.yml", "nieuw: {questions: [Tweede vraag?]}")
    topic = next(one for one in read_content(content_folder).topics if one.key == "nieuw")
    assert topic.questions == ("Eerste vraag?", "Tweede vraag?")


def test_everything_in_a_municipality_file_belongs_to_that_municipality(content: Content) -> None:
    parts = (*content.units, *content.contact_points, *content.ownerships)
    assert {part.municipality for part in parts} == {"zonnedam"}


def test_a_fact_is_unverified_until_the_editor_says_otherwise(content: Content) -> None:
    states = {topic.key: topic.verification for topic in content.topics}
    assert states["inkoop"] is Verification.UNVERIFIED
    assert states["subsidies"] is Verification.VERIFIED


def test_words_of_content_become_the_terms_of_the_product(content: Content) -> None:
    kinds = {topic.key: topic.kind for topic in content.topics}
    assert kinds["ww_uitkering"] is TopicKind.EXTERNAL
    assert OwnershipRole.DEPUTY in {own.role for own in content.ownerships}


def test_white_space_around_a_line_is_no_part_of_it(content_folder: Path) -> None:
    append(content_folder, TOPICS, NEW_TOPIC.replace("Nieuw,", "'  Nieuw  ',") + "}")
    assert "Nieuw" in {topic.name for topic in read_content(content_folder).topics}


@pytest.mark.parametrize(
    "name", ["sources.yml", "organisations.yml", "phrases/alles.yml", "municipalities/namen.yml"]
)
def test_a_file_that_is_empty_states_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("[]" if "municipalities" in name else "# nog leeg\n", encoding="utf-8")
    assert read_content(tmp_path) == Content()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (f"{NEW_TOPIC}, naam: x}}", "naam"),
        (f"{NEW_TOPIC}, Synonyms: [x]}}", "Synonyms"),
        ("- {key: nieuw, name: Nieuw, kind: municipal}", "description"),
        ("- {key: nieuw, kind: municipal, description: Iets.}", "name"),
        ("- {key: nieuw, name: Nieuw, description: Iets.}", "kind"),
        (NEW_TOPIC.replace("municipal", "gemeente") + "}", "kind"),
        (f"{NEW_TOPIC}, verification: zeker}}", "verification"),
        (f"{NEW_TOPIC}, checked_on: gisteren}}", "checked_on"),
        (f"{NEW_TOPIC}, synonyms: los woord}}", "synonyms"),
        (f"{NEW_TOPIC}, questions: ['']}}", "questions.0"),
        (f"{NEW_TOPIC}, advice: ' '}}", "advice"),
        (f"{NEW_TOPIC}, ask_back: {'x' * 301}}}", "ask_back"),
        (NEW_TOPIC.replace("name: Nieuw", "name: ''") + "}", "name"),
        (NEW_TOPIC.replace("municipal", "external") + "}", "responsible"),
        (f"{NEW_TOPIC}, verification: verified}}", "checked_on"),
        (f"{NEW_TOPIC}, verification: verified, source: gids}}", "checked_on"),
        (f"{NEW_TOPIC}, verification: verified, checked_on: 2026-05-01}}", "checked_on"),
    ],
)
def test_a_mistake_in_a_topic_names_file_entry_and_field(
    content_folder: Path, row: str, field: str
) -> None:
    append(content_folder, TOPICS, row)
    message = mistake(content_folder)
    assert str(content_folder / TOPICS) in message
    assert "onderdeel nieuw" in message
    assert f"veld {field}:" in message


@pytest.mark.parametrize(
    "key", ["Nieuw", "nieuw-onderwerp", "_nieuw", "nieuw_", "één", "a b", "x" * 81]
)
def test_a_key_is_made_of_lower_case_letters_digits_and_underscores(
    content_folder: Path, key: str
) -> None:
    append(content_folder, TOPICS, NEW_TOPIC.replace("key: nieuw", f"key: {key}") + "}")
    message = mistake(content_folder)
    assert str(content_folder / TOPICS) in message
    assert f"onderdeel {key}, veld key:" in message


@pytest.mark.parametrize(
    ("name", "row", "entry", "field"),
    [
        ("sources.yml", "- {key: nieuw}", "nieuw", "title"),
        ("sources.yml", "- {key: nieuw, title: T, url: x}", "nieuw", "url"),
        ("sources.yml", "- {title: Zonder sleutel}", "3", "key"),
        ("organisations.yml", "- {key: nieuw, naam: Nieuw}", "nieuw", "name"),
        ("organisations.yml", "- {key: nieuw, name: N, telefoon: '1'}", "nieuw", "telefoon"),
        ("municipalities/namen.yml", "- {key: nieuw}", "nieuw", "name"),
        (
            "municipalities/namen.yml",
            "- {key: nieuw, name: N, is_served: soms}",
            "nieuw",
            "is_served",
        ),
    ],
)
def test_a_mistake_in_a_list_names_file_entry_and_field(
    content_folder: Path, name: str, row: str, entry: str, field: str
) -> None:
    append(content_folder, name, row)
    message = mistake(content_folder)
    assert str(content_folder / name) in message
    assert f"onderdeel {entry}, veld {field}:" in message


@pytest.mark.parametrize(
    ("row", "part", "entry", "field"),
    [
        ("{topic: inkoop, contact: inkoper}", "ownerships", "inkoop", "role"),
        ("{topic: inkoop, contact: inkoper, role: baas}", "ownerships", "inkoop", "role"),
        ("{topic: inkoop, contact: inkoper, role: owner, wie: x}", "ownerships", "inkoop", "wie"),
        (
            "{topic: inkoop, contact: inkoper, role: owner, valid_until: ooit}",
            "ownerships",
            "inkoop",
            "valid_until",
        ),
        (
            "{topic: inkoop, contact: inkoper, role: owner, audience: iedereen}",
            "ownerships",
            "inkoop",
            "audience",
        ),
    ],
)
def test_a_mistake_in_a_municipality_names_file_part_entry_and_field(
    content_folder: Path, row: str, part: str, entry: str, field: str
) -> None:
    append(content_folder, TOWN, f"  - {row}")
    message = mistake(content_folder)
    assert str(content_folder / TOWN) in message
    assert f"{part}, onderdeel {entry}, veld {field}:" in message


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("name: Economie}", "naam: Economie}", "units, onderdeel economie, veld"),
        ("function: wethouder Economie", "functie: x", "contact_points, onderdeel wethouder, veld"),
        (
            "is_served: true",
            "is_served: true\n  inwoners: 5",
            "municipality, onderdeel zonnedam, veld",
        ),
        ("municipality:", "gemeente:", "het onderdeel municipality ontbreekt"),
        ("units:", "afdelingen:", "onbekend onderdeel afdelingen"),
    ],
)
def test_a_mistake_in_the_shape_of_a_municipality_file_names_file_and_part(
    content_folder: Path, old: str, new: str, place: str
) -> None:
    change(content_folder, TOWN, old, new)
    message = mistake(content_folder)
    assert str(content_folder / TOWN) in message
    assert place in message


@pytest.mark.parametrize(
    ("text", "entry", "problem"),
    [
        ("nieuw: {questions: [Wat?]}", "nieuw", "onbekend onderwerp"),
        ("inkoop: {vragen: [Wat?]}", "inkoop", "veld vragen"),
        ("inkoop: {questions: Wat?}", "inkoop", "veld questions"),
        ("inkoop: {situational: ['']}", "inkoop", "veld situational.0"),
        ("inkoop:", "inkoop", "verwacht velden"),
    ],
)
def test_a_mistake_in_phrases_names_the_topic_and_the_problem(
    content_folder: Path, text: str, entry: str, problem: str
) -> None:
    (content_folder / "phrases/alles.yml").write_text(text, encoding="utf-8")
    message = mistake(content_folder)
    assert str(content_folder / "phrases") in message
    assert entry in message
    assert problem in message


def test_a_topic_with_phrases_in_two_files_is_refused(content_folder: Path) -> None:
    second = content_folder / "phrases/nog_een.yml"
    second.write_text("inkoop: {questions: [Wat?]}", encoding="utf-8")
    assert f"{second}: onderwerp inkoop staat al in een ander bestand" in mistake(content_folder)


@pytest.mark.parametrize("name", ["sources.yml", "organisations.yml", TOPICS])
def test_a_file_that_should_hold_a_list_and_does_not_is_named(
    content_folder: Path, name: str
) -> None:
    (content_folder / name).write_text("key: los\n", encoding="utf-8")
    message = mistake(content_folder)
    assert str(content_folder / name) in message
    assert "verwacht een lijst" in message


@pytest.mark.parametrize("row", ["- los woord", "- 3", "- [a, b]", "-"])
def test_a_row_without_fields_is_named_by_its_number(content_folder: Path, row: str) -> None:
    append(content_folder, TOPICS, row)
    message = mistake(content_folder)
    assert f"{content_folder / TOPICS}, onderdeel 4: verwacht velden" in message


@pytest.mark.parametrize(
    ("kind", "name", "row", "key"),
    [
        ("topics", TOPICS, NEW_TOPIC.replace("nieuw", "subsidies", 1) + "}", "subsidies"),
        ("sources", "sources.yml", "- {key: gids, title: Nog een gids}", "gids"),
        ("organisations", "organisations.yml", "- {key: uwv, name: UWV 2}", "uwv"),
        ("municipalities", "municipalities/namen.yml", "- {key: zonnedam, name: Z}", "zonnedam"),
    ],
)
def test_a_key_that_occurs_twice_is_refused(
    content_folder: Path, kind: str, name: str, row: str, key: str
) -> None:
    append(content_folder, name, row)
    message = mistake(content_folder)
    assert kind in message
    assert f"{key} komt twee keer voor" in message


@pytest.mark.parametrize(
    ("after", "row", "key"),
    [
        ("units:", "{key: economie, name: Dubbel}", "zonnedam/economie"),
        ("contact_points:", "{key: inkoper, unit: inkoop, function: dubbel}", "zonnedam/inkoper"),
    ],
)
def test_a_key_that_occurs_twice_within_a_municipality_is_refused(
    content_folder: Path, after: str, row: str, key: str
) -> None:
    change(content_folder, TOWN, f"{after}\n", f"{after}\n  - {row}\n")
    assert f"{key} komt twee keer voor" in mistake(content_folder)


def test_two_municipalities_may_use_the_same_keys_inside(content_folder: Path) -> None:
    text = (content_folder / TOWN).read_text(encoding="utf-8")
    other = text.replace("zonnedam", "maandam", 1).replace("name: Zonnedam", "name: Maandam", 1)
    (content_folder / "municipalities/maandam.yml").write_text(other, encoding="utf-8")
    assert len(read_content(content_folder).contact_points) == 14


@pytest.mark.parametrize(
    ("name", "old", "new", "entry", "field"),
    [
        (TOPICS, "[subsidies]", "[bestaat_niet]", "sociaal_ondernemen", "confused_with"),
        (
            "topics/geld.yml",
            "responsible: uwv",
            "responsible: bestaat_niet",
            "ww_uitkering",
            "responsible",
        ),
        ("topics/geld.yml", "source: gids", "source: bestaat_niet", "subsidies", "source"),
        (TOWN, "unit: inkoop,", "unit: bestaat_niet,", "inkoper", "unit"),
        (TOWN, "topic: evenementen", "topic: bestaat_niet", "zonnedam", "topic"),
        (TOWN, "contact: vervanger", "contact: bestaat_niet", "sociaal_ondernemen", "contact"),
        (TOWN, "source: gids", "source: bestaat_niet", "zonnedam", "source"),
    ],
)
def test_a_reference_to_something_that_is_not_there_names_entry_and_field(
    content_folder: Path, name: str, old: str, new: str, entry: str, field: str
) -> None:
    change(content_folder, name, old, new)
    message = mistake(content_folder)
    assert entry in message
    assert f"veld {field}: " in message
    assert "bestaat_niet' bestaat niet" in message


@pytest.mark.parametrize(
    "text",
    [
        "- {key: nieuw",
        "- key: nieuw\n\tname: Nieuw",
        "- key: 'nieuw",
        "- !!python/object:os.system {key: nieuw}",
        "- *onbekend_anker",
    ],
)
def test_a_file_that_is_no_yaml_is_named(content_folder: Path, text: str) -> None:
    (content_folder / TOPICS).write_text(text, encoding="utf-8")
    assert f"{content_folder / TOPICS}: dit is geen geldige YAML" in mistake(content_folder)


def test_a_file_that_is_no_utf8_is_named(content_folder: Path) -> None:
    (content_folder / TOPICS).write_bytes("- {key: nieuw, name: Café}".encode("latin-1"))
    assert str(content_folder / TOPICS) in mistake(content_folder)


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        (TOPICS, "- key: nieuw\n  name: Een\n  name: Twee", "name"),
        ("phrases/dubbel.yml", "subsidies: {}\nsubsidies: {}", "subsidies"),
        (TOWN, "municipality: {key: z, name: Z}\nunits: []\nunits: []", "units"),
    ],
)
def test_a_field_that_occurs_twice_is_refused_with_its_line(
    content_folder: Path, name: str, text: str, key: str
) -> None:
    (content_folder / name).write_text(text, encoding="utf-8")
    message = mistake(content_folder)
    assert str(content_folder / name) in message
    assert f"'{key}' staat er twee keer" in message
    assert "line" in message
