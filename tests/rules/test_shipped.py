"""What holds of every rule-book that comes with the package."""

from __future__ import annotations

import pytest

from sosiego.rules import lawyer_tests, loader, missing_tests
from sosiego.rules.book import RuleBook


@pytest.fixture(scope="module", params=loader.shipped())
def book(request: pytest.FixtureRequest) -> RuleBook:
    return loader.load(request.param)


def test_every_lawyers_test_holds(book: RuleBook) -> None:
    failed = [
        f"{outcome.test.place} {outcome.test.name}"
        for outcome in lawyer_tests.run(book)
        if not outcome.passed
    ]
    assert failed == []


def test_every_rule_has_a_test_that_fires_one_that_does_not_and_one_with_a_missing_fact(
    book: RuleBook,
) -> None:
    assert missing_tests.missing(book) == {}
