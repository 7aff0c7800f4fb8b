"""Which tests a rule-book lacks.

Of a condition one must show that it fires, one that it just does not (the same case but for one step of one
fact), and one what comes of a fact that is not known. Of every other rule with a number in it, one at least.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sosiego.rules import lawyer_tests
from sosiego.rules.book import RuleBook
from sosiego.rules.lawyer_tests import LawyerTest
from sosiego.rules.tested.kind import exactly
from sosiego.rules.tested.kinds import KINDS

FIRES = "fires"
JUST_DOES_NOT = "just does not fire"
MISSING_FACT = "missing fact"
A_TEST = "what it answers"


def missing(book: RuleBook) -> dict[str, list[str]]:
    """By rule: what no test of it shows. A rule of which all is shown is left out."""
    by_rule: dict[tuple[str, str], list[LawyerTest]] = {}
    for test in lawyer_tests.tests_of(book):
        by_rule.setdefault((test.kind, test.rule), []).append(test)
    found: dict[str, list[str]] = {}
    for kind in KINDS.values():
        for wording in kind.wordings(book):
            rule = kind.id_of(wording)
            tests = by_rule.get((kind.name, rule), [])
            lacking: list[str] = []
            if kind.is_condition:
                lacking = [what for what in (FIRES, JUST_DOES_NOT, MISSING_FACT) if what not in _shown(tests)]
            elif kind.has_numbers(wording) and not tests:
                lacking = [A_TEST]
            if lacking:
                found[rule] = lacking
    return found


def _shown(tests: Iterable[LawyerTest]) -> set[str]:
    """A rule may be sure in spite of a missing fact; so that test need not expect "unknown"."""
    tests = list(tests)
    firing = [test for test in tests if test.expected is True]
    shown = {FIRES} if firing else set()
    if any(test.expected is None or None in test.facts.values() for test in tests):
        shown.add(MISSING_FACT)
    silent = (test for test in tests if test.expected is False)
    if any(is_one_step(fires.facts, not_.facts) for not_ in silent for fires in firing):
        shown.add(JUST_DOES_NOT)
    return shown


def is_one_step(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two cases differ in one fact only, and in that by one step.

    A step is 1 of a whole number, one unit of the last digit written of a fraction, a day of a date; between
    words, and between true and false, every change is one.
    """
    differing = [name for name in {*one, *other} if one.get(name) != other.get(name)]
    return len(differing) == 1 and _steps(one.get(differing[0]), other.get(differing[0]))


def _steps(a: Any, b: Any) -> bool:
    if isinstance(a, str | None) and isinstance(b, str | None):
        return True
    if isinstance(a, bool) or isinstance(b, bool):
        return isinstance(a, bool) and isinstance(b, bool)
    if isinstance(a, date) and isinstance(b, date):
        return abs(a - b) == timedelta(days=1)
    if a is None or b is None:
        return False
    decimals = [exactly(number) for number in (a, b)]
    unit = Decimal(1).scaleb(min(0, *(_exponent(number) for number in decimals)))
    return abs(decimals[0] - decimals[1]) == unit


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
