from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.benches import (
    external,
    limited,
    own_intents,
    read_examples,
    write_examples,
)
from tests.benchmarks.made_up import topics
from tests.benchmarks.one_run import scores
from tests.benchmarks.pipelines import CONFIGS, NLU_KEYS, PEERS, chosen, nlu_part, read_arguments
from tests.benchmarks.results import read, tables, write_chart

MEASURED = {
    "bench": "own intents", "pipeline": "wegwijzer", "labels": 2, "examples": 9, "asked": 4,
    "accuracy": 0.75, "in_three": 1.0, "macro_f1": 0.7333, "train_s": 11.2, "train_cpu_s": 10.7,
    "train_mb": 716, "ready_s": 5.7, "ready_cpu_s": 4.2, "ask_mb": 690,
    "ms_p50": 1.2, "ms_p95": 3.4, "cpu_ms_p50": 1.1, "cpu_ms_p95": 2.9,
}  # fmt: skip
LATE = {
    "bench": "own intents", "pipeline": "burokratt", "labels": 2, "examples": 9,
    "problem": "not finished within 40 minutes",
}  # fmt: skip


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """Eleven examples of greeting and two of thanks, in a file of Rasa's."""
    texts = {"groet": [f"dag {n}" for n in range(1, 12)], "dank": ["dank u", "bedankt"]}
    path = tmp_path / "nlu" / "praten.yml"
    path.parent.mkdir()
    write_examples(path, texts)
    return path


def test_each_fifth_example_of_an_intent_is_asked_and_not_trained(examples: Path) -> None:
    bench = own_intents(examples.parent)
    assert [one.text for one in bench.asked] == ["dag 5", "dag 10"]
    assert "dag 5" not in bench.training["groet"]
    assert len(bench.training["groet"]) == 9
    assert bench.training["dank"] == ["dank u", "bedankt"]


def test_somebody_elses_examples_are_read_without_marks_of_entities(tmp_path: Path) -> None:
    path = tmp_path / "nlu.yml"
    write_examples(path, {"tijd": ["hoe laat in [Rome](stad)", '[vijf]{"entity": "getal"} uur']})
    assert read_examples(path) == {"tijd": ["hoe laat in Rome", "vijf uur"]}
    assert external(path, path).asked[0].accepted == ("tijd",)


def test_examples_are_limited_evenly_and_what_is_asked_stays(examples: Path) -> None:
    bench = own_intents(examples.parent)
    fewer = limited(bench, 3)
    assert fewer.training == {"groet": ["dag 1", "dag 4", "dag 8"], "dank": ["dank u", "bedankt"]}
    assert (fewer.asked, fewer.answers) == (bench.asked, bench.answers)
    assert fewer.name == "own intents, at most 3 per label"


def test_the_limit_of_the_command_holds_on_every_bench(examples: Path) -> None:
    file = str(examples)
    arguments = read_arguments(["--most", "4", "--train", file, "--test", file])
    largest = {key: max(map(len, bench.training.values())) for key, bench in chosen(arguments)}
    assert largest == {"external": 4, "intents": 4, "topics": 4, "content": 4}


def test_without_a_limit_all_examples_are_used(examples: Path) -> None:
    file = str(examples)
    arguments = read_arguments(["--on", "external", "--train", file, "--test", file])
    assert [len(bench.training["groet"]) for _, bench in chosen(arguments)] == [11]


def test_a_limit_below_one_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_arguments(["--most", "0"])
    assert "should be 1 or more" in capsys.readouterr().err


def test_a_fallback_is_no_answer_and_an_accepted_label_is_right() -> None:
    found = scores(
        [["a", "b"], ["a"], ["b"], ["c"]],
        [["nlu_fallback", "b", "a"], ["b", "a"], ["b"], []],
        ["a", "b", "c"],
    )
    assert found["accuracy"] == 0.5
    assert found["in_three"] == 0.75
    assert found["macro_f1"] == pytest.approx((0 + 0.8 + 0) / 3, abs=1e-4)


@pytest.mark.parametrize("name", PEERS)
def test_every_peer_reads_dutch_and_has_a_fixed_seed(name: str) -> None:
    config = nlu_part(CONFIGS / f"{name}.yml")
    assert set(config) == set(NLU_KEYS)
    assert config["language"] == "nl"
    seeds = [part.get("random_seed", part.get("random_state")) for part in config["pipeline"]]
    assert [seed for seed in seeds if seed is not None] == [50]


def test_a_pipeline_that_was_too_slow_is_in_the_table_and_not_in_the_chart(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text(f"{json.dumps(MEASURED)}\n{json.dumps(LATE)}\n", encoding="utf-8")
    table = tables(read(file))
    assert (
        "| wegwijzer (`config.yml`) | 75.0 % | 100.0 % | 73.3 % | 11.2 (10.7) | 1.2 (1.1) |"
        in table
    )
    assert "| Bürokratt | not finished within 40 minutes |" in table
    write_chart(read(file), tmp_path / "chart.svg")
    drawn = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert "own intents: wegwijzer" in drawn
    assert "own intents: Bürokratt" not in drawn


def test_made_up_topics_are_like_the_real_ones_and_the_same_each_time(content_folder: Path) -> None:
    real, once = list(topics(6, content_folder)), list(topics(20, content_folder))
    assert once == list(topics(20, content_folder))
    assert once[:6] == real
    assert len({topic.key for topic in once}) == 20
    assert {len(topic.questions) for topic in once} == {4}
    assert len({topic.questions for topic in once}) == 20
