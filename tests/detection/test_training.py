"""Fitting is repeatable and keeps wordings of one group together; the shipped model is what its data give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sosiego.detection import examples, training
from sosiego.detection.examples import Example
from sosiego.detection.text import STARTER, Classifier

FOLDER = STARTER.parent

# As MODEL_CARD.md tells to build it.
PLAN = {
    "name": "starter",
    "version": "1",
    "date": "2026-07-01",
    "most_ngrams": 20_000,
    "answer_accuracy": 0.9,
}


def starter_examples() -> list[Example]:
    templates = examples.read_examples(FOLDER / "examples.csv")
    return examples.written_out(templates, examples.read_slots(FOLDER / "slots.csv"), 6)


@pytest.mark.slow
def test_the_starter_model_is_what_its_data_give_to_the_byte(tmp_path: Path) -> None:
    classes = examples.read_table(FOLDER / "classes.csv", ("label", "class"))
    limits = tuple((FOLDER / "limits.txt").read_text(encoding="utf-8").splitlines())
    plan = training.Plan(**PLAN, least_groups=1, limits=limits)  # type: ignore[arg-type]
    made = tmp_path / "starter.model"
    training.train(starter_examples(), made, plan, {row["label"]: row["class"] for row in classes})
    assert made.read_bytes() == STARTER.read_bytes()
    assert len(made.read_bytes()) < 1_000_000


def test_the_model_card_states_the_measures_of_the_model() -> None:
    card = Classifier.load().card
    page = (FOLDER / "MODEL_CARD.md").read_text(encoding="utf-8")
    stated = (
        f"| {card.measures['accuracy']:.2f} (macro-F1 {card.measures['macro_f1']:.2f}, calibration error "
        f"{card.measures['calibration_error']:.2f}) | {card.measures['abstained']:.2f} "
        f"| {card.measures['answered_accuracy']:.2f} |"
    )
    assert stated in page


def test_the_starter_knows_every_label_in_each_of_its_languages() -> None:
    templates = examples.read_examples(FOLDER / "examples.csv")
    labels = {row["label"] for row in examples.read_table(FOLDER / "classes.csv", ("label", "class"))}
    for language in ("es", "en", "zh"):
        assert {one.label for one in templates if one.language == language} == labels
        assert sum(one.language == language for one in templates) >= 60


def plain_examples() -> list[Example]:
    kinds = {"good": "see you at {} my friend", "bad": "win {} gold coins right now"}
    return [Example(label, text.format(word * 2)) for word in "abcdefghij" for label, text in kinds.items()]


def test_the_same_data_give_the_same_bytes_and_two_labels_work(tmp_path: Path) -> None:
    for name in ("one.model", "two.model"):
        training.train(
            plain_examples(), tmp_path / name, training.Plan("plain", "1", "2026-07-01"), {"bad": "illegal"}
        )
    assert (tmp_path / "one.model").read_bytes() == (tmp_path / "two.model").read_bytes()
    judge = Classifier.load(tmp_path / "one.model")
    verdict = judge.classify(["win zz gold coins right now"])[0]
    assert (verdict.likeliest, judge.card.classes) == ("bad", {"bad": "illegal"})


def test_too_few_examples_are_refused(tmp_path: Path) -> None:
    with pytest.raises(training.TooFewExamplesError, match="1 examples of 1 labels are too few"):
        training.train([Example("a", "b")], tmp_path / "m", training.Plan("m", "1", "2026-07-01"), {})


def test_no_group_stands_in_two_folds() -> None:
    groups = np.array([0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 7])
    folds = training._folds(np.array([0] * 6 + [1] * 5), groups)
    assert all(len(set(folds[groups == group])) == 1 for group in set(groups.tolist()))
    assert set(folds) == set(range(4))


def test_texts_equal_but_for_digits_and_links_are_one_group() -> None:
    from sosiego.detection.normalise import normalise

    texts = ["Pay 30 at http://a.example/b", "pay 50 at http://c.example", "pay nothing"]
    made = [Example("a", text) for text in texts]
    assert training._group_numbers(made, [normalise(text) for text in texts]).tolist() == [0, 0, 1]


def test_the_starters_labels_and_classes_are_those_of_the_cn_taxonomy() -> None:
    from sosiego.rules.loader import load

    categories = load("cn").categories
    card = Classifier.load().card
    assert {label: categories[label].class_id for label in card.labels} == card.classes
