"""Where answers go well and where they go wrong: per group, per confusion, per confidence."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.evaluation import HANDLED, Question, judge
from knowledge import catalogue

if TYPE_CHECKING:
    from bot.asking import Answer
    from knowledge.store import Store

BINS = 10
CONFUSIONS = 15
EXAMPLE_WIDTH = 90
UNKNOWN_CLUSTER = "onbekend onderwerp"
NO_NAME = "(niet ingevuld)"
NAMES = {
    "direct": "noemt het onderwerp",
    "indirect": "omschrijft het onderwerp",
    "lookalike": "lijkt op iets anders",
    "multi": "meer onderwerpen",
    "answered": "beantwoord",
    "clarified": "doorgevraagd",
    "not_understood": "niet begrepen",
    "out_of_scope": "niet voor ons",
    "resident_service": "inwonerszaken",
    "emergency": "noodgeval",
    "smalltalk": "praatje",
}
"""Kinds of questions and outcomes, as people read them."""


@dataclass(frozen=True)
class Group:
    """Questions that share something; shares are of `n`, the ones with an expected topic."""

    name: str
    n: int
    first: float
    three: float
    wrong: float  # wrong and confident


@dataclass(frozen=True)
class Handling:
    """What became of the questions of a kind that asks for no topic."""

    kind: str
    n: int
    right: float
    outcomes: tuple[tuple[str, float], ...]  # with their shares, largest first


@dataclass(frozen=True)
class Confusion:
    """Questions about one topic that were answered with another first."""

    expected: str
    given: str | None  # None when the answer names no topic
    outcome: str  # of the example
    n: int
    confident: int
    lost: int
    example: str


@dataclass(frozen=True)
class Bin:
    """Referrals with about the same confidence; both means are 0 when there are none."""

    low: float
    n: int = 0
    confidence: float = 0.0
    right: float = 0.0


@dataclass(frozen=True)
class Reliability:
    """Whether a referral is right as often as its confidence says."""

    bins: tuple[Bin, ...]

    @property
    def n(self) -> int:
        """Referrals with a known confidence."""
        return sum(one.n for one in self.bins)

    @property
    def error(self) -> float:
        """Expected calibration error, 0..1: the mean distance, each referral counting once."""
        distance = sum(one.n * abs(one.right - one.confidence) for one in self.bins)
        return distance / self.n if self.n else 0.0


@dataclass(frozen=True)
class Report:
    """Everything that the figures as a whole do not show."""

    clusters: tuple[Group, ...]
    registers: tuple[Group, ...]
    kinds: tuple[Group, ...]
    handlings: tuple[Handling, ...]
    confusions: tuple[Confusion, ...]
    reliability: Reliability

    def lines(self) -> list[str]:
        """For people, in Dutch."""
        return [
            *_group_table("Per onderwerpgroep, zwakste eerst", self.clusters),
            *_group_table("Per register, zwakste eerst", self.registers),
            *_group_table("Per soort vraag, zwakste eerst", self.kinds),
            *_handling_table(self.handlings),
            *_confusion_table(self.confusions),
            *_reliability_table(self.reliability),
        ]


def clusters_of(store: Store) -> dict[str, str]:
    """The cluster of each topic, by key."""
    with store.reading() as session:
        return {topic.key: topic.cluster for topic in catalogue.topics(session)}


def report(
    questions: Sequence[Question], answers: Sequence[Answer], clusters: Mapping[str, str]
) -> Report:
    """Judge answers in detail.

    Args:
        clusters: the cluster of each topic; a question counts for that of its first expected one.
    """
    pairs = list(zip(questions, answers, strict=True))
    judged = [(one, answer) for one, answer in pairs if one.expected]
    return Report(
        clusters=_groups(judged, lambda one: _cluster_name(clusters, one.expected[0])),
        registers=_groups(judged, lambda one: one.register),
        kinds=_groups(judged, lambda one: NAMES.get(one.kind, one.kind)),
        handlings=tuple(handlings(questions, answers)),
        confusions=tuple(confusions(questions, answers)),
        reliability=reliability(questions, answers),
    )


def _cluster_name(clusters: Mapping[str, str], topic: str) -> str:
    return clusters.get(topic, UNKNOWN_CLUSTER).replace("_", " ")


def _groups(
    judged: Sequence[tuple[Question, Answer]], name: Callable[[Question], str]
) -> tuple[Group, ...]:
    """Weakest first; nothing when no question has a name to go by."""
    found: dict[str, list[set[str]]] = defaultdict(list)
    for one, answer in judged:
        found[name(one)].append(judge(set(one.expected), answer))
    if set(found) == {""}:
        return ()
    groups = (_group(key or NO_NAME, verdicts) for key, verdicts in found.items())
    return tuple(sorted(groups, key=lambda one: (one.first, one.three, one.name)))


def _group(name: str, verdicts: Sequence[set[str]]) -> Group:
    def share(what: str) -> float:
        return sum(what in one for one in verdicts) / len(verdicts)

    return Group(name, len(verdicts), share("first"), share("three"), share("wrong"))


def handlings(questions: Sequence[Question], answers: Sequence[Answer]) -> Iterator[Handling]:
    """What became of each kind in `HANDLED` that occurs."""
    for kind, right in HANDLED.items():
        pairs = zip(questions, answers, strict=True)
        outcomes = Counter(answer["outcome"] for one, answer in pairs if one.kind == kind)
        n = outcomes.total()
        if n:
            shares = sorted(outcomes.items(), key=lambda item: (-item[1], item[0]))
            yield Handling(
                kind, n, outcomes[right] / n, tuple((name, count / n) for name, count in shares)
            )


def confusions(questions: Sequence[Question], answers: Sequence[Answer]) -> list[Confusion]:
    """Wrong first topics; those that were said with confidence hurt most, then those lost."""
    found: dict[tuple[str, str | None], list[tuple[set[str], Answer]]] = defaultdict(list)
    for one, answer in zip(questions, answers, strict=True):
        verdict = judge(set(one.expected), answer)
        if one.expected and "first" not in verdict:
            given = answer["topics"][0] if answer["topics"] else None
            found[one.expected[0], given].append((verdict, answer))
    pairs = [_confusion(*pair, cases) for pair, cases in found.items()]
    return sorted(
        pairs, key=lambda one: (-one.confident, -one.lost, -one.n, one.expected, one.given or "")
    )


def _confusion(
    expected: str, given: str | None, cases: Sequence[tuple[set[str], Answer]]
) -> Confusion:
    worst = max(cases, key=lambda case: ("wrong" in case[0], "lost" in case[0]))[1]
    return Confusion(
        expected=expected,
        given=given,
        outcome=worst["outcome"],
        n=len(cases),
        confident=sum("wrong" in verdict for verdict, _ in cases),
        lost=sum("lost" in verdict for verdict, _ in cases),
        example=worst["text"],
    )


def reliability(questions: Sequence[Question], answers: Sequence[Answer]) -> Reliability:
    """Compare the confidence of referrals with the share whose first topic was right.

    A referral for a question that asks for no topic is wrong. Answers without a
    known confidence, and questions of which nothing is known, are left out.
    """
    found: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for one, answer in zip(questions, answers, strict=True):
        reply = next((r for r in answer["replies"] if r.get("confidence") is not None), None)
        if reply is not None and (one.expected or one.kind in HANDLED):
            sure, is_right = reply["confidence"], bool({*reply["topics"][:1]} & {*one.expected})
            found[min(int(sure * BINS), BINS - 1)].append((sure, is_right))
    return Reliability(tuple(_bin(place / BINS, cases) for place, cases in enumerate(found)))


def _bin(low: float, cases: Sequence[tuple[float, bool]]) -> Bin:
    if not cases:
        return Bin(low)
    n = len(cases)
    return Bin(low, n, sum(sure for sure, _ in cases) / n, sum(right for _, right in cases) / n)


def _group_table(title: str, groups: Sequence[Group]) -> list[str]:
    rows = [
        (one.name, str(one.n), f"{one.first:.1%}", f"{one.three:.1%}", f"{one.wrong:.1%}")
        for one in groups
    ]
    return _table(title, ("<", ">n", ">eerste", ">in drie", ">fout en zeker"), rows)


def _handling_table(handlings: Sequence[Handling]) -> list[str]:
    rows = [
        (
            NAMES[one.kind],
            str(one.n),
            f"{one.right:.1%}",
            ", ".join(f"{NAMES.get(name, name)} {share:.1%}" for name, share in one.outcomes),
        )
        for one in handlings
    ]
    return _table("Zonder onderwerp", ("<", ">n", ">goed afgehandeld", "<wat ermee gebeurde"), rows)


def _confusion_table(confusions: Sequence[Confusion]) -> list[str]:
    rows = [
        (
            one.expected,
            one.given or f"({NAMES.get(one.outcome, one.outcome)})",
            str(one.n),
            str(one.confident),
            textwrap.shorten(one.example, EXAMPLE_WIDTH, placeholder=" …"),
        )
        for one in confusions[:CONFUSIONS]
    ]
    heads = ("<verwacht", "<kreeg eerst", ">n", ">zeker", "<voorbeeld")
    return _table("Verwarringen, de ergste eerst", heads, rows)


def _reliability_table(found: Reliability) -> list[str]:
    if not found.n:
        return ["", "Klopt de zekerheid?", "Onbekend: geen antwoord noemt een zekerheid."]
    rows = [
        (
            f"{one.low:.0%} - {one.low + 1 / BINS:.0%}",
            str(one.n),
            f"{one.confidence:.1%}" if one.n else "-",
            f"{one.right:.1%}" if one.n else "-",
        )
        for one in found.bins
    ]
    heads = ("<zekerheid", ">n", ">gemiddeld", ">goed")
    total = f"gemiddeld verschil (calibratiefout) {found.error:.1%} over {found.n} doorverwijzingen"
    return [*_table("Klopt de zekerheid?", heads, rows), total]


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns under heads, each of which starts with its alignment; nothing without rows."""
    if not rows:
        return []
    cells = [[head[1:] for head in heads], *rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    shapes = [f"{head[0]}{width}" for head, width in zip(heads, widths, strict=True)]
    lines = ("  ".join(map(format, row, shapes)).rstrip() for row in cells)
    return ["", title, *lines]
