"""A file of questions through the whole assistant, and the figures that come out."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rasa.core.agent import Agent

    from bot.asking import Answer


HANDLED = {
    "out_of_scope": "out_of_scope",
    "resident_service": "out_of_scope",
    "emergency": "emergency",
    "smalltalk": "smalltalk",
}
"""Kinds of questions that ask for no topic, and the one outcome that is right for each."""


class QuestionsError(ValueError):
    """The file of questions cannot be used; the message says what to change."""


@dataclass(frozen=True)
class Question:
    """A question and the topics that are accepted for it, the best first."""

    text: str
    expected: tuple[str, ...]
    kind: str = ""
    register: str = ""
    articles: tuple[str, ...] = ()  # keys of the articles that answer it


@dataclass(frozen=True)
class Figures:
    """Shares are of the questions with an expected topic; milliseconds of all questions."""

    questions: int
    judged: int
    first_hit: float
    hit_in_three: float
    straight: float
    clarified: float
    lost: float
    wrong_and_confident: float
    ms_p50: float
    ms_p95: float

    def lines(self) -> list[str]:
        """For people, in Dutch."""
        if not self.judged:
            return [f"{self.questions} vragen, zonder verwacht onderwerp", self._speed()]
        return [
            f"{self.questions} vragen, {self.judged} met een verwacht onderwerp",
            f"meteen goed (eerste)            {self.first_hit:6.1%}",
            f"goed bij de eerste drie         {self.hit_in_three:6.1%}",
            f"rechtstreeks / na doorvragen / kwijt  "
            f"{self.straight:.1%} / {self.clarified:.1%} / {self.lost:.1%}   (ijkpunt 60 / 37 / 3)",
            f"fout en toch zeker              {self.wrong_and_confident:6.1%}",
            self._speed(),
        ]

    def _speed(self) -> str:
        return f"milliseconden p50 / p95         {self.ms_p50:.0f} / {self.ms_p95:.0f}"


def read_questions(path: Path) -> list[Question]:
    """Read a tab-separated file with a header; `text` is required, `expected` is not.

    Raises:
        QuestionsError: no such file, no `text` column, or no rows.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise QuestionsError(f"{path}: kan dit bestand niet lezen ({error})") from error
    rows = [row for row in rows if (row.get("text") or "").strip()]
    if not rows:
        raise QuestionsError(
            f"{path}: verwacht een eerste regel met de kolom 'text' (en eventueel 'expected'), "
            "gescheiden door tabs"
        )
    return [_question(row) for row in rows]


def _question(row: dict[str, str | None]) -> Question:
    return Question(
        text=(row["text"] or "").strip(),
        expected=_keys(row.get("expected")),
        kind=row.get("kind") or "",
        register=row.get("register") or "",
        articles=_keys(row.get("article")),
    )


def _keys(cell: str | None) -> tuple[str, ...]:
    keys = (cell or "").replace(",", ";").split(";")
    return tuple(key.strip() for key in keys if key.strip())


async def answer_all(
    agent: Agent, questions: Sequence[Question], municipality: str | None
) -> list[Answer]:
    """Each question as a fresh conversation."""
    from bot.asking import Conversation

    return [await Conversation(agent, municipality).ask(one.text) for one in questions]


def figures(questions: Sequence[Question], answers: Sequence[Answer]) -> Figures:
    """Judge answers; shares are 0 when no question has an expected topic."""
    judged = [
        (set(one.expected), answer)
        for one, answer in zip(questions, answers, strict=True)
        if one.expected
    ]
    times = sorted(answer["ms"] for answer in answers) or [0.0]
    outcomes = [judge(expected, answer) for expected, answer in judged]

    def share(name: str) -> float:
        return sum(name in one for one in outcomes) / len(outcomes) if outcomes else 0.0

    return Figures(
        questions=len(questions),
        judged=len(judged),
        first_hit=share("first"),
        hit_in_three=share("three"),
        straight=share("straight"),
        clarified=share("clarified"),
        lost=share("lost"),
        wrong_and_confident=share("wrong"),
        ms_p50=statistics.median(times),
        ms_p95=times[min(len(times) - 1, int(0.95 * len(times)))],
    )


def judge(expected: set[str], answer: Answer) -> set[str]:
    """What is true of an answer: first, three, straight, clarified, lost, wrong."""
    topics = answer["topics"][:3]
    is_first, is_three = topics[:1] != [] and topics[0] in expected, bool(expected & set(topics))
    is_said = answer["outcome"] in ("answered", "emergency")
    found = set()
    if is_first:
        found.add("first")
    if is_three:
        found.add("three")
    if is_said and is_first:
        found.add("straight")
    elif is_three:
        found.add("clarified")
    else:
        found.add("lost")
    if is_said and topics and not is_first:
        found.add("wrong")
    return found
