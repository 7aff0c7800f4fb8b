"""The lawyer's tests as a citizen reads them."""

from __future__ import annotations

import pytest

from sosiego.reading import articles, tests_told
from sosiego.reading.speech import LANGUAGES, speaking
from sosiego.reading.tests_told import ToldTest
from sosiego.rules import lawyer_tests, loader


def of(book: str, id: str, kind: str = "") -> list[ToldTest]:
    with speaking("en"):
        rule = next(one for one in articles.named(loader.load(book), id) if kind in ("", one.kind.id))
        return tests_told.of_rule(rule)


def test_a_criterion_is_told_with_facts_outcome_and_what_follows() -> None:
    told = of("cn", "reported-caller")
    fires = next(one for one in told if one.expected == "met")
    assert ("People who reported calls in 10 days", "5 people") in fires.facts
    assert any(one.expected == "not met" for one in told)
    assert any(one.expected == "it cannot be known" for one in told)
    unknown = next(one for one in told if one.expected == "it cannot be known")
    assert "not known" in dict(unknown.facts).values()
    assert all(one.passed for one in told)


@pytest.mark.parametrize(
    ("book", "id", "kind", "expected"),
    [
        ("cn", "holder-answers", "deadline", "2026-"),
        ("cn", "commercial-hours", "hours", "not permitted"),
        ("cn", "calls-per-hour", "cap", "too many"),
        ("cn", "access", "ladder", "interview"),
        ("cn", "scoring", "scoring", "A (Very good)"),
        ("template", "late-answer", "penalty", "1,000 EUR"),
    ],
)
def test_what_is_expected_is_said_as_the_kind_of_rule_says_it(
    book: str, id: str, kind: str, expected: str
) -> None:
    assert any(expected.casefold() in one.expected.casefold() for one in of(book, id, kind)), [
        one.expected for one in of(book, id, kind)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("book", loader.shipped())
def test_every_test_of_every_shipped_book_is_told_once(book: str, language: str) -> None:
    law = loader.load(book)
    with speaking(language):
        told = [one for rule in articles.rules(law) for one in tests_told.of_rule(rule)]
    assert len(told) == len(lawyer_tests.tests_of(law))
    assert all(one.passed for one in told)
    # A name of the vocabulary that nobody gave words to would show its underscore.
    assert not [name for one in told for name, _ in one.facts if "_" in name]
