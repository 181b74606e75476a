"""Deciding what to do with a question: refer, make a plan, ask back, or say we do not know."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from knowledge.language import is_telling, words
from knowledge.matching import Candidate, Match
from knowledge.records import Topic, TopicKind

SURE = 0.87
"""Confidence from which a referral is given at once. Chosen on `tests/questions/dev.tsv`:
wrong and confident stays under 5 % of all questions (`docs/benchmarks.md`)."""
NAMED = 1 / 3
"""Part of the telling words that name the topic, from which less confidence is enough: in the
same questions none of those went wrong."""
SURE_WHEN_NAMED = 0.4
WORTH_ASKING = 0.35
"""Coverage from which asking back with three options makes sense; below it we do not know."""
OUTSIDE = 0.7
"""Chance of being outside our scope from which we say so; the same questions."""
PART_IS_SURE = 0.85
"""Confidence from which a part of a message counts as a question of its own."""
PART_OF_THE_WHOLE = 0.6
"""Part of the first topic's score that the topic of a part has in the whole message, from which
it belongs in a plan. A sentence alone is easily taken for something else: without this, of the
topics after the first one in three was right in 92 plans of `dev.tsv` and `heldout.tsv`, with it
more than half."""
NOT_FAR_BEHIND = 0.4
"""Part of the first topic's score from which another topic is offered beside it."""
MOST_PARTS = 4
OPTIONS = 3


class Verdict(str, enum.Enum):
    """What to do with a question."""

    REFER = "refer"
    PLAN = "plan"
    ASK = "ask"
    RESIDENT_SERVICE = "resident_service"
    OUT_OF_SCOPE = "out_of_scope"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """A verdict with the topics it is about, best first."""

    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()  # refer: one; plan: lead first; ask: the options
    also: tuple[Candidate, ...] = ()  # what else it might be about
    confidence: float = 0.0
    match: Match | None = None  # of the whole text


MatchText = Callable[[str], Match]


def find_way(text: str, match: MatchText, leaning: float = 0.0) -> Finding:
    """Decide what to do with a message.

    Args:
        match: ranks topics for a text (`Matcher.match`).
        leaning: what the kind of question says about being outside our scope
            (`Match.chance_outside`).
    """
    whole = match(text)
    return replace(_decide(text, whole, match, leaning), match=whole)


def sure_topic(match: Match) -> Topic | None:
    """The topic that a text is surely about, when its kind says already that it is for us."""
    return match.best.topic if match.best and _is_sure(match) else None


def _decide(text: str, whole: Match, match: MatchText, leaning: float) -> Finding:
    if whole.best is None or not any(is_telling(word) for word in words(text)):
        return Finding(Verdict.OUT_OF_SCOPE if leaning > 0 else Verdict.UNKNOWN)
    if whole.outside and whole.chance_outside(leaning) >= OUTSIDE:
        is_service = whole.outside.topic.kind is TopicKind.RESIDENT_SERVICE
        verdict = Verdict.RESIDENT_SERVICE if is_service else Verdict.OUT_OF_SCOPE
        return Finding(verdict, (whole.outside,))
    parts = _sure_parts(text, whole, match)
    if len(parts) > 1:
        return _plan(parts, whole)
    if _is_sure(whole):
        return Finding(Verdict.REFER, whole.candidates[:1], _also(whole), whole.confidence)
    if whole.coverage >= WORTH_ASKING:
        return Finding(Verdict.ASK, whole.candidates[:OPTIONS], (), whole.confidence)
    return Finding(Verdict.UNKNOWN, (), whole.candidates[:OPTIONS], whole.confidence)


def _is_sure(whole: Match) -> bool:
    return whole.confidence >= (SURE_WHEN_NAMED if whole.named >= NAMED else SURE)


def _is_sure_part(part: str, ranked: Match) -> bool:
    """A part must name its topic, or say enough to be surely about it."""
    if ranked.named >= NAMED:
        return ranked.confidence >= SURE_WHEN_NAMED
    return ranked.confidence >= PART_IS_SURE and sum(is_telling(w) for w in words(part)) > 1


def _plan(parts: list[Candidate], whole: Match) -> Finding:
    """A contact plan: the topic of the whole message leads, the parts follow in its order."""
    keys = [part.topic.key for part in parts]
    best = whole.candidates[0]
    lead = best if best.topic.key in keys else parts[0]
    members = [lead, *(part for part in parts if part.topic.key != lead.topic.key)]
    also = tuple(one for one in whole.candidates if one.topic.key not in keys)[: OPTIONS - 1]
    return Finding(Verdict.PLAN, tuple(members), also, whole.confidence)


def _also(whole: Match) -> tuple[Candidate, ...]:
    """Other topics worth a button: not far behind the first."""
    return _near_the_first(whole, NOT_FAR_BEHIND)[1:OPTIONS]


def _near_the_first(whole: Match, part: float) -> tuple[Candidate, ...]:
    """The candidates, best first, that have at least this part of the first one's score."""
    least = part * whole.candidates[0].score
    return tuple(one for one in whole.candidates if one.score >= least)


def _sure_parts(text: str, whole: Match, match: MatchText) -> list[Candidate]:
    """The different topics that parts of a message are surely about, in order of mention."""
    parts = split_questions(text)
    if len(parts) < 2:
        return []
    found: dict[str, Candidate] = {}
    supported = {one.topic.key for one in _near_the_first(whole, PART_OF_THE_WHOLE)}
    for part in parts:
        ranked = match(part)
        if ranked.best is None or ranked.best.topic.key not in supported:
            continue
        if ranked.outside_lead <= 0 and _is_sure_part(part, ranked):
            found.setdefault(ranked.best.topic.key, ranked.best)
    return list(found.values())[:MOST_PARTS]


_BREAK = re.compile(
    r"(?<=[.?!;])\s+|\n+"
    r"|,?\s+(?=en (?:bij wie|wie|waar|hoe)\b)"  # a question word starts the next question
    r"|,?\s+(?:en (?:ook|verder|daarnaast)|daarnaast|verder|ook nog)\s+"
)


def split_questions(text: str) -> list[str]:
    """Cut a message into its sentences and separate questions; never in the middle of a word."""
    return [part.strip(" ,") for part in _BREAK.split(text) if part and part.strip(" ,.?!")]
