"""Texts as weighted character n-grams: the same counting for fitting and for judging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


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
    made = matrix.astype(np.float32).copy()
    made.data = (1.0 + np.log(made.data)) * idf[made.indices]
    length = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    length[length == 0.0] = 1.0
    return sparse.diags_array((1.0 / length).astype(np.float32)) @ made


def occurrences(texts: Sequence[str], shortest: int, longest: int) -> NDArray[np.int64]:
    """How many n-grams each text has, known or not."""
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    sizes = np.arange(shortest, longest + 1)
    made: NDArray[np.int64] = np.maximum(lengths[:, None] - sizes[None, :] + 1, 0).sum(axis=1)
    return made


def known_share(matrix: Any, texts: Sequence[str], shortest: int, longest: int) -> NDArray[np.float64]:
    """Share of each text's n-grams that the matrix counts; 0 for an empty text."""
    total = occurrences(texts, shortest, longest)
    known = np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()
    made: NDArray[np.float64] = known / np.maximum(total, 1)
    return made
