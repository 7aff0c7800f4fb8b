"""What came of a report: what its reporter may be told, and when this must happen.

A report belongs to the case of its number that was open when it came in, or that was opened while it still
counted. It counts for as long as any criterion in force counts reports of its medium. Its reporter is to be
told once that case has a measure or is closed, or once the report counts no more and no case came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import QuerySet

from sosiego.cases.content_facts import CONTENT_DAYS
from sosiego.cases.models import Case, DayDone, Event
from sosiego.cases.queries import measures_binding
from sosiego.intake import queries as intake
from sosiego.intake.models import Report
from sosiego.rules.book import Criterion, Deadline, RuleBook

# The deadline of the rule-book by which a reporter is told; a book without it promises no day.
TELL_REPORTER = "tell-reporter"

Came = Literal["measure", "closed", "nothing"]
# Events that say nothing of who holds the number, who answered, or who else reported.
PUBLIC_KINDS = (
    Event.Kind.FOUND,
    Event.Kind.ORDER_ISSUED,
    Event.Kind.ORDER_ANSWERED,
    Event.Kind.ORDER_OVERDUE,
    Event.Kind.MEASURE_IN_FORCE,
    Event.Kind.MEASURE_LIFTED,
    Event.Kind.MEASURE_ENDED,
    Event.Kind.CLOSED,
    Event.Kind.REOPENED,
)
FATE_STATES = ("received", "examined", "in procedure", "measure in force", "closed", "nothing found")
_LOOK_BACK = re.compile(r"_(\d+)d$")


@dataclass(frozen=True)
class Counting:
    """For how long a report of one medium counts, and the criterion that looks back furthest."""

    days: int
    criterion: Criterion | None


@dataclass(frozen=True)
class Answer:
    """What a reporter may be told, and since when that is known."""

    came: Came
    since: datetime


@dataclass(frozen=True)
class ToTell:
    """The people who reported one number and wait for the same answer."""

    number: str  # "" if the calls showed none
    came: Came
    people: int  # reports with a contact
    since: datetime  # when the first of them was to be told
    due_at: datetime | None  # None: the rule-book names no deadline


@dataclass(frozen=True)
class Step:
    """One thing that happened after a report, without a name or a number."""

    at: datetime
    kind: str
    rule: str = ""  # id of a criterion
    outcome: str = ""
    measure: str = ""  # kind of measure
    actor: str = ""  # who must act: "holder", "operator"
    due_at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Fate:
    """What may be told of a report to whoever knows its reference."""

    report: Report
    examined_at: datetime | None  # first evaluation after it came in
    counting: Counting
    counts_until: datetime
    steps: tuple[Step, ...]
    came: Came | None  # None: it is not settled yet
    contact_kept: bool
    tell_by: datetime | None
    told_at: datetime | None
    # (kind, end) of the case's measures that are in force
    in_force: tuple[tuple[str, datetime | None], ...]
    is_closed: bool

    @property
    def state(self) -> str:
        """How the report stands: one of `FATE_STATES`."""
        if self.in_force:
            return "measure in force"
        if self.steps:
            return "closed" if self.is_closed else "in procedure"
        if self.came == "nothing":
            return "nothing found"
        return "examined" if self.examined_at else "received"


def counting(book: RuleBook, medium: str, at: datetime) -> Counting:
    """How long a report of a medium counts, by the criteria in force at `at`."""
    found = Counting(0, None)
    for criterion in book.criteria(at.astimezone(book.time_zone).date()):
        days = max((_days_back(fact, medium) for fact in criterion.condition.facts), default=0)
        if days > found.days:
            found = Counting(days, criterion)
    return found


def _days_back(fact: str, medium: str) -> int:
    """How far a fact looks back at reports of a medium; 0 if it does not count them."""
    if fact.startswith("content_"):
        return CONTENT_DAYS if medium == Report.Medium.SMS else 0
    if fact not in intake.REPORT_FACTS or (
        fact.startswith(("call_", "sms_")) and not fact.startswith(medium)
    ):
        return 0
    named = _LOOK_BACK.search(fact)
    return int(named.group(1)) if named else 0


def reporters_to_tell(book: RuleBook, at: datetime) -> list[ToTell]:
    """Who is to be told by now, by number and by what came of it: people who get the same answer are told
    together. The longest waiting first.
    """
    groups: dict[tuple[str, Came], list[datetime]] = {}
    for number, _, answer in _answers(intake.reports_to_answer(), book, at):
        groups.setdefault((number, answer.came), []).append(answer.since)
    found = [
        ToTell(number, came, len(times), min(times), tell_by(book, min(times)))
        for (number, came), times in groups.items()
    ]
    return sorted(found, key=lambda one: (one.since, one.number))


def reports_to_tell(number: str, book: RuleBook, at: datetime) -> list[tuple[Report, Answer]]:
    """The reports about one number ("" for calls that showed none) whose reporter is to be told by now."""
    waiting = intake.reports_to_answer().filter(number=number)
    answers = {key: answer for _, key, answer in _answers(waiting, book, at)}
    reports = Report.objects.filter(pk__in=answers).order_by("received_at", "id")
    return [(report, answers[report.pk]) for report in reports]


def tell_by(book: RuleBook, since: datetime) -> datetime | None:
    """By when a reporter is told whose answer is known since `since`."""
    day = since.astimezone(book.time_zone).date()
    named = [one for one in book.all_deadlines if one.id == TELL_REPORTER and one.version <= day]
    return book.deadline(TELL_REPORTER, day).due(since, book.calendar) if named else None


def promises(book: RuleBook, at: datetime) -> list[Deadline]:
    """The deadlines that a report may set running: those of orders and those of the desk that took it."""
    day = at.astimezone(book.time_zone).date()
    orders = {criterion.order for criterion in book.criteria(day)}
    ids = dict.fromkeys(one.id for one in book.all_deadlines if one.version <= day)
    known = [book.deadline(id, day) for id in ids]
    return [one for one in known if one.id in orders or one.actor == "reporting-desk"]


def fate(report: Report, book: RuleBook, at: datetime) -> Fate:
    """What happened with a report until `at`."""
    told = getattr(report, "told", None)
    kept = intake.reports_to_answer().filter(pk=report.pk).exists()
    counts_for = counting(book, report.medium, at)
    life = _life_of(report.received_at, counts_for.days, _lives([report.number], at).get(report.number, []))
    answer = _answer(report.received_at, counts_for.days, life)
    settled = answer if answer and answer.since <= at else None
    examined = DayDone.objects.filter(step="evaluate", at__gte=report.received_at, at__lte=at)
    return Fate(
        report=report,
        examined_at=examined.order_by("at").values_list("at", flat=True).first(),
        counting=counts_for,
        counts_until=report.received_at + timedelta(days=counts_for.days),
        steps=_steps(life.case_id, book, at) if life else (),
        came=settled.came if settled else None,
        contact_kept=kept,
        tell_by=tell_by(book, settled.since) if settled and kept else None,
        told_at=told.at if told else None,
        in_force=_measures(life.case_id, at) if life else (),
        is_closed=life is not None and life.closed_at is not None,
    )


def _measures(case_id: int, at: datetime) -> tuple[tuple[str, datetime | None], ...]:
    case = Case.objects.get(pk=case_id)
    found = measures_binding(at).filter(case_reference=case.reference, since__lte=at).order_by("since", "id")
    return tuple(found.values_list("kind", "until"))


def _steps(case_id: int, book: RuleBook, at: datetime) -> tuple[Step, ...]:
    events = Event.objects.filter(case=case_id, kind__in=PUBLIC_KINDS, at__lte=at)
    events = events.select_related("order", "measure", "case").order_by("at", "id")
    rules = dict(Case.objects.get(pk=case_id).findings.values_list("pk", "rule"))
    return tuple(_step(event, rules, book) for event in events)


def _step(event: Event, rules: dict[int, str], book: RuleBook) -> Step:
    told: dict[str, Any] = {}
    if event.kind == Event.Kind.FOUND:
        told["rule"] = rules.get(event.data.get("finding", 0), "")
    if event.order is not None:
        day = event.order.issued_at.astimezone(book.time_zone).date()
        told |= {"due_at": event.order.due_at, "actor": book.deadline(event.order.step, day).actor}
    if event.measure is not None:
        told |= {"measure": event.measure.kind, "until": event.measure.until}
    return Step(event.at, event.kind, outcome=event.data.get("outcome") or "", **told)


# --- which case a report belongs to ---------------------------------------------------------------------


@dataclass
class _Life:
    """When one case was open, and what it came to."""

    case_id: int
    opened_at: datetime
    measure_at: datetime | None = None
    # (moment, is open from then on), in order
    turns: list[tuple[datetime, bool]] = field(default_factory=list)

    def was_open(self, at: datetime) -> bool:
        """False before the case was opened, too."""
        return next((is_open for when, is_open in reversed(self.turns) if when <= at), False)

    @property
    def closed_at(self) -> datetime | None:
        return self.turns[-1][0] if self.turns and not self.turns[-1][1] else None


def _lives(numbers: Iterable[str] | None, at: datetime) -> dict[str, list[_Life]]:
    """The cases of some numbers (None: of all) until `at`, by number, the earliest first."""
    cases = Case.objects.filter(opened_at__lte=at).order_by("opened_at", "id")
    if numbers is not None:
        cases = cases.filter(subject__in=list(numbers))
    by_id: dict[int, _Life] = {}
    by_number: dict[str, list[_Life]] = {}
    for pk, subject, opened_at in cases.values_list("pk", "subject", "opened_at"):
        by_id[pk] = _Life(pk, opened_at, turns=[(opened_at, True)])
        by_number.setdefault(subject, []).append(by_id[pk])
    telling = Event.objects.filter(
        kind__in=[Event.Kind.MEASURE_IN_FORCE, Event.Kind.CLOSED, Event.Kind.REOPENED], at__lte=at
    )
    if numbers is not None:
        telling = telling.filter(case__in=list(by_id))
    for case_id, kind, when in telling.order_by("at", "id").values_list("case_id", "kind", "at"):
        life = by_id.get(case_id)
        if life is None:
            continue
        if kind == Event.Kind.MEASURE_IN_FORCE:
            life.measure_at = life.measure_at or when
        else:
            life.turns.append((when, kind == Event.Kind.REOPENED))
    return by_number


def _life_of(received_at: datetime, days: int, lives: list[_Life]) -> _Life | None:
    """The case that was open when a report came in, else the first one opened while it counted."""
    until = received_at + timedelta(days=days)
    for life in lives:
        if life.was_open(received_at) or received_at <= life.opened_at <= until:
            return life
    return None


def _answer(received_at: datetime, days: int, life: _Life | None) -> Answer | None:
    """What came of a report and since when; None while its case is open without a measure."""
    if life is None:
        return Answer("nothing", received_at + timedelta(days=days))
    if life.measure_at is not None:
        return Answer("measure", max(received_at, life.measure_at))
    return Answer("closed", max(received_at, life.closed_at)) if life.closed_at else None


def _answers(reports: QuerySet[Report], book: RuleBook, at: datetime) -> Iterator[tuple[str, int, Answer]]:
    """(number, key of the report, answer) of the reports whose answer is known by `at`."""
    days = {medium: counting(book, medium, at).days for medium in Report.Medium.values}
    lives = _lives(None, at)
    rows = reports.order_by().values_list("pk", "number", "medium", "received_at")
    for key, number, medium, received_at in rows.iterator():
        life = _life_of(received_at, days[medium], lives.get(number, []) if number else [])
        answer = _answer(received_at, days[medium], life)
        if answer is not None and answer.since <= at:
            yield number, key, answer
