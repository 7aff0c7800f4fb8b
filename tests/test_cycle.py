"""The daily cycle: each step once, whatever is killed and run again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sosiego import cycle
from sosiego.cases.errors import DayNotBegunError
from sosiego.cases.models import DayDone, Event, Finding
from sosiego.errors import WrongUsageError
from sosiego.rules.book import PublicationRule, RuleBook
from sosiego.terminal import NotADateError
from tests.builders import LAW_BASIS, LONG_AGO, NOON, number_range, organisation, report, rule_book

DAY = NOON.date()
REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_a_cycle_that_is_killed_three_times_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SOSIEGO_DATABASE"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.cycle_in_a_home"],
        cwd=REPOSITORY,
        env=environment | {"SOSIEGO_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["ends"] == [0, 0, -signal.SIGKILL, -signal.SIGKILL, -signal.SIGKILL, 0], done.stderr
    assert told["killed"] == told["calm"]
    assert len(told["calm"]["findings"]) == 20
    assert [kind for kind, _ in told["calm"]["ledger"]].count("order-overdue") == 1


@pytest.fixture
def book() -> RuleBook:
    organisation("desk", "regulator")
    number_range("+861380", organisation("norte"))
    for _ in range(3):
        report()
    return rule_book()


@pytest.mark.django_db
def test_a_day_is_written_down_step_by_step_and_a_second_run_does_nothing(book: RuleBook) -> None:
    first = cycle.run_day(book, DAY, NOON)
    assert first.done_before == ()
    assert first.steps["evaluate"]["findings"] == 1
    events = Event.objects.count()
    told: list[str] = []
    second = cycle.run_day(book, DAY, NOON + timedelta(hours=1), told.append)
    assert second.done_before == tuple(cycle.steps(book, DAY, NOON)) == tuple(told)
    assert second.steps["evaluate"]["findings"] == 1
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_a_day_that_is_run_once_more_finds_what_came_late_and_nothing_twice(book: RuleBook) -> None:
    cycle.run_day(book, DAY, NOON)
    for _ in range(3):
        report("+8613800000002")
    totals = cycle.run_day(book, DAY, NOON, again=True)
    assert totals.steps["evaluate"]["findings"] == 1
    assert Finding.objects.count() == 2


@pytest.mark.django_db
def test_a_step_that_was_not_written_down_is_run(book: RuleBook) -> None:
    cycle.run_day(book, DAY, NOON)
    DayDone.objects.filter(step="overdue").delete()
    later = NOON + timedelta(days=20)
    totals = cycle.run_day(book, DAY, later)
    assert totals.steps["overdue"]["orders"] == 1


def test_a_quarter_ends_once_it_is_over_in_local_time() -> None:
    bulletin = PublicationRule("bulletin", "quarter", 30, 5, 2, LONG_AGO, LAW_BASIS)
    book, last = rule_book(all_publications=(bulletin,)), date(2026, 9, 30)
    midnight = NOON.replace(month=9, day=30, hour=16)
    assert cycle.ended_periods(book, last, midnight - timedelta(seconds=1)) == []
    assert [period.name for period in cycle.ended_periods(book, last, midnight)] == ["2026Q3"]
    next_day = last + timedelta(days=1)
    assert [period.name for period in cycle.ended_periods(book, next_day, midnight)] == ["2026Q3"]
    assert cycle.ended_periods(book, next_day + timedelta(days=1), midnight) == []


@pytest.mark.parametrize(("every", "ended"), [("month", "2026-08"), ("year", None), ("quarter", None)])
def test_who_is_judged_by_the_month_is_judged_when_a_month_has_ended(every: str, ended: str | None) -> None:
    bulletin = PublicationRule("bulletin", every, 30, 5, 2, LONG_AGO, LAW_BASIS)
    book, midnight = rule_book(all_publications=(bulletin,)), NOON.replace(month=8, day=31, hour=16)
    found = [period.name for period in cycle.ended_periods(book, date(2026, 8, 31), midnight)]
    assert found == ([ended] if ended else [])


def test_under_a_yearly_bulletin_everybody_is_judged_by_its_quarters() -> None:
    bulletin = PublicationRule("bulletin", "year", 30, 5, 2, LONG_AGO, LAW_BASIS)
    book, midnight = rule_book(all_publications=(bulletin,)), NOON.replace(month=9, day=30, hour=16)
    assert [one.name for one in cycle.ended_periods(book, date(2026, 9, 30), midnight)] == ["2026Q3"]


def test_the_days_of_the_command_are_one_or_several_and_in_order() -> None:
    assert cycle._days("", "", "", DAY) == [DAY - timedelta(days=1)]
    assert cycle._days("2026-08-01", "", "", DAY) == [date(2026, 8, 1)]
    assert len(cycle._days("", "2026-07-30", "2026-08-02", DAY)) == 4
    for wrong in (("2026-08-01", "2026-08-02", ""), ("", "", "2026-08-02"), ("", "2026-08-02", "2026-08-01")):
        with pytest.raises(WrongUsageError):
            cycle._days(*wrong, DAY)
    with pytest.raises(NotADateError, match="'yesterday' is not a date"):
        cycle._days("yesterday", "", "", DAY)


@pytest.mark.django_db
def test_the_command_prints_totals_and_refuses_the_future(
    book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typer

    app = typer.Typer()
    app.command()(cycle.cycle)
    monkeypatch.setattr(cycle.loader, "load", lambda _: book)
    monkeypatch.setattr(cycle.clock, "now", lambda: NOON)
    result = CliRunner().invoke(app, ["--day", DAY.isoformat(), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)[0]["steps"]["evaluate"]["findings"] == 1
    ahead = CliRunner().invoke(app, ["--day", "2026-08-09"])
    assert isinstance(ahead.exception, DayNotBegunError)
    assert str(ahead.exception) == (
        "The day 2026-08-09 has not begun: it is 2026-08-03 20:00+08:00.\n  do: Name a day until today."
    )


@pytest.mark.django_db
def test_a_person_sees_one_line_for_each_step_that_did_something(
    book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typer

    app = typer.Typer()
    app.command()(cycle.cycle)
    monkeypatch.setattr(cycle.loader, "load", lambda _: book)
    monkeypatch.setattr(cycle.clock, "now", lambda: NOON)
    days = ("--from", "2026-07-28", "--to", DAY.isoformat())
    first, second = (CliRunner().invoke(app, list(days)) for _ in range(2))
    assert first.exit_code == second.exit_code == 0, first.output
    lines = [" ".join(line.split()) for line in first.stdout.splitlines() if line.strip()]
    assert lines == ["day step totals", f"{DAY} evaluate 1 caller, 1 fired, 1 finding, 1 case, 1 order"]
    assert "Nothing happened on 6 of 7 days." in first.stderr
    assert "done before" in second.stdout


def test_a_step_that_only_looked_has_nothing_to_say() -> None:
    assert cycle._said({"callers": 16, "fired": 3, "findings": 0}) == ""
    assert cycle._said({"callers": 16, "fired": 3, "findings": 2}) == "16 callers, 3 fired, 2 findings"
    assert cycle._said({"overdue": 0}) == ""
