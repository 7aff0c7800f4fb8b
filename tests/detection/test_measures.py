"""The measures against their definitions, by hand and beside scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sosiego.detection import measures


# The first example waits for scikit-learn to be imported.
@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=50))
def test_accuracy_and_macro_f1_are_those_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    from sklearn.metrics import accuracy_score, f1_score

    true, said = (np.array(column) for column in zip(*pairs, strict=True))
    likely = np.full((len(pairs), 4), 0.1)
    likely[np.arange(len(pairs)), said] = 0.7
    found = measures.measure(("a", "b", "c", "d"), true, likely, 0.5)
    assert found.accuracy == pytest.approx(accuracy_score(true, said))
    assert found.macro_f1 == pytest.approx(f1_score(true, said, average="macro"))
    assert (found.abstained, found.answered_accuracy) == (0.0, found.accuracy)


def test_calibration_error_is_the_gap_between_promise_and_truth() -> None:
    # Four answers promise 0.9 and half are right; the other four promise 0.5 and half are right.
    probability = np.array([0.9] * 4 + [0.5] * 4)
    right = np.array([True, True, False, False] * 2)
    assert measures.calibration_error(probability, right) == pytest.approx(0.5 * 0.4)


def test_a_model_that_never_answers_has_no_answered_accuracy() -> None:
    found = measures.measure(("a", "b"), np.array([0, 1]), np.array([[0.5, 0.5], [0.4, 0.6]]), 0.9)
    assert (found.abstained, found.answered_accuracy) == (1.0, None)


def test_recall_lets_through_no_more_false_positives_than_the_rate() -> None:
    # 1,000 negatives at 0.000 … 0.999; at 0.5 % five may pass, so the bar is the sixth highest, 0.994.
    score = np.concatenate([np.arange(1000) / 1000, [0.9945, 0.9935, 0.5]])
    positive = np.array([False] * 1000 + [True] * 3)
    assert measures.recall_at_fpr(score, positive)["0.005"] == pytest.approx(1 / 3)
    assert measures.recall_at_fpr(score, positive)["0.01"] == pytest.approx(2 / 3)
