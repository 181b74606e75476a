"""One pipeline on one bench, in a process of its own: `train` it, or load it and `ask`.

The folder holds `config.yml` (absent: the topic index), `examples.yml` and
`asked.json`; the figures are written beside them. Importing Rasa, the same for
all of them, is outside every figure but memory.
"""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.quiet import log_to_stderr
from tests.benchmarks.benches import read_examples

if TYPE_CHECKING:
    from knowledge.ranking import Label

OPTIONS = 3
TIMED = 300
"""Messages, evenly from all, of which the time is taken."""
REPEATS = 3

Rank = Callable[[str], list[str]]
"""From a text to labels, the likeliest first."""


def train(folder: Path) -> dict[str, float]:
    """Make a model; what it cost."""
    fit = _training_graph(folder) if (folder / "config.yml").exists() else _training_index(folder)
    started, before = time.perf_counter(), time.process_time()
    fit()
    return {
        "train_s": round(time.perf_counter() - started, 1),
        "train_cpu_s": round(time.process_time() - before, 1),
        "train_mb": _peak_mb(),
    }


def ask(folder: Path) -> dict[str, float]:
    """Load the model and ask everything, one message at a time."""
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    load = _loading_graph(folder) if (folder / "config.yml").exists() else _loading_index(folder)
    started, before = time.perf_counter(), time.process_time()
    rank = load()
    rank(asked["questions"][0]["text"])
    ready, ready_cpu = time.perf_counter() - started, time.process_time() - before
    texts = [one["text"] for one in asked["questions"]]
    rankings = [rank(text) for text in texts]
    timed = texts[:: len(texts) // TIMED or 1]
    return {
        "asked": len(texts),
        **scores([one["accepted"] for one in asked["questions"]], rankings, asked["answers"]),
        **speed([partial(rank, text) for text in timed]),
        "ready_s": round(ready, 1),
        "ready_cpu_s": round(ready_cpu, 1),
        "ask_mb": _peak_mb(),
    }


def scores(
    accepted: Sequence[Sequence[str]], rankings: Sequence[Sequence[str]], answers: Sequence[str]
) -> dict[str, float]:
    """Judge rankings, each without the labels that are no answer (a fallback, say).

    With several right labels, macro-F1 counts a text under the one that was
    given, and under the best one when none was.
    """
    from sklearn.metrics import f1_score

    known = set(answers)
    given = [[label for label in ranking if label in known][:OPTIONS] for ranking in rankings]
    firsts = [labels[0] if labels else "" for labels in given]
    pairs = list(zip(accepted, given, firsts, strict=True))
    right = [first if first in labels else labels[0] for labels, _, first in pairs]
    return {
        "accuracy": _share([first in labels for labels, _, first in pairs]),
        "in_three": _share([not set(labels).isdisjoint(three) for labels, three, _ in pairs]),
        "macro_f1": round(
            float(f1_score(right, firsts, labels=sorted(set(right)), average="macro")), 4
        ),
    }


def speed(works: Sequence[Callable[[], object]]) -> dict[str, float]:
    """Milliseconds that pieces of work take, by the clock and of the processor.

    Of a few tries the quickest counts, as the machine does other work too.
    """
    tries = [[_milliseconds(work) for _ in range(REPEATS)] for work in works]
    found = {}
    for place, name in enumerate(("ms", "cpu_ms")):
        least = [min(one[place] for one in several) for several in tries]
        found[f"{name}_p50"] = round(statistics.median(least), 2)
        found[f"{name}_p95"] = round(statistics.quantiles(least, n=20)[-1], 2)
    return found


def _milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)


def _share(outcomes: Sequence[bool]) -> float:
    return round(sum(outcomes) / len(outcomes), 4)


def _peak_mb() -> int:
    """The most memory this process ever held (Linux counts in kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _training_graph(folder: Path) -> Callable[[], Any]:
    from rasa.model_training import train_nlu

    config, examples = str(folder / "config.yml"), str(folder / "examples.yml")
    return lambda: train_nlu(config, examples, str(folder), fixed_model_name="model")


def _loading_graph(folder: Path) -> Callable[[], Rank]:
    from rasa.core.agent import Agent

    def load() -> Rank:
        agent, loop = Agent.load(str(folder / "model.tar.gz")), asyncio.new_event_loop()

        def rank(text: str) -> list[str]:
            parsed = loop.run_until_complete(agent.parse_message(text))
            return [one["name"] for one in parsed["intent_ranking"]]

        return rank

    return load


def _training_index(folder: Path) -> Callable[[], Any]:
    from knowledge.ranking import Ranker

    labels = _labels(folder)
    return lambda: Ranker.build(labels).refined().prior.save(folder / "index.npz")


def _loading_index(folder: Path) -> Callable[[], Rank]:
    from knowledge.ranking import Prior, Ranker

    labels = _labels(folder)

    def load() -> Rank:
        ranker = Ranker.build(labels, Prior.load(folder / "index.npz"))
        return lambda text: [one.key for one in ranker.rank(text)]

    return load


def _labels(folder: Path) -> list[Label]:
    from knowledge.ranking import Label

    examples = read_examples(folder / "examples.yml")
    return [Label(key, tuple(texts)) for key, texts in examples.items()]


def main() -> None:
    """Do one phase and write its figures."""
    log_to_stderr()  # Rasa would print every message, and that takes time
    phase, folder = sys.argv[1], Path(sys.argv[2])
    figures = {"train": train, "ask": ask}[phase](folder)
    (folder / f"{phase}.json").write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
