"""What is counted for a publication, before any figure is made of it: plain values, no database.

`reading.py` fills these from the rooms' queries; a test or a benchmark may fill them by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Voice:
    """Reports, and those of them that say whether the voice was recorded."""

    reports: int
    recorded: int = 0
    known: int = 0


@dataclass(frozen=True)
class ReportCounts:
    """The reports received in one period, counted along each dimension. Keys are codes; "" is unknown."""

    by_medium: Mapping[str, Voice]
    # (medium, channel, enterprise): channel "p2p", "port" or "other"; enterprise the operator or reseller.
    by_source: Mapping[tuple[str, str, str], int]
    by_category: Mapping[tuple[str, str], int]
    by_region: Mapping[tuple[str, str], Voice] = field(default_factory=dict)
    by_subject: Mapping[tuple[str, str], Voice] = field(default_factory=dict)
    # (medium, segment): the leading part of the number, already masked.
    by_segment: Mapping[tuple[str, str], int] = field(default_factory=dict)
    by_day: Mapping[tuple[str, date], int] = field(default_factory=dict)
    # Organisations that hold the SMS ports that were reported.
    by_port_holder: Mapping[str, int] = field(default_factory=dict)

    def total(self, medium: str) -> int:
        return self.by_medium[medium].reports if medium in self.by_medium else 0


NOTHING = ReportCounts(by_medium={}, by_source={}, by_category={})


@dataclass(frozen=True)
class Enterprise:
    """An organisation as it is named in public, with the denominators it reported for the period."""

    code: str
    name: str
    kind: str
    users: int | None = None
    messages: int | None = None


@dataclass(frozen=True)
class OrderCounts:
    enterprise: str
    due: int
    in_time: int
    late: int
    unanswered: int


@dataclass(frozen=True)
class MeasureCounts:
    kind: str
    begun: int
    automatic: int
    lifted: int
    wrong: int
    in_force: int


@dataclass(frozen=True)
class AppealCounts:
    filed: int
    decided: int
    upheld: int
    open: int


@dataclass(frozen=True)
class TracebackCounts:
    enterprise: str
    asked: int
    answered: int


@dataclass(frozen=True)
class SanctionLine:
    """A sanction that came into force in the period: the organisation is named, no person is."""

    enterprise: str
    violation: str
    step: Mapping[str, str]
    on: date


@dataclass(frozen=True)
class IndicatorLine:
    enterprise: str
    indicator: str
    numerator: int
    denominator: int
    value: float | None
    low: float | None
    high: float | None
    standing: str


@dataclass(frozen=True)
class ScorecardLine:
    enterprise: str
    score: float | None
    grade: str


@dataclass(frozen=True)
class SupervisionCounts:
    """What was done about the reports, and who answers for it."""

    orders: tuple[OrderCounts, ...] = ()
    # criterion id -> findings
    findings: Mapping[str, int] = field(default_factory=dict)
    measures: tuple[MeasureCounts, ...] = ()
    appeals: AppealCounts | None = None
    tracebacks: tuple[TracebackCounts, ...] = ()
    # violation rule id -> violations
    violations: Mapping[str, int] = field(default_factory=dict)
    sanctions: tuple[SanctionLine, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    scorecards: tuple[ScorecardLine, ...] = ()


@dataclass(frozen=True)
class Counts:
    """Everything that one publication is made of."""

    now: ReportCounts
    before: ReportCounts
    last_year: ReportCounts
    enterprises: Mapping[str, Enterprise]
    supervision: SupervisionCounts = SupervisionCounts()
