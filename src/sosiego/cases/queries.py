"""What the other rooms may ask of cases. Every state is read off the events, in the database.

The story of one caller is told in `story`; the figures that oversight needs are counted in `figures`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Case as Choice
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncMonth

from sosiego.cases.errors import NoSuchReferenceError
from sosiego.cases.models import Appeal, Case, DayDone, Event, Finding, Traceback, TracebackHop, WorkOrder
from sosiego.cases.story import StoryLine, story
from sosiego.intake import queries as intake
from sosiego.registry.models import Measure, Organisation

__all__ = [
    "ABOUT_OPENNESS",
    "APPEAL_STATES",
    "CASE_STATES",
    "HOP_STATES",
    "ORDER_STATES",
    "Question",
    "StoryLine",
    "appeal",
    "appeals",
    "case",
    "case_of",
    "case_state",
    "cases",
    "confirmed_cases",
    "dashboard",
    "days_done",
    "findings",
    "findings_by_month",
    "history",
    "hops",
    "hops_of",
    "is_under_review",
    "measures_binding",
    "open_cases",
    "order",
    "order_state",
    "orders",
    "orders_due",
    "orders_waiting",
    "overdue_orders",
    "questions_about",
    "reported_numbers_of",
    "story",
    "traceback",
    "traceback_state",
    "with_appeal_state",
    "with_case_state",
    "with_hop_state",
    "with_openness",
    "with_order_state",
]

ORDER_STATES = ("open", "overdue", "answered", "answered late")
HOP_STATES = ORDER_STATES
APPEAL_STATES = ("filed", "upheld", "refused")
# The first that holds is the state of the case.
CASE_STATES = ("closed", "appealed", "under review", "overdue", "awaiting answer", "measure in force", "open")

# A question to somebody outside the procedure, and the answer.
REPORTER = (Event.Kind.REPORTER_ASKED, Event.Kind.REPORTER_ANSWERED)
APPELLANT = (Event.Kind.APPELLANT_ASKED, Event.Kind.APPELLANT_ANSWERED)

ABOUT_OPENNESS = (Event.Kind.OPENED, Event.Kind.CLOSED, Event.Kind.REOPENED)


@dataclass(frozen=True)
class Question:
    """What was asked of a reporter or appellant, and what came back."""

    asked_at: datetime
    question: str
    stops_clock: bool
    answered_at: datetime | None = None
    answer: str = ""


# --- orders ---------------------------------------------------------------------------------------------


def with_order_state(orders: QuerySet[WorkOrder], at: datetime | None = None) -> QuerySet[WorkOrder]:
    """Add `answered_at`, `outcome`, `answer_text`, `due`, `waits_since` and `state` to each order.

    `due` is its deadline as things stand: NULL while its clock stands still. `waits_since`: the reporter was
    asked then and has not answered. An order is overdue from the event on that the cycle writes; with `at`,
    from its deadline on.
    """
    answers = _order_answers()
    return _with_order_answer(orders, at).annotate(
        outcome=Subquery(answers.values("data__outcome")[:1]),
        answer_text=Subquery(answers.values("data__text")[:1]),
    )


def _with_order_answer(orders: QuerySet[WorkOrder], at: datetime | None) -> QuerySet[WorkOrder]:
    answered = orders.annotate(answered_at=Subquery(_order_answers().values("at")[:1]))
    timed = _with_clock(answered, "order", REPORTER, "answered_at")
    return _with_answer_state(timed, Event.Kind.ORDER_OVERDUE, "order", at)


def _order_answers() -> QuerySet[Event]:
    return Event.objects.filter(order=OuterRef("pk"), kind=Event.Kind.ORDER_ANSWERED)


def orders(
    addressee: Organisation | str | None = None,
    state: str | None = None,
    *,
    at: datetime | None = None,
    subject: str | None = None,
) -> QuerySet[WorkOrder]:
    """Orders with their state, the most urgent first; of one addressee (or its code), in one state."""
    found = with_order_state(WorkOrder.objects.select_related("case", "finding", "addressee"), at)
    if isinstance(addressee, Organisation):
        found = found.filter(addressee=addressee)
    elif addressee is not None:
        found = found.filter(addressee__code=addressee)
    if state is not None:
        found = found.filter(state=state)
    if subject is not None:
        found = found.filter(case__subject=subject)
    return found.order_by(F("due").asc(nulls_last=True), "id")


def orders_due(since: datetime, until: datetime, *, at: datetime | None = None) -> QuerySet[WorkOrder]:
    """Orders, with their state, whose deadline as things stand lies in since ≤ t < until."""
    # A pause never makes a deadline earlier, and few orders ever wait: the index finds all others.
    waited = Event.objects.filter(kind=Event.Kind.REPORTER_ASKED).values("order")
    near = WorkOrder.objects.filter(Q(due_at__gte=since) | Q(pk__in=waited), due_at__lt=until)
    return with_order_state(near, at).filter(due__gte=since, due__lt=until)


def orders_waiting() -> QuerySet[WorkOrder]:
    """Orders that wait for their reporter's answer, the longest waiting first."""
    asked = Event.objects.filter(kind=Event.Kind.REPORTER_ASKED).values("order")
    waiting = orders().filter(pk__in=asked, waits_since__isnull=False, answered_at=None)
    return waiting.order_by("waits_since", "id")


