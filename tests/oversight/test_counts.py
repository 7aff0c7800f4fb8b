from __future__ import annotations

from typing import Any

import pytest

from sosiego.oversight import counts
from sosiego.rules.periods import Period
from tests import builders
from tests.oversight.book import SmallBook

BOOK: Any = SmallBook()

pytestmark = pytest.mark.django_db


def of_quarter() -> counts.Counts:
    return counts.of_period(BOOK, Period.parse("2026Q3"))


def test_a_reseller_answers_for_its_own_numbers_and_not_its_host() -> None:
    builders.organisation("host", "operator")
    builders.organisation("resale", "reseller")
    builders.report(holder="resale", operator="host")
    counted = of_quarter()
    assert (counted["resale"]["call_reports"], counted["host"]["call_reports"]) == (1, 0)


def test_the_operator_answers_for_the_numbers_of_a_call_centre_it_serves() -> None:
    builders.organisation("host", "operator")
    builders.organisation("callers", "call-centre")
    builders.report(holder="callers", operator="host")
    builders.report(holder="callers", operator="host", medium="sms")
    counted = of_quarter()
    assert (counted["host"]["call_reports"], counted["host"]["sms_reports"]) == (1, 1)
    assert counted["callers"]["call_reports"] == 0


def test_a_report_that_nobody_answers_for_is_counted_for_nobody() -> None:
    builders.organisation("host", "operator")
    builders.report()
    assert of_quarter()["host"]["call_reports"] == 0


def test_messages_of_subscribers_and_of_ports_are_counted_apart() -> None:
    builders.organisation("host", "operator")
    for number in ("+8613800000001", "short:86:1069001", "short:86:1069002", "+14155550100"):
        builders.report(number, medium="sms", operator="host")
    builders.report("short:86:95588", operator="host")
    counted = of_quarter()["host"]
    assert counted["sms_reports"] == 4
    assert (counted["sms_reports_p2p"], counted["sms_reports_port"]) == (1, 2)


def test_users_and_messages_are_those_stated_for_the_period() -> None:
    host = builders.organisation("host", "operator")
    builders.statistic(host, users=5, messages=7, calls=9)
    counted = of_quarter()["host"]
    assert (counted["users"], counted["messages"], counted["calls"]) == (5, 7, 9)
