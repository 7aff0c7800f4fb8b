"""The rule-books of examples/: written from the guide, not shipped, and held to what the guide asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sosiego.rules import loader, placeholders, report_of_tests

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "rule-books"
BOOKS = sorted(path.parent.name for path in EXAMPLES.glob("*/rulebook.yaml"))


def test_there_is_an_example() -> None:
    assert "fr" in BOOKS


@pytest.mark.parametrize("name", BOOKS)
def test_an_example_is_no_shipped_book(name: str) -> None:
    assert name not in loader.shipped()


@pytest.mark.parametrize("name", BOOKS)
def test_an_example_holds_and_has_nothing_left_to_fill_in(name: str) -> None:
    book, problems = loader.check(str(EXAMPLES / name))
    assert book is not None
    assert [str(problem) for problem in problems] == []
    assert placeholders.left_in(str(EXAMPLES / name)) == []


@pytest.mark.parametrize("name", BOOKS)
def test_the_tests_of_an_example_pass_and_notice_every_step(name: str) -> None:
    report = report_of_tests.made(loader.load(str(EXAMPLES / name)), mutate=True)
    assert report.failed == []
    assert report_of_tests.plain(report)["unnoticed_changes"] == []
    assert report.is_sound


def test_what_france_says_of_its_sources() -> None:
    book = loader.load(str(EXAMPLES / "fr"))
    for document in book.documents.values():
        assert document.standing == "own" or document.link
    hours = book.hours(date(2026, 10, 1))
    assert [wording.basis.status for wording in hours] == ["in force"]
