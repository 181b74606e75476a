"""Ranking labels (topics, later articles too) by how well a text fits their example texts.

Two linear models read the same TF-IDF vectors and are added up after bringing
their scores to one scale:

- naive Bayes over letters: a table of counts, so a changed label costs nothing
  and is live at once;
- a linear support vector machine: better at telling neighbours apart, but it
  takes seconds to fit, so it follows in the background. For a label that
  changed since then, likeness to its nearest text stands in.

Measured on questions whose writer saw only topic names (111 topics): see
`docs/benchmarks.md`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import scipy.sparse as sp
from sklearn.svm import LinearSVC

from knowledge.language import is_telling, words
from knowledge.vectors import FEATURES, LETTERS, count, rarity, weigh

RECIPE = "1"
"""Raise it when texts are counted differently, so that no cache of old counts is used."""
SMOOTHING = 0.03
PENALTY = 0.5
NEAREST = 14.0
"""Makes likeness to an example comparable with a separator's standard score: half alike (0.5)
is as good as a clear separation (7). Only used until the separators are fitted again."""
LEAST_TEXTS = 2
"""A feature of a single text separates nothing, and these are half of all features."""
LINEAR_UP_TO = 1500
"""Labels beyond which fitting one separator per label costs more than it brings."""


@dataclass(frozen=True)
class Label:
    """Something a text can be about, with the texts by which it is recognised."""

    key: str
    texts: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Changes when and only when a text of the label does."""
        return hashlib.sha256("\n".join((RECIPE, self.key, *self.texts)).encode()).hexdigest()


@dataclass(frozen=True)
class Scored:
    """A label and its score; comparable within one ranking only."""

    key: str
    score: float


@dataclass(frozen=True)
class Separators:
    """One linear separator per label, fitted on the features that occur in the texts."""

    weights: np.ndarray  # (features in use, labels), float32
    offsets: np.ndarray  # (labels,)
    columns: np.ndarray  # which feature each row of `weights` is
    digests: tuple[str, ...]  # of the labels, in the order of the columns of `weights`

    @classmethod
    def fit(
        cls, vectors: sp.csr_matrix, owners: np.ndarray, digests: tuple[str, ...]
    ) -> Separators:
        """Fit on the texts of all labels; `owners` gives each text's label by number."""
        columns = np.flatnonzero(np.bincount(vectors.indices) >= LEAST_TEXTS)
        used = vectors[:, columns].astype(np.float64)  # liblinear would copy it for every label
        weights = np.empty((len(columns), len(digests)), dtype=np.float32)
        offsets = np.empty(len(digests), dtype=np.float32)

        def fit_one(label: int) -> None:
            machine = LinearSVC(C=PENALTY, tol=1e-2, random_state=0).fit(used, owners == label)
            weights[:, label], offsets[label] = machine.coef_[0], machine.intercept_[0]

        with ThreadPoolExecutor(os.cpu_count()) as workers:  # liblinear works outside the GIL
            list(workers.map(fit_one, range(len(digests))))
        return cls(weights, offsets, columns, digests)

    def scores(self, vector: sp.csr_matrix) -> np.ndarray:
        """Signed distance to every label's separator."""
        rows = np.searchsorted(self.columns, vector.indices)
        rows[rows == len(self.columns)] = 0
        known = self.columns[rows] == vector.indices
        return self.offsets + vector.data[known] @ self.weights[rows[known]]


@dataclass(frozen=True)
class Prior:
    """What an index can take over from an earlier one, in memory or from a file."""

    digests: tuple[str, ...]
    counts: tuple[sp.csr_matrix, ...]
    separators: Separators | None

    def save(self, path: Path) -> None:
        """Write to a file that `load` reads; complete or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        counts = sp.vstack(self.counts, format="csr")
        arrays = {
            "digests": np.array(self.digests),
            "sizes": np.array([part.shape[0] for part in self.counts]),
            "data": counts.data,
            "indices": counts.indices,
            "indptr": counts.indptr,
        }
        if self.separators:
            arrays |= {f"separators_{name}": value for name, value in vars(self.separators).items()}
        unfinished = path.with_suffix(".part.npz")
        np.savez(unfinished, **arrays)
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path) -> Prior | None:
        """Read what `save` wrote; None when there is no such file or it is damaged."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
                return cls(_strings(data["digests"]), _read_counts(data), _read_separators(data))
        except (OSError, ValueError, KeyError, AttributeError, NotImplementedError, BadZipFile):
            return None


