"""How a text model is fitted: linear, calibrated on texts it had not seen, and taught when to be silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from sosiego.detection import measures, ngrams
from sosiego.detection.examples import Example, digest_of
from sosiego.detection.model_file import Card, write_model
from sosiego.detection.normalise import normalise
from sosiego.detection.text import softmax
from sosiego.errors import SosiegoError


class TooFewExamplesError(SosiegoError):
    """There is not enough to learn from."""


@dataclass(frozen=True)
class Plan:
    """What may be chosen when fitting."""

    name: str
    version: str
    date: str
    shortest_ngram: int = 1
    longest_ngram: int = 4
    # An n-gram that only one template or message has is that message's own spelling, not its kind's.
    least_groups: int = 2
    most_ngrams: int = 200_000
    # Of the answers on unseen texts at least this share is right; for the rest the model is silent.
    answer_accuracy: float = 0.95
    # This share of the unseen training texts, the strangest of them, may count as too strange to judge.
    strange_share: float = 0.02
    limits: tuple[str, ...] = ()


# Five parts: four fifths of the texts still teach while a fifth is asked.
FOLDS = 5

# The usual strength of the penalty for unit-length rows; 0.3 to 3 measured alike on public sets.
PENALTY_C = 1.0


def train(examples: Sequence[Example], out: Path, plan: Plan, classes: Mapping[str, str]) -> Card:
    """Fit a model on examples and write it. Raises `TooFewExamplesError`.

    Texts of one group (a template, or the same words) never stand on both sides when the model is
    calibrated and measured, so that its probabilities are those for messages of a new wording.
    """
    labels = tuple(sorted({example.label for example in examples}))
    _check(examples, labels)
    texts = [normalise(example.text) for example in examples]
    target = np.array([labels.index(example.label) for example in examples])
    groups = _group_numbers(examples, texts)
    counted, names = ngrams.counts(texts, plan.shortest_ngram, plan.longest_ngram, None)
    unseen = np.full((len(texts), len(labels)), np.nan)
    folds = _folds(target, groups)
    for fold in range(FOLDS):
        learns, asked = folds != fold, folds == fold
        if not asked.any() or len(set(target[learns])) < len(labels):
            continue
        kept, idf = _vocabulary(counted[learns], groups[learns], plan)
        weights, bias = _fit(ngrams.weighted(counted[learns][:, kept], idf), target[learns], len(labels))
        unseen[asked] = ngrams.weighted(counted[asked][:, kept], idf) @ weights + bias
    was_asked = ~np.isnan(unseen[:, 0])
    scale = _fit_scale(unseen[was_asked], target[was_asked])
    probabilities = softmax(unseen[was_asked] * scale)
    abstain_below = _abstain_below(probabilities, target[was_asked], plan.answer_accuracy)
    kept, idf = _vocabulary(counted, groups, plan)
    weights, bias = _fit(ngrams.weighted(counted[:, kept], idf), target, len(labels))
    card = Card(
        name=plan.name,
        version=plan.version,
        date=plan.date,
        labels=labels,
        classes={label: classes[label] for label in labels if label in classes},
        shortest_ngram=plan.shortest_ngram,
        longest_ngram=plan.longest_ngram,
        scale=scale,
        abstain_below=abstain_below,
        least_known=_least_known(counted, names, texts, groups, plan),
        data=_data(examples, labels, groups),
        measures=_rounded(measures.measure(labels, target[was_asked], probabilities, abstain_below)),
        limits=plan.limits,
    )
    chosen = tuple(names[place] for place in kept.tolist())
    write_model(out, card, chosen, idf, weights.astype(np.float16), bias.astype(np.float32))
    return card


def _check(examples: Sequence[Example], labels: Sequence[str]) -> None:
    if len(labels) < 2 or len(examples) < 2 * FOLDS:
        raise TooFewExamplesError(
            f"{len(examples)} examples of {len(labels)} labels are too few to learn from.",
            todo=f"Give at least two labels and {2 * FOLDS} examples; some hundreds of each label work well.",
        )


def _group_numbers(examples: Sequence[Example], texts: Sequence[str]) -> NDArray[np.int64]:
    """A number per group: the example's own group, or the text without spaces, links and digits."""
    numbers: dict[str, int] = {}
    keys = (
        f"group {example.group}" if example.group else "".join(letter for letter in text if letter.isalpha())
        for example, text in zip(examples, texts, strict=True)
    )
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])


