"""Dutch text as sparse vectors: TF-IDF of words and of the letters inside them.

Features are hashed instead of numbered, so that a word an editor has just
added is a feature at once and no vocabulary has to be kept in step.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from knowledge.language import simplify

WORD_FEATURES = 2**18
LETTER_FEATURES = 2**19
FEATURES = WORD_FEATURES + LETTER_FEATURES
LETTERS = slice(WORD_FEATURES, FEATURES)

_HASHING = {"norm": None, "alternate_sign": False, "preprocessor": simplify}
_WORDS = HashingVectorizer(
    n_features=WORD_FEATURES, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", **_HASHING
)
_LETTERS = HashingVectorizer(
    n_features=LETTER_FEATURES, analyzer="char_wb", ngram_range=(3, 5), **_HASHING
)


def count(texts: Sequence[str]) -> sp.csr_matrix:
    """Dampened counts (1 + log n) of every feature: shape (texts, FEATURES)."""
    if not texts:
        return sp.csr_matrix((0, FEATURES), dtype=np.float32)
    counts = sp.hstack(
        [_WORDS.transform(texts), _LETTERS.transform(texts)], format="csr", dtype=np.float32
    )
    counts.data = 1 + np.log(counts.data)
    return counts


def rarity(counts: sp.csr_matrix) -> np.ndarray:
    """Smoothed inverse document frequency per feature, as scikit-learn's TfidfTransformer."""
    documents = counts.shape[0]
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    return (np.log((1 + documents) / (1 + frequency)) + 1).astype(np.float32)


def weigh(counts: sp.csr_matrix, idf: np.ndarray) -> sp.csr_matrix:
    """TF-IDF with words and letters each brought to length one."""
    if counts.shape[0] == 0:
        return sp.csr_matrix(counts.shape, dtype=np.float32)
    weighted = counts.copy()
    weighted.data *= idf[weighted.indices]
    return sp.hstack(
        [normalize(weighted[:, :WORD_FEATURES]), normalize(weighted[:, LETTERS])], format="csr"
    )