def order(reference: str) -> WorkOrder:
    """One order with its state. Raises `NoSuchReferenceError`."""
    found = orders().filter(reference=reference).first()
    if found is None:
        raise NoSuchReferenceError("order", reference)
    return found


def order_state(one: WorkOrder, at: datetime | None = None) -> str:
    """State of one order, now read from its events."""
    found = _with_order_answer(WorkOrder.objects.filter(pk=one.pk), at)
    return str(found.values_list("state", flat=True)[0])


def overdue_orders(at: datetime, addressee: Organisation | None = None) -> QuerySet[WorkOrder]:
    """Orders without an answer whose deadline had passed at a moment."""
    return orders(addressee, "overdue", at=at)


# --- tracebacks -----------------------------------------------------------------------------------------


def with_hop_state(hops: QuerySet[TracebackHop], at: datetime | None = None) -> QuerySet[TracebackHop]:
    """Add `answered_at`, `previous` (a code, NULL for the origin), `due` and `state` to each hop."""
    answers = Event.objects.filter(hop=OuterRef("pk"), kind=Event.Kind.TRACEBACK_ANSWERED)
    timed = hops.annotate(answered_at=Subquery(answers.values("at")[:1]), due=F("due_at"))
    return _with_answer_state(timed, Event.Kind.TRACEBACK_OVERDUE, "hop", at).annotate(
        previous=Subquery(answers.values("data__previous")[:1]),
    )


def hops(
    asked: Organisation | str | None = None, state: str | None = None, *, at: datetime | None = None
) -> QuerySet[TracebackHop]:
    """Hops of tracebacks with their state, the most urgent first."""
    found = with_hop_state(TracebackHop.objects.select_related("traceback", "asked"), at)
    if isinstance(asked, Organisation):
        found = found.filter(asked=asked)
    elif asked is not None:
        found = found.filter(asked__code=asked)
    if state is not None:
        found = found.filter(state=state)
    return found.order_by("due_at", "id")


def traceback(reference: str) -> Traceback:
    """One traceback. Raises `NoSuchReferenceError`."""
    found = Traceback.objects.filter(reference=reference).first()
    if found is None:
        raise NoSuchReferenceError("traceback", reference)
    return found


def hops_of(one: Traceback) -> QuerySet[TracebackHop]:
    """The hops of one traceback, from the called side to the origin."""
    return with_hop_state(one.hops.select_related("asked")).order_by("order")


def traceback_state(one: Traceback) -> str:
    """“origin found”, or how the last hop stands: “open” or “overdue”."""
    last = hops_of(one).last()
    if last is None:
        return "open"
    return "origin found" if last.state in ("answered", "answered late") else str(last.state)


# --- appeals --------------------------------------------------------------------------------------------


