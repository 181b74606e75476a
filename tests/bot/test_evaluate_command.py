from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.__main__ import main
from bot.evaluation import Question
from knowledge.store import Store
from tests.bot.evaluated import answer

ANSWERS = {
    "waar kan het buurtfeest?": answer("answered", "evenementen", sure=0.9),
    "wie geeft subsidie?": answer("clarified", "evenementen", "subsidies", sure=0.4),
}
QUESTIONS = (
    "text\texpected\tregister\n"
    "waar kan het buurtfeest?\tevenementen\tzin\n"
    "wie geeft subsidie?\tsubsidies\tzin\n"
)
Run = Callable[..., tuple[int, str]]


async def answers_of_the_fake(
    agent: object, questions: list[Question], municipality: str | None
) -> list[dict[str, Any]]:
    return [ANSWERS[one.text] for one in questions]


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store) -> Run:
    """Run the command on two questions, with an assistant that has its answers ready."""
    out = io.StringIO()
    monkeypatch.setattr("bot.__main__.prepare_environment", lambda: None)
    monkeypatch.setattr("bot.__main__._is_ready", lambda municipality: True)
    monkeypatch.setattr("bot.quiet.quiet_output", lambda: nullcontext(out))
    monkeypatch.setattr("bot.asking.load_agent", object)
    monkeypatch.setattr("bot.evaluation.answer_all", answers_of_the_fake)
    monkeypatch.setattr("actions.services.services", lambda: SimpleNamespace(store=store))
    questions = tmp_path / "vragen.tsv"
    questions.write_text(QUESTIONS, encoding="utf-8")

    def run(*arguments: str | Path) -> tuple[int, str]:
        status = main(["evaluate", str(questions), *map(str, arguments)])
        return status, out.getvalue()

    return run


@pytest.fixture
def baseline(tmp_path: Path) -> Callable[..., Path]:
    """A baseline that the fake assistant meets, with changes."""

    def write(**changes: float) -> Path:
        met = {
            "questions": 2,
            "first_hit": 0.5,
            "hit_in_three": 1.0,
            "not_for_us": 0.0,
            "emergencies": 0.0,
            "wrong_and_confident": 0.0,
        }
        path = tmp_path / "ijkpunt.json"
        path.write_text(json.dumps({**met, **changes}), encoding="utf-8")
        return path

    return write


def test_without_options_only_the_figures_are_shown(evaluate: Run) -> None:
    status, shown = evaluate()
    assert status == 0
    assert "meteen goed (eerste)             50.0%" in shown
    assert len(shown.splitlines()) == 6


def test_the_answers_are_written_as_json_lines(evaluate: Run, tmp_path: Path) -> None:
    evaluate("--out", tmp_path / "antwoorden.jsonl")
    lines = (tmp_path / "antwoorden.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == list(ANSWERS.values())


def test_a_report_follows_the_figures_with_the_clusters_of_the_store(evaluate: Run) -> None:
    status, shown = evaluate("--report")
    lines = shown.splitlines()
    assert status == 0
    assert lines.index("Per onderwerpgroep, zwakste eerst") > 5
    assert [line.split()[0] for line in lines if line.startswith(("economie", "geld"))] == [
        "geld",
        "economie",
    ]


def test_a_chart_is_drawn_without_a_report_on_the_screen(evaluate: Run, tmp_path: Path) -> None:
    _, shown = evaluate("--chart", tmp_path / "kaart.svg")
    assert b"economie  (1)" in (tmp_path / "kaart.svg").read_bytes()
    assert "Per onderwerpgroep" not in shown


def test_figures_that_meet_the_baseline_pass(evaluate: Run, baseline: Callable[..., Path]) -> None:
    status, shown = evaluate("--baseline", baseline())
    assert status == 0
    assert "Niet slechter dan" in shown


def test_a_figure_that_fell_fails_the_command(evaluate: Run, baseline: Callable[..., Path]) -> None:
    status, shown = evaluate("--baseline", baseline(first_hit=0.6))
    assert status == 1
    assert "SLECHTER: meteen goed (eerste) zakte van 60.0% naar 50.0%" in shown
    assert "Niet slechter" not in shown


def test_a_baseline_of_other_questions_stops_before_anything_is_asked(
    evaluate: Run, baseline: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    status, shown = evaluate("--baseline", baseline(questions=3))
    assert (status, shown) == (2, "")
    assert "gemeten op 3 vragen, maar dit zijn er 2" in capsys.readouterr().err


def test_a_baseline_that_was_written_is_met_by_the_same_answers(
    evaluate: Run, tmp_path: Path
) -> None:
    path = tmp_path / "nieuw.json"
    assert evaluate("--write-baseline", path)[0] == 0
    assert evaluate("--baseline", path)[0] == 0
