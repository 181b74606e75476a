"""What to do with a message: refer, plan, ask back, send elsewhere, or admit not knowing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from knowledge.matching import Candidate, Match
from knowledge.records import Topic, TopicKind
from knowledge.wayfinding import (
    MOST_PARTS,
    NAMED,
    NOT_FAR_BEHIND,
    OPTIONS,
    PART_IS_SURE,
    PART_OF_THE_WHOLE,
    SURE,
    SURE_WHEN_NAMED,
    WORTH_ASKING,
    Verdict,
    find_way,
    split_questions,
)

NOTHING = Match((), 0.0, 0.0)
FAR_OUTSIDE, CLOSE = -20.0, 5.0
"""Leads of a subject without an owner: far behind the best candidate, and well before it."""


def candidate(key: str, kind: TopicKind = TopicKind.MUNICIPAL, score: float = 1.0) -> Candidate:
    return Candidate(Topic(key, key, "cluster", kind, ""), score, ())


SERVICE = candidate("paspoort", TopicKind.RESIDENT_SERVICE)
ELSEWHERE = candidate("weerbericht", TopicKind.OUT_OF_SCOPE)


def found(
    *keys: str,
    confidence: float = 0.0,
    coverage: float = 0.0,
    named: float = 0.0,
    outside: Candidate = ELSEWHERE,
    lead: float = FAR_OUTSIDE,
) -> Match:
    return Match(
        candidates=tuple(candidate(key) for key in keys),
        confidence=confidence,
        coverage=coverage,
        named=named,
        outside=outside,
        outside_lead=lead,
    )


@dataclass
class FakeMatcher:
    """Gives each text the match that the test wrote down for it."""

    answers: dict[str, Match]
    otherwise: Match = NOTHING
    asked: list[str] = field(default_factory=list)

    def __call__(self, text: str) -> Match:
        self.asked.append(text)
        return self.answers.get(text, self.otherwise)


def always(match: Match) -> FakeMatcher:
    return FakeMatcher({}, match)


def keys(candidates: tuple[Candidate, ...]) -> list[str]:
    return [one.topic.key for one in candidates]


QUESTION = "wie gaat er over subsidies"


@pytest.mark.parametrize("confidence", [SURE, 0.95, 1.0])
def test_a_sure_match_is_a_referral_with_what_else_it_might_be(confidence: float) -> None:
    match = found(
        "subsidies", "inkoop", "evenementen", "afval", confidence=confidence, coverage=1.0
    )
    finding = find_way(QUESTION, always(match))
    assert finding.verdict is Verdict.REFER
    assert keys(finding.candidates) == ["subsidies"]
    assert keys(finding.also) == ["inkoop", "evenementen"]
    assert finding.confidence == confidence


@pytest.mark.parametrize(
    ("named", "confidence", "verdict"),
    [
        (NAMED, SURE_WHEN_NAMED, Verdict.REFER),
        (1.0, SURE_WHEN_NAMED, Verdict.REFER),
        (1.0, SURE_WHEN_NAMED - 0.01, Verdict.ASK),
        (NAMED - 0.01, SURE_WHEN_NAMED, Verdict.ASK),
        (0.0, SURE - 0.01, Verdict.ASK),
    ],
)
def test_a_topic_that_is_named_needs_less_confidence_for_a_referral(
    named: float, confidence: float, verdict: Verdict
) -> None:
    match = found("subsidies", "inkoop", named=named, confidence=confidence, coverage=1.0)
    assert find_way(QUESTION, always(match)).verdict is verdict


def test_only_a_topic_that_is_not_far_behind_is_offered_beside_a_referral() -> None:
    close = candidate("inkoop", score=10 * NOT_FAR_BEHIND)
    far = candidate("evenementen", score=10 * NOT_FAR_BEHIND - 0.1)
    match = Match((candidate("subsidies", score=10.0), close, far), 1.0, 1.0)
    assert keys(find_way(QUESTION, always(match)).also) == ["inkoop"]


@pytest.mark.parametrize("confidence", [0.0, 0.5, SURE - 0.01])
@pytest.mark.parametrize("coverage", [WORTH_ASKING, 0.9])
def test_a_match_in_doubt_gives_a_question_with_at_most_three_options(
    confidence: float, coverage: float
) -> None:
    match = found("a", "b", "c", "d", "e", confidence=confidence, coverage=coverage)
    finding = find_way(QUESTION, always(match))
    assert finding.verdict is Verdict.ASK
    assert keys(finding.candidates) == ["a", "b", "c"]
    assert len(finding.candidates) == OPTIONS
    assert finding.also == ()


def test_a_match_that_is_hardly_one_is_not_known_but_its_guesses_are_kept() -> None:
    match = found("a", "b", "c", "d", confidence=0.1, coverage=WORTH_ASKING - 0.01)
    finding = find_way(QUESTION, always(match))
    assert finding.verdict is Verdict.UNKNOWN
    assert finding.candidates == ()
    assert keys(finding.also) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("outside", "verdict"),
    [(SERVICE, Verdict.RESIDENT_SERVICE), (ELSEWHERE, Verdict.OUT_OF_SCOPE)],
)
def test_what_nobody_here_owns_is_sent_elsewhere_even_when_a_topic_fits(
    outside: Candidate, verdict: Verdict
) -> None:
    match = found("subsidies", confidence=1.0, coverage=1.0, outside=outside, lead=CLOSE)
    finding = find_way(QUESTION, always(match))
    assert finding.verdict is verdict
    assert finding.candidates == (outside,)


def test_the_kind_of_question_tips_the_balance_for_a_subject_nobody_owns() -> None:
    match = found("subsidies", confidence=0.9, coverage=1.0, outside=SERVICE, lead=-6.0)
    assert find_way(QUESTION, always(match), leaning=-4.0).verdict is Verdict.REFER
    assert find_way(QUESTION, always(match), leaning=4.0).verdict is Verdict.RESIDENT_SERVICE


def test_a_store_without_subjects_outside_our_scope_still_refers() -> None:
    match = Match((candidate("subsidies"),), 0.9, 1.0)
    assert find_way(QUESTION, always(match), leaning=4.0).verdict is Verdict.REFER


@pytest.mark.parametrize("text", ["", "   ", "🙂", "en dan?", "wie is de", "1 2 3", "??"])
@pytest.mark.parametrize(
    ("leaning", "verdict"),
    [(-1.0, Verdict.UNKNOWN), (0.0, Verdict.UNKNOWN), (1.0, Verdict.OUT_OF_SCOPE)],
)
def test_a_message_without_a_telling_word_is_never_a_referral(
    text: str, leaning: float, verdict: Verdict
) -> None:
    match = found("subsidies", confidence=1.0, coverage=1.0)
    assert find_way(text, always(match), leaning).verdict is verdict


@pytest.mark.parametrize(
    ("leaning", "verdict"), [(0.0, Verdict.UNKNOWN), (2.0, Verdict.OUT_OF_SCOPE)]
)
def test_without_any_topic_nothing_is_known(leaning: float, verdict: Verdict) -> None:
    assert find_way(QUESTION, always(NOTHING), leaning).verdict is verdict


def sure(key: str) -> Match:
    return found(key, confidence=PART_IS_SURE, coverage=1.0)


SUBSIDY, MARKET, TENDER = (
    "Wie geeft subsidie?",
    "Mag ik een markt houden?",
    "Hoe verloopt aanbesteden?",
)
STORY = f"{SUBSIDY} {MARKET} {TENDER}"
PARTS = {SUBSIDY: sure("subsidies"), MARKET: sure("evenementen"), TENDER: sure("inkoop")}


def test_a_story_about_several_topics_is_a_plan_in_the_order_of_the_story() -> None:
    whole = found("afval", "inkoop", "evenementen", "subsidies", confidence=0.5, coverage=1.0)
    finding = find_way(STORY, FakeMatcher(PARTS, whole))
    assert finding.verdict is Verdict.PLAN
    assert keys(finding.candidates) == ["subsidies", "evenementen", "inkoop"]
    assert keys(finding.also) == ["afval"]


def test_the_topic_of_the_whole_story_leads_the_plan() -> None:
    whole = found(
        "inkoop", "afval", "subsidies", "wonen", "evenementen", confidence=0.5, coverage=1.0
    )
    finding = find_way(STORY, FakeMatcher(PARTS, whole))
    assert keys(finding.candidates) == ["inkoop", "subsidies", "evenementen"]
    assert keys(finding.also) == ["afval", "wonen"]


def test_a_plan_goes_before_a_referral() -> None:
    whole = found("subsidies", "inkoop", confidence=1.0, coverage=1.0)
    assert find_way(STORY, FakeMatcher(PARTS, whole)).verdict is Verdict.PLAN


@pytest.mark.parametrize(
    ("score", "verdict"), [(PART_OF_THE_WHOLE, Verdict.PLAN), (0.5, Verdict.REFER)]
)
def test_a_part_that_the_whole_message_does_not_support_is_no_part_of_the_plan(
    score: float, verdict: Verdict
) -> None:
    """A sentence alone is easily taken for something else."""
    candidates = (candidate("subsidies"), candidate("evenementen", score=score))
    whole = replace(found("subsidies", confidence=0.9, coverage=1.0), candidates=candidates)
    assert find_way(f"{SUBSIDY} {MARKET}", FakeMatcher(PARTS, whole)).verdict is verdict


def test_parts_about_one_topic_are_no_plan() -> None:
    answers = {SUBSIDY: sure("subsidies"), MARKET: sure("subsidies"), TENDER: sure("subsidies")}
    whole = found("subsidies", confidence=0.9, coverage=1.0)
    assert find_way(STORY, FakeMatcher(answers, whole)).verdict is Verdict.REFER


@pytest.mark.parametrize(
    "doubtful",
    [
        found("evenementen", confidence=PART_IS_SURE - 0.01, coverage=1.0),
        found("evenementen", confidence=1.0, coverage=1.0, outside=SERVICE, lead=1.0),
        NOTHING,
    ],
    ids=["not sure", "somebody else's", "nothing"],
)
def test_a_part_in_doubt_is_no_part_of_the_plan(doubtful: Match) -> None:
    answers = {SUBSIDY: sure("subsidies"), MARKET: doubtful}
    whole = found("subsidies", "evenementen", confidence=0.9, coverage=1.0)
    assert find_way(f"{SUBSIDY} {MARKET}", FakeMatcher(answers, whole)).verdict is Verdict.REFER


@pytest.mark.parametrize(
    ("named", "confidence", "verdict"),
    [(0.0, 1.0, Verdict.REFER), (1.0, 0.5, Verdict.PLAN)],
    ids=["a word that names nothing", "a word that names its topic"],
)
def test_a_part_of_one_telling_word_counts_when_it_names_its_topic(
    named: float, confidence: float, verdict: Verdict
) -> None:
    short = found("inkoop", confidence=confidence, coverage=1.0, named=named)
    whole = found("subsidies", "inkoop", confidence=0.9, coverage=1.0)
    answers = {SUBSIDY: sure("subsidies"), "Inkoop!": short}
    assert find_way(f"{SUBSIDY} Inkoop!", FakeMatcher(answers, whole)).verdict is verdict


def test_a_plan_has_a_limited_number_of_steps() -> None:
    parts = [f"Wie regelt ding{letter} vandaag?" for letter in "abcdefg"]
    answers = {part: sure(f"topic_{place}") for place, part in enumerate(parts)}
    whole = found(*(f"topic_{place}" for place in range(len(parts))), coverage=1.0)
    finding = find_way(" ".join(parts), FakeMatcher(answers, whole))
    assert len(finding.candidates) == MOST_PARTS


def test_a_single_question_is_matched_once() -> None:
    matcher = always(found("subsidies", confidence=1.0, coverage=1.0))
    find_way(QUESTION, matcher)
    assert matcher.asked == [QUESTION]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Wie geeft subsidie?", ["Wie geeft subsidie?"]),
        ("Wie geeft subsidie? Waar vraag ik aan?", ["Wie geeft subsidie?", "Waar vraag ik aan?"]),
        (
            "Eerste zin. Tweede zin! Derde; vierde",
            ["Eerste zin.", "Tweede zin!", "Derde;", "vierde"],
        ),
        ("regel een\nregel twee\n\nregel drie", ["regel een", "regel twee", "regel drie"]),
        (
            "subsidie regelen en waar vraag ik een vergunning",
            ["subsidie regelen", "en waar vraag ik een vergunning"],
        ),
        (
            "subsidie, en bij wie moet ik zijn voor inkoop",
            ["subsidie", "en bij wie moet ik zijn voor inkoop"],
        ),
        ("geld nodig, daarnaast zoek ik een pand", ["geld nodig", "zoek ik een pand"]),
        ("geld nodig en ook een pand", ["geld nodig", "een pand"]),
        ("brood en spelen", ["brood en spelen"]),
        ("verderop in de straat", ["verderop in de straat"]),
        ("www.zonnedam.example", ["www.zonnedam.example"]),
        ("3.500 euro", ["3.500 euro"]),
        ("", []),
        ("?!", []),
        (" \n ", []),
    ],
)
def test_a_message_is_cut_into_its_questions(text: str, parts: list[str]) -> None:
    assert split_questions(text) == parts