@dataclass(frozen=True)
class Ranker:
    """An immutable index over labels; `updated` and `refined` give a new one."""

    keys: tuple[str, ...]
    digests: tuple[str, ...]
    counts: tuple[sp.csr_matrix, ...]  # per label: its texts, dampened counts
    idf: np.ndarray
    evidence: sp.csr_matrix  # (letter features, labels): log(1 + weight / SMOOTHING)
    volume: np.ndarray  # (labels,): log of a label's total weight
    separators: Separators | None = None

    @classmethod
    def build(cls, labels: Sequence[Label], prior: Prior | None = None) -> Ranker:
        """Index labels, taking over from `prior` what did not change."""
        digests = tuple(label.digest for label in labels)
        known = dict(zip(prior.digests, prior.counts, strict=True)) if prior else {}
        counts = _count_labels(labels, digests, known)
        together = sp.vstack(counts, format="csr") if counts else sp.csr_matrix((0, LETTERS.stop))
        idf = rarity(together)
        letters = weigh(together, idf)[:, LETTERS]
        totals = sp.csr_matrix(_membership(counts) @ letters)
        volume = np.log(np.asarray(totals.sum(axis=1)).ravel() + SMOOTHING * totals.shape[1])
        totals.data = np.log1p(totals.data / SMOOTHING)
        keys = tuple(label.key for label in labels)
        separators = prior.separators if prior else None
        return cls(keys, digests, counts, idf, totals.T.tocsr(), volume, separators)

    @property
    def prior(self) -> Prior:
        """What a next index can take over."""
        return Prior(self.digests, self.counts, self.separators)

    @property
    def is_refined(self) -> bool:
        """Whether the separators were fitted on exactly these labels."""
        return self.separators is not None and set(self.separators.digests) == set(self.digests)

    @property
    def can_refine(self) -> bool:
        """Whether fitting separators makes sense: two labels or more, and not too many."""
        return 2 <= len(self.keys) <= LINEAR_UP_TO

    def refined(self) -> Ranker:
        """The same index with separators fitted on it; takes seconds."""
        vectors = weigh(sp.vstack(self.counts, format="csr"), self.idf)
        owners = np.repeat(np.arange(len(self.counts)), [part.shape[0] for part in self.counts])
        return self.with_separators(Separators.fit(vectors, owners, self.digests))

    def with_separators(self, separators: Separators) -> Ranker:
        """The same index with separators that were fitted earlier."""
        return replace(self, separators=separators)

    def scores(self, text: str) -> np.ndarray:
        """The score of every label, in the order of `keys`."""
        if not self.keys:
            return np.zeros(0)
        vector = weigh(count([text]), self.idf)
        scores = _standard(self._bayes(vector[:, LETTERS]))
        return scores if self.separators is None else scores + self._separated(vector)

    def best(self, scores: np.ndarray, among: np.ndarray, limit: int) -> list[Scored]:
        """The labels with the highest scores, best first.

        Args:
            among: places in `keys` to choose from, in ascending order.
            limit: how many at most.
        """
        if limit < len(among):  # with many labels, sorting them all costs more than scoring them
            among = np.sort(among[np.argpartition(-scores[among], limit)[:limit]])
        order = among[np.argsort(-scores[among], kind="stable")]
        return [Scored(self.keys[place], float(scores[place])) for place in order]

    def rank(self, text: str) -> list[Scored]:
        """Every label with its score, best first."""
        return self.best(self.scores(text), np.arange(len(self.keys)), len(self.keys))

    def reasons(self, text: str, keys: Sequence[str], limit: int = 2) -> list[tuple[str, ...]]:
        """Per label the words of `text` that point at it rather than at most others."""
        candidates = list(dict.fromkeys(word for word in words(text) if is_telling(word)))
        if not candidates:
            return [() for _ in keys]
        letters = weigh(count(candidates), self.idf)[:, LETTERS]
        fits = (letters @ self.evidence).toarray() - np.outer(letters.sum(axis=1), self.volume)
        lead = fits - np.quantile(fits, 0.9, axis=1, keepdims=True)
        return [_strongest(candidates, lead[:, self.keys.index(key)], limit) for key in keys]

    def _bayes(self, letters: sp.csr_matrix) -> np.ndarray:
        fit = (letters @ self.evidence).toarray().ravel()
        return fit - letters.data.sum() * self.volume

    def _separated(self, vector: sp.csr_matrix) -> np.ndarray:
        """Standard scores of the separators; for a label they do not know, its nearest text."""
        assert self.separators is not None
        standard = _standard(self.separators.scores(vector))
        known = dict(zip(self.separators.digests, standard, strict=True))
        return np.array(
            [
                known[digest] if digest in known else NEAREST * self._nearness(vector, place)
                for place, digest in enumerate(self.digests)
            ]
        )

    def _nearness(self, vector: sp.csr_matrix, place: int) -> float:
        """Likeness, 0..1, of a text to the nearest text of a label."""
        likeness = vector @ weigh(self.counts[place], self.idf).T
        return float(likeness.max()) / 2 if likeness.nnz else 0.0


