from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from bot.baseline import Baseline, BaselineError, measured, read_baseline, worse
from bot.evaluation import read_questions
from tests.bot.evaluated import answer, asked

BEFORE = Baseline(
    questions=1000,
    first_hit=0.866,
    hit_in_three=0.926,
    not_for_us=0.955,
    emergencies=1.0,
    wrong_and_confident=0.05,
)
SHARES = ("first_hit", "hit_in_three", "not_for_us", "emergencies")
QUESTIONS = Path(__file__).resolve().parents[1] / "questions"


def moved(name: str, by: float) -> Baseline:
    return replace(BEFORE, **{name: round(getattr(BEFORE, name) + by, 6)})


@pytest.mark.parametrize("name", SHARES)
def test_a_fall_of_two_points_passes_and_of_more_does_not(name: str) -> None:
    assert worse(BEFORE, moved(name, -0.02)) == []
    assert len(worse(BEFORE, moved(name, -0.0201))) == 1
    assert len(worse(BEFORE, moved(name, -0.021))) == 1


def test_wrong_and_confident_may_rise_two_points_and_no_more() -> None:
    assert worse(BEFORE, moved("wrong_and_confident", 0.02)) == []
    assert len(worse(BEFORE, moved("wrong_and_confident", 0.021))) == 1


@pytest.mark.parametrize("name", SHARES)
def test_a_rise_is_never_worse(name: str) -> None:
    assert worse(moved(name, -0.5), BEFORE) == []


def test_less_that_is_wrong_and_confident_is_never_worse() -> None:
    assert worse(BEFORE, moved("wrong_and_confident", -0.05)) == []


def test_every_figure_that_fell_gets_a_clear_line_in_dutch() -> None:
    now = replace(BEFORE, first_hit=0.845, emergencies=0.9, wrong_and_confident=0.08)
    assert worse(BEFORE, now) == [
        "SLECHTER: meteen goed (eerste) zakte van 86.6% naar 84.5% (2.10 punten; hoogstens 2 mag)",
        "SLECHTER: noodgevallen herkend zakte van 100.0% naar 90.0% "
        "(10.00 punten; hoogstens 2 mag)",
        "SLECHTER: fout en toch zeker steeg van 5.0% naar 8.0% (3.00 punten; hoogstens 2 mag)",
    ]


def test_measures_topics_what_is_not_for_us_and_emergencies() -> None:
    pairs = [
        (asked("a", "direct"), answer("answered", "a")),
        (asked("a", "direct"), answer("clarified", "b", "a")),
        (asked("a", "direct"), answer("answered", "b")),
        (asked("", "out_of_scope"), answer("out_of_scope")),
        (asked("", "out_of_scope"), answer("smalltalk")),
        (asked("", "resident_service"), answer("out_of_scope")),
        (asked("", "resident_service"), answer("out_of_scope")),
        (asked("", "emergency"), answer("emergency")),
        (asked("", "emergency"), answer("out_of_scope")),
        (asked("", "smalltalk"), answer("out_of_scope")),
    ]
    found = measured([one for one, _ in pairs], [given for _, given in pairs])
    assert found == Baseline(10, 0.333333, 0.666667, 0.75, 0.5, 0.333333)


def test_what_there_are_no_questions_for_is_nought_and_never_gets_worse() -> None:
    found = measured([asked()], [answer("answered", "a")])
    assert found == Baseline(1, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert worse(found, found) == []


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "nieuwe map" / "ijkpunt.json"
    BEFORE.write(path)
    assert read_baseline(path, 1000) == BEFORE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "kan dit bestand niet lezen"),
        ("{", "kan dit bestand niet lezen"),
        ("[]", "ontbreekt een cijfer"),
        (json.dumps({"questions": 1000}), "ontbreekt een cijfer"),
        (json.dumps({**asdict(BEFORE), "first_hit": "veel"}), "ontbreekt een cijfer"),
        (json.dumps(asdict(replace(BEFORE, questions=999))), "gemeten op 999 vragen"),
    ],
)
def test_a_baseline_that_cannot_be_used_says_why(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "ijkpunt.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BaselineError, match=reason) as problem:
        read_baseline(path, 1000)
    assert str(path) in str(problem.value)
    assert "--write-baseline" in str(problem.value)


def test_a_missing_baseline_says_so(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="kan dit bestand niet lezen"):
        read_baseline(tmp_path / "weg.json", 1000)


def test_the_baseline_of_the_product_belongs_to_its_held_out_questions() -> None:
    questions = read_questions(QUESTIONS / "heldout.tsv")
    assert read_baseline(QUESTIONS / "baseline.json", len(questions)).questions == len(questions)
