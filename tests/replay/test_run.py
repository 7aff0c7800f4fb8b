"""Day by day under both books."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps

from sosiego.cases import services
from sosiego.cases.models import Finding
from sosiego.replay import summary
from sosiego.replay.errors import ReplayMustNotWriteError
from sosiego.replay.read_only import read_only
from sosiego.replay.run import moments_of
from sosiego.rules import replay as pure
from tests.builders import NOON, criterion, organisation, rule_book
from tests.replay.country import CALLER, DAY, OTHER, founded, replayed, reported

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=30)


@pytest.fixture(autouse=True)
def country() -> None:
    founded()
    reported(3)
    reported(2, OTHER)


def rows() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_a_draft_that_is_the_law_changes_nothing() -> None:
    values = summary.made(replayed(rule_book(), rule_book()))
    found = values["findings"]
    assert values["changes"] == []
    assert (found["law"], found["draft"]) == (1, 1)
    assert found["added"]["value"] == found["gone"]["value"] == found["earlier"] == found["later"] == 0
    callers = values["callers"]
    assert {callers[name] for name in ("added", "gone", "earlier", "later")} == {0}
    assert (callers["law"], callers["draft"], callers["numbers"]) == (1, 1, [])
    assert all(row["difference"] == {"value": 0, "low": 0, "high": 0} for row in values["calls"])
    assert values["orders"]["law"] == values["orders"]["draft"]
    assert values["oversight"]["gates"]["changed"] == []


def test_a_lower_threshold_adds_the_callers_that_it_reaches() -> None:
    told = replayed(rule_book(), rule_book(criterion(condition="call_reporters_7d >= 2")))
    compared = pure.compared(told.law.found, told.draft.found)
    assert [(one.subject, one.rule) for one in compared.added] == [(OTHER, "many-reporters")]
    assert compared.gone == ()
    assert len(told.draft.orders) == len(told.law.orders) + 1


def test_a_number_that_another_rule_finds_earlier_is_told_with_the_days_won() -> None:
    reported(1, OTHER, at=NOON + timedelta(days=2))
    draft = rule_book(criterion(), criterion("two", condition="call_reporters_7d >= 2"))
    callers = summary.made(replayed(rule_book(), draft, days=4))["callers"]
    assert (callers["added"], callers["earlier"], callers["days_earlier"]) == (0, 1, 2.0)


def test_a_higher_threshold_lets_go() -> None:
    told = replayed(rule_book(), rule_book(criterion(condition="call_reporters_7d >= 4")))
    compared = pure.compared(told.law.found, told.draft.found)
    assert [one.subject for one in compared.gone] == [CALLER]


def test_a_draft_is_read_as_it_will_be_worded() -> None:
    later = criterion(condition="call_reporters_7d >= 2", version=date(2027, 1, 1))
    draft = rule_book(replace(criterion(), until=later.version), later)
    assert len(replayed(rule_book(), draft).draft.found) == 1
    assert len(replayed(rule_book(), draft, draft_on=date(2027, 1, 1)).draft.found) == 2


def test_a_draft_whose_changes_all_begin_later_is_told_with_the_day() -> None:
    later = criterion(condition="call_reporters_7d >= 2", version=date(2027, 1, 1))
    draft = rule_book(replace(criterion(), until=later.version), later)
    assert summary.made(replayed(rule_book(), draft))["draft_begins"] == "2027-01-01"
    assert summary.made(replayed(rule_book(), draft, draft_on=later.version))["draft_begins"] is None
    assert summary.made(replayed(rule_book(), rule_book()))["draft_begins"] is None


def test_a_day_that_is_not_over_is_judged_as_it_stands() -> None:
    now = NOON + timedelta(days=1)
    told = replayed(rule_book(), rule_book(), days=2, now=now)
    assert told.moments[-1] == told.cut_at == now
    assert summary.made(told)["cut_at"] == now.isoformat()
    assert replayed(rule_book(), rule_book(), days=1, now=now).cut_at is None


def test_the_law_replayed_finds_what_the_daily_evaluation_found() -> None:
    book = rule_book()
    for day in range(3):
        services.evaluate(book, at=moments_of(book, DAY, DAY + timedelta(days=2), LATER)[day])
    told = replayed(book, book)
    recorded = set(Finding.objects.values_list("case__subject", "rule", "at"))
    assert {(one.subject, one.rule, one.at) for one in told.law.found} == recorded


def test_the_moments_are_those_at_which_the_days_were_evaluated() -> None:
    services.record_step(DAY, "evaluate", totals={}, at=NOON)
    moments = moments_of(rule_book(), DAY, DAY + timedelta(days=1), LATER)
    assert moments[0] == NOON
    # The day after was never evaluated: its end by the clock of China.
    assert moments[1].isoformat() == "2026-08-05T00:00:00+08:00"


def test_a_replay_writes_nothing_to_the_database() -> None:
    before = rows()
    with read_only():
        summary.made(replayed(rule_book(), rule_book(criterion(condition="call_reporters_7d >= 2"))))
    assert rows() == before


def test_whatever_writes_within_a_replay_is_stopped() -> None:
    with read_only(), pytest.raises(ReplayMustNotWriteError, match="reads and never writes"):
        organisation("intruder")
