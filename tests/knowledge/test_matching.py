"""Questions are matched against what the store holds now, with a calibrated confidence."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge import matching
from knowledge import models as m
from knowledge.matching import Candidate, Match, Matcher, TopicIndex
from knowledge.ranking import Ranker
from knowledge.records import Topic, TopicKind
from knowledge.store import Store
from knowledge.terms import Terms

QUESTIONS = (
    "Wie haalt het grofvuil op?",
    "Onze afvalcontainer zit vol",
    "Waar kan ik bedrijfsafval kwijt?",
)
ASKED = "waar laat ik mijn bedrijfsafval, de container zit vol"


def add_topic(
    store: Store, key: str, questions: Sequence[str], kind: TopicKind = TopicKind.MUNICIPAL
) -> None:
    with store.writing() as session:
        row = m.TopicRow(key=key, name=key.capitalize(), cluster="nieuw", kind=kind)
        row.phrases = [m.PhraseRow(kind="question", text=one) for one in questions]
        session.add(row)


def topic_row(session: Session, key: str) -> m.TopicRow:
    return session.execute(select(m.TopicRow).where(m.TopicRow.key == key)).scalar_one()


def best(matcher: Matcher, text: str) -> str:
    candidate = matcher.match(text).best
    assert candidate is not None
    return candidate.topic.key


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not decide the outcome of a test."""
    monkeypatch.setattr(matching, "PATIENCE", 30.0)


@pytest.fixture
def matcher(store: Store) -> Iterator[Matcher]:
    matcher = Matcher(store)
    yield matcher
    matcher.close()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("wie gaat er over subsidies", "subsidies"),
        ("wij willen een buurtfeest geven in de straat", "evenementen"),
        ("hoe doe ik mee aan de aanbesteding", "inkoop"),
        ("accountmanager sociaal ondernemen", "sociaal_ondernemen"),
        ("ik ben ontslagen", "ww_uitkering"),
        ("wat doen jullie tegen voedselverspilling", "voedselverspilling"),
        ("SUBSIDIEEEE???", "subsidies"),
    ],
)
def test_a_question_finds_its_topic(matcher: Matcher, text: str, key: str) -> None:
    assert best(matcher, text) == key


def test_candidates_come_best_first_and_no_more_than_asked_for(matcher: Matcher) -> None:
    match = matcher.match("subsidie voor een buurtfeest", limit=3)
    scores = [one.score for one in match.candidates]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert match.best is match.candidates[0]


def test_a_candidate_says_which_words_point_at_it(matcher: Matcher) -> None:
    candidate = matcher.match("ik zoek iemand voor de aanbesteding").best
    assert candidate is not None
    assert "aanbesteding" in candidate.because


@pytest.mark.parametrize("is_refined", [False, True])
def test_a_topic_with_three_questions_is_found_by_the_next_message(
    store: Store, matcher: Matcher, is_refined: bool
) -> None:
    matcher.match(ASKED)
    if is_refined:
        matcher.prepare()
    add_topic(store, "afval", QUESTIONS)
    assert best(matcher, ASKED) == "afval"


def test_a_new_question_of_a_topic_is_known_to_the_next_message(
    store: Store, matcher: Matcher
) -> None:
    text = "mag mijn foodtruck op de kermis staan"
    matcher.match(text)
    with store.writing() as session:
        row = topic_row(session, "inkoop")
        row.phrases.append(m.PhraseRow(kind="question", text="Mag mijn foodtruck op de kermis?"))
    assert best(matcher, text) == "inkoop"


def test_a_renamed_topic_goes_by_its_new_name_in_the_next_message(
    store: Store, matcher: Matcher
) -> None:
    matcher.match("aanbesteding")
    with store.writing() as session:
        row = topic_row(session, "inkoop")
        row.key, row.name = "inkoopbureau", "Inkoopbureau"
    candidate = matcher.match("hoe doe ik mee aan een aanbesteding").best
    assert candidate is not None
    assert (candidate.topic.key, candidate.topic.name) == ("inkoopbureau", "Inkoopbureau")


