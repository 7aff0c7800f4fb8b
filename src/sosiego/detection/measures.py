"""How good a text model is: figures with their formulae."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Fifteen equal bins of probability, the usual number in the literature on calibration.
BINS = 15

# One false alarm in a thousand, in two hundred, in a hundred.
FALSE_POSITIVE_RATES = (0.001, 0.005, 0.01)


@dataclass(frozen=True)
class Measures:
    texts: int
    accuracy: float
    macro_f1: float
    calibration_error: float
    abstained: float
    # Of the texts that got an answer; None if none did.
    answered_accuracy: float | None
    f1_by_label: Mapping[str, float]


def measure(
    labels: Sequence[str],
    target: NDArray[np.int64],
    probabilities: NDArray[np.float64],
    abstain_below: float | NDArray[np.bool_],
) -> Measures:
    """Measure likeliest labels against the truth; `target` holds places in `labels`, −1 for a label it lacks.

    accuracy, macro_f1 and calibration_error count every text, also those that the model would not answer.
    macro_f1 is the mean of F1 = 2·TP / (2·TP + FP + FN) over the labels that occur in the truth or the
    answers.
    `abstain_below`: a probability, or which texts were not answered.
    """
    best, chosen = probabilities.max(axis=1), probabilities.argmax(axis=1)
    right = chosen == target
    silent = best < abstain_below if isinstance(abstain_below, float) else abstain_below
    answered = ~silent
    scores = {label: f1(chosen == place, target == place) for place, label in enumerate(labels)}
    occurring = {label: score for label, score in scores.items() if score is not None}
    return Measures(
        texts=len(target),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean(list(occurring.values()))),
        calibration_error=calibration_error(best, right),
        abstained=float(silent.mean()),
        answered_accuracy=float(right[answered].mean()) if answered.any() else None,
        f1_by_label=occurring,
    )


def f1(chosen: NDArray[np.bool_], true: NDArray[np.bool_]) -> float | None:
    """2·TP / (2·TP + FP + FN); None if the label occurs nowhere."""
    both = int(chosen.sum()) + int(true.sum())
    return None if both == 0 else 2.0 * int((chosen & true).sum()) / both


def calibration_error(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error: Σ over bins of share × |mean probability − share right|."""
    bins = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    error = 0.0
    for place in range(BINS):
        inside = bins == place
        if inside.any():
            error += float(inside.mean()) * abs(
                float(probability[inside].mean()) - float(right[inside].mean())
            )
    return error


def recall_at_fpr(score: NDArray[np.float64], positive: NDArray[np.bool_]) -> dict[str, float]:
    """Share of positives above the lowest threshold that lets through at most each rate of the negatives."""
    negatives = np.sort(score[~positive])[::-1]
    found = {}
    for rate in FALSE_POSITIVE_RATES:
        allowed = int(rate * len(negatives))
        # Strictly above the first negative that may not pass.
        bar = negatives[allowed] if allowed < len(negatives) else -np.inf
        found[str(rate)] = float((score[positive] > bar).mean()) if positive.any() else 0.0
    return found
