"""A rule-book of one indicator, one violation, one ladder and one gate, made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sosiego.rules.book import (
    Basis,
    Gate,
    Grade,
    Indicator,
    Ladder,
    LadderStep,
    MeasureProposal,
    Scoring,
    ViolationRule,
)
from sosiego.rules.conditions import Condition
from sosiego.rules.numbers import NumberingPlan, plan_for
from sosiego.rules.place import Place
from sosiego.rules.vocabulary import organisation_facts

SINCE = date(2025, 1, 1)
UTC = ZoneInfo("UTC")
PLAN = plan_for("86")
BASIS = Basis("order-1", {"en": "Order 1"}, "1", date(2024, 12, 1), {"en": "art. 1"}, "", "in force", "own")


def condition(sql: str) -> Condition:
    return Condition.parse(sql, organisation_facts(), Place("made-by-hand.yaml", 1, 1))


def indicator(id: str = "handled_in_time", **changed: object) -> Indicator:
    values: dict[str, object] = {
        "id": id,
        "name": {"en": id},
        "explanation": {"en": ""},
        "numerator": "orders_in_time",
        "denominator": "orders_due",
        "per": 1,
        "unit": {"en": "share"},
        "kind": "share",
        "applies_to": ("operator", "reseller"),
        "direction": "higher is better",
        "target": 0.95,
        "warning": 0.9,
        "critical": 0.5,
        "weight": 1.0,
        "version": SINCE,
        "basis": BASIS,
    }
    return Indicator(**{**values, **changed})  # type: ignore[arg-type]


GRADES = (
    Grade("A", {"en": "good"}, 80),
    Grade("B", {"en": "fair"}, 50),
    Grade("C", {"en": "bad"}, 0),
)
SCORING = Scoring(100, 60, 0, 0.5, GRADES, SINCE, BASIS)
VIOLATION = ViolationRule(
    "silent",
    {"en": "silent"},
    ("operator", "reseller"),
    condition("handled_in_time < 0.5"),
    "silence",
    SINCE,
    BASIS,
)
LADDER = Ladder(
    "silence",
    {"en": "silence"},
    365,
    (
        LadderStep("interview", {"en": "interview"}, 1, None, BASIS),
        LadderStep("freeze", {"en": "freeze"}, 2, MeasureProposal("freeze-allocation", 90, False), BASIS),
    ),
    # Another day than the violation's, so that nobody takes one version for the other.
    date(2025, 3, 1),
)
GATES = (
    Gate(
        "no-freeze",
        "number-range",
        ("reseller",),
        condition("freeze_in_force"),
        {"en": "frozen"},
        SINCE,
        BASIS,
    ),
    Gate(
        "grade",
        "number-range",
        ("reseller",),
        condition("latest_grade = 'C'"),
        {"en": "bad grade"},
        SINCE,
        BASIS,
    ),
)


@dataclass(frozen=True)
class SmallBook:
    """What oversight asks of a rule-book, and nothing else."""

    id: str = "made-by-hand"
    time_zone: ZoneInfo = UTC
    numbering: NumberingPlan = PLAN

    def indicators(self, on: date) -> tuple[Indicator, ...]:
        return (indicator(),)

    def scoring(self, on: date) -> Scoring:
        return SCORING

    def violations(self, on: date) -> tuple[ViolationRule, ...]:
        return (VIOLATION,)

    def ladder(self, id: str, on: date) -> Ladder:
        return LADDER

    def gates(self, on: date) -> tuple[Gate, ...]:
        return GATES
