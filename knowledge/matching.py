"""From a question in Dutch to the topics it may be about, with a confidence to act on."""

from __future__ import annotations

import json
import logging
import math
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from knowledge import catalogue
from knowledge.library import Library
from knowledge.ranking import Label, Prior, Ranker, Scored
from knowledge.records import Topic
from knowledge.store import Store
from knowledge.terms import Terms

logger = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds after an edit in which questions wait for the index; then the previous one answers."""
TOPIC_CACHE = "topic-index.npz"
LIBRARY_CACHE = "library-index.npz"
FEATURES_READ = 4
"""Scores that `ranking_features` reads."""
CALIBRATION = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True)
class Candidate:
    """A topic that a question may be about."""

    topic: Topic
    score: float
    because: tuple[str, ...]  # words of the question that point at this topic


@dataclass(frozen=True)
class Match:
    """What a question is about: topics with an owner best first, and how sure the first one is."""

    candidates: tuple[Candidate, ...]
    confidence: float  # chance that the first candidate is right, calibrated, 0..1
    coverage: float  # chance that one of the first three is right, calibrated, 0..1
    named: float = 0.0  # part of the telling words that are terms of the first candidate, 0..1
    outside: Candidate | None = None  # the best subject that nobody owns here
    outside_lead: float = 0.0  # how far its score is above that of the best candidate

    @property
    def best(self) -> Candidate | None:
        """The first candidate, if there is any."""
        return self.candidates[0] if self.candidates else None

    def chance_outside(self, leaning: float) -> float:
        """The chance, 0..1, that a question is not for us.

        Args:
            leaning: what the kind of question says of it: the log of the odds
                that it is outside our scope; 0 when nothing is known.
        """
        if self.outside is None:
            return 0.0
        return calibration()["outside"].probability((leaning, self.outside_lead))


@dataclass(frozen=True)
class TopicIndex:
    """The topics of one revision of the store, ready to be matched against."""

    revision: int
    topics: dict[str, Topic]
    ranker: Ranker
    terms: Terms
    owned: np.ndarray  # places of the topics that somebody owns, and of the others
    others: np.ndarray

    @classmethod
    def of(cls, revision: int, topics: Sequence[Topic], prior: Prior | None) -> TopicIndex:
        """Index topics, taking over from `prior` what did not change."""
        ranker = Ranker.build([_label(topic) for topic in topics], prior)
        has_owner = np.array([topic.kind.has_owner for topic in topics], dtype=bool)
        return cls(
            revision,
            {topic.key: topic for topic in topics},
            ranker,
            Terms.of(topics),
            np.flatnonzero(has_owner),
            np.flatnonzero(~has_owner),
        )

    def match(self, text: str, limit: int = 5) -> Match:
        """Rank the topics for a text."""
        owned, outside = self.scores(text, limit)
        if not owned:
            return Match((), 0.0, 0.0)
        shown = [*owned[:limit], *outside[:1]]
        reasons = self.ranker.reasons(text, [one.key for one in shown])
        candidates = [
            Candidate(self.topics[one.key], one.score, why)
            for one, why in zip(shown, reasons, strict=True)
        ]
        features = ranking_features([one.score for one in owned])
        curves = calibration()
        return Match(
            tuple(candidates[: len(owned[:limit])]),
            curves["confidence"].probability(features),
            curves["coverage"].probability(features),
            self.terms.share(text, owned[0].key),
            candidates[-1] if outside else None,
            outside[0].score - owned[0].score if outside else 0.0,
        )

    def scores(self, text: str, limit: int = 5) -> tuple[list[Scored], list[Scored]]:
        """The best topics with an owner and the best without, each best first."""
        scores = self.ranker.scores(text)
        least = max(limit, FEATURES_READ)
        best = self.ranker.best
        return best(scores, self.owned, least), best(scores, self.others, 1)


class Matcher:
    """Matches questions against whatever the store holds now.

    An edit moves the store's revision; the next question then has the changed
    topics indexed (a fraction of a second) while others go on with the previous
    index. Refining takes longer and follows in the background. Thread-safe.
    """

    def __init__(self, store: Store, cache_folder: Path | None = None) -> None:
        self._store = store
        self._cache_folder = cache_folder
        self._lock = threading.Lock()
        self._updater = ThreadPoolExecutor(max_workers=1, thread_name_prefix="topic-index")
        self._refiner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="topic-separators")
        self._index: TopicIndex | None = None
        self._library: Library | None = None
        self._pending: Future[None] | None = None
        self._pending_since = 0.0

    def match(self, text: str, limit: int = 5) -> Match:
        """Rank the topics of the store for a text."""
        return self.index().match(text, limit)

    def index(self) -> TopicIndex:
        """The current index, brought up to date when that takes no longer than `PATIENCE`."""
        revision = self._store.revision()
        if self._index is None or self._index.revision != revision:
            self._catch_up(revision)
        assert self._index is not None
        return self._index

    def library(self) -> Library:
        """What there is to read, of the same revision as the index."""
        self.index()
        assert self._library is not None
        return self._library

    def is_prepared(self) -> bool:
        """Whether the cache holds refined indexes of the store's present content."""
        rankers = (self.index().ranker, self.library().ranker)
        return all(ranker.is_refined or not ranker.can_refine for ranker in rankers)

    def prepare(self) -> None:
        """Refine the index now, however long that takes, and keep it in the cache."""
        self.index()
        self._refiner.submit(self._refine).result()

    def close(self) -> None:
        """Stop the background work."""
        for worker in (self._updater, self._refiner):
            worker.shutdown(wait=False, cancel_futures=True)

    def _catch_up(self, revision: int) -> None:
        with self._lock:
            if self._pending is None or self._pending.done():
                self._pending = self._updater.submit(self._update)
                self._pending.add_done_callback(lambda _: self._start_refining())
                self._pending_since = time.monotonic()
            pending = self._pending
            patience = max(0.0, self._pending_since + PATIENCE - time.monotonic())
        if self._index is None:
            pending.result()
            return
        try:
            pending.result(timeout=patience)
        except TimeoutError:
            logger.info("answering from revision %s meanwhile", self._index.revision)

    def _update(self) -> None:
        revision = self._store.revision()
        with self._store.reading() as session:
            topics = catalogue.topics(session)
            pages = (
                catalogue.articles(session),
                catalogue.examples(session),
                catalogue.procedures(session),
            )
        known = self._library.ranker.prior if self._library else self._cached(LIBRARY_CACHE)
        self._library = Library.of(*pages, known)
        prior = self._index.ranker.prior if self._index else self._cached(TOPIC_CACHE)
        self._index = TopicIndex.of(revision, topics, prior)

    def _start_refining(self) -> None:
        with suppress(RuntimeError):  # closed meanwhile
            self._refiner.submit(self._refine)

    def _refine(self) -> None:
        """Fit separators on what there is now; an edit meanwhile keeps them for the rest."""
        index, library = self._index, self._library
        if index is None or library is None:
            return
        refined = self._refined(index.ranker, TOPIC_CACHE)
        if refined and self._index is index:
            self._index = replace(index, ranker=refined)
        refined = self._refined(library.ranker, LIBRARY_CACHE)
        if refined and self._library is library:
            self._library = replace(library, ranker=refined)

    def _refined(self, ranker: Ranker, cache: str) -> Ranker | None:
        """A refined ranker, kept in the cache; None when there is nothing to refine."""
        if ranker.is_refined or not ranker.can_refine:
            return None
        refined = ranker.refined()
        if self._cache_folder:
            refined.prior.save(self._cache_folder / cache)
        return refined

    def _cached(self, cache: str) -> Prior | None:
        return Prior.load(self._cache_folder / cache) if self._cache_folder else None


def _label(topic: Topic) -> Label:
    phrases = tuple(phrase.text for phrase in topic.phrases)
    return Label(topic.key, (topic.name, topic.description, *phrases))


@dataclass(frozen=True)
class Calibration:
    """A logistic curve from ranking features to a probability."""

    weights: tuple[float, ...]
    offset: float

    def probability(self, features: Sequence[float]) -> float:
        """The chance, 0..1."""
        pairs = zip(self.weights, features, strict=True)
        return 1 / (1 + math.exp(-self.offset - sum(weight * value for weight, value in pairs)))


def ranking_features(scores: Sequence[float]) -> tuple[float, float, float]:
    """How far the best stands out: its score, and its lead over the second and the fourth."""
    best = scores[0]
    second = scores[1] if len(scores) > 1 else 0.0
    fourth = scores[3] if len(scores) > 3 else 0.0
    return best, best - second, second - fourth


@cache
def calibration() -> dict[str, Calibration]:
    """The curves, fitted by `python -m bot calibrate` on questions kept for that purpose."""
    raw = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    return {
        name: Calibration(tuple(curve["weights"]), curve["offset"]) for name, curve in raw.items()
    }
