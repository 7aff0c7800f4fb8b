"""Clocks that stand still while a reporter or an appellant is asked."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from sosiego.cases import figures, queries, services
from sosiego.cases.errors import AlreadyAskedError, ClockRunsNoMoreError, NothingAskedError
from sosiego.cases.models import Appeal, Event, WorkOrder
from sosiego.cases.queries import Question
from sosiego.ledger.models import Entry
from sosiego.registry.models import Measure
from sosiego.rules.book import RuleBook
from tests.builders import CHINA, NOON, deadline, number_range, organisation, report, rule_book

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NORTE = "organisation:norte"
# Monday 3 August 2026 and five working days: Monday 10 August.
FIRST_DUE = datetime(2026, 8, 10, 23, 59, 59, tzinfo=CHINA)


@pytest.fixture
def book() -> RuleBook:
    return rule_book(
        deadlines=(
            deadline("verify-and-treat", stops_while=("waiting-for-reporter",)),
            deadline(
                "decide-appeal",
                15,
                actor="regulator",
                on_silence="granted",
                stops_while=("waiting-for-appellant",),
            ),
        )
    )


@pytest.fixture
def order(book: RuleBook) -> WorkOrder:
    organisation("desk", "regulator")
    number_range("+861380", organisation("norte"))
    for _ in range(3):
        report()
    services.evaluate(book, at=NOON)
    return WorkOrder.objects.get()


@pytest.fixture
def appeal(order: WorkOrder, book: RuleBook) -> Appeal:
    services.answer_order(order, outcome="confirmed", text="", actor=NORTE, at=NOON, book=book)
    return services.file_appeal(Measure.objects.get(), text="A hospital.", contact="", at=NOON, book=book)


def _ask(order: WorkOrder, book: RuleBook, at: datetime) -> Event:
    return services.ask_reporter(order, question="Which day?", actor=NORTE, at=at, book=book)


def _hear(order: WorkOrder, book: RuleBook, at: datetime) -> Event:
    return services.reporter_answered(order, answer="Sunday.", actor="user:ana", at=at, book=book)


def _due(order: WorkOrder) -> datetime | None:
    return queries.order(order.reference).due  # type: ignore[attr-defined, no-any-return]


def test_an_order_that_waits_for_its_reporter_has_no_deadline(order: WorkOrder, book: RuleBook) -> None:
    assert _due(order) == FIRST_DUE
    _ask(order, book, NOON + DAY)
    stands = queries.order(order.reference)
    assert (stands.due, stands.waits_since, stands.state) == (None, NOON + DAY, "open")  # type: ignore[attr-defined]
    assert services.mark_overdue(NOON + 60 * DAY, book).orders == 0
    assert queries.order_state(order, NOON + 60 * DAY) == "open"


def test_the_days_in_which_the_clock_stood_still_do_not_count(order: WorkOrder, book: RuleBook) -> None:
    _ask(order, book, NOON + DAY)
    _hear(order, book, NOON + 3 * DAY)
    # Tuesday 4 to Thursday 6 August do not count.
    later = FIRST_DUE + 3 * DAY
    assert _due(order) == later
    assert services.mark_overdue(later, book).orders == 0
    assert services.mark_overdue(later + HOUR, book).orders == 1
    assert queries.order_state(order) == "overdue"


def test_an_order_may_wait_more_than_once(order: WorkOrder, book: RuleBook) -> None:
    for day in (1, 3):
        _ask(order, book, NOON + day * DAY)
        _hear(order, book, NOON + day * DAY + HOUR)
    assert _due(order) == FIRST_DUE + 2 * DAY
    assert queries.questions_about(order)[1] == Question(
        NOON + 3 * DAY, "Which day?", True, NOON + 3 * DAY + HOUR, "Sunday."
    )


def test_whether_an_answer_is_late_is_told_by_the_deadline_as_it_stands(
    order: WorkOrder, book: RuleBook
) -> None:
    _ask(order, book, NOON + DAY)
    _hear(order, book, NOON + 3 * DAY)
    event = services.answer_order(
        order, outcome="not-confirmed", text="", actor=NORTE, at=FIRST_DUE + DAY, book=book
    )
    assert not event.data["late"]
    assert queries.order_state(order) == "answered"


def test_what_is_answered_while_its_clock_stands_still_is_answered_in_time(
    order: WorkOrder, book: RuleBook
) -> None:
    _ask(order, book, NOON + DAY)
    at = NOON + 30 * DAY
    services.answer_order(order, outcome="not-confirmed", text="", actor=NORTE, at=at, book=book)
    assert queries.order_state(order) == "answered"
    counted = figures.orders_answered_in_time(at - DAY, at + DAY)["norte"]
    assert (counted.numerator, counted.denominator) == (1, 1)
    assert figures.orders_answered_in_time(NOON, at - DAY) == {}


def test_an_order_is_counted_in_the_period_of_its_deadline_as_it_stands(
    order: WorkOrder, book: RuleBook
) -> None:
    _ask(order, book, NOON + DAY)
    _hear(order, book, NOON + 30 * DAY)
    assert figures.orders_overdue(NOON, NOON + 20 * DAY) == {}
    assert figures.orders_overdue(NOON + 20 * DAY, NOON + 60 * DAY) == {"norte": 1}


def test_a_clock_that_the_rule_book_does_not_stop_runs_on(order: WorkOrder) -> None:
    strict = rule_book()
    _ask(order, strict, NOON + DAY)
    stands = queries.order(order.reference)
    assert (stands.due, stands.waits_since) == (FIRST_DUE, NOON + DAY)  # type: ignore[attr-defined]
    assert _hear(order, strict, NOON + 2 * DAY).due_at == FIRST_DUE


def test_one_question_at_a_time(order: WorkOrder, book: RuleBook) -> None:
    with pytest.raises(NothingAskedError) as refused:
        _hear(order, book, NOON + HOUR)
    assert str(refused.value) == (
        "O-2026-000001 waits for nobody's answer.\n"
        "  where: O-2026-000001\n"
        "  do: Ask first; then enter the answer."
    )
    _ask(order, book, NOON + HOUR)
    with pytest.raises(AlreadyAskedError) as asked:
        _ask(order, book, NOON + 2 * HOUR)
    assert asked.value.what.startswith("O-2026-000001 has waited for an answer since 2026-08-03 ")


def test_what_is_over_waits_for_nobody(order: WorkOrder, book: RuleBook) -> None:
    with pytest.raises(ClockRunsNoMoreError) as refused:
        _ask(order, book, FIRST_DUE + HOUR)
    assert str(refused.value) == (
        "O-2026-000001 is overdue: nothing about it can wait for anybody.\n"
        "  where: O-2026-000001\n"
        "  do: Ask only while an answer or a decision is still due."
    )
    services.answer_order(order, outcome="not-confirmed", text="", actor=NORTE, at=NOON, book=book)
    with pytest.raises(ClockRunsNoMoreError, match="is answered"):
        _ask(order, book, NOON + HOUR)


def test_the_ledger_holds_digests_of_question_and_answer_and_the_new_deadline(
    order: WorkOrder, book: RuleBook
) -> None:
    for event, key in (
        (_ask(order, book, NOON + DAY), "question"),
        (_hear(order, book, NOON + 2 * DAY), "answer"),
    ):
        body = json.loads(bytes(Entry.objects.get(index=event.ledger_index).body))
        assert set(body) >= {"order", f"{key}_sha256"}
        assert "Which day?" not in str(body) and "Sunday." not in str(body)
    assert body["due_at"] == "2026-08-12T15:59:59+00:00"


def test_an_appeal_that_waits_for_its_appellant_is_not_granted(appeal: Appeal, book: RuleBook) -> None:
    first = appeal.due_at
    services.ask_appellant(appeal, question="Which line?", actor="user:ana", at=NOON + DAY, book=book)
    assert services.grant_undecided_appeals(first + 30 * DAY, book) == 0
    assert queries.case_state(appeal.case, first + 30 * DAY) == "appealed"  # type: ignore[arg-type]
    services.appellant_answered(appeal, answer="The first.", actor="user:ana", at=NOON + 2 * DAY, book=book)
    stands = queries.appeal(appeal.reference)
    assert stands.due == first + 2 * DAY  # type: ignore[attr-defined]
    assert services.grant_undecided_appeals(first + DAY, book) == 0
    assert services.grant_undecided_appeals(first + 3 * DAY, book) == 1


def test_the_story_tells_that_the_clock_stood_still(order: WorkOrder, book: RuleBook) -> None:
    _ask(order, book, NOON + DAY)
    _hear(order, book, NOON + 2 * DAY)
    asked, heard = queries.story("+8613800000001")[-2:]
    assert (asked.kind, asked.parts["question"], asked.parts["due_at"]) == (
        "reporter-asked",
        "Which day?",
        None,
    )
    assert (heard.kind, heard.parts["answer"]) == ("reporter-answered", "Sunday.")
    assert heard.parts["due_at"] == FIRST_DUE + 2 * DAY
