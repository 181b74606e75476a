"""Our pipeline beside those of comparable assistants: `python -m tests.benchmarks.pipelines`.

Each pipeline is trained in a process of its own and answers in another, so
that time and memory are its own. Results are added to a file as they come, and
`python -m tests.benchmarks.results` makes tables and a chart of such a file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bot.settings import prepare_environment
from tests.benchmarks.benches import (
    ROOT,
    Bench,
    external,
    limited,
    own_intents,
    topics_as_intents,
    whole_content,
    write_examples,
)
from tests.benchmarks.results import tables, write_chart

CONFIGS = Path(__file__).parent / "configs"
OURS, INDEX = "wegwijzer", "topic index"
PEERS = ("burokratt", "count_logistic", "starter", "sdifi")
NLU_KEYS = ("recipe", "assistant_id", "language", "pipeline")
NO_CACHE = {"RASA_MAX_CACHE_SIZE": "0"}
"""Else Rasa would take over what an earlier training, or another pipeline, had already made."""
BENCHES = {
    "external": (OURS, *PEERS),
    "intents": (OURS, *PEERS),
    "topics": (INDEX, OURS, *PEERS),
    "content": (INDEX,),
}
"""Who takes part in what. The topic index ranks topics, so it knows no intents."""


def run(bench: Bench, name: str, limit: float) -> dict[str, Any]:
    """The figures of one pipeline on one bench, or why there are none.

    Args:
        limit: seconds for training and asking together.
    """
    start = {"bench": bench.name, "pipeline": name, "labels": len(bench.training)}
    start["examples"] = sum(len(texts) for texts in bench.training.values())
    deadline = time.monotonic() + limit
    with TemporaryDirectory() as folder:
        _write(Path(folder), bench, name)
        try:
            figures = [_phase(one, Path(folder), deadline) for one in ("train", "ask")]
        except subprocess.TimeoutExpired:
            return {**start, "problem": f"not finished within {limit / 60:.0f} minutes"}
        except subprocess.CalledProcessError as error:
            return {**start, "problem": f"failed: {error.stderr.strip().splitlines()[-1]}"}
    return {**start, **figures[0], **figures[1]}


def _write(folder: Path, bench: Bench, name: str) -> None:
    if name != INDEX:
        path = ROOT / "config.yml" if name == OURS else CONFIGS / f"{name}.yml"
        (folder / "config.yml").write_text(yaml.safe_dump(nlu_part(path)), encoding="utf-8")
    write_examples(folder / "examples.yml", bench.training)
    questions = [{"text": one.text, "accepted": one.accepted} for one in bench.asked]
    asked = {"questions": questions, "answers": bench.answers}
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")


def nlu_part(path: Path) -> dict[str, Any]:
    """A configuration without its importers and policies."""
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {key: config[key] for key in NLU_KEYS}


def _phase(name: str, folder: Path, deadline: float) -> dict[str, float]:
    subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.one_run", name, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **NO_CACHE},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=max(1.0, deadline - time.monotonic()),
        check=True,
    )
    figures: dict[str, float] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return figures


def chosen(arguments: argparse.Namespace) -> Iterator[tuple[str, Bench]]:
    """The benches that were asked for, with as many examples as were asked for."""
    for key, make in _makers(arguments):
        if key in arguments.on:
            bench = make()
            yield key, limited(bench, arguments.most) if arguments.most else bench


def _makers(arguments: argparse.Namespace) -> Iterator[tuple[str, Callable[[], Bench]]]:
    if arguments.train:
        yield "external", partial(external, arguments.train, arguments.test)
    yield "intents", own_intents
    yield "topics", topics_as_intents
    yield "content", whole_content


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("should be 1 or more")
    return number


def read_arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked for; ends the program with a message when that cannot be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    names = (INDEX, OURS, *PEERS)
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="pipelines")
    parser.add_argument("--on", nargs="+", choices=tuple(BENCHES), default=tuple(BENCHES))
    parser.add_argument("--train", type=Path, help="examples of the external bench, Rasa's YAML")
    parser.add_argument("--test", type=Path, help="what is asked in it, Rasa's YAML")
    parser.add_argument("--most", type=_positive, help="examples per label at most, on every bench")
    parser.add_argument("--limit", type=float, default=40, help="minutes per pipeline")
    parser.add_argument("--out", type=Path, help="file to add the results to, as JSON lines")
    parser.add_argument("--chart", type=Path, help="where to draw the results, as SVG")
    arguments = parser.parse_args(given)
    if bool(arguments.train) != bool(arguments.test):
        parser.error("--train and --test belong together")
    return arguments


def main() -> None:
    """Run what was chosen, one after another, and print the tables."""
    arguments = read_arguments()
    prepare_environment()
    results = []
    for key, bench in chosen(arguments):
        for name in (one for one in BENCHES[key] if one in arguments.only):
            results.append(run(bench, name, 60 * arguments.limit))
            print(json.dumps(results[-1]), file=sys.stderr, flush=True)
            if arguments.out:
                arguments.out.parent.mkdir(parents=True, exist_ok=True)
                with arguments.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(results[-1]) + "\n")
    print(tables(results))
    if arguments.chart:
        write_chart(results, arguments.chart)


if __name__ == "__main__":
    main()
