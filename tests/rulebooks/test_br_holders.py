"""Brazil, from traffic to the block: a holder of many numbers is judged, blocked and refused."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pytest_django import Settings

from sosiego import cycle
from sosiego.control.compile import compile_list
from sosiego.control.decide import Call, decide
from sosiego.control.list_file import ControlList
from sosiego.intake import services as intake
from sosiego.oversight import gate, services
from sosiego.oversight.models import Sanction, Violation
from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from tests import builders

# A hundred numbers of one holder; each alone is far below any limit.
NUMBERS = [5511970000000 + place for place in range(100)]
DAY = date(2026, 4, 15)
LAST = date(2026, 4, 30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(settings: Settings) -> RuleBook:
    settings.RULEBOOK = "br"
    north = builders.organisation("north")
    builders.organisation("desk", "regulator")
    centre = builders.organisation("centre", "call-centre")
    builders.number_range("+55119", north)
    for number in NUMBERS:
        builders.assignment(f"+{number}", centre, operator=north)
    return loader.load("br")


def bring(
    folder: Path, book: RuleBook, *, calls: int, short: int, day: date = DAY, signed: bool = False
) -> None:
    """Take in answered calls of the holder, spread over its numbers, and a stranger's that is signed."""
    begins = datetime.combine(day, time(8), book.time_zone).astimezone(UTC)
    starts = [begins + timedelta(milliseconds=200 * place) for place in range(calls)]
    attested = "A" if signed else None
    table = pa.table(
        {
            "record_id": pa.array([f"{day}-{place}" for place in range(calls + 1)]),
            "caller": pa.array([NUMBERS[place % len(NUMBERS)] for place in range(calls)] + [5511988888888]),
            "called": pa.array([5521980000000 + place for place in range(calls + 1)]),
            "start": pa.array([*starts, begins], pa.timestamp("us", "UTC")),
            "duration_s": pa.array([6] * short + [60] * (calls - short + 1), pa.int32()),
            "answered": pa.array([True] * (calls + 1)),
            "medium": pa.array(["call"] * (calls + 1)),
            "attestation": pa.array([attested] * calls + ["A"]),
        }
    )
    path = folder / f"{day}.parquet"
    pq.write_table(table, path)
    intake.import_traffic(path, operator="north", at=begins + timedelta(days=1))


def judge(book: RuleBook) -> datetime:
    """Run the cycle of the last day of April, as of its end."""
    at = datetime.combine(LAST + timedelta(days=1), time(), book.time_zone)
    cycle.run_day(book, LAST, at)
    return at


def test_a_hundred_thousand_calls_of_which_85_percent_are_short_bring_the_block(
    book: RuleBook, tmp_path: Path
) -> None:
    bring(tmp_path, book, calls=100_000, short=85_000)
    at = judge(book)
    violation = Violation.objects.get(rule="short-calls")
    assert violation.facts == {
        "holder_calls_of_day": 100_000,
        "holder_day": "2026-04-15",
        "holder_short_call_ratio_of_day": 0.85,
    }
    sanction = Sanction.objects.get(violation=violation)
    assert (sanction.step, sanction.measure_proposed) == (
        "block-15-days",
        {"kind": "bar-outgoing", "days": 15},
    )
    for person in ("user:ana", "user:bo"):
        services.sign_sanction(sanction, actor=person, at=at)
    compile_list(tmp_path / "control.list", at=at + timedelta(hours=1), book=book)
    with closing(ControlList(tmp_path / "control.list")) as listed:
        later = (at + timedelta(days=1)).timestamp()
        blocked = decide(listed, Call(f"+{NUMBERS[42]}", "+5521980000000", later))
        exempt = decide(listed, Call(f"+{NUMBERS[42]}", "short:55:190", later))
    assert (blocked.outcome, blocked.rule) == ("block", "block-15-days")
    assert exempt.outcome == "allow"
    asked = gate.ask(book, violation.organisation, "number-range", at + timedelta(days=1))
    assert (asked.allowed, [reason.gate for reason in asked.reasons]) == (False, ["number-range-blocked"])
    over = gate.ask(book, violation.organisation, "number-range", at + timedelta(days=15))
    assert over.allowed is True


@pytest.mark.parametrize(("calls", "short"), [(99_999, 85_000), (100_000, 84_999)])
def test_one_call_fewer_or_one_short_call_fewer_brings_none(
    book: RuleBook, tmp_path: Path, calls: int, short: int
) -> None:
    bring(tmp_path, book, calls=calls, short=short)
    judge(book)
    assert not Violation.objects.filter(rule="short-calls").exists()


def test_after_may_2026_the_rule_has_ended(book: RuleBook, tmp_path: Path) -> None:
    bring(tmp_path, book, calls=100_000, short=100_000, day=date(2026, 6, 15))
    last = date(2026, 6, 30)
    cycle.run_day(book, last, datetime.combine(last + timedelta(days=1), time(), book.time_zone))
    assert not Violation.objects.filter(rule="short-calls").exists()


@pytest.mark.parametrize(("signed", "step"), [(False, "notice"), (True, None)])
def test_who_makes_more_than_half_a_million_calls_a_month_must_authenticate_them(
    book: RuleBook, tmp_path: Path, signed: bool, step: str | None
) -> None:
    for count, calls in enumerate((250_000, 250_001)):
        bring(tmp_path, book, calls=calls, short=0, day=DAY + timedelta(days=count), signed=signed)
    judge(book)
    found = Sanction.objects.filter(violation__rule="large-caller-unauthenticated")
    assert [one.step for one in found] == ([step] if step else [])
