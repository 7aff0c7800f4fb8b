"""Clocks that stand still: an order waits for its reporter, an appeal for its appellant.

Whether a clock stands still meanwhile is said by the deadline in the rule-book (`stops_while`). Each question
and each answer is an event, which says what the deadline is from then on; no row is changed. Who asks decides
when to wait no more: that no answer came is entered like an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from sosiego.cases import deadlines, queries, transitions
from sosiego.cases.errors import AlreadyAskedError, ClockRunsNoMoreError, NothingAskedError
from sosiego.cases.models import Appeal, Event, WorkOrder
from sosiego.cases.procedure import digest_of, tell
from sosiego.rules.book import Deadline, RuleBook
from sosiego.rules.calendar import Pause

# The states in which a deadline of the rule-book may let its clock stand still.
WAITING_FOR_REPORTER = "waiting-for-reporter"
WAITING_FOR_APPELLANT = "waiting-for-appellant"


@dataclass(frozen=True)
class _Clock:
    """An order or appeal as it stands, locked, with the deadline under which it was begun."""

    of: Any  # with its annotations `state`, `due` and `waits_since`
    link: str  # "order" or "appeal"
    started_at: datetime
    deadline: Deadline
    waiting: str
    asked: str
    answered: str
    table: transitions.Transitions

    def events(self) -> Sequence[Event]:
        return list(self.of.events.filter(kind__in=(self.asked, self.answered)).order_by("at", "id"))


@transaction.atomic
def ask_reporter(order: WorkOrder, *, question: str, actor: str, at: datetime, book: RuleBook) -> Event:
    """Ask the reporters of an order's case for what is missing; the order waits until an answer is entered.

    Raises `ClockRunsNoMoreError`, `AlreadyAskedError`.
    """
    return _ask(_of_order(order, book), "ask the reporter", question, actor, at)


@transaction.atomic
def reporter_answered(order: WorkOrder, *, answer: str, actor: str, at: datetime, book: RuleBook) -> Event:
    """Enter what the reporter answered, or that no answer came: the order waits no more.

    Raises `ClockRunsNoMoreError`, `NothingAskedError`.
    """
    return _hear(_of_order(order, book), "hear the reporter", answer, actor, at, book)


@transaction.atomic
def ask_appellant(appeal: Appeal, *, question: str, actor: str, at: datetime, book: RuleBook) -> Event:
    """Ask the appellant for what is missing; the appeal waits until an answer is entered.

    Raises `ClockRunsNoMoreError`, `AlreadyAskedError`.
    """
    return _ask(_of_appeal(appeal, book), "ask the appellant", question, actor, at)


@transaction.atomic
def appellant_answered(appeal: Appeal, *, answer: str, actor: str, at: datetime, book: RuleBook) -> Event:
    """Enter what the appellant answered, or that no answer came: the appeal waits no more.

    Raises `ClockRunsNoMoreError`, `NothingAskedError`.
    """
    return _hear(_of_appeal(appeal, book), "hear the appellant", answer, actor, at, book)


def _of_order(order: WorkOrder, book: RuleBook) -> _Clock:
    WorkOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    stands = queries.orders().get(pk=order.pk)
    return _Clock(
        of=stands,
        link="order",
        started_at=stands.issued_at,
        deadline=_deadline(book, stands.step, stands.issued_at),
        waiting=WAITING_FOR_REPORTER,
        asked=Event.Kind.REPORTER_ASKED,
        answered=Event.Kind.REPORTER_ANSWERED,
        table=transitions.ORDER,
    )


def _of_appeal(appeal: Appeal, book: RuleBook) -> _Clock:
    Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    stands = queries.appeals().get(pk=appeal.pk)
    return _Clock(
        of=stands,
        link="appeal",
        started_at=stands.filed_at,
        deadline=_deadline(book, deadlines.APPEAL, stands.filed_at),
        waiting=WAITING_FOR_APPELLANT,
        asked=Event.Kind.APPELLANT_ASKED,
        answered=Event.Kind.APPELLANT_ANSWERED,
        table=transitions.APPEAL,
    )


def _deadline(book: RuleBook, id: str, started_at: datetime) -> Deadline:
    return book.deadline(id, started_at.astimezone(book.time_zone).date())


def _ask(clock: _Clock, act: str, question: str, actor: str, at: datetime) -> Event:
    _check(clock, act, at)
    if clock.of.waits_since is not None:
        raise AlreadyAskedError(clock.of.reference, clock.of.waits_since)
    stops = clock.waiting in clock.deadline.stops_while
    body = {"question_sha256": digest_of(question), "stops_clock": stops}
    return _tell(
        clock,
        clock.asked,
        at=at,
        actor=actor,
        data={"question": question},
        body=body,
        due_at=None if stops else clock.of.due,
    )


def _hear(clock: _Clock, act: str, answer: str, actor: str, at: datetime, book: RuleBook) -> Event:
    _check(clock, act, at)
    if clock.of.waits_since is None:
        raise NothingAskedError(clock.of.reference)
    due = clock.deadline.due(clock.started_at, book.calendar, _pauses(clock, at))
    body = {"answer_sha256": digest_of(answer), "due_at": due.isoformat()}
    return _tell(clock, clock.answered, at=at, actor=actor, data={"answer": answer}, body=body, due_at=due)


def _check(clock: _Clock, act: str, at: datetime) -> None:
    """Raises `ClockRunsNoMoreError` for what is answered, decided, or past its deadline at `at`."""
    state = clock.of.state
    is_past = clock.of.due is not None and at > clock.of.due
    refusal = ClockRunsNoMoreError(clock.of.reference, "overdue" if is_past else state)
    if is_past:
        raise refusal
    transitions.state_after(clock.table, state, act, refusal)


def _pauses(clock: _Clock, ends: datetime) -> list[Pause]:
    """The intervals in which the clock stood still, the last one until `ends`."""
    pauses: list[Pause] = []
    stands_still_since = None
    for event in clock.events():
        if event.kind == clock.asked:
            stands_still_since = event.at if event.due_at is None else None
        elif stands_still_since is not None:
            pauses.append((stands_still_since, event.at))
            stands_still_since = None
    return pauses if stands_still_since is None else [*pauses, (stands_still_since, ends)]


def _tell(clock: _Clock, kind: str, *, body: dict[str, Any], **said: Any) -> Event:
    links = {clock.link: clock.of} | ({"measure": clock.of.measure} if clock.link == "appeal" else {})
    return tell(kind, case=clock.of.case, body={clock.link: clock.of.reference} | body, **links, **said)
