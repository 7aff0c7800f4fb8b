"""The counts that oversight divides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sosiego.cases import figures, services
from sosiego.cases.figures import Share
from sosiego.cases.models import WorkOrder
from sosiego.registry.models import Measure
from sosiego.rules.book import RuleBook
from tests.builders import NOON, number_range, organisation, report, rule_book

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LONG = (NOON - 30 * DAY, NOON + 200 * DAY)


@pytest.fixture(autouse=True)
def country() -> None:
    organisation("desk", "regulator")
    number_range("+861380", organisation("norte"))


@pytest.fixture
def book() -> RuleBook:
    return rule_book()


def confirmed_case(
    book: RuleBook, at: Any, number: str = "+8613800000001", outcome: str = "confirmed"
) -> None:
    for _ in range(3):
        report(number, at=at)
    services.evaluate(book, at=at)
    order = WorkOrder.objects.latest("id")
    services.answer_order(order, outcome=outcome, text="", actor="organisation:norte", at=at, book=book)


def test_orders_count_in_the_period_of_their_deadline_and_in_time_if_answered_before_it(
    book: RuleBook,
) -> None:
    confirmed_case(book, NOON)
    for _ in range(3):
        report("+8613800000002")
    services.evaluate(book, at=NOON)
    assert figures.orders_answered_in_time(*LONG) == {"norte": Share(1, 2)}
    assert figures.orders_overdue(*LONG) == {"norte": 1}
    assert figures.orders_answered_in_time(NOON, NOON + DAY) == {}


def test_a_repeat_offender_is_a_number_confirmed_again_within_the_days(book: RuleBook) -> None:
    confirmed_case(book, NOON)
    services.end_measures(NOON + 16 * DAY)
    confirmed_case(book, NOON + 20 * DAY)
    confirmed_case(book, NOON + 20 * DAY, "+8613800000002")
    period = (NOON + 10 * DAY, NOON + 30 * DAY)
    assert figures.repeat_offenders(*period, within_days=30) == {"norte": Share(1, 2)}
    assert figures.repeat_offenders(*period, within_days=19) == {"norte": Share(0, 2)}
    assert figures.confirmed_cases(*period) == {"norte": 2}


def test_a_measure_lifted_on_appeal_is_wrongly_blocked(book: RuleBook) -> None:
    confirmed_case(book, NOON)
    confirmed_case(book, NOON, "+8613800000002")
    appeal = services.file_appeal(Measure.objects.earliest("id"), text="", contact="", at=NOON, book=book)
    services.decide_appeal(appeal, upheld=True, reason="Right.", actor="user:ana", at=NOON + DAY)
    assert figures.wrongly_blocked(*LONG) == {"norte": Share(1, 2)}
    assert figures.confirmed_cases(*LONG) == {"norte": 1}


def test_traceback_answers_count_by_the_operator_that_was_asked(book: RuleBook) -> None:
    traceback = services.open_traceback(
        "+8613800000001", NOON, first=organisation("norte"), at=NOON, book=book
    )
    services.answer_traceback(
        traceback.hops.get(), previous=organisation("sur"), actor="user:ana", at=NOON, book=book
    )
    assert figures.tracebacks_answered_in_time(*LONG) == {"norte": Share(1, 1), "sur": Share(0, 1)}


def test_a_resellers_own_numbers_are_its_own_and_a_business_is_answered_for_by_its_operator(
    book: RuleBook,
) -> None:
    norte = organisation("norte")
    number_range("+861700", organisation("barato", "reseller", host=norte), operator=norte)
    number_range("+869500", organisation("centre", "call-centre"), operator=norte)
    confirmed_case(book, NOON, "+8617000000001")
    confirmed_case(book, NOON, "+8695000000001")
    assert figures.confirmed_cases(*LONG) == {"barato": 1, "norte": 1}
