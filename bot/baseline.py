"""The figures that an evaluation may not fall below, kept in a small JSON file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evaluation import HANDLED, Question, figures

if TYPE_CHECKING:
    from bot.asking import Answer

MARGIN = 0.02
"""How much worse a share may be. With few questions, such as emergencies, one is too many."""
DIGITS = 6
NAMES = {
    "first_hit": "meteen goed (eerste)",
    "hit_in_three": "goed bij de eerste drie",
    "not_for_us": "niet voor ons, en zo afgehandeld",
    "emergencies": "noodgevallen herkend",
    "wrong_and_confident": "fout en toch zeker",
}
LOWER_IS_BETTER = "wrong_and_confident"
AGAIN = "Maak het opnieuw met --write-baseline."


class BaselineError(ValueError):
    """The file with the baseline cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Baseline:
    """Shares, 0..1, and the number of questions that they were measured on."""

    questions: int
    first_hit: float
    hit_in_three: float
    not_for_us: float
    emergencies: float
    wrong_and_confident: float

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def measured(questions: Sequence[Question], answers: Sequence[Answer]) -> Baseline:
    """The shares of these answers; 0 where there is no question to measure it on."""
    found = figures(questions, answers)
    pairs = list(zip(questions, answers, strict=True))

    def handled(right: str) -> float:
        outcomes = [answer["outcome"] for one, answer in pairs if HANDLED.get(one.kind) == right]
        return round(outcomes.count(right) / len(outcomes), DIGITS) if outcomes else 0.0

    return Baseline(
        questions=len(questions),
        first_hit=round(found.first_hit, DIGITS),
        hit_in_three=round(found.hit_in_three, DIGITS),
        not_for_us=handled("out_of_scope"),
        emergencies=handled("emergency"),
        wrong_and_confident=round(found.wrong_and_confident, DIGITS),
    )


def read_baseline(path: Path, questions: int) -> Baseline:
    """Read a baseline that was measured on this number of questions.

    Raises:
        BaselineError: it cannot be read, lacks a figure, or belongs to other questions.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        found = Baseline(**{one.name: raw[one.name] + 0 for one in fields(Baseline)})
    except (OSError, ValueError) as error:
        raise BaselineError(f"{path}: kan dit bestand niet lezen ({error}). {AGAIN}") from error
    except (KeyError, TypeError) as error:
        raise BaselineError(f"{path}: hier ontbreekt een cijfer. {AGAIN}") from error
    if found.questions != questions:
        raise BaselineError(
            f"{path}: gemeten op {found.questions} vragen, maar dit zijn er {questions}. {AGAIN}"
        )
    return found


def worse(before: Baseline, now: Baseline) -> list[str]:
    """A Dutch line for each figure that is more than the margin worse."""
    return [line for name in NAMES if (line := _compared(name, before, now))]


def _compared(name: str, before: Baseline, now: Baseline) -> str | None:
    was, is_now = getattr(before, name), getattr(now, name)
    is_rise = name == LOWER_IS_BETTER
    loss = round(is_now - was if is_rise else was - is_now, DIGITS)
    if loss <= MARGIN:
        return None
    moved = "steeg" if is_rise else "zakte"
    return (
        f"SLECHTER: {NAMES[name]} {moved} van {was:.1%} naar {is_now:.1%} "
        f"({100 * loss:.2f} punten; hoogstens {100 * MARGIN:.0f} mag)"
    )
