"""Tests that a lawyer can read: facts, and whether a rule then holds, does not, or cannot be known.

`tests/*.yaml` beside the law, a rule a file: `rule`, `date`, common `facts`, and `tests`, each with a `name`,
the `facts` it changes (null: not known) and what is `expected`: true, false or unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sosiego.rules import dated
from sosiego.rules.book import RuleBook
from sosiego.rules.conditions import Condition, Explanation
from sosiego.rules.errors import DuplicateIdError, RuleNotInForceError, UnknownReferenceError, WrongValueError
from sosiego.rules.place import Place
from sosiego.rules.source import Section, read_section
from sosiego.rules.vocabulary import Fact, caller_facts, organisation_facts

_WORDS: Mapping[object, bool | None] = {True: True, False: False, "unknown": None}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "text": (str,),
    "boolean": (bool,),
    "date": (date,),
}


@dataclass(frozen=True)
class LawyerTest:
    """One case and what must come of it."""

    name: str
    rule: str
    on: date
    facts: Mapping[str, Any]
    expected: bool | None
    place: Place


@dataclass(frozen=True)
class Outcome:
    """What came of a test, with the reason."""

    test: LawyerTest
    explanation: Explanation

    @property
    def passed(self) -> bool:
        return self.explanation.truth is self.test.expected


def condition_of(book: RuleBook, rule: str, on: date) -> Condition:
    """The condition of a criterion, violation or gate on a date. Raises `RuleNotInForceError`."""
    conditions = {
        **{criterion.id: criterion.condition for criterion in dated.all_in_force(book.all_criteria, on)},
        **{violation.id: violation.condition for violation in dated.all_in_force(book.all_violations, on)},
        **{gate.id: gate.closed_when for gate in dated.all_in_force(book.all_gates, on)},
    }
    if rule not in conditions:
        raise RuleNotInForceError("criterion, violation or gate", rule, on, conditions)
    return conditions[rule]


def vocabulary_of(book: RuleBook, rule: str) -> Mapping[str, Fact]:
    """The facts that a rule may speak of."""
    is_criterion = any(criterion.id == rule for criterion in book.all_criteria)
    return caller_facts() if is_criterion else organisation_facts()


def run(book: RuleBook) -> list[Outcome]:
    """Run all tests of a rule-book. Raises the first problem of a test file."""
    return [
        Outcome(test, condition_of(book, test.rule, test.on).explain(test.facts)) for test in tests_of(book)
    ]


def tests_of(book: RuleBook) -> list[LawyerTest]:
    """The tests in the rule-book's folder, in the order of the files."""
    root = Path(book.folder)
    return [test for path in sorted((root / "tests").glob("*.yaml")) for test in _read(book, path, root)]


def untested(book: RuleBook) -> dict[str, list[str]]:
    """By rule: which tests are missing of one that fires, one that does not, one with a fact not known.

    A rule may be sure in spite of a missing fact; so the third need not expect "unknown".
    """
    seen: dict[str, set[str]] = {}
    for test in tests_of(book):
        kinds = seen.setdefault(test.rule, set())
        kinds.add({True: "fires", False: "does not fire", None: "missing fact"}[test.expected])
        if any(value is None for value in test.facts.values()):
            kinds.add("missing fact")
    every: tuple[dated.NamedWording, ...] = (*book.all_criteria, *book.all_violations, *book.all_gates)
    rules = dict.fromkeys(rule.id for rule in every)
    wanted = ("fires", "does not fire", "missing fact")
    missing = {rule: [kind for kind in wanted if kind not in seen.get(rule, set())] for rule in rules}
    return {rule: kinds for rule, kinds in missing.items() if kinds}


def _read(book: RuleBook, path: Path, root: Path) -> list[LawyerTest]:
    found: list[LawyerTest] = []
    with read_section(path, root) as section:
        rule, on = section.text("rule"), section.day("date")
        try:
            condition_of(book, rule, on)
        except RuleNotInForceError as error:
            error.where = str(section.place_of("rule"))
            raise
        vocabulary = vocabulary_of(book, rule)
        common = read_facts(section.section("facts"), vocabulary)
        for entry in section.sections("tests"):
            with entry:
                own = entry.optional_section("facts")
                changed = read_facts(own, vocabulary) if own else {}
                name = entry.text("name")
                first = next((test.place for test in found if test.name == name), None)
                if first is not None:
                    raise DuplicateIdError("tests", name, entry.place_of("name"), first)
                place = entry.place_of("name")
                found.append(LawyerTest(name, rule, on, {**common, **changed}, _expected(entry), place))
    return found


def read_facts(section: Section, vocabulary: Mapping[str, Fact]) -> dict[str, Any]:
    """Facts by name, each of its type. Raises `UnknownReferenceError`, `WrongValueError`."""
    facts = dict(section.values())
    for name, value in facts.items():
        place = section.place_of(name)
        if name not in vocabulary:
            raise UnknownReferenceError("fact", name, place, vocabulary, "the vocabulary (facts.yaml)")
        kind = vocabulary[name].type
        # In Python true is a whole number; in the law it is not.
        is_wrong_bool = isinstance(value, bool) and kind != "boolean"
        if value is not None and (is_wrong_bool or not isinstance(value, _TYPES[kind])):
            raise WrongValueError(name, f"{kind} (or null)", f'"{value}"', place)
    return facts


def _expected(entry: Section) -> bool | None:
    value = entry.value("expected")
    if isinstance(value, bool) or value == "unknown":
        return _WORDS[value]
    place = entry.place_of("expected")
    raise WrongValueError("expected", "true, false or unknown", f'"{value}"', place)
