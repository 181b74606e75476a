from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot import importer
from bot.importer import EMERGENCY_TOPIC, PER_TOPIC, KnowledgeImporter

NLU = """
version: "3.1"
nlu:
- intent: ask_contact
  examples: |
    - wie gaat hierover
"""


def examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **topic: object
) -> list[tuple[str, str]]:
    """Text and intent of all training data, given one topic besides the written example."""
    content = {"key": "een_onderwerp", "name": "Onderwerp", "kind": "municipal", **topic}
    seed = tmp_path / "seed"
    (seed / "topics").mkdir(parents=True)
    (seed / "topics" / "test.yml").write_text(
        yaml.safe_dump([{"description": "Een onderwerp.", **content}]), encoding="utf-8"
    )
    (tmp_path / "nlu.yml").write_text(NLU, encoding="utf-8")
    monkeypatch.setattr(importer, "SEED", seed)
    found = KnowledgeImporter(training_data_paths=[str(tmp_path / "nlu.yml")]).get_nlu_data()
    return [(one.get("text"), one.get("intent")) for one in found.intent_examples]


@pytest.mark.parametrize(
    ("kind", "intent"),
    [
        ("municipal", "ask_contact"),
        ("regional", "ask_contact"),
        ("resident_service", "resident_service"),
        ("out_of_scope", "out_of_scope"),
    ],
)
def test_a_topics_question_becomes_an_example_of_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, intent: str
) -> None:
    found = examples(tmp_path, monkeypatch, kind=kind, questions=["mag dat zomaar"])
    assert found == [("wie gaat hierover", "ask_contact"), ("mag dat zomaar", intent)]


@pytest.mark.parametrize("kind", ["municipal", "out_of_scope"])
def test_a_long_list_of_questions_is_thinned_from_begin_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    questions = [f"vraag {number}" for number in range(5 * PER_TOPIC)]
    found = [text for text, _ in examples(tmp_path, monkeypatch, kind=kind, questions=questions)]
    assert len(found[1:]) == PER_TOPIC
    assert found[1] == "vraag 0"
    assert found[-1] == f"vraag {5 * PER_TOPIC - 5}"


def test_the_emergency_desk_gives_no_examples_of_an_ordinary_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = examples(tmp_path, monkeypatch, key=EMERGENCY_TOPIC, questions=["ik bel de politie"])
    assert found == [("wie gaat hierover", "ask_contact")]
