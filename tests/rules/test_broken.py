"""Each mistake that a rule-book can have is found alone, and said with its place and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sosiego.errors import SosiegoError
from sosiego.rules import conditions, errors, satisfiability
from tests.rules import broken_books

# Kinds of errors that no rule-book can cause when it is checked, and why.
NOT_OF_A_CHECK = {
    "RuleBookError": "the base of the others",
    "ConditionError": "the base of the others",
    "RuleNotInForceError": "somebody asked for a date on which nothing holds",
    "RuleNotKnownError": "somebody asked for a rule that there is not",
    "RuleWithoutConditionError": "somebody asked for an explanation of a rule without condition",
    "FileMissingError": "a draft takes what it lacks from below; test_loader deletes a file",
    "FactNotToldError": "a lawyer's test causes it, not the law",
    "RuleKindUnclearError": "a lawyer's test causes it, not the law",
}


def _kinds(of: type[SosiegoError]) -> Iterator[type[SosiegoError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)


@pytest.mark.parametrize("folder", broken_books.folders(), ids=lambda folder: folder.name)
def test_one_mistake_is_found_alone_and_said_to_the_letter(folder: Path) -> None:
    assert len(broken_books.found(folder)) == 1
    assert broken_books.said(folder) == (folder / broken_books.MESSAGE).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", broken_books.folders(), ids=lambda folder: folder.name)
def test_each_message_leads_to_a_line_and_says_what_to_do(folder: Path) -> None:
    (problem,) = broken_books.found(folder)
    file, line, column = problem.where.splitlines()[0].split(":")
    text = (folder.parent / file).read_bytes().decode("utf-8", errors="replace")
    assert 1 <= int(column) <= len(text.splitlines()[int(line) - 1]) + 1
    assert problem.what.endswith(".")
    assert problem.todo.endswith(".")


def test_each_kind_of_mistake_has_a_broken_rule_book() -> None:
    modules = {module.__name__ for module in (errors, conditions, satisfiability)}
    kinds = {kind.__name__ for kind in _kinds(SosiegoError) if kind.__module__ in modules}
    shown = {
        type(problem).__name__ for folder in broken_books.folders() for problem in broken_books.found(folder)
    }
    assert kinds - shown == NOT_OF_A_CHECK.keys()
