"""Tests that a lawyer can read: what a rule is told, and what it must answer.

`tests/*.yaml` beside the law: `rule`, `date`, common `facts`, and `tests`, each with a `name`, the `facts`
that it changes (null: not known), what is `expected`, and perhaps what `follows`. A test may name a `rule`
and a `date` of its own. What may be told and expected depends on the kind of the rule: see `rules/tested/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sosiego.errors import SosiegoError
from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from sosiego.rules.conditions import Condition, Explanation
from sosiego.rules.errors import (
    DuplicateIdError,
    FactNotToldError,
    RuleKindUnclearError,
    RuleNotInForceError,
    UnknownReferenceError,
    WrongValueError,
)
from sosiego.rules.layers import TESTS
from sosiego.rules.place import Place
from sosiego.rules.source import REQUIRED, Problems, Section
from sosiego.rules.tested import kinds
from sosiego.rules.tested.by_condition import ConditionKind
from sosiego.rules.tested.kind import Answer, Kind, NotExpectableError, Question, moment

_UTC = ZoneInfo("UTC")
_TYPES: Mapping[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "text": (str,),
    "boolean": (bool,),
    "date": (date,),
}
# What is said of the types that YAML does not know.
_WRITTEN = {
    "moment": 'a moment in quotes, such as "2026-09-30 16:00"',
    "pauses": 'a list of pauses, each ["2026-10-09 00:00", "2026-10-12 00:00"]; null as end while it lasts',
    "dates": "a list of dates (YYYY-MM-DD)",
}


@dataclass(frozen=True)
class LawyerTest:
    """One case and what must come of it."""

    name: str
    kind: str  # of the rule: "criterion", "deadline", …
    rule: str
    on: date
    facts: Mapping[str, Any]
    # True, False or None (unknown) of a condition; a word, a number, a moment or a mapping of other kinds.
    expected: Any
    place: Place
    follows: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of a test, with the reason."""

    test: LawyerTest
    answer: Answer

    @property
    def found(self) -> Any:
        return self.answer.found

    @property
    def explanation(self) -> Explanation | None:
        """Clause by clause, if the rule is a condition."""
        return self.answer.explanation

    @property
    def follows(self) -> Mapping[str, Any]:
        """What follows, of that which the test speaks of."""
        return {name: self.answer.follows.get(name) for name in self.test.follows}

    @property
    def passed(self) -> bool:
        return _same(self.found, self.test.expected) and self.follows == self.test.follows


def _same(found: Any, expected: Any) -> bool:
    # In Python 1 is True; in the law it is not.
    return isinstance(found, bool) == isinstance(expected, bool) and bool(found == expected)


def condition_of(book: RuleBook, rule: str, on: date) -> Condition:
    """The condition of a criterion, violation, gate or call rule on a date. Raises `RuleNotInForceError`."""
    for kind in kinds.kinds_of(book, rule):
        if isinstance(kind, ConditionKind):
            return kind.condition(kinds.wording(kind, book, rule, on))
    known = [id for id in kinds.ids(book) if any(kind.is_condition for kind in kinds.kinds_of(book, id))]
    raise RuleNotInForceError("criterion, violation, gate or call rule", rule, on, known)


def facts_of(book: RuleBook, rule: str, on: date) -> Mapping[str, str]:
    """Names and types of the facts of which a condition may speak. Raises `RuleNotInForceError`."""
    condition_of(book, rule, on)
    kind = next(kind for kind in kinds.kinds_of(book, rule) if kind.is_condition)
    return kind.facts(book, kinds.wording(kind, book, rule, on))


def run(book: RuleBook) -> list[Outcome]:
    """Run all tests of a rule-book. Raises the first problem of a test file."""
    return [outcome_of(test, book) for test in tests_of(book)]


def outcome_of(test: LawyerTest, book: RuleBook) -> Outcome:
    """Run one test against a rule-book, perhaps another than the one beside which it stands."""
    kind = kinds.KINDS[test.kind]
    wording = kinds.wording(kind, book, test.rule, test.on)
    return Outcome(test, kind.ask(Question(book, wording, test.facts, test.on)))


def tests_of(book: RuleBook) -> list[LawyerTest]:
    """The tests of the rule-book, in the order of the files; a draft has those of its base as well.

    Raises the first error of `problems_of`.
    """
    found, problems = _all(book)
    if problems:
        raise problems[0]
    return found


def problems_of(book: RuleBook) -> list[SosiegoError]:
    """Everything that keeps tests from being asked, by file."""
    return _all(book)[1]