def _folds(target: NDArray[np.int64], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """A fold per text: the groups of each label are dealt out in turn, so that every fold has every label."""
    fold_of: dict[int, int] = {}
    dealt: dict[int, int] = {}
    for label, group in zip(target.tolist(), groups.tolist(), strict=True):
        if group not in fold_of:
            fold_of[group] = dealt.get(label, 0) % FOLDS
            dealt[label] = dealt.get(label, 0) + 1
    return np.array([fold_of[group] for group in groups.tolist()])


def _groups_with(counted: Any, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """In how many groups each n-gram occurs."""
    _, compact = np.unique(groups, return_inverse=True)
    rows = np.arange(len(compact))
    member = sparse.csr_array((np.ones(len(compact), np.float32), (compact, rows)))
    present = member @ (counted > 0).astype(np.float32)
    made: NDArray[np.int64] = np.asarray((present > 0).sum(axis=0)).ravel().astype(np.int64)
    return made


def _vocabulary(
    counted: Any, groups: NDArray[np.int64], plan: Plan
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The columns to keep (the most widespread first if there are too many) and their idf over groups."""
    spread = _groups_with(counted, groups)
    kept = np.flatnonzero(spread >= plan.least_groups)
    if len(kept) > plan.most_ngrams:
        # A stable sort: ties are broken by the order of the n-grams, the same on every machine.
        kept = np.sort(kept[np.argsort(-spread[kept], kind="stable")[: plan.most_ngrams]])
    total = len(np.unique(groups))
    idf = np.log((1.0 + total) / (1.0 + spread[kept])) + 1.0
    return kept, idf.astype(np.float32)


def _fit(
    matrix: Any, target: NDArray[np.int64], labels: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights [n-grams, labels] and bias of linear margins, one label against the rest."""
    from sklearn.svm import LinearSVC

    fitted = LinearSVC(C=PENALTY_C, dual=True, class_weight="balanced", random_state=0, max_iter=5_000)
    fitted.fit(matrix, target)
    weights, bias = fitted.coef_.T, fitted.intercept_
    if labels == 2:
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    return weights, bias


def _fit_scale(margins: NDArray[np.float64], target: NDArray[np.int64]) -> float:
    """The factor on the margins that makes the probabilities of unseen texts likeliest."""
    rows = np.arange(len(target))

    def surprise(log_scale: float) -> float:
        likely = softmax(margins * np.exp(log_scale))[rows, target]
        return float(-np.log(np.maximum(likely, 1e-12)).mean())

    found = optimize.minimize_scalar(surprise, bounds=(-3.0, 4.0), method="bounded")
    # Three digits say all that the data can; more would differ from one processor to the next.
    return float(f"{np.exp(found.x):.3g}")


def _abstain_below(probabilities: NDArray[np.float64], target: NDArray[np.int64], wanted: float) -> float:
    """The lowest probability from which on the answers are right often enough, in hundredths."""
    best, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == target
    for hundredth in range(100):
        answered = best >= hundredth / 100
        if not answered.any():
            break
        if right[answered].mean() >= wanted:
            return hundredth / 100
    return 0.99


def _least_known(
    counted: Any, names: Sequence[str], texts: Sequence[str], groups: NDArray[np.int64], plan: Plan
) -> float:
    """The share of known n-grams that all but the strangest texts reach without their own group's help."""
    spread = _groups_with(counted, groups)
    # What stands in one group more than is asked for would be known even if this text's group had been left
    # out.
    known = np.flatnonzero(spread >= plan.least_groups + 1)
    share = ngrams.known_share(
        counted[:, known], [names[place] for place in known.tolist()], texts, plan.longest_ngram
    )
    return round(float(np.quantile(share, plan.strange_share)), 3)


def _data(examples: Sequence[Example], labels: Sequence[str], groups: NDArray[np.int64]) -> dict[str, Any]:
    return {
        "sha256": digest_of(examples),
        "texts": len(examples),
        "groups": len(np.unique(groups)),
        "languages": sorted({example.language for example in examples if example.language}),
        "texts_by_label": {label: sum(example.label == label for example in examples) for label in labels},
    }


def _rounded(found: measures.Measures) -> dict[str, Any]:
    return {
        "on": f"{FOLDS}-fold, wordings of one group kept together",
        "accuracy": round(found.accuracy, 4),
        "macro_f1": round(found.macro_f1, 4),
        "calibration_error": round(found.calibration_error, 4),
        "abstained": round(found.abstained, 4),
        "answered_accuracy": None if found.answered_accuracy is None else round(found.answered_accuracy, 4),
        "f1_by_label": {label: round(value, 4) for label, value in found.f1_by_label.items()},
    }
