"""Results of `pipelines` as Markdown tables and as a chart."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.chart import BLUE, GREY, ORANGE, STYLE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMES = {
    "wegwijzer": "wegwijzer (`config.yml`)",
    "topic index": "wegwijzer, topic index",
    "burokratt": "Bürokratt",
    "count_logistic": "count vectors + logistic regression",
    "starter": "Rasa starter",
    "sdifi": "SDiFI, without BERT",
}
HEAD = (
    "pipeline", "right", "in three", "macro-F1", "training s (CPU)", "ms p50 (CPU)",
    "ms p95 (CPU)", "ready s (CPU)", "MB training", "MB answering",
)  # fmt: skip

Result = dict[str, Any]


def tables(results: Sequence[Result]) -> str:
    """A table per bench, in the order of the results."""
    return "\n\n".join(_table(list(rows)) for _, rows in groupby(results, _bench))


def _bench(result: Result) -> str:
    return str(result["bench"])


def _table(results: Sequence[Result]) -> str:
    sizes = next((one for one in results if "asked" in one), results[0])
    asked = f", {sizes['asked']:,} asked" if "asked" in sizes else ""
    title = f"{sizes['bench']}: {sizes['labels']} labels, {sizes['examples']:,} examples{asked}"
    rows = [HEAD, ("---", *["---:"] * (len(HEAD) - 1)), *map(_row, results)]
    return "\n".join([f"**{title}**", "", *(f"| {' | '.join(row)} |" for row in rows)])


def _row(one: Result) -> tuple[str, ...]:
    name = NAMES[one["pipeline"]]
    if "problem" in one:
        return (name, one["problem"], *[""] * (len(HEAD) - 2))
    shares = (f"{100 * one[key]:.1f} %" for key in ("accuracy", "in_three", "macro_f1"))
    costs = (
        f"{one['train_s']:,.1f} ({one['train_cpu_s']:,.1f})",
        *(f"{one[f'ms_{p}']:,.1f} ({one[f'cpu_ms_{p}']:,.1f})" for p in ("p50", "p95")),
        f"{one['ready_s']:.1f} ({one['ready_cpu_s']:.1f})",
        f"{one['train_mb']:,}",
        f"{one['ask_mb']:,}",
    )
    return (name, *shares, *costs)


def write_chart(results: Sequence[Result], path: Path) -> None:
    """How often right and what training costs, as SVG; the same results give the same file."""
    import matplotlib.style
    from matplotlib.figure import Figure

    measured = [one for one in results if "problem" not in one]
    path.parent.mkdir(parents=True, exist_ok=True)
    with matplotlib.style.context(["default", STYLE]):
        figure = Figure(figsize=(11, 1.8 + 0.36 * len(measured)), constrained_layout=True)
        left, right = figure.subplots(1, 2, sharey=True)
        _draw_right(left, measured)
        _draw_training(right, measured)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _draw_right(axes: Axes, results: Sequence[Result]) -> None:
    axes.set_title("Right label, % of what was asked")
    values = [100 * one["accuracy"] for one in results]
    axes.barh(range(len(results)), values, color=_colours(results), height=0.62)
    for row, value in enumerate(values):
        axes.annotate(f"{value:.1f}", (value, row), (4, -3), textcoords="offset points")
    axes.set_yticks(range(len(results)), [_label(one) for one in results])
    axes.set_ylim(len(results) - 0.4, -0.6)
    axes.set_xlim(0, 105)
    axes.grid(axis="x")


def _draw_training(axes: Axes, results: Sequence[Result]) -> None:
    axes.set_title("Training, processor seconds")
    values = [one["train_cpu_s"] for one in results]
    axes.hlines(range(len(results)), 0.1, values, color=GREY, linewidth=2)
    axes.scatter(values, range(len(results)), color=_colours(results), s=62, zorder=3)
    for row, value in enumerate(values):
        axes.annotate(f"{value:,.1f}", (value, row), (8, -3), textcoords="offset points")
    axes.set_xscale("log")
    axes.set_xlim(0.1, 10 * max(values))
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")


def _colours(results: Sequence[Result]) -> list[str]:
    return [BLUE if NAMES[one["pipeline"]].startswith("wegwijzer") else ORANGE for one in results]


def _label(one: Result) -> str:
    return f"{one['bench']}: {NAMES[one['pipeline']].replace('`', '')}"


def read(path: Path) -> list[Result]:
    """The results in a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Print the tables and, when asked, draw the chart."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("results", type=Path)
    parser.add_argument("--chart", type=Path)
    arguments = parser.parse_args()
    results = read(arguments.results)
    print(tables(results))
    if arguments.chart:
        write_chart(results, arguments.chart)


if __name__ == "__main__":
    main()
