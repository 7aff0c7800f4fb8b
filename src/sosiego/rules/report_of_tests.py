"""What `sosiego rules test` says: which tests failed, what no test shows, which changes no test notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sosiego.rules import lawyer_tests, missing_tests, mutation
from sosiego.rules.book import RuleBook
from sosiego.rules.conditions import Explanation
from sosiego.rules.lawyer_tests import Outcome
from sosiego.terminal import out, progress, words

_TRUTH = {True: "true", False: "false", None: "unknown"}
# Marks beside words, so that nothing is said by colour alone.
MARK = {True: "[green]✓ holds[/green]", False: "[red]✗ does not[/red]", None: "[yellow]? unknown[/yellow]"}


@dataclass(frozen=True)
class Report:
    """What came of the tests of a rule-book, and of moving its numbers, if that was asked for."""

    book: RuleBook
    outcomes: Sequence[Outcome]
    untested: Mapping[str, Sequence[str]]
    moved: mutation.Result | None

    @property
    def failed(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if not outcome.passed]

    @property
    def is_sound(self) -> bool:
        unnoticed = self.moved is not None and (self.moved.unnoticed or self.moved.unnoticed_operators)
        return not (self.failed or self.untested or unnoticed)


def made(book: RuleBook, *, mutate: bool) -> Report:
    """Run the tests, and move the numbers if asked. Raises the first problem of a test file."""
    moved = None
    if mutate:
        with progress("Moving each number", len(mutation.numbers_of(book))) as advance:
            moved = mutation.check(book, advance)
    return Report(book, lawyer_tests.run(book), missing_tests.missing(book), moved)


def plain(report: Report) -> dict[str, Any]:
    """The report as JSON says it."""
    said: dict[str, Any] = {
        "rulebook": report.book.id,
        "tests": len(report.outcomes),
        "failed": len(report.failed),
        "failures": [_failure(outcome) for outcome in report.failed],
        "untested": report.untested,
    }
    if report.moved is not None:
        said |= {
            "thresholds": report.moved.thresholds,
            "changes": report.moved.changes,
            "refused": report.moved.refused,
            "unnoticed": len(report.moved.unnoticed),
            "unnoticed_changes": [_change(change) for change in report.moved.unnoticed],
            "operators": report.moved.operators,
            "unnoticed_operators": len(report.moved.unnoticed_operators),
            "unnoticed_operator_changes": [_change(change) for change in report.moved.unnoticed_operators],
        }
    return said


def print_(report: Report) -> None:
    """The report for a person: what is wrong first, the sums last."""
    for outcome in report.failed:
        failure = _failure(outcome)
        out.print(f"{failure['rule']}: {failure['name']} ({failure['where']})", markup=False, highlight=False)
        out.print(f"  expected {failure['expected']}, found {failure['found']}", markup=False)
        if outcome.explanation is not None:
            print_clauses(outcome.explanation)
    for rule, kinds in report.untested.items():
        out.print(f"{rule}: no test that shows: {', '.join(kinds)}")
    moved = report.moved
    for change in (*moved.unnoticed, *moved.unnoticed_operators) if moved else ():
        said = f"{change.place}: {change.rule}, {change.key}: no test notices {change.old} → {change.new}"
        out.print(said, markup=False, highlight=False)
    out.print(f"{report.book.id}: {len(report.outcomes)} tests, {len(report.failed)} failed")
    if moved:
        numbers, comparisons = len(moved.unnoticed), len(moved.unnoticed_operators)
        out.print(f"Numbers moved by a step: {moved.thresholds}; changes that no test notices: {numbers}")
        out.print(f"Comparisons made strict, or not: {moved.operators}; unnoticed: {comparisons}")


def print_clauses(explanation: Explanation) -> None:
    """Each clause of a condition, whether it held, and with which values."""
    for clause in explanation.clauses:
        values = ", ".join(f"{name} = {_value(value)}" for name, value in clause.values.items())
        out.print(f"  {MARK[clause.held]}  ", end="")
        out.print(f"{clause.text}   ({values})", markup=False, highlight=False)


def _value(value: object) -> str:
    return "unknown" if value is None else str(value)


def _failure(outcome: Outcome) -> dict[str, Any]:
    return {
        "rule": outcome.test.rule,
        "name": outcome.test.name,
        "where": str(outcome.test.place),
        "expected": _told(outcome.test.expected, outcome.test.follows),
        "found": _told(outcome.found, outcome.follows),
    }


def _told(answer: Any, follows: Mapping[str, Any]) -> str:
    """What a rule answers and lets follow, in the words of a test."""
    said = _TRUTH[answer] if answer is None or isinstance(answer, bool) else words(answer)
    return ", ".join([said, *(f"{name} {words(value)}" for name, value in follows.items())])


def _change(change: mutation.Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "kind": change.kind,
        "version": change.version,
        "key": change.key,
        "file": change.place.file,
        "line": change.place.line,
        "column": change.place.column,
        "old": change.old,
        "new": change.new,
    }
