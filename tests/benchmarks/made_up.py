"""As many topics as wanted, in the likeness of the real ones."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.content import read_content
from knowledge.language import is_telling, simplify
from knowledge.schema import TopicEntry
from knowledge.seeding import SEED

QUESTIONS = 5
CHANGED = 0.5
"""Part of the telling words that a made-up topic does not share with the one it is made from."""

_WORD = re.compile(r"\w+")


def topics(number: int, folder: Path = SEED) -> Iterator[TopicEntry]:
    """Topics with a name, terms and five questions each.

    The first are the real ones that have an owner. The others are made from
    them: same sentences, half of the telling words replaced by others of the
    same vocabulary. The same number gives the same topics.
    """
    real = [_shortened(topic) for topic in read_content(folder).topics if topic.kind.has_owner]
    texts = (text for topic in real for text in _texts(topic))
    vocabulary = sorted({word for text in texts for word in _telling(text)})
    dice = random.Random(number)
    yield from real[:number]
    for place in range(len(real), number):
        yield _like(real[place % len(real)], place, vocabulary, dice)


def real_questions() -> list[str]:
    """Questions that people ask, none of which belongs to a topic of `topics`."""
    owned = (topic for topic in read_content(SEED).topics if topic.kind.has_owner)
    return [question for topic in owned for question in topic.questions[QUESTIONS : QUESTIONS + 2]]


def _shortened(topic: TopicEntry) -> TopicEntry:
    questions = topic.questions[:QUESTIONS]
    return topic.copy(
        update={"situational": (), "questions": questions, "confused_with": (), "responsible": None}
    )


def _texts(topic: TopicEntry) -> tuple[str, ...]:
    return (topic.name, topic.description, *topic.synonyms, *topic.colloquial, *topic.questions)


def _telling(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text) if is_telling(simplify(word)))


def _like(
    topic: TopicEntry, number: int, vocabulary: Sequence[str], dice: random.Random
) -> TopicEntry:
    def other(word: re.Match[str]) -> str:
        stays = not is_telling(simplify(word.group())) or dice.random() > CHANGED
        return word.group() if stays else dice.choice(vocabulary)

    def all_of(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(_WORD.sub(other, text) for text in texts)

    return topic.copy(
        update={
            "key": f"{topic.key}_{number}",
            "name": _WORD.sub(other, topic.name),
            "description": _WORD.sub(other, topic.description),
            "synonyms": all_of(topic.synonyms),
            "colloquial": all_of(topic.colloquial),
            "questions": all_of(topic.questions),
        }
    )
