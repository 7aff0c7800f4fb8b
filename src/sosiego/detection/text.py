"""What a message is about: a category with its probability and the words that weighed most, or no answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sosiego.detection import ngrams
from sosiego.detection.model_file import TextModel, read_model
from sosiego.detection.normalise import normalise, trace

STARTER = Path(__file__).parent / "starter" / "starter.model"

# Margins of so many texts at once stay within a few hundred MB for any label count.
BATCH = 20_000

# Three pieces can be read at a glance.
MOST_SPANS = 3

# A character belongs to a span if it weighs at least this part of the heaviest character.
SPAN_FLOOR = 0.3


@dataclass(frozen=True)
class Span:
    """A piece of the message as it was received: text[start:end], and its share of the evidence shown."""

    start: int
    end: int
    text: str
    share: float


@dataclass(frozen=True)
class Verdict:
    """What the model says of one message.

    `category` and `class_id` are empty when the model abstained; `likeliest` is its best guess all the
    same, for a reviewer, never for a finding.
    """

    category: str
    class_id: str
    probability: float
    abstained: bool
    spans: tuple[Span, ...]
    likeliest: str


class Classifier:
    """A text model ready to judge. Build it with `load`."""

    def __init__(self, model: TextModel) -> None:
        self.model = model
        self.card = model.card
        self._places = {ngram: place for place, ngram in enumerate(model.ngrams)}

    @classmethod
    def load(cls, path: Path | None = None) -> Classifier:
        """The model in a file, or the starter model. Raises the errors of `read_model`."""
        return _starter() if path is None else cls(read_model(path))

    @property
    def id(self) -> str:
        return self.model.id

    @property
    def labels(self) -> tuple[str, ...]:
        return self.card.labels

    def classify(self, texts: Sequence[str], *, spans: bool = True) -> list[Verdict]:
        """Judge messages, in their order; the same message is judged once. `spans=False` is several times
        faster.
        """
        different = list(dict.fromkeys(texts))
        judged: dict[str, Verdict] = {}
        for first in range(0, len(different), BATCH):
            batch = different[first : first + BATCH]
            probabilities, known = self.probabilities(batch)
            best = probabilities.argmax(axis=1)
            for row, text in enumerate(batch):
                label = int(best[row])
                judged[text] = self._verdict(
                    text, label, float(probabilities[row, label]), float(known[row]), spans
                )
        return [judged[text] for text in texts]

    def probabilities(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Probability of each label, rows as texts, columns as `labels`; and each text's share of known
        n-grams.
        """
        if not texts:
            return np.zeros((0, len(self.labels))), np.zeros(0)
        prepared = [normalise(text) for text in texts]
        shortest, longest = self.card.shortest_ngram, self.card.longest_ngram
        counted, names = ngrams.counts(prepared, shortest, longest, self._places)
        margins = ngrams.weighted(counted, self.model.idf) @ self.model.weights + self.model.bias
        return softmax(margins * self.card.scale), ngrams.known_share(counted, names, prepared, longest)

    def _verdict(self, text: str, label: int, probability: float, known: float, spans: bool) -> Verdict:
        name = self.labels[label]
        abstained = probability < self.card.abstain_below or known < self.card.least_known
        return Verdict(
            category="" if abstained else name,
            class_id="" if abstained else self.card.classes.get(name, ""),
            probability=probability,
            abstained=abstained,
            spans=self.spans(text, label) if spans else (),
            likeliest=name,
        )

    def spans(self, text: str, label: int) -> tuple[Span, ...]:
        """The pieces of the text that speak most for a label, in the order of the text.

        An n-gram speaks for a label by its weight there less its mean weight over all labels; its evidence is
        spread evenly over its characters.
        """
        traced = trace(text)
        evidence = self._evidence(traced.text, label)
        heaviest = max(evidence, default=0.0)
        if heaviest <= 0.0:
            return ()
        total = sum(value for value in evidence if value > 0.0)
        found = []
        for first, after in _runs(traced.text, evidence, SPAN_FLOOR * heaviest):
            share = sum(evidence[first:after]) / total
            start, end = traced.original(first, after)
            found.append(Span(start, end, text[start:end], round(min(max(share, 0.0), 1.0), 4)))
        found.sort(key=lambda span: (-span.share, span.start))
        return tuple(sorted(found[:MOST_SPANS], key=lambda span: span.start))

    def _evidence(self, text: str, label: int) -> list[float]:
        where: dict[int, list[int]] = {}
        for size in range(self.card.shortest_ngram, self.card.longest_ngram + 1):
            for first in range(len(text) - size + 1):
                place = self._places.get(text[first : first + size])
                if place is not None:
                    where.setdefault(place, []).append(first)
        places = np.fromiter(where, dtype=np.int64, count=len(where))
        rows = self.model.weights[places]
        leaning = (rows[:, label] - rows.mean(axis=1)) * self.model.idf[places]
        evidence = [0.0] * len(text)
        for (place, firsts), leans in zip(where.items(), leaning.tolist(), strict=True):
            size = len(self.model.ngrams[place])
            each = leans * (1.0 + math.log(len(firsts))) / len(firsts) / size
            for first in firsts:
                for at in range(first, first + size):
                    evidence[at] += each
        return evidence


@lru_cache(maxsize=1)
def _starter() -> Classifier:
    return Classifier(read_model(STARTER))


def softmax(margins: Any) -> NDArray[np.float64]:
    """Rows of margins as rows of probabilities."""
    wide = np.asarray(margins, dtype=np.float64)
    raised = np.exp(wide - wide.max(axis=1, keepdims=True))
    made: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return made


def _runs(text: str, evidence: Sequence[float], floor: float) -> list[tuple[int, int]]:
    """Stretches of characters at or above the floor, widened to whole words where the script has spaces."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        if evidence[at] < floor or text[at] == " ":
            at += 1
            continue
        first, after = at, at + 1
        while first > 0 and _joined(text[first - 1], text[first]):
            first -= 1
        while after < len(text) and (evidence[after] >= floor or _joined(text[after - 1], text[after])):
            after += 1
        while text[after - 1] == " ":
            after -= 1
        if runs and first <= runs[-1][1]:
            first = runs.pop()[0]
        runs.append((first, after))
        at = after
    return runs


def _joined(one: str, other: str) -> bool:
    """Two letters of one word, in a script that parts words by spaces (all those before U+2E80)."""
    return one.isalnum() and other.isalnum() and one < "\u2e80" and other < "\u2e80"
