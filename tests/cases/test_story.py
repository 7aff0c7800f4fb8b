"""A caller's story in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sosiego.cases import queries, services
from sosiego.cases.models import WorkOrder
from sosiego.registry.models import Measure
from tests.builders import NOON, measure, number_range, organisation, report, rule_book

pytestmark = pytest.mark.django_db

CALLER = "+8613800000001"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def country() -> None:
    organisation("desk", "regulator")
    number_range("+861380", organisation("norte"))


def test_the_story_tells_what_led_to_what_in_time() -> None:
    book = rule_book()
    for minute in range(3):
        report(CALLER, at=NOON - timedelta(minutes=minute + 1))
    report("+8613800000002")
    services.evaluate(book, at=NOON)
    order = WorkOrder.objects.get()
    services.answer_order(
        order, outcome="confirmed", text="Cut.", actor="organisation:norte", at=NOON + HOUR, book=book
    )
    barred = Measure.objects.get()
    appeal = services.file_appeal(barred, text="No.", contact="", at=NOON + 2 * HOUR, book=book)
    services.decide_appeal(appeal, upheld=True, reason="Right.", actor="user:ana", at=NOON + 3 * HOUR)
    lines = queries.story(CALLER)
    assert [line.kind for line in lines] == [
        "reports",
        "opened",
        "found",
        "order-issued",
        "measure-in-force",
        "order-answered",
        "appealed",
        "appeal-decided",
        "measure-lifted",
        "closed",
    ]
    told = {line.kind: line for line in lines}
    assert told["reports"].parts["count"] == 3
    assert told["found"].parts["rule"] == "many-reporters"
    assert told["order-issued"].parts["addressee"] == "Norte"
    assert told["order-answered"].parts["text"] == "Cut."
    assert told["measure-in-force"].link == barred.reference
    assert told["appeal-decided"].actor == "user:ana"


def test_reports_of_one_day_are_one_line() -> None:
    for day in range(2):
        report(CALLER, at=NOON - timedelta(days=day), reporter="ana")
        report(CALLER, at=NOON - timedelta(days=day), reporter="ana", medium="sms")
        report(CALLER, at=NOON - timedelta(days=day), reporter="ana")
    lines = queries.story(CALLER)
    assert [(line.parts["medium"], line.parts["count"], line.parts["people"]) for line in lines] == [
        ("call", 2, 1),
        ("sms", 1, 1),
        ("call", 2, 1),
        ("sms", 1, 1),
    ]


def test_a_measure_without_a_case_and_a_traceback_without_one_are_told_too() -> None:
    measure(CALLER)
    services.open_traceback(CALLER, NOON, first=organisation("norte"), at=NOON + HOUR, book=rule_book())
    assert [line.kind for line in queries.story(CALLER)] == ["measure-in-force", "traceback-asked"]


def test_the_dashboard_counts_what_waits() -> None:
    for _ in range(3):
        report(CALLER)
    services.evaluate(rule_book(), at=NOON)
    counts = queries.dashboard(NOON + timedelta(days=30))
    assert (counts["open_cases"], counts["orders_open"], counts["orders_overdue"]) == (1, 0, 1)


def test_reported_numbers_of_a_holder_are_counted_with_their_people() -> None:
    norte = organisation("norte")
    report(CALLER, holder="norte", reporter="ana")
    report(CALLER, holder="norte", reporter="ana")
    report("+8613800000002", holder="norte")
    report("+8613800000003", holder="sur")
    found = queries.reported_numbers_of(norte, NOON, NOON + HOUR)
    assert [(row["number"], row["reports"], row["people"]) for row in found] == [
        (CALLER, 2, 1),
        ("+8613800000002", 1, 1),
    ]
