from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot import importer
from bot.importer import (
    EMERGENCY_TOPIC,
    PER_ARTICLE,
    PER_PROCEDURE,
    PER_TOPIC,
    KnowledgeImporter,
)

NLU = """
version: "3.1"
nlu:
- intent: ask_contact
  examples: |
    - wie gaat hierover
"""


PAGE = {"key": "een_pagina", "title": "Pagina", "topics": ["een_onderwerp"]}
ROLE = {"key": "gids", "title": "Gids", "kind": "role", "do": "Wijs de weg."}

Imported = Callable[[dict[str, object]], list[tuple[str, str]]]


def topic(**more: object) -> dict[str, object]:
    one = {"key": "een_onderwerp", "name": "Onderwerp", "kind": "municipal"}
    return {**one, "description": "Een onderwerp.", **more}


def article(**more: object) -> dict[str, object]:
    return {**PAGE, "body": "Zo zit het.", **more}


def example(**more: object) -> dict[str, object]:
    return {**PAGE, "theme": "werk", "place": "Zonnedam", "story": "Zo ging het.", **more}


def procedure(*steps: dict[str, object], **more: object) -> dict[str, object]:
    return {**PAGE, "intro": "Zo gaat het.", "version": "1", "steps": list(steps), **more}


def step(**more: object) -> dict[str, object]:
    return {"key": "stap", "title": "Stap", "do": "Doe dit.", **more}


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Imported:
    """Gives text and intent of what content, by its place, adds to the written examples."""

    def read(content: dict[str, object]) -> list[tuple[str, str]]:
        seed = tmp_path / "seed"
        for place, entries in ({"topics/test": [topic()]} | content).items():
            path = seed / f"{place}.yml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(entries), encoding="utf-8")
        written = tmp_path / "nlu.yml"
        written.write_text(NLU, encoding="utf-8")
        monkeypatch.setattr(importer, "SEED", seed)
        found = KnowledgeImporter(training_data_paths=[str(written)]).get_nlu_data()
        taught = [(one.get("text"), one.get("intent")) for one in found.intent_examples]
        assert taught[0] == ("wie gaat hierover", "ask_contact")
        return taught[1:]

    return read


@pytest.mark.parametrize(
    ("kind", "text", "intent"),
    [
        ("municipal", "wie gaat daarover", "ask_contact"),
        ("regional", "ik wil een feest geven", "ask_contact"),
        ("municipal", "mag dat zomaar", "ask_information"),
        ("municipal", "mag dat, en wie weet dat?", "ask_contact"),
        ("resident_service", "mag dat zomaar", "resident_service"),
        ("out_of_scope", "mag dat zomaar", "out_of_scope"),
    ],
)
def test_a_topics_question_becomes_an_example_of_its_kind(
    imported: Imported, kind: str, text: str, intent: str
) -> None:
    found = imported({"topics/test": [topic(kind=kind, questions=[text])]})
    assert found == [(text, intent)]


@pytest.mark.parametrize(
    ("place", "content", "intent"),
    [
        ("articles/test", [article(phrasings=["hoe zit dat"])], "ask_information"),
        ("examples", [example(phrasings=["hoe zit dat"])], "ask_example"),
        ("procedures/test", procedure(step(), phrasings=["hoe zit dat"]), "start_procedure"),
        ("procedures/test", procedure(ROLE, phrasings=["hoe zit dat"]), "ask_role"),
    ],
)
def test_a_phrasing_of_something_to_read_becomes_an_example_of_its_kind(
    imported: Imported, place: str, content: object, intent: str
) -> None:
    assert imported({place: content}) == [("hoe zit dat", intent)]


def test_words_for_a_role_ask_for_one_and_those_for_another_step_are_no_examples(
    imported: Imported,
) -> None:
    steps = (step(phrases=["de eerste"]), ROLE | {"phrases": ["hij vraagt geld"]})
    assert imported({"procedures/test": procedure(*steps)}) == [("hij vraagt geld", "ask_role")]


@pytest.mark.parametrize(
    ("place", "content", "most"),
    [
        ("topics/test", lambda texts: [topic(questions=texts)], PER_TOPIC),
        (
            "topics/test",
            lambda texts: [topic(kind="out_of_scope", questions=texts)],
            PER_TOPIC,
        ),
        ("articles/test", lambda texts: [article(phrasings=texts)], PER_ARTICLE),
        ("examples", lambda texts: [example(phrasings=texts)], PER_TOPIC),
        ("procedures/test", lambda texts: procedure(step(), phrasings=texts), PER_PROCEDURE),
        ("procedures/test", lambda texts: procedure(ROLE | {"phrases": texts}), PER_TOPIC),
    ],
)
def test_a_long_list_is_thinned_from_begin_to_end(
    imported: Imported, place: str, content: Callable[[list[str]], object], most: int
) -> None:
    texts = [f"vraag {number}" for number in range(5 * most)]
    found = [text for text, _ in imported({place: content(texts)})]
    assert len(found) == most
    assert found[0] == "vraag 0"
    assert found[-1] == f"vraag {5 * most - 5}"


def test_the_emergency_desk_gives_no_examples_of_an_ordinary_question(imported: Imported) -> None:
    police = topic(key=EMERGENCY_TOPIC, questions=["ik bel de politie"])
    assert imported({"topics/test": [police]}) == []
