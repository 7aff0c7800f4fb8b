"""What follows on a finding: answers, silence, the end of measures and of cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sosiego.cases import queries, services
from sosiego.cases.errors import (
    CaseAlreadyClosedError,
    CaseStillInProcedureError,
    NobodyLeftToAskError,
    OrderAlreadyAnsweredError,
    UnknownOutcomeError,
)
from sosiego.cases.models import Case, Event, WorkOrder
from sosiego.ledger.models import Entry
from sosiego.registry.models import Measure
from sosiego.rules.book import MeasureProposal, RuleBook
from tests.builders import (
    NOON,
    assignment,
    criterion,
    deadline,
    number_range,
    organisation,
    report,
    rule_book,
)

pytestmark = pytest.mark.django_db

CALLER = "+8613800000001"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LABEL = MeasureProposal("label", 7, automatic=True)


@pytest.fixture(autouse=True)
def country() -> None:
    organisation("desk", "regulator")
    norte = organisation("norte")
    number_range("+861380", organisation("shop", "reseller", host=norte), operator=norte)


def ordered(book: RuleBook, number: str = CALLER, at: Any = NOON) -> WorkOrder:
    for _ in range(3):
        report(number, at=at)
    services.evaluate(book, at=at)
    return WorkOrder.objects.latest("id")


def answer(order: WorkOrder, outcome: str, book: RuleBook, at: Any = NOON + HOUR) -> Event:
    return services.answer_order(
        order, outcome=outcome, text="We looked.", actor="organisation:shop", at=at, book=book
    )


def test_a_confirmed_order_puts_the_proposed_measure_in_force_with_its_end() -> None:
    book = rule_book()
    order = ordered(book)
    answer(order, "confirmed", book)
    put = Measure.objects.get()
    assert (put.kind, put.target, put.automatic, put.case_reference) == (
        "bar-outgoing",
        CALLER,
        False,
        order.case.reference,
    )
    assert put.until == NOON + HOUR + timedelta(days=15)
    assert queries.order_state(order) == "answered"
    assert queries.case_state(order.case, NOON + 2 * HOUR) == "measure in force"


def test_the_text_of_an_answer_stands_in_the_event_and_only_its_digest_in_the_ledger() -> None:
    book = rule_book()
    event = answer(ordered(book), "confirmed", book)
    assert event.data["text"] == "We looked."
    assert b"We looked" not in bytes(Entry.objects.get(index=event.ledger_index).body)


def test_a_confirmed_case_closes_when_its_measure_has_ended_and_not_before() -> None:
    book = rule_book()
    order = ordered(book)
    answer(order, "confirmed", book)
    assert services.end_measures(NOON + 15 * DAY) == 0
    assert services.end_measures(NOON + 16 * DAY) == 1
    assert services.end_measures(NOON + 16 * DAY) == 0
    assert queries.case_state(order.case, NOON + 16 * DAY) == "closed"
    assert Event.objects.get(kind=Event.Kind.CLOSED).data["outcome"] == "confirmed"


def test_a_not_confirmed_order_lifts_the_automatic_measure_and_closes_the_case() -> None:
    book = rule_book(criterion(measure=LABEL))
    order = ordered(book)
    answer(order, "not-confirmed", book)
    lift = Measure.objects.get().lift
    assert not lift.was_wrong
    assert queries.case_state(order.case, NOON + 2 * HOUR) == "closed"


def test_a_case_under_review_stays_open_though_its_order_was_not_confirmed() -> None:
    book = rule_book()
    order = ordered(book)
    services.review(order.case, reason="Many reports.", actor="user:ana", at=NOON)
    answer(order, "not-confirmed", book)
    assert queries.case_state(order.case, NOON + 2 * HOUR) == "under review"
    services.close(order.case, outcome="not-confirmed", reason="Seen.", actor="user:ana", at=NOON + 3 * HOUR)
    assert queries.case_state(order.case, NOON + 4 * HOUR) == "closed"


def test_an_order_that_is_not_ours_goes_to_the_next_who_can_hold_the_number() -> None:
    book = rule_book()
    first = ordered(book)
    answer(first, "not-ours", book)
    second = WorkOrder.objects.latest("id")
    assert (second.addressee.code, second.finding) == ("norte", first.finding)
    answer(second, "not-ours", book)
    third = WorkOrder.objects.latest("id")
    assert third.addressee.code == "desk"
    with pytest.raises(NobodyLeftToAskError):
        answer(third, "not-ours", book)
    assert queries.order_state(third) == "open"


def test_a_number_that_has_been_assigned_since_is_asked_of_its_new_holder() -> None:
    book = rule_book()
    order = ordered(book)
    assignment(CALLER, organisation("centre", "call-centre"))
    answer(order, "not-ours", book)
    assert WorkOrder.objects.latest("id").addressee.code == "centre"


def test_an_order_is_answered_once() -> None:
    book = rule_book()
    order = ordered(book)
    answer(order, "confirmed", book)
    with pytest.raises(OrderAlreadyAnsweredError, match="O-2026-000001 has been answered already"):
        answer(order, "not-confirmed", book)
    assert Measure.objects.count() == 1


def test_an_unknown_outcome_is_refused_with_the_known_ones() -> None:
    book = rule_book()
    with pytest.raises(UnknownOutcomeError) as refused:
        answer(ordered(book), "perhaps", book)
    assert "confirmed, not-confirmed or not-ours" in str(refused.value)


def test_silence_makes_an_order_overdue_once_and_a_late_answer_is_marked_late() -> None:
    book = rule_book()
    order = ordered(book)
    assert services.mark_overdue(order.due_at, book).orders == 0
    assert services.mark_overdue(order.due_at + HOUR, book).orders == 1
    assert services.mark_overdue(order.due_at + DAY, book).orders == 0
    assert queries.order_state(order) == "overdue"
    assert not Measure.objects.exists()
    event = answer(order, "confirmed", book, at=order.due_at + 2 * DAY)
    assert event.data["late"]
    assert queries.order_state(order) == "answered late"


def test_where_the_rule_book_says_so_silence_brings_the_measure_in_force_provisionally() -> None:
    book = rule_book(deadlines=(deadline("verify-and-treat", on_silence="measure"),))
    order = ordered(book)
    silence = services.mark_overdue(order.due_at + HOUR, book)
    assert (silence.orders, silence.measures) == (1, 1)
    assert Measure.objects.get().automatic
    answer(order, "not-confirmed", book, at=order.due_at + DAY)
    assert Measure.objects.get().lift.reason == "Not confirmed in O-2026-000001."


def test_an_exempt_number_gets_no_measure_though_its_order_is_confirmed() -> None:
    book = rule_book()
    answer(ordered(book, "short:86:110"), "confirmed", book)
    assert not Measure.objects.exists()


def test_a_case_with_an_open_order_cannot_be_closed_and_a_closed_one_not_again() -> None:
    book = rule_book()
    order = ordered(book)
    with pytest.raises(CaseStillInProcedureError, match="an order is not answered"):
        services.close(order.case, outcome="ended", reason="", actor="user:ana", at=NOON)
    answer(order, "not-confirmed", book)
    with pytest.raises(CaseAlreadyClosedError):
        services.close(order.case, outcome="ended", reason="", actor="user:ana", at=NOON + 2 * HOUR)


def test_the_states_of_orders_can_be_asked_in_bulk_by_addressee() -> None:
    book = rule_book()
    answer(ordered(book), "confirmed", book)
    ordered(book, "+8613800000002", NOON + 2 * DAY)
    states = [order.state for order in queries.orders("shop")]  # type: ignore[attr-defined]
    assert states == ["answered", "open"]
    assert queries.orders("shop", "open").count() == 1
    assert queries.orders("norte").count() == 0
    assert queries.overdue_orders(NOON + 30 * DAY).count() == 1


def test_confirmed_cases_are_history_for_the_next_evaluation() -> None:
    book = rule_book()
    answer(ordered(book), "confirmed", book)
    services.end_measures(NOON + 16 * DAY)
    again = rule_book(criterion("second-time", "findings_365d >= 1 AND call_reports_7d >= 1"))
    report(CALLER, at=NOON + 20 * DAY)
    assert services.evaluate(again, at=NOON + 21 * DAY).findings == 1
    assert Case.objects.count() == 2


def test_history_is_told_as_the_record_stood_then() -> None:
    book = rule_book()
    answer(ordered(book), "confirmed", book)
    services.end_measures(NOON + 16 * DAY)
    assert queries.history(NOON - DAY, NOON + 10 * DAY) == {}
    assert queries.history(NOON - DAY, NOON + 20 * DAY) == {CALLER: 1}