def test_a_deleted_topic_is_not_found_any_more(store: Store, matcher: Matcher) -> None:
    assert best(matcher, "hoe doe ik mee aan een aanbesteding") == "inkoop"
    with store.writing() as session:
        session.execute(delete(m.TopicRow).where(m.TopicRow.key == "inkoop"))
    match = matcher.match("hoe doe ik mee aan een aanbesteding", limit=99)
    assert len(match.candidates) == 5
    assert "inkoop" not in {one.topic.key for one in match.candidates}


def test_what_a_candidate_tells_of_its_topic_is_what_the_store_holds_now(
    store: Store, matcher: Matcher
) -> None:
    matcher.match("subsidie")
    with store.writing() as session:
        topic_row(session, "subsidies").advice = "Lees eerst de regeling."
    candidate = matcher.match("welke subsidie is er").best
    assert candidate is not None
    assert candidate.topic.advice == "Lees eerst de regeling."


def test_a_question_in_the_terms_of_its_topic_names_it(matcher: Matcher) -> None:
    assert matcher.match("subsidie").named == 1.0
    assert matcher.match("ik ben mijn baan kwijtgeraakt").named == 0.0


def test_without_changes_the_index_is_not_built_again(matcher: Matcher) -> None:
    matcher.prepare()
    assert matcher.index() is matcher.index()


