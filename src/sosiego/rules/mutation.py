"""Would the tests notice if a number of the law were one step off?

Each number is moved one step down and one step up, the rule is read again with it, and the tests of that rule
are run. A change that no test notices could be made by a slip of the pen. What the loader refuses counts as
noticed. Windows and publications are outside: no test can ask them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import MappingNode, SequenceNode

from sosiego.errors import SosiegoError
from sosiego.rules import law_numbers, lawyer_tests, loader
from sosiego.rules.book import RuleBook
from sosiego.rules.law_numbers import Number
from sosiego.rules.lawyer_tests import LawyerTest
from sosiego.rules.layers import Layers
from sosiego.rules.place import Place
from sosiego.rules.readers import general
from sosiego.rules.readers.context import Context
from sosiego.rules.source import Problems, Section
from sosiego.rules.tested.kinds import KINDS


@dataclass(frozen=True)
class Change:
    """One number with another value, which no test notices."""

    kind: str
    rule: str
    version: str  # the date from which the wording holds
    key: str
    place: Place
    old: str
    new: str


@dataclass(frozen=True)
class Result:
    """What the tests of a rule-book notice."""

    thresholds: int  # numbers that were moved
    changes: int  # most of them twice: down and up
    refused: int  # of these, the changes that the loader refuses
    unnoticed: tuple[Change, ...]
    operators: int  # comparisons made strict, or no longer strict
    unnoticed_operators: tuple[Change, ...]


@dataclass(frozen=True)
class _KeptLayers(Layers):
    """A rule-book whose files are read once, so that what is changed in memory is what readers see."""

    sections: dict[str, Section] = field(default_factory=dict, compare=False)
    found: dict[str, Path | None] = field(default_factory=dict, compare=False)
    # The one file of a folder that is read, while a rule of it is asked.
    alone: list[str] = field(default_factory=list, compare=False)

    def find(self, name: str) -> Path | None:
        if name not in self.found:
            self.found[name] = super().find(name)
        return self.found[name]

    def section(self, name: str) -> Section:
        if name not in self.sections:
            self.sections[name] = super().section(name)
        kept = self.sections[name]
        return Section(kept.node, kept.file)

    def names(self, within: str) -> list[str]:
        return self.alone or super().names(within)


def numbers_of(book: RuleBook) -> list[Number]:
    """Every number and comparison that the check would move."""
    return list(law_numbers.of_book(_kept(book)))


def check(book: RuleBook, advance: Callable[[int], None] = lambda steps: None) -> Result:
    """Move each number by a step and run the tests of its rule. Raises the first problem of a test file."""
    layers = _kept(book)
    context = Context(layers, Problems(), languages=book.languages)
    context.documents.update(general.documents(context))
    tests: dict[tuple[str, str], list[LawyerTest]] = {}
    # A test that fails already would seem to notice everything.
    for outcome in lawyer_tests.run(book):
        if outcome.passed:
            tests.setdefault((outcome.test.kind, outcome.test.rule), []).append(outcome.test)
    unnoticed: dict[bool, list[Change]] = {False: [], True: []}
    counted = {"thresholds": 0, "changes": 0, "refused": 0, "operators": 0}
    for number in law_numbers.of_book(layers):
        counted["operators" if number.is_comparison else "thresholds"] += 1
        for new in number.moved:
            counted["changes"] += not number.is_comparison
            changed = _read_again(book, context, number, new)
            if changed is None:
                counted["refused"] += not number.is_comparison
            elif not _is_noticed(changed, tests.get((number.source.kind, number.rule), ())):
                unnoticed[number.is_comparison].append(_change(number, new))
        advance(1)
    return Result(**counted, unnoticed=tuple(unnoticed[False]), unnoticed_operators=tuple(unnoticed[True]))


def _kept(book: RuleBook) -> _KeptLayers:
    return _KeptLayers(loader.layers_of(book.folder).folders)


def _is_noticed(book: RuleBook, tests: Sequence[LawyerTest]) -> bool:
    for test in tests:
        try:
            if not lawyer_tests.outcome_of(test, book).passed:
                return True
        except SosiegoError:
            return True
    return False


def _read_again(book: RuleBook, context: Context, number: Number, new: str) -> RuleBook | None:
    """The rule-book with one number changed; None if the loader refuses it."""
    with _written(number, new), _entry_alone(context, number):
        problems = Problems()
        own = Context(context.layers, problems, context.languages, context.documents)
        with problems.kept():
            wordings = tuple(number.source.read(own, book))
    if problems.found:
        return None
    kind = KINDS[number.source.kind]
    others = (one for one in getattr(book, number.source.field) if kind.id_of(one) != number.rule)
    of_rule = (one for one in wordings if kind.id_of(one) == number.rule)
    changed: dict[str, Any] = {number.source.field: (*others, *of_rule)}
    return replace(book, **changed)


@contextmanager
def _written(number: Number, new: str) -> Iterator[None]:
    """While the block runs, the new value stands in the file as readers see it."""
    before = number.node.value
    number.node.value = number.with_text(new)
    try:
        yield
    finally:
        number.node.value = before


@contextmanager
def _entry_alone(context: Context, number: Number) -> Iterator[None]:
    """While the block runs, the other entries are out of sight: reading them would take most of the time."""
    layers = context.layers
    assert isinstance(layers, _KeptLayers)
    entries = _list_of(layers.section(number.file).node, number.source.key)
    before = entries.value if entries is not None else None
    if number.source.file.endswith("/"):
        layers.alone.append(number.file)
    elif entries is not None and not number.source.together:
        entries.value = [number.entry]
    try:
        yield
    finally:
        layers.alone.clear()
        if entries is not None:
            entries.value = before


def _list_of(root: MappingNode, key: str) -> SequenceNode | None:
    found = next((node for name, node in root.value if name.value == key), None)
    return found if isinstance(found, SequenceNode) else None


def _change(number: Number, new: str) -> Change:
    return Change(
        kind=number.source.kind,
        rule=number.rule,
        version=number.version.isoformat(),
        key=number.key,
        place=number.place,
        old=number.written,
        new=new,
    )
