from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import training
from bot.training import fingerprint, is_current

INGREDIENTS = (
    "config.yml",
    "domain.yml",
    "requirements.txt",
    "knowledge/language.py",
    "knowledge/content.py",
    "knowledge/page_schema.py",
    "knowledge/records.py",
    "knowledge/schema.py",
    "knowledge/vectors.py",
    "knowledge/yaml_files.py",
    "knowledge/seed/examples.yml",
    "knowledge/seed/topics/test.yml",
    "knowledge/seed/phrases/test.yml",
    "knowledge/seed/articles/test.yml",
    "knowledge/seed/procedures/test.yml",
    "data/nlu/test.yml",
    "bot/importer.py",
    "bot/nlu/tokenizer.py",
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small copy of the product, with a model trained from what lies there."""
    for name in INGREDIENTS:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", encoding="utf-8")
    monkeypatch.setattr(training, "ROOT", tmp_path)
    monkeypatch.setattr(training, "MODEL", tmp_path / "model.tar.gz")
    monkeypatch.setattr(training, "FINGERPRINT", tmp_path / "trained-from.json")
    training.MODEL.write_bytes(b"a model")
    training.FINGERPRINT.write_text(json.dumps(fingerprint()), encoding="utf-8")
    return tmp_path


def test_a_model_is_current_while_nothing_changes(root: Path) -> None:
    assert is_current()


@pytest.mark.parametrize("name", INGREDIENTS)
def test_a_change_in_an_ingredient_asks_for_training(root: Path, name: str) -> None:
    with (root / name).open("a", encoding="utf-8") as file:
        file.write("one more line\n")
    assert not is_current()


@pytest.mark.parametrize("name", ["data/nlu/new.yml", "data/rules/new.yml", "bot/nlu/new.py"])
def test_a_new_ingredient_asks_for_training(root: Path, name: str) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("", encoding="utf-8")
    assert not is_current()


def test_a_removed_ingredient_asks_for_training(root: Path) -> None:
    (root / "data" / "nlu" / "test.yml").unlink()
    assert not is_current()


def test_a_renamed_ingredient_asks_for_training(root: Path) -> None:
    (root / "data" / "nlu" / "test.yml").rename(root / "data" / "nlu" / "other.yml")
    assert not is_current()


def test_another_dutch_pipeline_asks_for_training(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "dutch_name", lambda: "nl_other-9.9")
    assert not is_current()


def test_what_the_model_does_not_depend_on_asks_for_nothing(root: Path) -> None:
    (root / "README.md").write_text("new", encoding="utf-8")
    (root / "knowledge" / "contacts.py").write_text("new", encoding="utf-8")
    assert is_current()


@pytest.mark.parametrize("missing", ["model.tar.gz", "trained-from.json"])
def test_without_a_model_or_its_fingerprint_there_is_training(root: Path, missing: str) -> None:
    (root / missing).unlink()
    assert not is_current()


@pytest.mark.parametrize("content", ["", '{"dutch": ', "[]"])
def test_a_damaged_fingerprint_asks_for_training(root: Path, content: str) -> None:
    training.FINGERPRINT.write_text(content, encoding="utf-8")
    assert not is_current()
