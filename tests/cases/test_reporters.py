"""What came of a report, and when its reporter is to be told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from sosiego.cases import queries, reporters, services
from sosiego.intake import services as intake
from sosiego.intake.models import Report
from tests.builders import NOON, criterion, deadline, number_range, organisation, rule_book

pytestmark = pytest.mark.django_db
NUMBER = "+8613800000001"
TOMORROW = NOON + timedelta(days=1)
BOOK = rule_book(deadlines=(deadline("tell-reporter", 3, actor="reporting-desk"),))


@pytest.fixture(autouse=True)
def holders() -> None:
    organisation("regulator", "regulator")
    number_range("+861380", organisation("norte"), operator=organisation("norte"))


def receive(at: datetime = NOON, **values: Any) -> Report:
    told = {
        "medium": "call",
        "channel": "web",
        "number_raw": NUMBER,
        "occurred_at": None,
        "category": "loan-marketing",
        "text": "",
        "recorded_voice": None,
        "contact": f"1390000{Report.objects.count():04d}",
        "region": "",
        "network": "",
        "at": at,
    }
    return intake.receive_report(**told | values)


def found() -> list[Report]:
    """Three people report, and the rule is met."""
    reports = [receive() for _ in range(3)]
    services.evaluate(BOOK, at=NOON + timedelta(hours=1))
    return reports


def answered(outcome: str, at: datetime = TOMORROW) -> None:
    order = queries.orders(subject=NUMBER)[0]
    services.answer_order(order, outcome=outcome, text="Seen.", actor="user:x", at=at, book=BOOK)


def test_a_report_counts_for_as_long_as_a_criterion_looks_back() -> None:
    longer = criterion("long", "call_reporters_30d >= 99 OR sms_reports_7d >= 2")
    book = rule_book(criterion(), longer)
    assert reporters.counting(book, "call", NOON).days == 30
    assert reporters.counting(book, "call", NOON).criterion == longer
    assert reporters.counting(book, "sms", NOON).days == 7
    assert reporters.counting(BOOK, "sms", NOON) == reporters.Counting(0, None)


def test_while_an_order_waits_nobody_is_told() -> None:
    report = found()[0]
    fate = reporters.fate(report, BOOK, TOMORROW)
    assert (fate.state, fate.came) == ("in procedure", None)
    assert [step.kind for step in fate.steps] == ["found", "order-issued"]
    assert fate.steps[1].actor == "holder"
    assert reporters.reporters_to_tell(BOOK, TOMORROW) == []


def test_a_measure_starts_the_deadline_for_telling() -> None:
    report = found()[0]
    answered("confirmed")
    one = reporters.reporters_to_tell(BOOK, TOMORROW)[0]
    assert (one.number, one.came, one.people, one.since) == (NUMBER, "measure", 3, TOMORROW)
    fate = reporters.fate(report, BOOK, TOMORROW)
    assert fate.state == "measure in force"
    assert fate.in_force[0][0] == "bar-outgoing"
    # Tuesday and three working days: Friday
    assert fate.tell_by == one.due_at
    assert one.due_at is not None
    assert one.due_at.date().isoformat() == "2026-08-07"


def test_who_reports_while_a_measure_is_in_force_is_told_from_then_on() -> None:
    found()
    answered("confirmed")
    late = receive(TOMORROW + timedelta(days=3))
    waiting = dict(reporters.reports_to_tell(NUMBER, BOOK, late.received_at))
    assert waiting[late].since == late.received_at


def test_a_case_closed_without_a_measure_is_told_as_that() -> None:
    report = found()[0]
    answered("not-confirmed")
    assert reporters.fate(report, BOOK, TOMORROW).state == "closed"
    assert reporters.reporters_to_tell(BOOK, TOMORROW)[0].came == "closed"


def test_a_report_after_the_case_was_closed_stands_alone() -> None:
    found()
    answered("not-confirmed")
    later = receive(TOMORROW + timedelta(days=1))
    fate = reporters.fate(later, BOOK, TOMORROW + timedelta(days=2))
    assert (fate.state, fate.steps) == ("received", ())


def test_when_nothing_was_found_the_reporter_is_told_once_the_report_counts_no_more() -> None:
    report = receive()
    services.record_step(NOON.date(), "evaluate", totals={}, at=NOON + timedelta(hours=1))
    assert reporters.fate(report, BOOK, TOMORROW).state == "examined"
    assert reporters.reporters_to_tell(BOOK, NOON + timedelta(days=6, hours=23)) == []
    week = NOON + timedelta(days=7)
    assert reporters.reporters_to_tell(BOOK, week)[0].came == "nothing"
    assert reporters.fate(report, BOOK, week).state == "nothing found"


def test_a_call_without_a_number_belongs_to_no_case() -> None:
    receive(number_raw="")
    one = reporters.reporters_to_tell(BOOK, NOON + timedelta(days=8))[0]
    assert (one.number, one.came) == ("", "nothing")


def test_the_steps_of_a_fate_name_nobody_and_no_number() -> None:
    report = found()[0]
    answered("confirmed")
    told = str(reporters.fate(report, BOOK, TOMORROW).steps).lower()
    assert NUMBER not in told
    assert "norte" not in told


def test_who_was_told_waits_no_more() -> None:
    report = found()[0]
    answered("confirmed")
    intake.reporter_told(report, actor="user:ana", at=TOMORROW)
    fate = reporters.fate(Report.objects.get(pk=report.pk), BOOK, TOMORROW)
    assert (fate.contact_kept, fate.tell_by, fate.told_at) == (False, None, TOMORROW)
    assert reporters.reporters_to_tell(BOOK, TOMORROW)[0].people == 2


def test_a_book_without_the_deadline_promises_no_day() -> None:
    assert reporters.tell_by(rule_book(), NOON) is None


def test_promises_are_those_of_orders_and_of_the_desk() -> None:
    assert [one.id for one in reporters.promises(BOOK, NOON)] == ["verify-and-treat", "tell-reporter"]