def with_appeal_state(appeals_: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """Add `decided_at`, `due`, `waits_since` (as to orders, by the appellant's answers) and `state`."""
    decisions = Event.objects.filter(appeal=OuterRef("pk"), kind=Event.Kind.APPEAL_DECIDED)
    decided = appeals_.annotate(decided_at=Subquery(decisions.values("at")[:1]))
    return _with_clock(decided, "appeal", APPELLANT, "decided_at").annotate(
        is_upheld=Exists(decisions.filter(data__upheld=True)),
        state=Choice(
            When(decided_at__isnull=True, then=Value("filed")),
            When(is_upheld=True, then=Value("upheld")),
            default=Value("refused"),
            output_field=models.CharField(),
        ),
    )


def appeals(state: str | None = None, *, holder: Organisation | None = None) -> QuerySet[Appeal]:
    """Appeals with their state, the most urgent first."""
    found = with_appeal_state(Appeal.objects.select_related("measure", "case"))
    if state is not None:
        found = found.filter(state=state)
    if holder is not None:
        found = found.filter(measure__holder=holder)
    return found.order_by(F("due").asc(nulls_last=True), "id")


def appeal(reference: str) -> Appeal:
    """One appeal with its state. Raises `NoSuchReferenceError`."""
    found = appeals().filter(reference=reference).first()
    if found is None:
        raise NoSuchReferenceError("appeal", reference)
    return found


# --- cases ----------------------------------------------------------------------------------------------


def with_openness(cases_: QuerySet[Case], before: datetime | None = None) -> QuerySet[Case]:
    """Add `last_word`: the last of opened, closed, reopened; with `before`, as it stood then."""
    words = Event.objects.filter(case=OuterRef("pk"), kind__in=ABOUT_OPENNESS).order_by("-at", "-id")
    if before is not None:
        words = words.filter(at__lt=before)
    return cases_.annotate(last_word=Subquery(words.values("kind")[:1]))


def open_cases() -> QuerySet[Case]:
    """Cases whose last word is not “closed”."""
    return with_openness(Case.objects.all()).exclude(last_word=Event.Kind.CLOSED)


def with_case_state(cases_: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    """Add `state` (one of `CASE_STATES`) to each case, as it stood by its events and its measures at `at`."""
    own_orders = with_order_state(WorkOrder.objects.filter(case=OuterRef("pk")))
    return with_openness(cases_).annotate(
        state=Choice(
            When(last_word=Event.Kind.CLOSED, then=Value("closed")),
            When(
                Exists(with_appeal_state(Appeal.objects.filter(case=OuterRef("pk"))).filter(state="filed")),
                then=Value("appealed"),
            ),
            When(is_under_review(), then=Value("under review")),
            When(Exists(own_orders.filter(state="overdue")), then=Value("overdue")),
            When(Exists(own_orders.filter(state="open")), then=Value("awaiting answer")),
            When(
                Exists(measures_binding(at).filter(case_reference=OuterRef("reference"))),
                then=Value("measure in force"),
            ),
            default=Value("open"),
            output_field=models.CharField(),
        )
    )


def is_under_review() -> Exists:
    """Condition on cases: the regulator has taken the case up since it was opened or last closed."""
    closed_later = Event.objects.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), id__gt=OuterRef("id")),
        case=OuterRef("case"),
        kind=Event.Kind.CLOSED,
    )
    reviews = Event.objects.filter(case=OuterRef("pk"), data__review=True)
    return Exists(reviews.filter(~Exists(closed_later)))


def cases(*, at: datetime, state: str | None = None, subject: str | None = None) -> QuerySet[Case]:
    """Cases with their state, the latest first."""
    found = with_case_state(Case.objects.select_related("holder", "operator"), at)
    if state is not None:
        found = found.filter(state=state)
    if subject is not None:
        found = found.filter(subject=subject)
    return found.order_by("-opened_at", "-id")


def case(reference: str) -> Case:
    """One case by its reference. Raises `NoSuchReferenceError`."""
    found = Case.objects.filter(reference=reference).first()
    if found is None:
        raise NoSuchReferenceError("case", reference)
    return found


def case_state(one: Case, at: datetime) -> str:
    """State of one case: one of `CASE_STATES`."""
    return str(with_case_state(Case.objects.filter(pk=one.pk), at).values_list("state", flat=True)[0])


def case_of(subject: str) -> Case | None:
    """The open case of a number or sender name, else its latest case, else None."""
    latest = with_openness(Case.objects.filter(subject=subject)).order_by("-opened_at", "-id")
    return latest.exclude(last_word=Event.Kind.CLOSED).first() or latest.first()


def confirmed_cases(
    since: datetime | None = None, until: datetime | None = None, *, before: datetime | None = None
) -> QuerySet[Case]:
    """Cases with an order answered “confirmed” in since ≤ t < until, with `confirmed_at` (the first time).

    A case whose measure was found wrong on appeal (with `before`: decided by then) does not count as
    confirmed.
    """
    answers = Event.objects.filter(
        case=OuterRef("pk"), kind=Event.Kind.ORDER_ANSWERED, data__outcome="confirmed"
    )
    undone = Event.objects.filter(case=OuterRef("pk"), kind=Event.Kind.APPEAL_DECIDED, data__upheld=True)
    if before is not None:
        undone = undone.filter(at__lt=before)
    found = Case.objects.annotate(
        confirmed_at=Subquery(answers.order_by("at", "id").values("at")[:1])
    ).filter(~Exists(undone), confirmed_at__isnull=False)
    if since is not None:
        found = found.filter(confirmed_at__gte=since)
    if until is not None:
        found = found.filter(confirmed_at__lt=until)
    return found


def history(since: datetime, until: datetime) -> dict[str, int]:
    """By number: its cases confirmed in since ≤ t < until and closed by then, as the record stood at `until`.
    The open case is no history yet.
    """
    confirmed = confirmed_cases(since, until, before=until)
    closed = with_openness(confirmed, before=until).filter(last_word=Event.Kind.CLOSED)
    return dict(Counter(closed.values_list("subject", flat=True)))


# --- findings, measures, days ---------------------------------------------------------------------------


