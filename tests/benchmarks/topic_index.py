"""Cost of the topic index at 111, 1,200 and 10,000 topics: `make bench`.

Each size runs in a process of its own with a store of its own. Questions go
through `Matcher`, as those of users do. There is nothing to read in the store:
articles and procedures have an index of their own, of the same kind.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from knowledge.content import Content
from knowledge.matching import Matcher
from knowledge.models import PhraseRow, TopicRow
from knowledge.records import PhraseKind
from knowledge.seeding import apply
from knowledge.store import Store
from tests.benchmarks.made_up import real_questions, topics
from tests.benchmarks.one_run import speed

SIZES = (111, 1_200, 10_000)
ASKED = 200
NEW = "Wie repareert de zeppelin van de brassband?"
"""Has words of no topic, so that only the topic that gets it can come first."""

Figures = dict[str, float]


def measure(size: int, folder: Path) -> Figures:
    """Index that many topics, ask, change one, and ask until the change counts."""
    store = Store(f"sqlite:///{folder / 'store.db'}")
    store.migrate()
    with store.writing() as session:
        apply(session, Content(topics=list(topics(size))), remember=False)
    matcher = Matcher(store)
    built = _seconds_of(matcher.index)
    refined = _seconds_of(matcher.prepare)
    asked = random.Random(1).sample(real_questions(), ASKED)
    lookups = speed([partial(matcher.match, text) for text in asked])
    live, meanwhile = _change(store, matcher, asked)
    matcher.close()
    store.close()
    return {
        "topics": size,
        "build_s": built,
        "refine_s": refined,
        **lookups,
        "live_s": live,
        "answered": len(meanwhile),
        "slowest_ms": max(meanwhile),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _change(store: Store, matcher: Matcher, asked: Sequence[str]) -> tuple[float, list[float]]:
    """Seconds until a new question finds its topic, and how long the answers took meanwhile."""
    with store.writing() as session:
        changed = session.execute(select(TopicRow).order_by(TopicRow.key)).scalars().first()
        assert changed is not None
        session.add(PhraseRow(topic_id=changed.id, text=NEW, kind=PhraseKind.QUESTION))
        key = changed.key
    started, meanwhile = time.perf_counter(), []
    while True:
        meanwhile.append(1000 * _seconds_of(partial(matcher.match, asked[len(meanwhile) % ASKED])))
        best = matcher.match(NEW).best
        if best and best.topic.key == key:
            return time.perf_counter() - started, meanwhile


def _seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _in_own_process(size: int) -> Figures:
    command = [sys.executable, "-m", "tests.benchmarks.topic_index", "--size", str(size)]
    figures: Figures = json.loads(subprocess.check_output(command, text=True))
    return figures


def table(rows: Sequence[Figures]) -> str:
    """The figures in Markdown; ratios are to the first row."""
    head = (
        "topics", "build s", "complete after s", "ms p50 (CPU)", "ms p95 (CPU)", "CPU p50 ratio",
        "CPU p95 ratio", "change live after s", "answered meanwhile", "slowest of these ms",
        "peak MB",
    )  # fmt: skip
    lines = [head, ["---:"] * len(head), *(_row(one, rows[0]) for one in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(one: Figures, first: Figures) -> list[str]:
    return [
        f"{one['topics']:,}",
        f"{one['build_s']:.1f}",
        f"{one['refine_s']:.1f}",
        *(f"{one[f'ms_{p}']:.1f} ({one[f'cpu_ms_{p}']:.1f})" for p in ("p50", "p95")),
        *(f"{one[f'cpu_ms_{p}'] / first[f'cpu_ms_{p}']:.1f}" for p in ("p50", "p95")),
        f"{one['live_s']:.2f}",
        f"{one['answered']:,}",
        f"{one['slowest_ms']:,.0f}",
        f"{one['mb']:,.0f}",
    ]


def main() -> None:
    """All sizes, or one of them as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", type=int, help="this many topics only, as JSON")
    size = parser.parse_args().size
    if size:
        with TemporaryDirectory() as folder:
            print(json.dumps(measure(size, Path(folder))))
        return
    print(table([_in_own_process(one) for one in SIZES]))


if __name__ == "__main__":
    main()