def _all(book: RuleBook) -> tuple[list[LawyerTest], list[SosiegoError]]:
    found: list[LawyerTest] = []
    problems = Problems()
    files = loader.layers_of(book.folder)
    for name in files.names(TESTS):
        with problems.kept(), files.section(name) as section:
            found.extend(_read(book, section, problems))
    places: dict[tuple[str, str, str], Place] = {}
    for test in found:
        first = places.setdefault((test.kind, test.rule, test.name), test.place)
        if first != test.place:
            problems.add(DuplicateIdError(test.name, test.place, first))
    return found, problems.found


def _read(book: RuleBook, section: Section, problems: Problems) -> Iterable[LawyerTest]:
    common = section.optional_section("facts")
    for entry in section.sections("tests"):
        with problems.kept(), entry:
            kind, rule, on = _rule(book, section, entry)
            wording = kinds.wording(kind, book, rule, on)
            own, types = entry.optional_section("facts"), kind.facts(book, wording)
            facts = {
                name: value
                for told in (common, own)
                if told
                for name, value in read_facts(told, types, or_null=kind.knows_unknown).items()
            }
            place = entry.place_of("name")
            for group in kind.needs:
                if not any(name in facts for name in group):
                    raise FactNotToldError(group, place)
            yield LawyerTest(
                name=entry.text("name"),
                kind=kind.name,
                rule=rule,
                on=on,
                facts=facts,
                expected=_expected(kind, wording, entry),
                place=place,
                follows=_follows(kind, entry),
            )


def _rule(book: RuleBook, file: Section, entry: Section) -> tuple[Kind, str, date]:
    """Which rule a test asks, and as worded on which date. Raises `RuleNotInForceError`."""
    rule = entry.text("rule", file.text("rule", "") or REQUIRED)
    on = entry.day("date", file.day("date", None)) or entry.day("date")
    place = (entry if "rule" in entry else file).place_of("rule")
    names = tuple(kinds.KINDS)
    of_file = file.choice("kind", names) if "kind" in file else ""
    wanted = entry.choice("kind", names) if "kind" in entry else of_file
    of_rule = [kind for kind in kinds.kinds_of(book, rule) if wanted in ("", kind.name)]
    if len(of_rule) > 1:
        raise RuleKindUnclearError(rule, [kind.name for kind in of_rule], place)
    try:
        if not of_rule:
            raise RuleNotInForceError(wanted or "rule", rule, on, kinds.ids(book))
        kinds.wording(of_rule[0], book, rule, on)
    except RuleNotInForceError as error:
        error.where = str(place)
        if not of_rule:
            error.todo += " If you deleted the rule, delete its tests too."
        raise
    return of_rule[0], rule, on


def read_facts(section: Section, types: Mapping[str, str], *, or_null: bool = True) -> dict[str, Any]:
    """Facts by name, each of its type. Raises `UnknownReferenceError`, `WrongValueError`."""
    facts = {name: section.nested(name) for name in section.names}
    for name, value in facts.items():
        place = section.place_of(name)
        if name not in types:
            raise UnknownReferenceError("fact", name, place, types, "the vocabulary (facts.yaml)")
        if not ((value is None and or_null) or _is_of(types[name], value)):
            wanted = _WRITTEN.get(types[name], types[name]) + (" (or null)" if or_null else "")
            raise WrongValueError(name, wanted, f'"{value}"', place)
    return facts


def _is_of(kind: str, value: Any) -> bool:
    if kind in _TYPES:
        # In Python true is a whole number; in the law it is not.
        return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if kind == "moment":
        return _is_moment(value)
    if not isinstance(value, list):
        return False
    if kind == "dates":
        return all(isinstance(day, date) for day in value)
    return all(
        isinstance(pause, list)
        and len(pause) == 2
        and _is_moment(pause[0])
        and (pause[1] is None or _is_moment(pause[1]))
        for pause in value
    )


def _is_moment(value: Any) -> bool:
    try:
        moment(value, _UTC)
    except ValueError:
        return False
    return True


def _expected(kind: Kind, wording: Any, entry: Section) -> Any:
    value = entry.nested("expected")
    try:
        return kind.expected(wording, value)
    except NotExpectableError as error:
        raise WrongValueError("expected", str(error), f'"{value}"', entry.place_of("expected")) from None


def _follows(kind: Kind, entry: Section) -> dict[str, Any]:
    section = entry.optional_section("follows")
    if section is None:
        return {}
    for name in section.names:
        if name not in kind.follows:
            what = f"consequence of a {kind.name}"
            raise UnknownReferenceError(
                what, name, section.place_of(name), kind.follows, "another kind of rule"
            )
    return {name: section.value(name) for name in section.names}
