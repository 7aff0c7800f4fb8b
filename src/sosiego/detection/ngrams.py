"""Texts as weighted character n-grams: the same counting for fitting and for judging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def counts(
    texts: Sequence[str], shortest: int, longest: int, vocabulary: Mapping[str, int] | None
) -> tuple[Any, list[str]]:
    """Matrix [normalised texts, n-grams] of occurrences, and the n-grams in order of the columns."""
    # scikit-learn takes a second to import; commands that judge no text do not pay it.
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(
        analyzer="char",
        ngram_range=(shortest, longest),
        vocabulary=vocabulary,
        lowercase=False,
        dtype=np.float32,
    )
    if vocabulary is not None:
        return counter.transform(texts).tocsr(), list(vocabulary)
    matrix = counter.fit_transform(texts).tocsr()
    return matrix, list(counter.get_feature_names_out())


def weighted(matrix: Any, idf: NDArray[np.float32]) -> Any:
    """(1 + ln count) × idf, each row of length one; rows without a known n-gram stay nought."""
    from scipy import sparse

    made = matrix.astype(np.float32).copy()
    made.data = (1.0 + np.log(made.data)) * idf[made.indices]
    length = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    length[length == 0.0] = 1.0
    return sparse.diags_array((1.0 / length).astype(np.float32)) @ made


def known_share(matrix: Any, names: Sequence[str], texts: Sequence[str], longest: int) -> NDArray[np.float64]:
    """Share of each text's n-grams of two characters and more that the matrix counts; 0 for a text without.

    Single characters do not tell: a foreign word is made of the same letters. `names`: the matrix's n-grams.
    """
    tells = np.array([len(name) > 1 for name in names], dtype=np.float32)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    total = np.maximum(lengths[:, None] - np.arange(2, longest + 1)[None, :] + 1, 0).sum(axis=1)
    made: NDArray[np.float64] = np.asarray(matrix @ tells, dtype=np.float64) / np.maximum(total, 1)
    return made
