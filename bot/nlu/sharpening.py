"""How sure a classifier may say it is: temperature scaling, on examples kept apart from it."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize_scalar
from scipy.sparse.linalg import norm
from scipy.special import log_softmax
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

BOUNDS = (0.1, 20.0)
"""The least keeps the order of the intents, the most keeps a classifier that never erred on a few
examples from claiming certainty."""


class KnownFeatures(BaseEstimator, TransformerMixin):
    """Drops features that no example had; vectors keep their length, as with a new text.

    The featurizers learnt the words of all examples, those kept apart included. Of a
    really new text they leave out what they do not know and give the rest more weight.
    Without doing so here, examples kept apart would look vaguer than new texts, and
    confidence would come out too high.
    """

    def fit(self, vectors: sp.csr_matrix, intents: np.ndarray | None = None) -> KnownFeatures:
        """Remember which features occur."""
        self._known = np.bincount(vectors.indices, minlength=vectors.shape[1]) > 0
        return self

    def transform(self, vectors: sp.csr_matrix) -> sp.csr_matrix:
        """The vectors without the others."""
        known = vectors @ sp.diags(self._known.astype(float))
        left = norm(known, axis=1)
        scale = np.divide(norm(vectors, axis=1), left, out=np.zeros_like(left), where=left > 0)
        return sp.csr_matrix(sp.diags(scale) @ known)


def sharpness(
    classifier: ClassifierMixin, vectors: sp.csr_matrix, intents: np.ndarray, folds: int
) -> float:
    """What to multiply scores by to make the right intents of examples kept apart likeliest."""
    scores = cross_val_predict(
        make_pipeline(KnownFeatures(), classifier),
        vectors,
        intents,
        cv=StratifiedKFold(folds, shuffle=True, random_state=0),
        method="predict_log_proba",
    )
    right = np.arange(len(intents)), np.searchsorted(np.unique(intents), intents)

    def surprise(factor: float) -> float:
        return -float(log_softmax(factor * scores, axis=1)[right].mean())

    return float(minimize_scalar(surprise, bounds=BOUNDS, method="bounded").x)