def findings(
    *,
    subject: str | None = None,
    rule: str | None = None,
    category: str | None = None,
    holder: Organisation | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Finding]:
    """Findings that match all that is given, the latest first."""
    wanted: dict[str, Any] = {
        "case__subject": subject,
        "rule": rule,
        "category": category,
        "case__holder": holder,
        "at__gte": since,
        "at__lt": until,
    }
    named = {name: value for name, value in wanted.items() if value is not None}
    return (
        Finding.objects.select_related("case", "case__holder", "case__operator")
        .filter(**named)
        .order_by("-at", "-id")
    )


def findings_by_month(rule: str, since: datetime, until: datetime, time_zone: ZoneInfo) -> dict[date, int]:
    """How often a rule was met in since ≤ t < until, by the first day of the local month."""
    months = findings(rule=rule, since=since, until=until).order_by()
    counted = months.annotate(month=TruncMonth("at", tzinfo=time_zone)).values_list("month")
    return {month.date(): count for month, count in counted.annotate(count=models.Count("id"))}


def measures_binding(at: datetime) -> QuerySet[Measure]:
    """Measures that have come or are still to come in force at `at`: neither ended nor lifted."""
    return Measure.objects.filter(Q(until__isnull=True) | Q(until__gt=at), lift__isnull=True)


def reported_numbers_of(holder: Organisation, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Numbers of a holder that were reported in since ≤ t < until: number, reports, people, last_at."""
    found = intake.reports_between(since, until).filter(holder=holder.code)
    counted = (
        found.exclude(number="")
        .values("number")
        .annotate(
            reports=models.Count("id"),
            people=models.Count("reporter", distinct=True, filter=~Q(reporter="")),
            last_at=models.Max("received_at"),
        )
    )
    return list(counted.order_by("-reports", "number"))


def dashboard(at: datetime) -> dict[str, int]:
    """The counts that an official sees first."""
    by_order = dict(
        with_order_state(WorkOrder.objects.all(), at)
        .values_list("state")
        .annotate(n=models.Count("pk"))
        .order_by()
    )
    day_ago = at - timedelta(days=1)
    return {
        "open_cases": open_cases().count(),
        "findings_last_day": Finding.objects.filter(at__gt=day_ago, at__lte=at).count(),
        "orders_open": by_order.get("open", 0),
        "orders_overdue": by_order.get("overdue", 0),
        "measures_in_force": measures_binding(at).filter(since__lte=at).count(),
        "appeals_open": appeals("filed").count(),
        "hops_open": hops(state="open", at=at).count(),
        "hops_overdue": hops(state="overdue", at=at).count(),
    }


def days_done(since: date, until: date) -> QuerySet[DayDone]:
    """Steps of the daily cycle that were done for since ≤ day < until."""
    return DayDone.objects.filter(day__gte=since, day__lt=until).order_by("day", "at", "id")


def questions_about(one: WorkOrder | Appeal) -> list[Question]:
    """What was asked of the reporter or appellant about an order or appeal, and what was answered."""
    found: list[Question] = []
    for event in one.events.filter(kind__in=(*REPORTER, *APPELLANT)).order_by("at", "id"):
        if event.kind in (REPORTER[0], APPELLANT[0]):
            found.append(Question(event.at, event.data["question"], event.due_at is None))
        else:
            found[-1] = replace(found[-1], answered_at=event.at, answer=event.data["answer"])
    return found


def _with_clock(rows: QuerySet[Any], link: str, kinds: tuple[str, str], ended: str) -> QuerySet[Any]:
    """Add `due` and `waits_since`, read off the questions and answers about each row."""
    told = Event.objects.filter(kind__in=kinds, **{link: OuterRef("pk")})
    last = told.order_by("-at", "-id")
    asked_at = Choice(When(kind=kinds[0], then=F("at")), output_field=models.DateTimeField(null=True))
    due = Choice(
        When(Exists(told), then=Subquery(last.values("due_at")[:1])),
        default=F("due_at"),
        output_field=models.DateTimeField(null=True),
    )
    # What was answered while its clock stood still was answered at its deadline, so to speak: in time.
    return rows.annotate(
        due=Coalesce(due, F(ended)),
        waits_since=Subquery(last.annotate(asked_at=asked_at).values("asked_at")[:1]),
    )


def _with_answer_state(
    asked: QuerySet[Any], overdue_kind: str, link: str, at: datetime | None
) -> QuerySet[Any]:
    overdue = Exists(Event.objects.filter(kind=overdue_kind, **{link: OuterRef("pk")}))
    late = [When(overdue, then=Value("overdue"))]
    if at is not None:
        # The deadline as it was first narrows the search: a pause never makes it earlier.
        late.append(When(due_at__lt=at, due__lt=at, then=Value("overdue")))
    return asked.annotate(
        state=Choice(
            When(answered_at__gt=F("due"), then=Value("answered late")),
            When(answered_at__isnull=False, then=Value("answered")),
            *late,
            default=Value("open"),
            output_field=models.CharField(),
        )
    )
