"""The classifier's answers, its silence, and the words it shows."""

from __future__ import annotations

import numpy as np
import pytest

from sosiego.detection.text import STARTER, Classifier, softmax


@pytest.fixture(scope="module")
def starter() -> Classifier:
    return Classifier.load()


@pytest.mark.parametrize(
    ("text", "category", "class_id"),
    [
        ("Su cuenta ha sido bloqueada, verifique sus datos en http://banco.example/a", "fraud", "illegal"),
        ("您的银行卡已被冻结，请点击 http://k.example/q 输入密码核实", "fraud", "illegal"),
        (
            "Personal loan approved, cash today, no payslip, call 0800 555 0199",
            "loan-marketing",
            "commercial",
        ),
        ("真人百家乐，注册送彩金，提款秒到", "gambling", "illegal"),
        ("Thanks for dinner, see you tomorrow", "harmless", "harmless"),
    ],
)
def test_plain_cases_are_sorted(starter: Classifier, text: str, category: str, class_id: str) -> None:
    verdict = starter.classify([text])[0]
    assert (verdict.category, verdict.class_id, verdict.abstained) == (category, class_id, False)


def test_a_text_unlike_all_that_it_learnt_gets_no_answer(starter: Classifier) -> None:
    for text in ("", "ที่นี่อากาศดีมาก", "Привет, как дела", "\u200b\u200b"):
        verdict = starter.classify([text])[0]
        assert (verdict.category, verdict.class_id, verdict.abstained) == ("", "", True)
        assert verdict.likeliest in starter.labels


def test_a_batch_gives_each_text_its_own_verdict_in_order(starter: Classifier) -> None:
    texts = ["百家乐送彩金", "", "see you tomorrow", "百家乐送彩金"]
    assert starter.classify(texts) == [starter.classify([text])[0] for text in texts]
    assert starter.classify([]) == []


def test_spans_quote_the_message_as_it_was_received(starter: Classifier) -> None:
    text = "Hola Lucía, ＣＡＳＩＮＯ en vivo: tragamonedas con jackpot en http://x.example/abc"
    spans = starter.classify([text])[0].spans
    assert spans and all(text[span.start : span.end] == span.text for span in spans)
    assert all(0 < span.share <= 1 for span in spans)
    assert any("tragamonedas" in span.text for span in spans)


def test_disguise_by_width_case_and_invisible_characters_changes_nothing(starter: Classifier) -> None:
    plain = starter.classify(["casino en vivo, tragamonedas con jackpot"])[0]
    dressed = starter.classify(["ＣＡＳＩＮＯ en vi\u200bvo, TRAGA\u00adMONEDAS con jackpot"])[0]
    assert (dressed.category, dressed.probability) == (plain.category, plain.probability)


def test_spans_can_be_left_out(starter: Classifier) -> None:
    assert starter.classify(["百家乐送彩金"], spans=False)[0].spans == ()


def test_the_id_names_model_version_and_digest(starter: Classifier) -> None:
    assert starter.id.startswith("starter-1-") and len(starter.id) == len("starter-1-") + 12
    assert Classifier.load(STARTER).id == starter.id


def test_probabilities_add_up_to_one(starter: Classifier) -> None:
    likely, known = starter.probabilities(["hola", "贷款"])
    assert likely.sum(axis=1) == pytest.approx([1, 1]) and ((known >= 0) & (known <= 1)).all()
    assert softmax(np.array([[1000.0, 0.0]])).tolist() == [[1.0, 0.0]]
