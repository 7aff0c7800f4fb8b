"""A rule-book as the rooms see it: dated law, with the basis of each value.

Everything here is read from YAML by `sosiego.rules.loader`; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sosiego.rules import dated
from sosiego.rules.calendar import WorkingCalendar
from sosiego.rules.conditions import Condition
from sosiego.rules.numbers import NumberingPlan

Text = Mapping[str, str]
"""One sentence in each language of the rule-book: {"es": …, "en": …, "zh": …}."""


@dataclass(frozen=True)
class Basis:
    """Where a value stands."""

    document: str  # id in documents.yaml
    instrument: Text  # full name of the document
    number: str  # its official number, if it has one
    issued: date
    clause: str
    link: str
    status: Literal["in force", "draft", "illustrative"]
    # What our knowledge rests on: "S" read in a public source, "W" weak source, "R" recalled, "own" ours.
    standing: Literal["S", "W", "R", "own"]


@dataclass(frozen=True)
class Category:
    """One leaf of the taxonomy: class × industry."""

    id: str  # "loan-marketing"
    class_id: Literal["commercial", "malicious", "illegal", "harmless", "other"]
    industry: str  # "" if of none
    name: Text
    lead_authority: str  # organisation code of the authority that leads this industry; "" if none


@dataclass(frozen=True)
class Deadline:
    """Who must act, by when, and what follows on silence."""

    id: str
    name: Text
    actor: str  # "holder", "operator", "regulator", "reporting-desk"
    amount: int
    unit: Literal["working days", "days", "hours", "working hours"]
    on_silence: str  # what follows: "overdue", "measure", "granted"
    version: date
    basis: Basis
    until: date | None = None

    def due(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        """Last moment (aware, UTC) for an act whose clock started at `start`."""
        return calendar.due(start, self.amount, self.unit)


@dataclass(frozen=True)
class MeasureProposal:
    """What a criterion or a ladder step asks the network to do."""

    kind: str  # registry.Measure.Kind
    days: int
    # True: in force at once, reversible, ends by itself. False: only after the order is confirmed.
    automatic: bool


@dataclass(frozen=True)
class Criterion:
    """A condition over the facts of a caller or message, and what follows if it holds."""

    id: str
    name: Text
    explanation: Text
    subject: Literal["caller", "message"]
    # The nuisance pattern it recognises, e.g. "call-bombing"; groups criteria for scoring and display.
    pattern: str
    category: str
    condition: Condition
    order: str  # deadline id of the work order it opens; "" if none
    measure: MeasureProposal | None
    version: date  # the date from which this wording holds
    basis: Basis
    until: date | None = None


@dataclass(frozen=True)
class Indicator:
    """A figure about an organisation in a period."""

    id: str
    name: Text
    explanation: Text
    # Names of counts known to oversight (see oversight/counts.py), e.g. "sms_reports", "users".
    numerator: str
    denominator: str
    # value = numerator × per / denominator; 1_000_000 for "per million users", 1 for a share.
    per: int
    unit: Text
    kind: Literal["rate", "share"]  # rate: Poisson interval; share: Wilson interval
    applies_to: tuple[str, ...]  # organisation kinds
    direction: Literal["lower is better", "higher is better"]
    target: float
    warning: float
    critical: float
    weight: float
    version: date
    basis: Basis
    # Look-back of indicators that compare with what came before (repeat offenders); None for the others.
    within_days: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Scoring:
    """How figures become points and points a grade (scoring.yaml, dated like all law)."""

    # Points of an indicator at its target, warning and critical mark; straight lines between.
    points_on_target: float
    points_at_warning: float
    points_at_critical: float
    # Share of the weight that must be known before there is a score at all.
    smallest_known_weight: float
    grades: tuple[Grade, ...]
    version: date
    basis: Basis
    until: date | None = None


@dataclass(frozen=True)
class Grade:
    id: str
    name: Text
    at_least: float


@dataclass(frozen=True)
class ViolationRule:
    """A condition over the facts of an organisation in a period that is a violation."""

    id: str
    name: Text
    applies_to: tuple[str, ...]
    condition: Condition
    ladder: str
    version: date
    basis: Basis
    until: date | None = None


@dataclass(frozen=True)
class LadderStep:
    """What is proposed at the n-th violation within the look-back."""

    id: str
    name: Text
    at_violation: int  # 1 for the first within the look-back
    measure: MeasureProposal | None
    basis: Basis


@dataclass(frozen=True)
class Ladder:
    id: str
    name: Text
    look_back_days: int
    steps: tuple[LadderStep, ...]
    version: date
    until: date | None = None


@dataclass(frozen=True)
class Gate:
    """When an organisation may not be given a resource. The condition says when it is closed."""

    id: str
    resource: str  # "number-range", "line", "service-contract"
    applies_to: tuple[str, ...]
    closed_when: Condition
    reason: Text
    version: date
    basis: Basis
    until: date | None = None


@dataclass(frozen=True)
class Exemption:
    """Numbers that no path may block."""

    id: str
    name: Text
    numbers: tuple[str, ...]  # canonical
    classes: tuple[str, ...]  # number classes
    basis: Basis


@dataclass(frozen=True)
class ControlPolicy:
    """What the network does with a call or message."""

    exemptions: tuple[Exemption, ...]
    # Measure kind -> outcome of `decide` ("block", "limit", "label").
    outcomes: Mapping[str, str]
    # The harshest first.
    outcome_order: tuple[str, ...]
    # Calls per hour allowed to a number under "limit".
    limit_calls_per_hour: int
    redress_url: str
    redress_phone: str
    # Text told to the blocked caller, by reason code.
    reasons: Mapping[str, Text]
    version: date
    until: date | None = None


@dataclass(frozen=True)
class PublicationRule:
    """When and with what small-number protection something is published."""

    id: str  # "list", "bulletin"
    every: str  # "quarter", "month"
    due_working_days: int
    # Counts below this are shown as "<n" so that no single reporter can be guessed.
    smallest_count: int
    signatures: int
    version: date
    basis: Basis
    until: date | None = None


@dataclass(frozen=True)
class Windows:
    """How far back the facts of a caller look, and what counts as short."""

    behaviour_days: int
    short_call_seconds: int
    # Callers with fewer calls than this in the window have no behaviour facts.
    smallest_calls: int
    night_from_hour: int
    night_to_hour: int
    version: date
    until: date | None = None


@dataclass(frozen=True)
class RuleBook:
    """All the law of one jurisdiction. Ask for it at a date; each answer keeps its basis and version."""

    id: str
    name: Text
    languages: tuple[str, ...]
    currency: str
    time_zone: ZoneInfo
    numbering: NumberingPlan
    calendar: WorkingCalendar
    digest: str  # SHA-256 over the files of the folder: which text decided
    folder: str
    categories: Mapping[str, Category]
    industries: Mapping[str, Text]
    # Dated collections: every wording ever, in order of date. Use the methods below.
    all_criteria: tuple[Criterion, ...]
    all_deadlines: tuple[Deadline, ...]
    all_indicators: tuple[Indicator, ...]
    all_violations: tuple[ViolationRule, ...]
    all_ladders: tuple[Ladder, ...]
    all_gates: tuple[Gate, ...]
    all_controls: tuple[ControlPolicy, ...]
    all_publications: tuple[PublicationRule, ...]
    all_windows: tuple[Windows, ...]
    all_scorings: tuple[Scoring, ...]

    def criteria(self, on: date) -> tuple[Criterion, ...]:
        """The criteria in force on a date, in the order of the book."""
        return dated.all_in_force(self.all_criteria, on)

    def criterion(self, id: str, on: date) -> Criterion:
        """One criterion as worded on a date. Raises `RuleNotInForceError`."""
        return dated.one_in_force("criterion", self.all_criteria, id, on)

    def deadline(self, id: str, on: date) -> Deadline:
        """One deadline on a date. Raises `RuleNotInForceError`."""
        return dated.one_in_force("deadline", self.all_deadlines, id, on)

    def indicators(self, on: date) -> tuple[Indicator, ...]:
        """The indicators in force on a date."""
        return dated.all_in_force(self.all_indicators, on)

    def scoring(self, on: date) -> Scoring:
        """How figures become points and grades on a date. Raises `RuleNotInForceError`."""
        return dated.only_in_force("scoring", self.all_scorings, on)

    def violations(self, on: date) -> tuple[ViolationRule, ...]:
        """What is a violation on a date."""
        return dated.all_in_force(self.all_violations, on)

    def ladder(self, id: str, on: date) -> Ladder:
        """One ladder on a date. Raises `RuleNotInForceError`."""
        return dated.one_in_force("ladder", self.all_ladders, id, on)

    def gates(self, on: date) -> tuple[Gate, ...]:
        """The gates in force on a date."""
        return dated.all_in_force(self.all_gates, on)

    def control(self, on: date) -> ControlPolicy:
        """What the network does on a date. Raises `RuleNotInForceError`."""
        return dated.only_in_force("control policy", self.all_controls, on)

    def publication(self, id: str, on: date) -> PublicationRule:
        """One publication's rule on a date. Raises `RuleNotInForceError`."""
        return dated.one_in_force("publication", self.all_publications, id, on)

    def windows(self, on: date) -> Windows:
        """How far back facts look on a date. Raises `RuleNotInForceError`."""
        return dated.only_in_force("set of windows", self.all_windows, on)
