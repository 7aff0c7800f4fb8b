"""The record as one rule-book would have written it: cases, findings, orders and measures that never were.

The rule of a replay. A number has one open case at a time. Within it each rule is found once, and one order
is sent for each step. The case stands until the last deadline of its orders has passed and the last of its
measures has ended; nobody answers. After that a rule that holds is found again if its evidence is new, as
in the daily evaluation: a report came after the end of the case, or the window of traffic begins after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sosiego.cases.addressees import Addressees
from sosiego.cases.firing import Firing
from sosiego.cases.known import REPORT_FACTS
from sosiego.cases.measures import Exempt
from sosiego.rules.book import Criterion, RuleBook
from sosiego.rules.replay import Found


@dataclass(frozen=True)
class Ordered:
    """An order that would have been sent."""

    subject: str
    step: str
    addressee: str
    issued_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Put:
    """A measure that would have been in force: at once, or from its order's deadline if it was confirmed."""

    subject: str
    rule: str
    kind: str
    outcome: str  # what the network does: "block", "limit", "label"
    # Place of the outcome in the order of the rule-book: 0 is the harshest.
    place: int
    automatic: bool
    since: datetime
    until: datetime
    # Calls an hour that pass under "limit".
    calls_per_hour: int


@dataclass(frozen=True)
class Standing:
    """Who stood behind a number when it was first found."""

    holder: str
    operator: str


@dataclass
class _Case:
    ends: datetime
    rules: set[str] = field(default_factory=set)
    orders: dict[str, datetime] = field(default_factory=dict)


class Record:
    """What one rule-book finds, day after day. `on`: the day whose wording is read throughout, if named."""

    def __init__(self, book: RuleBook, addressees: Addressees, on: date | None = None) -> None:
        self.book = book
        self.on = on
        self.found: list[Found] = []
        self.orders: list[Ordered] = []
        self.measures: list[Put] = []
        self.exempt = 0
        self.standing: dict[str, Standing] = {}
        self._addressees = addressees
        self._open: dict[str, _Case] = {}
        # When the last case of a subject ended, and the last that judged a rule.
        self._closed: dict[str, datetime] = {}
        self._judged: dict[tuple[str, str], datetime] = {}

    def wording_day(self, at: datetime) -> date:
        """The day whose wording is read at a moment."""
        return self.on or at.astimezone(self.book.time_zone).date()

    def take(self, firings: Iterable[Firing], at: datetime, window_from: datetime) -> None:
        """Note what is news at one moment."""
        on = self.wording_day(at)
        exempt = Exempt(self.book, at, on)
        for firing in firings:
            self._close_if_over(firing.subject, at)
            for criterion in firing.criteria:
                if self._is_news(firing, criterion, window_from):
                    self._enter(firing, criterion, at, on, exempt)

    def _close_if_over(self, subject: str, at: datetime) -> None:
        case = self._open.get(subject)
        if case is None or at < case.ends:
            return
        del self._open[subject]
        self._closed[subject] = case.ends
        for rule in case.rules:
            self._judged[subject, rule] = case.ends

    def _is_news(self, firing: Firing, criterion: Criterion, window_from: datetime) -> bool:
        case = self._open.get(firing.subject)
        if case is not None:
            return criterion.id not in case.rules
        closed_at = self._closed.get(firing.subject)
        if closed_at is None:
            return True
        if criterion.condition.facts & REPORT_FACTS:
            last_report_at = firing.row.get("last_report_at")
            return last_report_at is not None and last_report_at > closed_at
        judged_at = self._judged.get((firing.subject, criterion.id))
        return judged_at is None or window_from >= judged_at

    def _enter(self, firing: Firing, criterion: Criterion, at: datetime, on: date, exempt: Exempt) -> None:
        subject, row = firing.subject, firing.row
        case = self._open.setdefault(subject, _Case(at))
        case.rules.add(criterion.id)
        self.found.append(Found(subject, criterion.id, at))
        self.standing.setdefault(subject, Standing(row.get("holder") or "", row.get("operator") or ""))
        due_at = self._order(case, firing, criterion, at, on)
        proposal = criterion.measure
        if proposal is None or not (proposal.automatic or due_at):
            return
        if row.get("is_exempt") or exempt(subject, row.get("number_class")):
            self.exempt += 1
            return
        since = at if proposal.automatic or due_at is None else due_at
        until = since + timedelta(days=proposal.days)
        case.ends = max(case.ends, until)
        policy = self.book.control(on)
        outcome = policy.outcomes.get(proposal.kind, "")
        self.measures.append(
            Put(
                subject,
                criterion.id,
                proposal.kind,
                outcome,
                policy.outcome_order.index(outcome) if outcome else len(policy.outcome_order),
                proposal.automatic,
                since,
                until,
                policy.limit_calls_per_hour,
            )
        )

    def _order(
        self, case: _Case, firing: Firing, criterion: Criterion, at: datetime, on: date
    ) -> datetime | None:
        """The deadline of the order that the finding opens or joins; None if its rule asks for none."""
        step = criterion.order
        if not step:
            return None
        pending = case.orders.get(step)
        if pending is not None and pending > at:
            return pending
        deadline = self.book.deadline(step, on)
        due_at = deadline.due(at, self.book.calendar)
        addressee = self._addressees.of(
            deadline.actor,
            subject=firing.subject,
            holder=firing.row.get("holder"),
            operator=firing.row.get("operator"),
        )
        case.orders[step] = due_at
        case.ends = max(case.ends, due_at)
        self.orders.append(Ordered(firing.subject, step, addressee.code, at, due_at))
        return due_at
