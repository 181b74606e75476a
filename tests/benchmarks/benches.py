"""What the pipelines are compared on: labels with examples, and questions with right answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from bot.evaluation import read_questions
from knowledge.content import read_content
from knowledge.schema import TopicEntry
from knowledge.seeding import SEED

ROOT = Path(__file__).resolve().parents[2]
OWN_EXAMPLES = ROOT / "data" / "nlu"
HELDOUT = ROOT / "tests" / "questions" / "heldout.tsv"
EVERY = 5
"""Each fifth example of an intent is kept apart and asked."""
MOST_QUESTIONS = 30

Examples = dict[str, list[str]]


@dataclass(frozen=True)
class Asked:
    """A text and the labels that are right for it, the best first."""

    text: str
    accepted: tuple[str, ...]


@dataclass(frozen=True)
class Bench:
    """Examples to learn from and texts to ask; only `answers` count as an answer."""

    name: str
    training: Examples
    asked: tuple[Asked, ...]
    answers: tuple[str, ...]


def own_intents(folder: Path = OWN_EXAMPLES) -> Bench:
    """Our own intents as they stand in `data/nlu`, split by a fixed rule."""
    examples: Examples = {}
    for path in sorted(folder.glob("*.yml")):
        for intent, texts in read_examples(path).items():
            examples.setdefault(intent, []).extend(texts)
    training = {
        intent: [text for place, text in enumerate(texts, 1) if place % EVERY]
        for intent, texts in examples.items()
    }
    asked = tuple(
        Asked(text, (intent,))
        for intent, texts in examples.items()
        for text in texts[EVERY - 1 :: EVERY]
    )
    return Bench("own intents", training, asked, tuple(training))


def topics_as_intents() -> Bench:
    """A topic is an intent: its names and some questions, as one would build it in Rasa alone."""
    training = {topic.key: _texts(topic) for topic in _topics() if topic.kind.has_owner}
    return Bench("topics as intents", training, _heldout(), tuple(training))


def whole_content() -> Bench:
    """The same questions with everything that the content says, what nobody owns included."""
    topics = _topics()
    training = {topic.key: _all_texts(topic) for topic in topics}
    owned = tuple(topic.key for topic in topics if topic.kind.has_owner)
    return Bench("topics, whole content", training, _heldout(), owned)


def external(train: Path, test: Path) -> Bench:
    """Somebody else's data, in Rasa's YAML for NLU examples."""
    training = read_examples(train)
    asked = tuple(
        Asked(text, (intent,)) for intent, texts in read_examples(test).items() for text in texts
    )
    return Bench("external", training, asked, tuple(training))


def limited(bench: Bench, most: int) -> Bench:
    """The same bench with at most so many examples per label; its name says so."""
    training = {label: _evenly(texts, most) for label, texts in bench.training.items()}
    return replace(bench, name=f"{bench.name}, at most {most} per label", training=training)


def _evenly(texts: list[str], most: int) -> list[str]:
    """Taken from the whole list at equal distances: always the same ones, in their order."""
    if len(texts) <= most:
        return texts
    return [texts[place * len(texts) // most] for place in range(most)]


def _topics() -> list[TopicEntry]:
    return read_content(SEED).topics


def _texts(topic: TopicEntry) -> list[str]:
    return [topic.name, *topic.synonyms, *topic.colloquial, *topic.questions[:MOST_QUESTIONS]]


def _all_texts(topic: TopicEntry) -> list[str]:
    names = (topic.name, topic.description, *topic.synonyms, *topic.colloquial)
    return [*names, *topic.situational, *topic.questions]


def _heldout() -> tuple[Asked, ...]:
    return tuple(Asked(one.text, one.expected) for one in read_questions(HELDOUT) if one.expected)


_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def read_examples(path: Path) -> Examples:
    """The examples of each intent in a file of Rasa's, without the marks of entities."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        part["intent"]: list(_lines(part["examples"]))
        for part in content["nlu"]
        if "intent" in part
    }


def _lines(block: str) -> Iterator[str]:
    for line in block.splitlines():
        if line.strip().startswith("-"):
            yield _ENTITY.sub(r"\1", line.strip()[1:].strip())


def write_examples(path: Path, examples: Examples) -> None:
    """Write a file that Rasa trains from."""
    parts = ['version: "3.1"', "nlu:"]
    for intent, texts in examples.items():
        parts += [f"- intent: {intent}", "  examples: |", *_bullets(texts)]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _bullets(texts: Sequence[str]) -> Iterator[str]:
    return (f"    - {' '.join(text.split())}" for text in texts)
