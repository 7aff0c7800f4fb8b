"""Organisations judged under a rule-book that binds nobody yet: nothing is written.

The counts are those of the record. What a draft would have found instead is not in them, so only what the
draft says of indicators, points, grades, violations and gates makes a difference here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sosiego.oversight import counts as counting
from sosiego.oversight import facts
from sosiego.oversight.holder_traffic import UNKNOWN
from sosiego.oversight.indicators import value_of
from sosiego.oversight.judging import law_day
from sosiego.oversight.models import IndicatorValue, Scorecard
from sosiego.oversight.violations import facts_that_violate, traffic_asked_for
from sosiego.registry import queries as registry
from sosiego.rules import marks
from sosiego.rules.book import Indicator, RuleBook, Scoring
from sosiego.rules.periods import Period


@dataclass(frozen=True)
class TriedIndicator:
    value: float | None
    low: float | None
    high: float | None
    standing: str


@dataclass(frozen=True)
class TriedCard:
    """A scorecard; `low`, `high`: the score with all indicators at their worse, or better, ends."""

    indicators: Mapping[str, TriedIndicator]
    score: float | None
    low: float | None
    high: float | None
    grade: str


@dataclass(frozen=True)
class TriedPeriod:
    """What a rule-book says of every organisation in one period, by code."""

    period: Period
    cards: Mapping[str, TriedCard]
    # (organisation, violation id)
    violations: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class TriedGate:
    """One gate for one organisation. `closed` is None where a fact is missing."""

    organisation: str
    gate: str
    resource: str
    closed: bool | None


def of_period(book: RuleBook, period: Period, *, at: datetime, on: date | None = None) -> TriedPeriod:
    """Judge a finished period. `on`: the day whose wording is read; the period's last if left out."""
    on = on or law_day(period)
    counts = counting.of_period(book, period)
    indicators, law, rules = book.indicators(on), book.scoring(on), book.violations(on)
    traffic = traffic_asked_for(book, rules, period)
    cards, violations = {}, set()
    for organisation in registry.organisations():
        code = organisation.code
        applied = [one for one in indicators if organisation.kind in one.applies_to]
        # Never saved: the facts of an organisation are made of such rows.
        values = {one.id: value_of(book, one, organisation, period, counts[code], at) for one in applied}
        card = _card(applied, values, law)
        if values:
            cards[code] = card
        known = facts.of_period(
            organisation,
            period,
            values=values,
            scorecard=Scorecard(score=card.score, grade=card.grade) if values else None,
            counts=counts[code],
            at=at,
            traffic=traffic.get(code, UNKNOWN),
        )
        for rule in rules:
            if organisation.kind in rule.applies_to:
                held = facts_that_violate(rule, known, traffic.get(code, UNKNOWN))
                if held is not None:
                    violations.add((code, rule.id))
    return TriedPeriod(period, cards, frozenset(violations))


def gates(
    book: RuleBook, *, at: datetime, on: date | None = None, grades: Mapping[str, str] | None = None
) -> list[TriedGate]:
    """Every gate for every organisation it guards against. `grades`: what the latest grade would be."""
    on = on or at.astimezone(book.time_zone).date()
    told = []
    for organisation in registry.organisations():
        known = facts.at_gate(book, organisation, at)
        if grades is not None and organisation.code in grades:
            known["latest_grade"] = grades[organisation.code] or None
        told += [
            TriedGate(organisation.code, gate.id, gate.resource, gate.closed_when.evaluate(known))
            for gate in book.gates(on)
            if organisation.kind in gate.applies_to
        ]
    return told


def _card(applied: Iterable[Indicator], values: Mapping[str, IndicatorValue], law: Scoring) -> TriedCard:
    by_id = {indicator.id: indicator for indicator in applied}

    def score_of(ends: Mapping[str, float | None]) -> marks.Score:
        return marks.score((marks.points(by_id[id], value, law) for id, value in sorted(ends.items())), law)

    made = score_of({id: value.value for id, value in values.items()})
    ends = {id: _ends(by_id[id], value) for id, value in values.items()}
    return TriedCard(
        {
            id: TriedIndicator(value.value, value.low, value.high, value.standing)
            for id, value in values.items()
        },
        made.score,
        score_of({id: worse for id, (worse, _) in ends.items()}).score,
        score_of({id: better for id, (_, better) in ends.items()}).score,
        made.grade,
    )


def _ends(indicator: Indicator, value: IndicatorValue) -> tuple[float | None, float | None]:
    """The worse and the better end of the interval of a value."""
    if indicator.direction == "lower is better":
        return value.high, value.low
    return value.low, value.high
