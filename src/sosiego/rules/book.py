"""A rule-book as the rooms see it: dated law, with the basis of each value.

Everything here is read from YAML by `sosiego.rules.loader`; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from sosiego.rules import channels, dated, hours, penalties
from sosiego.rules.calendar import Pause, WorkingCalendar
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
    issued: date  # the first day of the month or year, where no more is known: show `issued_as`
    clause: Text
    link: str
    status: Literal["in force", "draft", "illustrative"]
    # What our knowledge rests on: "S" read in a public source, "W" weak source, "R" recalled, "own" ours.
    # Whatever does not stand on "S" is illustrative.
    standing: Literal["S", "W", "R", "own"]
    issued_as: str = ""  # as far as the date is known: "2016-05-20", "2016-05" or "2016"
    in_force: date | None = None  # when it began to bind, if that is known
    original: str = ""  # title in the language in which it was issued


@dataclass(frozen=True)
class Named:
    """One of a list of things that are told apart by an id and shown by a name."""

    id: str
    name: Text


@dataclass(frozen=True)
class Category:
    """One leaf of the taxonomy: class × industry × medium."""

    id: str  # "loan-marketing"
    class_id: Literal["commercial", "malicious", "illegal", "harmless", "other"]
    industry: str  # "" if of none
    name: Text
    lead_authority: str  # organisation code of the authority that leads this industry; "" if none
    media: tuple[str, ...] = ("call", "sms")


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
    # States in which the clock stands still: "waiting-for-reporter", "waiting-for-appellant".
    stops_while: tuple[str, ...] = ()

    def due(self, start: datetime, calendar: WorkingCalendar, pauses: Sequence[Pause] = ()) -> datetime:
        """Last moment (aware, UTC) for an act whose clock started at `start` and stood still in `pauses`.

        Only pauses in a state named by `stops_while` may be given. Raises what `WorkingCalendar.due` raises.
        """
        return calendar.due(start, self.amount, self.unit, pauses)


@dataclass(frozen=True)
class ProcedureStep:
    """One step of the processing specification: who does what, when it starts, and what comes then."""

    id: str
    name: Text
    actor: str
    # The event that starts it, e.g. "report-received"; "" if only other steps lead here.
    starts: str
    deadline: str  # id; "" if it has none
    does: Text
    then: tuple[str, ...]  # ids of the steps that may follow
    on_silence: str  # id of the step that follows if nothing is done in time; "" if none
    version: date
    basis: Basis
    until: date | None = None


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
    basis: Basis | None = None


@dataclass(frozen=True)
class HoursBand:
    """A part of the day on some days of the week."""

    days: tuple[int, ...]  # ISO week-days: 1 Monday … 7 Sunday
    start: time
    end: time  # not included; midnight is the end of the day


@dataclass(frozen=True)
class PermittedHours:
    """When calls or messages of a purpose may be made, by the clock of the jurisdiction."""

    id: str
    name: Text
    media: tuple[str, ...]  # "call", "sms"
    purpose: Literal["commercial", "service", "any"]
    bands: tuple[HoursBand, ...]
    holidays: Literal["closed", "as-weekday", "as-sunday"]
    version: date
    basis: Basis
    until: date | None = None

    def allows(self, moment: datetime, calendar: WorkingCalendar) -> bool:
        """Whether a call may be made at this moment (aware). See `hours.allows`."""
        return hours.allows(self, moment, calendar)


@dataclass(frozen=True)
class FrequencyCap:
    """How many calls, messages or attempts are too many."""

    id: str
    name: Text
    counts: Literal["calls", "messages", "attempts"]
    of: Literal["caller", "holder", "pair"]  # pair: the same caller to the same called
    at_most: int
    per_amount: int
    per_unit: Literal["hours", "days", "months"]
    outcome: Literal["block", "limit", "label", "record"]
    version: date
    basis: Basis
    until: date | None = None

    def is_over(self, count: int) -> bool:
        """Whether this many in one period are more than the cap allows."""
        return count > self.at_most


@dataclass(frozen=True)
class CallRule:
    """A condition over the facts of one call or message, and what is then done with it."""

    id: str
    name: Text
    condition: Condition
    outcome: Literal["block", "label", "limit", "allow"]
    notice: str  # id of what the caller's network is told; "" if nothing
    reason: Text
    # What follows if the condition cannot be known.
    unknown: Literal["allow", "label", "block"]
    version: date
    basis: Basis
    until: date | None = None


@dataclass(frozen=True)
class BlockNotice:
    """What the network of a blocked caller is told, in the words of its protocol."""

    id: str
    name: Text
    protocol: Literal["sip", "smpp", "isup"]
    code: int
    phrase: str
    header: str  # with {redress_url} where the address of redress stands; "" if there is none
    version: date
    basis: Basis
    until: date | None = None

    def header_with(self, redress_url: str) -> str:
        """The header, its address of redress filled in."""
        return self.header.replace("{redress_url}", redress_url)


@dataclass(frozen=True)
class CapabilityTest:
    """How one finds out whether an organisation can do what is required."""

    method: Text
    measure: Text
    unit: Text  # empty where the answer is yes or no
    direction: Literal["at least", "at most", "yes or no"]
    value: float | None  # None where the answer is yes or no
    sample: int | None  # how many are tried, where that is laid down


@dataclass(frozen=True)
class Capability:
    """What an organisation must be able to do, and how that is tested."""

    id: str
    name: Text
    applies_to: tuple[str, ...]  # organisation kinds
    aspect: Literal["functional", "performance", "security", "organisation", "interface"]
    requirement: Text
    test: CapabilityTest
    version: date
    basis: Basis
    until: date | None = None


@dataclass(frozen=True)
class Slab:
    """What each breach costs if there are more than `above` and at most `up_to` of them."""

    above: int
    up_to: int | None  # None: no end
    each: Decimal


@dataclass(frozen=True)
class Penalty:
    """A fine in the currency of the rule-book, said in exactly one of three ways: range, amounts, slabs."""

    id: str
    name: Text
    applies_to: tuple[str, ...]  # organisation kinds
    what_for: Text
    per: Literal["breach", "violation", "month", "instance"]
    range: tuple[Decimal, Decimal] | None
    amounts: tuple[Decimal, ...]  # for the first, second, … time; the last repeats
    slabs: tuple[Slab, ...]
    # Slabs only: every breach at the rate of the slab of the total, or each at the rate of its own.
    charged: Literal["total", "marginal"]
    cap: Decimal | None  # never more than this in all
    share_of_turnover: Decimal | None  # ranges only: the upper end is at least this share of the turnover
    version: date
    basis: Basis
    until: date | None = None

    def amount(
        self, count: int = 1, nth: int = 1, turnover: Decimal | None = None
    ) -> Decimal | tuple[Decimal, Decimal]:
        """What is due; two amounts where the law leaves a range. See `penalties.amount`."""
        return penalties.amount(self, count, nth, turnover)


@dataclass(frozen=True)
class Keeping:
    """What must be kept, and how long."""

    what: Text
    amount: int
    unit: Literal["days", "months", "years"]


@dataclass(frozen=True)
class Duty:
    """What an organisation must do or keep, apart from single orders."""

    id: str
    name: Text
    applies_to: tuple[str, ...]  # organisation kinds
    text: Text
    keep: Keeping | None
    version: date
    basis: Basis
    until: date | None = None


@dataclass(frozen=True)
class ReportChannel:
    """A way by which people report, e.g. a short code and how a message to it is written."""

    id: str
    name: Text
    kind: Literal["sms", "call", "web", "app"]
    address: str
    format: str  # with {number}, {text}, {time}, {source}; "" if the report has no such form
    version: date
    basis: Basis
    until: date | None = None

    def parse(self, message: str) -> dict[str, str] | None:
        """The parts of a message in this form by their names; None if it is not in this form."""
        return channels.parse(self.format, message)


@dataclass(frozen=True)
class ComplaintField:
    """Something that this jurisdiction asks of a reporter beside what Sosiego asks."""

    id: str
    name: Text
    type: Literal["text", "integer", "number", "boolean", "date", "moment", "phone"]


@dataclass(frozen=True)
class ComplaintRule:
    """What makes a report complete, and until when it is a ground."""

    required: tuple[str, ...]  # names of what a report must say
    within_days: int | None  # after that many days it is no ground; None: no limit
    fields: tuple[ComplaintField, ...]
    version: date
    basis: Basis
    until: date | None = None


@dataclass(frozen=True)
class PreferenceCategory:
    """One subject of commercial calls and messages that a citizen may refuse by itself."""

    code: str
    id: str
    name: Text
    industries: tuple[str, ...]


@dataclass(frozen=True)
class PreferenceMode:
    """One way of reaching a citizen that may be refused by itself: voice, message, automatic voice."""

    code: str
    id: str
    name: Text


@dataclass(frozen=True)
class PreferenceBand:
    """A part of the day in which a citizen may refuse to be reached."""

    code: str
    start: time
    end: time  # not included; midnight is the end of the day


@dataclass(frozen=True)
class PreferenceDay:
    """A kind of day on which a citizen may refuse to be reached."""

    code: str
    name: Text


@dataclass(frozen=True)
class PreferenceExchange:
    """When and under which name preferences go round among the operators."""

    upload_at: time
    distribute_at: time
    file_name: str  # with {operator}, {date}, {sequence}


@dataclass(frozen=True)
class PreferenceRules:
    """What a citizen may refuse, how, and how soon that binds."""

    levels: tuple[Named, ...]
    categories: tuple[PreferenceCategory, ...]
    modes: tuple[PreferenceMode, ...]
    bands: tuple[PreferenceBand, ...]
    days: tuple[PreferenceDay, ...]
    effective_amount: int
    effective_unit: Literal["working days", "days", "hours", "working hours"]
    exchange: PreferenceExchange | None
    short_code: str
    commands: Mapping[str, str]  # what is meant -> what is sent to the short code
    version: date
    basis: Basis
    until: date | None = None

    def effective_from(self, asked: datetime, calendar: WorkingCalendar) -> datetime:
        """The moment (aware, UTC) by which a preference stated at `asked` binds."""
        return calendar.due(asked, self.effective_amount, self.effective_unit)


@dataclass(frozen=True)
class SenderSuffix:
    """A letter behind a sender's name that says what kind of message it is."""

    code: str
    name: Text
    classes: tuple[str, ...]  # of the taxonomy