class HeldStore(Store):
    """A store that keeps background work waiting until the test lets it through."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.lets_through = threading.Event()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        if threading.current_thread() is not threading.main_thread():
            assert self.lets_through.wait(timeout=30)
        with super().reading() as session:
            yield session


def test_answers_go_on_from_the_previous_index_while_an_update_is_pending(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldStore(store.url)
    matcher = Matcher(held)
    held.lets_through.set()
    matcher.prepare()
    held.lets_through.clear()
    monkeypatch.setattr(matching, "PATIENCE", 0.0)
    add_topic(store, "afval", QUESTIONS)
    try:
        assert best(matcher, "welke subsidie is er") == "subsidies"
        assert best(matcher, ASKED) != "afval"
    finally:
        held.lets_through.set()
    monkeypatch.setattr(matching, "PATIENCE", 30.0)
    assert best(matcher, ASKED) == "afval"
    matcher.close()
    held.close()


def test_many_askers_at_once_all_get_the_changed_topic(store: Store, matcher: Matcher) -> None:
    matcher.match(ASKED)
    add_topic(store, "afval", QUESTIONS)
    found: list[str] = []
    askers = [threading.Thread(target=lambda: found.append(best(matcher, ASKED))) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert found == ["afval"] * 8


def test_preparing_leaves_a_refined_index_for_the_next_start(store: Store, tmp_path: Path) -> None:
    first, second = Matcher(store, tmp_path / "cache"), Matcher(store, tmp_path / "cache")
    first.prepare()
    assert first.is_prepared()
    assert second.is_prepared()
    assert second.match("welke subsidie is er") == first.match("welke subsidie is er")
    first.close()
    second.close()


def test_a_damaged_cache_is_no_reason_not_to_answer(store: Store, tmp_path: Path) -> None:
    (tmp_path / "topic-index.npz").write_bytes(b"PK\x03\x04 kapot")
    matcher = Matcher(store, tmp_path)
    matcher.prepare()
    assert matcher.is_prepared()
    assert best(matcher, "welke subsidie is er") == "subsidies"
    matcher.close()


@dataclass(frozen=True)
class FakeRanker(Ranker):
    """Gives the scores that a test wants to see judged."""

    given: tuple[float, ...] = ()

    @classmethod
    def of(cls, given: tuple[float, ...]) -> FakeRanker:
        keys = tuple(str(place) for place in range(len(given)))
        return replace(cls(**vars(Ranker.build([]))), keys=keys, given=given)

    def scores(self, text: str) -> np.ndarray:
        return np.array(self.given)

    def reasons(self, text: str, keys: Sequence[str], limit: int = 2) -> list[tuple[str, ...]]:
        return [() for _ in keys]


def judged(*scores: float) -> tuple[float, float]:
    """Confidence and coverage for these scores."""
    topics = {
        str(place): Topic(str(place), "", "", TopicKind.MUNICIPAL, "")
        for place in range(len(scores))
    }
    places = np.arange(len(scores))
    index = TopicIndex(0, topics, FakeRanker.of(scores), Terms.of([]), places, places[:0])
    match = index.match("")
    return match.confidence, match.coverage


@pytest.mark.parametrize(
    "scores",
    [
        (0.0,), (0.0, 0.0), (20.0, -3.0, -3.0, -3.0), (0.1, 0.1, 0.1, 0.1),
        (5.0, 4.9, 4.8, 4.7, -1.0),
        (-1.0, -2.0, -3.0, -4.0),
    ],
)  # fmt: skip
def test_confidence_and_coverage_are_chances(scores: tuple[float, ...]) -> None:
    assert all(0 <= chance <= 1 for chance in judged(*scores))


def test_confidence_rises_with_the_lead_over_the_second() -> None:
    chances = [judged(6.0, second, 1.0, 0.0)[0] for second in (6.0, 5.0, 4.0, 3.0, 2.0)]
    assert all(one < other for one, other in pairwise(chances))


def test_confidence_and_coverage_rise_with_the_score_of_the_best() -> None:
    for kind in (0, 1):
        chances = [
            judged(best, best - 1, best - 2, best - 3)[kind] for best in (3.0, 5.0, 7.0, 9.0)
        ]
        assert all(one < other for one, other in pairwise(chances))


def test_one_of_three_is_at_least_as_likely_as_the_first_when_three_are_close() -> None:
    confidence, coverage = judged(6.0, 5.9, 5.8, 2.0)
    assert coverage > confidence


@pytest.fixture
def store_with_counter_topic(store: Store) -> Store:
    """A store that also knows a subject for the general counter."""
    questions = ("Ik wil een paspoort aanvragen", "Mijn paspoort is verlopen")
    add_topic(store, "paspoort", questions, TopicKind.RESIDENT_SERVICE)
    return store


def test_a_subject_without_an_owner_is_never_a_candidate(store_with_counter_topic: Store) -> None:
    matcher = Matcher(store_with_counter_topic)
    match = matcher.match("mijn paspoort is verlopen", limit=99)
    assert "paspoort" not in {one.topic.key for one in match.candidates}
    assert match.outside is not None
    assert match.outside.topic.key == "paspoort"
    assert "paspoort" in match.outside.because
    assert match.outside_lead > 0
    matcher.close()


def test_a_question_for_us_leaves_the_subject_without_an_owner_behind(
    store_with_counter_topic: Store,
) -> None:
    matcher = Matcher(store_with_counter_topic)
    match = matcher.match("welke subsidie is er voor onze stichting")
    assert match.best is not None
    assert match.best.topic.key == "subsidies"
    assert match.outside_lead < 0
    matcher.close()


def outside_by(lead: float) -> Match:
    topic = Topic("paspoort", "Paspoort", "inwoners", TopicKind.RESIDENT_SERVICE, "")
    return Match((), 0.5, 0.5, outside=Candidate(topic, 1.0, ()), outside_lead=lead)


def test_the_chance_of_being_outside_rises_with_the_lead_and_with_the_kind_of_question() -> None:
    by_lead = [outside_by(lead).chance_outside(0.0) for lead in (-9.0, -6.0, -3.0, 0.0)]
    by_kind = [outside_by(-6.0).chance_outside(leaning) for leaning in (-4.0, -2.0, 0.0, 2.0, 4.0)]
    for chances in (by_lead, by_kind):
        assert all(0 <= chance <= 1 for chance in chances)
        assert all(one < other for one, other in pairwise(chances))


def test_without_subjects_outside_our_scope_nothing_is_outside(matcher: Matcher) -> None:
    match = matcher.match("subsidie")
    assert match.outside is None
    assert match.chance_outside(4.0) == 0.0
