"""The lawyer's tests of a rule, as a table that a citizen can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sosiego.reading import facts, words
from sosiego.reading.articles import Rule
from sosiego.reading.speech import day, listed, number, percent, say
from sosiego.rules import lawyer_tests, loader
from sosiego.rules.book import RuleBook
from sosiego.rules.lawyer_tests import LawyerTest
from sosiego.rules.layers import TESTS


@dataclass(frozen=True)
class ToldTest:
    """One test: what it is told, what must come of it, and whether that comes."""

    name: str  # in the language in which it was written
    on: date
    facts: tuple[tuple[str, str], ...]
    expected: str
    follows: tuple[tuple[str, str], ...]
    passed: bool


# Digest of the law and state of the test files -> the tests, each with whether it holds.
_KEPT: dict[tuple[str, tuple[tuple[str, int, int], ...]], list[tuple[LawyerTest, bool]]] = {}


def all_tests(law: RuleBook) -> list[tuple[LawyerTest, bool]]:
    """Every test beside the law, and whether the law answers as it expects. Kept until a file changes."""
    layers = loader.layers_of(law.folder)
    paths = [path for name in layers.names(TESTS) if (path := layers.find(name)) is not None]
    key = law.digest, tuple(_state(path) for path in paths)
    if key not in _KEPT:
        _KEPT.clear()
        _KEPT[key] = [(one.test, one.passed) for one in lawyer_tests.run(law)]
    return _KEPT[key]


def _state(path: Path) -> tuple[str, int, int]:
    stat = path.stat()
    return str(path), stat.st_size, stat.st_mtime_ns


def of_rule(rule: Rule) -> list[ToldTest]:
    """The tests of one rule, in the order of their files."""
    return [_told(test, passed, rule) for test, passed in tests_of(rule)]


def tests_of(rule: Rule) -> list[tuple[LawyerTest, bool]]:
    """The same as they are written."""
    return [
        (test, passed)
        for test, passed in all_tests(rule.law)
        if test.kind == rule.kind.in_tests and test.rule == rule.id
    ]


def _told(test: LawyerTest, passed: bool, rule: Rule) -> ToldTest:
    wording = rule.shown(test.on)
    return ToldTest(
        test.name,
        test.on,
        tuple((_fact(name, rule), _value(name, value, rule, wording)) for name, value in test.facts.items()),
        _expected(test.expected, rule, wording),
        tuple((_consequence(name), _followed(name, value, rule.law)) for name, value in test.follows.items()),
        passed,
    )


def _fact(name: str, rule: Rule) -> str:
    own = {
        "starts": _("The clock starts"),
        "pauses": _("It stands still"),
        "stated": _("Stated"),
        "at": _("Moment"),
        "since": _("Kept since"),
        "deleted": _("Deleted"),
        "days_after": _("Days between call and report"),
        "count": _("Count"),
        "within": _("Within how many"),
        "calls_this_hour": _("Calls in this hour before"),
        "nth": _("Which time"),
        "turnover": _("Turnover"),
        "value": _("Value"),
        "before": _("Confirmed"),
        "again": _("Confirmed again"),
        "violation": _("Violation no."),
        "earlier": _("Earlier violations"),
        "score": _("Score"),
        "known_weight": _("Known weight"),
        "found": _("Found"),
        "tries": _("Tried"),
        "consent_days": _("Age of the consent in days"),
        "variable_length": _("Length of the open part"),
        "message": _("Message"),
    }
    if rule.kind.id in ("criterion", "violation", "gate", "call-rule"):
        return facts.label(name, rule.law)
    return own.get(name) or facts.label(name, rule.law)


def _value(name: str, value: Any, rule: Rule, wording: Any) -> str:
    if value is None:
        return _("not known")
    if rule.kind.id in ("criterion", "violation", "gate", "call-rule"):
        return facts.said(name, value, rule.law)
    if name == "pauses":
        return listed(f"{begins} – {ends or '…'}" for begins, ends in value)
    if name == "known_weight" or (
        rule.kind.id == "indicator" and name == "value" and wording.kind == "share"
    ):
        return percent(value)
    return _plain(value, rule.law)


def _plain(value: Any, law: RuleBook) -> str:
    if isinstance(value, bool) or value is None:
        return words.label("yes", value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list | tuple):
        return listed(_plain(one, law) for one in value) or "–"
    if isinstance(value, str):
        return value
    return number(value)


def _expected(value: Any, rule: Rule, wording: Any) -> str:
    if rule.kind.id == "penalty":
        ends = value if isinstance(value, tuple) else (value,)
        return " – ".join(f"{number(end)} {rule.law.currency}" for end in ends)
    if isinstance(value, Mapping):
        return listed(f"{words.label('required', name)}: {part}" for name, part in value.items())
    if isinstance(value, bool) or value is None:
        return _truth(value, rule.kind.id)
    if not isinstance(value, str):
        return number(value)
    if value in words.WORDS["zone"]:
        return words.label("zone", value)
    if rule.kind.id == "ladder":
        return next((say(step.name) for step in wording.steps if step.id == value), value)
    if rule.kind.id == "scoring":
        return next((f"{one.id} ({say(one.name)})" for one in wording.grades if one.id == value), value)
    return value


def _truth(value: bool | None, kind: str) -> str:
    """What yes and no mean for this kind of rule."""
    if value is None:
        return _("it cannot be known")
    met = {
        "criterion": (_("met"), _("not met")),
        "violation": (_("a violation"), _("no violation")),
        "gate": (_("closed"), _("open")),
        "call-rule": (_("applies"), _("does not apply")),
        "hours": (_("permitted"), _("not permitted")),
        "cap": (_("too many"), _("not too many")),
        "control": (_("the next call is blocked"), _("the next call goes through")),
        "capability": (_("requirement met"), _("requirement not met")),
        "duty": (_("kept long enough"), _("deleted too early")),
        "complaint": (_("a ground"), _("no ground")),
        "senders": (_("may stand"), _("may not stand")),
    }
    yes, no = met.get(kind, (words.label("yes", True), words.label("yes", False)))
    return yes if value else no


def _consequence(name: str) -> str:
    return {
        "order": _("Work order"),
        "measure": _("Measure"),
        "days": _("Days"),
        "automatic": _("At once"),
        "ladder": _("Ladder"),
        "refused": _("What is not given"),
        "outcome": _("What the network does"),
        "notice": _("Notice"),
        "actor": _("Who must act"),
        "on_silence": _("If nothing is done"),
        "grade": _("Grade"),
    }.get(name, name)


def _followed(name: str, value: Any, law: RuleBook) -> str:
    groups = {
        "measure": "measure",
        "refused": "resource",
        "outcome": "action",
        "actor": "actor",
        "on_silence": "silence",
    }
    if value == "none":
        return words.label("zone", "none")
    if name in groups:
        return words.label(groups[name], value)
    collections = {"order": law.all_deadlines, "ladder": law.all_ladders, "notice": law.all_notices}
    for one in collections.get(name, ()):  # type: ignore[attr-defined]
        if one.id == value:
            return say(one.name)
    return _plain(value, law)
