"""Training the Rasa model, only when something it was trained from has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from bot.settings import MODEL, MODELS, ROOT
from knowledge.language import dutch_name

FINGERPRINT = MODELS / "trained-from.json"


class TrainingError(RuntimeError):
    """Rasa could not make a model; the log says why."""


def is_current() -> bool:
    """Whether the model was trained from exactly what lies here now."""
    if not (MODEL.is_file() and FINGERPRINT.is_file()):
        return False
    try:
        trained_from = json.loads(FINGERPRINT.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return bool(trained_from == fingerprint())


def fingerprint() -> dict[str, str]:
    """Digest of every file that the model depends on, and the Dutch pipeline."""
    files = {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(_ingredients())
    }
    return {"dutch": dutch_name(), **files}


def _ingredients() -> Iterator[Path]:
    yield ROOT / "config.yml"
    yield ROOT / "domain.yml"
    yield ROOT / "requirements.txt"
    yield from (
        ROOT / "knowledge" / name
        for name in (
            "language.py",
            "content.py",
            "page_schema.py",
            "records.py",
            "schema.py",
            "vectors.py",
            "yaml_files.py",
        )
    )
    yield from (ROOT / "data").rglob("*.yml")
    yield ROOT / "bot" / "importer.py"
    yield from (ROOT / "bot" / "nlu").glob("*.py")
    seed = ROOT / "knowledge" / "seed"
    yield seed / "examples.yml"
    for part in ("topics", "phrases", "articles", "procedures"):  # what the importer reads
        yield from (seed / part).glob("*.yml")


def train() -> Path:
    """Train and keep the model with the fingerprint of what it came from.

    Raises:
        TrainingError: Rasa refused the training data.
    """
    from rasa.model_training import train as rasa_train

    FINGERPRINT.unlink(missing_ok=True)  # a model that is half done must not count as current
    result = rasa_train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data")],
        output=str(MODELS),
        fixed_model_name=MODEL.name,
        force_training=True,
    )
    if result.code or not MODEL.is_file():
        raise TrainingError("de training is mislukt; kijk in het logbestand")
    FINGERPRINT.write_text(json.dumps(fingerprint(), indent=1), encoding="utf-8")
    return MODEL