def _count_labels(
    labels: Sequence[Label], digests: Sequence[str], known: dict[str, sp.csr_matrix]
) -> tuple[sp.csr_matrix, ...]:
    """Count all new texts in one go: a call per label costs more than its work."""
    fresh = [label for label, one in zip(labels, digests, strict=True) if one not in known]
    matrix = count([text for label in fresh for text in label.texts])
    found: dict[str, sp.csr_matrix] = {}
    start = 0
    for label in fresh:
        found[label.key] = matrix[start : start + len(label.texts)]
        start += len(label.texts)
    return tuple(
        known[one] if one in known else found[label.key]
        for label, one in zip(labels, digests, strict=True)
    )


def _membership(counts: Sequence[sp.csr_matrix]) -> sp.csr_matrix:
    """(labels, texts): 1 where a text belongs to a label."""
    sizes = [part.shape[0] for part in counts]
    total = sum(sizes)
    owners = np.repeat(np.arange(len(sizes)), sizes)
    return sp.csr_matrix(
        (np.ones(total, dtype=np.float32), (owners, np.arange(total))), shape=(len(sizes), total)
    )


def _standard(scores: np.ndarray) -> np.ndarray:
    spread = scores.std()
    return (scores - scores.mean()) / spread if spread else np.zeros_like(scores)


def _strongest(candidates: Sequence[str], lead: np.ndarray, limit: int) -> tuple[str, ...]:
    best = np.argsort(-lead, kind="stable")[:limit]
    return tuple(candidates[i] for i in best if lead[i] > 0)


def _strings(array: np.ndarray) -> tuple[str, ...]:
    return tuple(str(one) for one in array)


def _read_counts(data: Any) -> tuple[sp.csr_matrix, ...]:
    indptr, ends = data["indptr"], np.cumsum(data["sizes"])
    together = sp.csr_matrix(
        (data["data"], data["indices"], indptr), shape=(len(indptr) - 1, FEATURES)
    )
    starts = [0, *ends[:-1]]
    return tuple(together[start:end] for start, end in zip(starts, ends, strict=True))


def _read_separators(data: Any) -> Separators | None:
    if "separators_weights" not in data:
        return None
    return Separators(
        weights=data["separators_weights"],
        offsets=data["separators_offsets"],
        columns=data["separators_columns"],
        digests=_strings(data["separators_digests"]),
    )
