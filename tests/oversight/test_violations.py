"""Violations of holders: judged by the day, and only by what is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sosiego.oversight import facts, gate, holder_traffic, services
from sosiego.oversight.holder_traffic import HolderDay, HolderTraffic
from sosiego.oversight.models import Sanction
from sosiego.registry.models import Filing
from sosiego.rules.book import Gate, ViolationRule
from sosiego.rules.periods import Period
from tests import builders
from tests.oversight import book

AUGUST = Period.parse("2026-08")
SEPTEMBER = datetime(2026, 9, 2, tzinfo=UTC)
MANY_SHORT = "holder_calls_of_day >= 100 AND holder_short_call_ratio_of_day >= 0.85"

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class HolderBook(book.SmallBook):
    """The small book with one rule on call centres."""

    sql: str = MANY_SHORT

    def violations(self, on: date) -> tuple[ViolationRule, ...]:
        return (replace(book.VIOLATION, applies_to=("call-centre",), condition=book.condition(self.sql)),)

    def gates(self, on: date) -> tuple[Gate, ...]:
        return (replace(book.GATES[0], applies_to=("call-centre",), closed_when=book.condition(self.sql)),)


def judged(
    monkeypatch: pytest.MonkeyPatch, *days: HolderDay, sql: str = MANY_SHORT, **values: Any
) -> list[Any]:
    """The violations of a call centre with such days in August."""
    builders.organisation("centro", "call-centre")
    traffic = HolderTraffic(days, values.get("month"), values.get("unsigned"))

    def told(*_: object) -> dict[str, HolderTraffic]:
        return {"centro": traffic}

    monkeypatch.setattr(holder_traffic, "of_period", told)
    asked: Any = HolderBook(sql=sql)
    return services.find_violations(asked, AUGUST, at=SEPTEMBER)


def day(number: int, calls: int, short: int) -> HolderDay:
    return HolderDay(date(2026, 8, number), calls, short, short)


def test_one_day_on_which_all_of_it_holds_is_a_violation(monkeypatch: pytest.MonkeyPatch) -> None:
    (violation,) = judged(monkeypatch, day(3, 1000, 200), day(4, 100, 85))
    assert violation.facts == {
        "holder_calls_of_day": 100,
        "holder_day": "2026-08-04",
        "holder_short_call_ratio_of_day": 0.85,
    }
    assert [sanction.step for sanction in Sanction.objects.all()] == ["interview"]


def test_calls_of_one_day_and_the_share_of_another_make_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(monkeypatch, day(3, 1000, 200), day(4, 99, 99)) == []


def test_a_holder_whose_days_are_not_known_violates_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(monkeypatch) == []


def test_a_rule_on_the_month_asks_for_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    sql = "holder_calls_per_month_max > 500 AND holder_unsigned_share > 0"
    (violation,) = judged(monkeypatch, sql=sql, month=501, unsigned=0.1)
    assert violation.facts == {"holder_calls_per_month_max": 501, "holder_unsigned_share": 0.1}


def test_an_unknown_share_is_no_violation(monkeypatch: pytest.MonkeyPatch) -> None:
    sql = "holder_calls_per_month_max > 500 AND holder_unsigned_share > 0"
    assert judged(monkeypatch, sql=sql, month=501) == []


def test_a_law_that_asks_about_no_holder_reads_no_traffic(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> dict[str, HolderTraffic]:
        raise AssertionError("the archive was asked")

    monkeypatch.setattr(holder_traffic, "of_period", refuse)
    builders.organisation("norte")
    small: Any = book.SmallBook()
    assert services.find_violations(small, AUGUST, at=SEPTEMBER) == []


def test_the_share_of_abandoned_calls_is_of_those_a_person_answered() -> None:
    centre = builders.organisation("centro", "call-centre")
    builders.statistic(centre, "2026-08", passed_calls=970, abandoned_calls=30)
    (violation,) = find("abandoned_share >= 0.03")
    assert violation.facts == {"abandoned_share": 0.03}


def test_who_stated_no_abandoned_calls_is_unknown() -> None:
    builders.statistic(builders.organisation("centro", "call-centre"), "2026-08", passed_calls=970)
    assert find("abandoned_share >= 0 OR abandoned_share < 0") == []


def test_who_is_missing_from_the_register_of_filings_has_none() -> None:
    builders.organisation("centro", "call-centre")
    assert find("filing_current IS NOT NULL") == []  # that register was never brought in
    Filing.objects.create(organisation=builders.organisation("otro"), reference="1", since=builders.LONG_AGO)
    assert [one.facts for one in find("NOT filing_current")] == [{"filing_current": False}]


def test_a_filing_tells_how_long_ago_it_was_certified() -> None:
    centre = builders.organisation("centro", "call-centre")
    certified = date(2026, 8, 1)
    Filing.objects.create(organisation=centre, reference="1", since=builders.LONG_AGO, certified_on=certified)
    known = facts.at_gate(small(), centre, datetime(2026, 8, 11, tzinfo=UTC))
    assert (known["filing_current"], known["filing_certified_days"]) == (True, 10)


def test_a_removed_filing_is_current_no_more() -> None:
    centre = builders.organisation("centro", "call-centre")
    Filing.objects.create(organisation=centre, reference="1", since=builders.LONG_AGO, until=date(2026, 8, 1))
    known = facts.at_gate(small(), centre, datetime(2026, 8, 1, tzinfo=UTC))
    assert (known["filing_current"], known["filing_certified_days"]) == (False, None)


def test_the_gate_is_closed_while_outgoing_calls_are_barred() -> None:
    centre = builders.organisation("centro", "call-centre")
    asked: Any = HolderBook(sql="bar_in_force")
    assert gate.ask(asked, centre, "number-range", SEPTEMBER).allowed is True
    builders.measure("centro", target_kind="holder", kind="bar-outgoing", holder=centre)
    assert gate.ask(asked, centre, "number-range", SEPTEMBER).allowed is False


def find(sql: str) -> list[Any]:
    asked: Any = HolderBook(sql=sql)
    return services.find_violations(asked, AUGUST, at=SEPTEMBER)


def small() -> Any:
    return book.SmallBook()