@dataclass(frozen=True)
class NumberSeries:
    """Numbers set apart for a purpose."""

    prefix: str
    purpose: str
    name: Text


@dataclass(frozen=True)
class TemplateRules:
    """What a registered text may leave open."""

    longest_variable: int  # characters
    links_listed: bool  # True: every link in it must stand on the sender's list


@dataclass(frozen=True)
class ConsentRules:
    """How long consent lasts and what silence means."""

    days: int
    silence_is_refusal: bool


@dataclass(frozen=True)
class ReasonCode:
    """Why a message was not let through, as operators say it to each other."""

    code: int
    id: str
    name: Text


@dataclass(frozen=True)
class SenderRules:
    """What senders must register before they send."""

    objects: tuple[Named, ...]  # what is registered: entities, headers, templates, …
    suffixes: tuple[SenderSuffix, ...]
    series: tuple[NumberSeries, ...]
    template: TemplateRules | None
    consent: ConsentRules | None
    reason_codes: tuple[ReasonCode, ...]
    version: date
    basis: Basis
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
    contents: tuple[Named, ...] = ()  # sections or columns that are printed


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
    basis: Basis | None = None


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
    digest: str  # SHA-256 over the files of the law: which text decided
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
    # What a rule-book may leave out.
    all_steps: tuple[ProcedureStep, ...] = ()
    all_hours: tuple[PermittedHours, ...] = ()
    all_caps: tuple[FrequencyCap, ...] = ()
    all_call_rules: tuple[CallRule, ...] = ()
    all_notices: tuple[BlockNotice, ...] = ()
    all_capabilities: tuple[Capability, ...] = ()
    all_penalties: tuple[Penalty, ...] = ()
    all_duties: tuple[Duty, ...] = ()
    all_channels: tuple[ReportChannel, ...] = ()
    all_complaints: tuple[ComplaintRule, ...] = ()
    all_preferences: tuple[PreferenceRules, ...] = ()
    all_senders: tuple[SenderRules, ...] = ()
    # Of a draft: the rule-book from which it takes the files that it does not hold itself; "" if none.
    based_on: str = ""
    # Every instrument that the book names, by id, as a basis without a clause.
    documents: Mapping[str, Basis] = field(default_factory=dict)

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

    def steps(self, on: date) -> tuple[ProcedureStep, ...]:
        """The steps of the processing specification in force on a date, in their order."""
        return dated.all_in_force(self.all_steps, on)

    def hours(self, on: date) -> tuple[PermittedHours, ...]:
        """When calls and messages may be made, as it stands on a date."""
        return dated.all_in_force(self.all_hours, on)

    def caps(self, on: date) -> tuple[FrequencyCap, ...]:
        """The frequency caps in force on a date."""
        return dated.all_in_force(self.all_caps, on)

    def call_rules(self, on: date) -> tuple[CallRule, ...]:
        """What is done with single calls and messages on a date, in the order of the book."""
        return dated.all_in_force(self.all_call_rules, on)

    def notices(self, on: date) -> tuple[BlockNotice, ...]:
        """What the networks of blocked callers are told on a date."""
        return dated.all_in_force(self.all_notices, on)

    def notice(self, id: str, on: date) -> BlockNotice:
        """One notice on a date. Raises `RuleNotInForceError`."""
        return dated.one_in_force("notice", self.all_notices, id, on)

    def capabilities(self, on: date) -> tuple[Capability, ...]:
        """What organisations must be able to do on a date."""
        return dated.all_in_force(self.all_capabilities, on)

    def penalties(self, on: date) -> tuple[Penalty, ...]:
        """The fines in force on a date."""
        return dated.all_in_force(self.all_penalties, on)

    def penalty(self, id: str, on: date) -> Penalty:
        """One fine on a date. Raises `RuleNotInForceError`."""
        return dated.one_in_force("penalty", self.all_penalties, id, on)

    def duties(self, on: date) -> tuple[Duty, ...]:
        """What organisations must do and keep on a date."""
        return dated.all_in_force(self.all_duties, on)

    def channels(self, on: date) -> tuple[ReportChannel, ...]:
        """The ways by which people report on a date."""
        return dated.all_in_force(self.all_channels, on)

    def complaint(self, on: date) -> ComplaintRule | None:
        """What makes a report complete on a date; None if the rule-book does not say."""
        return dated.in_force(self.all_complaints, on)

    def preferences(self, on: date) -> PreferenceRules | None:
        """What a citizen may refuse on a date; None if the rule-book has no such register."""
        return dated.in_force(self.all_preferences, on)

    def senders(self, on: date) -> SenderRules | None:
        """What senders must register on a date; None if the rule-book has no such register."""
        return dated.in_force(self.all_senders, on)
