"""A report as a picture: hits per cluster, and whether confidence can be relied on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.report import Group, Reliability, Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, ORANGE, GREY, INK = "#0072B2", "#D55E00", "#9aa5ae", "#1a2733"
"""Blue and vermilion of Okabe and Ito, told apart with every kind of colour blindness."""
STYLE = {
    "svg.hashsalt": "wegwijzer",  # the same report gives the same file
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": "#dfe5ea",
    "legend.frameon": False,
    "figure.constrained_layout.w_pad": 0.15,
    "figure.constrained_layout.h_pad": 0.12,
}


def write_chart(report: Report, path: Path) -> None:
    """Draw a report as SVG; nothing in the file tells when it was made."""
    import matplotlib.style
    from matplotlib.figure import Figure

    path.parent.mkdir(parents=True, exist_ok=True)
    with matplotlib.style.context(["default", STYLE]):
        height = max(4.6, 1.6 + 0.36 * len(report.clusters))
        figure = Figure(figsize=(11, height), constrained_layout=True)
        left, right = figure.subplots(1, 2, gridspec_kw={"width_ratios": [1.15, 1]})
        _draw_hits(left, report.clusters)
        _draw_reliability(right, report.reliability)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _draw_hits(axes: Axes, groups: Sequence[Group]) -> None:
    """Two marks per cluster, weakest on top; their shapes differ as well as their colours."""
    axes.set_title("Bij het goede onderwerp, per onderwerpgroep")
    if not groups:
        _say(axes, "Geen vragen met een verwacht onderwerp")
        return
    rows = range(len(groups))
    firsts, threes = [100 * one.first for one in groups], [100 * one.three for one in groups]
    axes.hlines(rows, firsts, threes, color=GREY, linewidth=2, zorder=1)
    axes.scatter(firsts, rows, s=62, marker="o", color=BLUE, label="meteen (eerste)", zorder=3)
    axes.scatter(threes, rows, s=62, marker="D", color=ORANGE, label="bij de eerste drie")
    axes.set_yticks(rows, [f"{one.name}  ({one.n})" for one in groups])
    axes.set_ylim(len(groups) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(max(0, 10 * math.floor(min(firsts) / 10 - 0.5)), 102)
    axes.set_xlabel("% van de vragen (aantal vragen tussen haakjes)")
    axes.grid(axis="x")
    _explain(axes)


def _draw_reliability(axes: Axes, reliability: Reliability) -> None:
    """A point per bin, with its number of referrals, against the line where both agree."""
    axes.set_title("Klopt de zekerheid?")
    bins = [one for one in reliability.bins if one.n]
    if not bins:
        _say(axes, "Geen antwoord noemt een zekerheid")
        return
    sure, right = [100 * one.confidence for one in bins], [100 * one.right for one in bins]
    axes.plot((0, 100), (0, 100), color=GREY, linestyle="--", label="precies goed")
    axes.plot(sure, right, color=BLUE, marker="o", markersize=8, label="gemeten (met aantal)")
    for one, x, y in zip(bins, sure, right, strict=True):
        axes.annotate(str(one.n), (x, y), (8, -12), textcoords="offset points", fontsize=9)
    axes.set(xlim=(0, 102), ylim=(-2, 104), ylabel="% werkelijk goed")
    axes.set_xlabel(f"zekerheid in % (gemiddeld verschil {_points(reliability.error)} punt)")
    axes.grid()
    _explain(axes)


def _explain(axes: Axes) -> None:
    """A legend below the drawing, where it hides nothing."""
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncol=2)


def _points(share: float) -> str:
    return f"{100 * share:.1f}".replace(".", ",")


def _say(axes: Axes, words: str) -> None:
    axes.set_axis_off()
    axes.text(0.5, 0.5, words, ha="center", va="center", transform=axes.transAxes)
