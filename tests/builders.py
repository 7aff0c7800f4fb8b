"""Small makers of records for tests: sensible values, and whatever a test cares about named by it.

Append functions for your room; a builder writes rows as they are, without the room's checks.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model

from sosiego.intake.models import Report
from sosiego.registry.models import (
    Contract,
    Measure,
    Membership,
    NumberAssignment,
    NumberRange,
    Organisation,
    Person,
    SenderName,
    Statistic,
)
from sosiego.rules.book import (
    Basis,
    Category,
    ControlPolicy,
    Criterion,
    Deadline,
    Exemption,
    MeasureProposal,
    RuleBook,
    Windows,
)
from sosiego.rules.calendar import CalendarYear, WorkingCalendar
from sosiego.rules.conditions import Condition
from sosiego.rules.numbers import NumberClass, NumberingPlan
from sosiego.rules.place import Place
from sosiego.rules.vocabulary import caller_facts

# Before all moments of the tests, so that what is built holds in each.
LONG_AGO = date(2020, 1, 1)
NOON = datetime(2026, 8, 3, 12, tzinfo=UTC)

BASIS = {
    "rulebook": "cn",
    "rule": "burst-calling",
    "version": "2026-01-01",
    "document": "criteria",
    "clause": "1",
    "status": "illustrative",
}


def organisation(code: str = "norte", kind: str = "operator", **values: Any) -> Organisation:
    values = {"name": code.capitalize(), "since": LONG_AGO} | values
    return Organisation.objects.get_or_create(code=code, defaults={"kind": kind, **values})[0]


def person(who: Organisation, **values: Any) -> Person:
    values = {
        "name": "Ana Li",
        "position": "Director",
        "answerable_for": "handling",
        "since": LONG_AGO,
    } | values
    return Person.objects.create(organisation=who, **values)


def number_range(prefix: str = "+861380", holder: Organisation | None = None, **values: Any) -> NumberRange:
    return NumberRange.objects.create(prefix=prefix, holder=holder, **{"since": LONG_AGO} | values)


def assignment(number: str, holder: Organisation, **values: Any) -> NumberAssignment:
    return NumberAssignment.objects.create(number=number, holder=holder, **{"since": LONG_AGO} | values)


def sender_name(name: str, holder: Organisation, **values: Any) -> SenderName:
    return SenderName.objects.create(name=name, holder=holder, **{"since": LONG_AGO} | values)


def contract(provider: Organisation, customer: Organisation, **values: Any) -> Contract:
    values = {"subject": "voice-lines", "has_nuisance_clause": True, "since": LONG_AGO} | values
    return Contract.objects.create(provider=provider, customer=customer, **values)


def statistic(who: Organisation, period: str = "2026Q3", **values: Any) -> Statistic:
    values = {"users": 1_000_000, "messages": 100_000_000, "calls": 10_000_000} | values
    return Statistic.objects.create(organisation=who, period=period, reported_on=date(2026, 10, 8), **values)


def measure(target: str = "+8613800000001", **values: Any) -> Measure:
    """A measure on a number, straight into the table; most tests of acts want `services` instead."""
    count = Measure.objects.count()
    values = {
        "reference": f"M-2026-{count + 1:06d}",
        "kind": "bar-outgoing",
        "target_kind": "number",
        "since": NOON,
        "review_on": date(2027, 1, 1),
        "basis": BASIS,
        "ledger_index": count,
    } | values
    return Measure.objects.create(target=target, **values)


# --- a tiny law, built by hand: for tests of the procedure, not of any country's rules ---

CHINA = ZoneInfo("Asia/Shanghai")
LAW_BASIS = Basis(
    document="criteria",
    instrument={"en": "Criteria of the tests"},
    number="",
    issued=LONG_AGO,
    clause={"en": "1"},
    link="",
    status="illustrative",
    standing="own",
)


TINY_PLAN = NumberingPlan(
    "86",
    "00",
    "0",
    (
        NumberClass("mobile", {"en": "Mobile"}, ("+861",), (11,)),
        NumberClass("verification", {"en": "Codes"}, ("short:86:10690",)),
    ),
)


def criterion(
    id: str = "many-reporters", condition: str = "call_reporters_7d >= 3", **values: Any
) -> Criterion:
    """A criterion about callers; by default three reporters, an order, 15 days barred if confirmed."""
    values = {
        "name": {"en": id},
        "explanation": {"en": id},
        "subject": "caller",
        "pattern": "burst",
        "category": "loan-marketing",
        "order": "verify-and-treat",
        "measure": MeasureProposal("bar-outgoing", 15, automatic=False),
        "version": LONG_AGO,
        "basis": LAW_BASIS,
    } | values
    parsed = Condition.parse(condition, caller_facts(), Place("tests/builders.py"))
    return Criterion(id=id, condition=parsed, **values)


def deadline(id: str, amount: int = 5, unit: str = "working days", **values: Any) -> Deadline:
    values = {"name": {"en": id}, "actor": "holder", "on_silence": "overdue"} | values
    return Deadline(id=id, amount=amount, unit=unit, version=LONG_AGO, basis=LAW_BASIS, **values)


def rule_book(*criteria: Criterion, deadlines: tuple[Deadline, ...] = (), **values: Any) -> RuleBook:
    """A rule-book with the given criteria; deadlines given here take the place of those of the same id."""
    known = {
        "verify-and-treat": deadline("verify-and-treat"),
        "decide-appeal": deadline("decide-appeal", 15, actor="regulator"),
        "answer-traceback": deadline("answer-traceback", 24, "hours", actor="operator"),
    } | {one.id: one for one in deadlines}
    exemption = Exemption("emergency", {"en": "Emergency"}, ("short:86:110",), ("verification",), LAW_BASIS)
    control = ControlPolicy(
        exemptions=(exemption,),
        outcomes={"bar-outgoing": "block", "suspend": "block", "limit": "limit", "label": "label"},
        outcome_order=("block", "limit", "label", "allow"),
        limit_calls_per_hour=10,
        redress_url="https://redress.example/",
        redress_phone="12321",
        reasons={},
        version=LONG_AGO,
    )
    category = Category("loan-marketing", "commercial", "finance", {"en": "Loan marketing"}, "")
    parts: dict[str, Any] = {
        "id": "tiny",
        "name": {"en": "Tiny"},
        "languages": ("en",),
        "currency": "CNY",
        "time_zone": CHINA,
        "numbering": TINY_PLAN,
        "calendar": WorkingCalendar(
            CHINA, {year: CalendarYear(year, {}, frozenset()) for year in range(2020, 2031)}
        ),
        "digest": "0" * 64,
        "folder": "",
        "categories": {category.id: category},
        "industries": {"finance": {"en": "Finance"}},
        "all_criteria": criteria or (criterion(),),
        "all_deadlines": tuple(known.values()),
        "all_indicators": (),
        "all_violations": (),
        "all_ladders": (),
        "all_gates": (),
        "all_controls": (control,),
        "all_publications": (),
        "all_windows": (Windows(7, 6, 1, 22, 8, LONG_AGO),),
        "all_scorings": (),
    }
    return RuleBook(**parts | values)


def report(number: str = "+8613800000001", reporter: str = "", at: datetime = NOON, **values: Any) -> Report:
    """A report of a call; each of another person unless one is named."""
    count = Report.objects.count()
    values = {
        "reference": f"R-2026-{count + 1:06d}",
        "source_key": f"test-{count + 1}",
        "medium": "call",
        "channel": "web",
        "category": "loan-marketing",
        "reporter": reporter or f"person-{count + 1}",
    } | values
    return Report.objects.create(number=number, received_at=at, **values)


REPORT_COLUMNS = (
    "report_id",
    "medium",
    "number",
    "received_at",
    "occurred_at",
    "category",
    "subject",
    "text",
    "recorded_voice",
    "reporter",
    "region",
    "city",
    "network",
)


def report_cells(report_id: str = "1", **values: str) -> tuple[str, ...]:
    """The cells of one row of a report file of the format "sosiego"."""
    told = {
        "report_id": report_id,
        "medium": "call",
        "number": "13800000001",
        "received_at": "2026-08-03T10:00:00+08:00",
        "occurred_at": "2026-08-03T09:30:00+08:00",
        "reporter": "13900000001",
        "region": "Costa",
    } | values
    return tuple(told.get(name, "") for name in REPORT_COLUMNS)


def csv_file(path: Path, header: Iterable[str], *rows: Iterable[object]) -> Path:
    """A CSV file of a header and rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def report_file(path: Path, *rows: tuple[str, ...]) -> Path:
    """A report file of the format "sosiego"."""
    return csv_file(path, REPORT_COLUMNS, *rows)


TRAFFIC_COLUMNS = ("record_id", "caller", "called", "start", "duration_s", "answered", "cause", "medium")


def traffic_cells(record_id: str = "1", **values: object) -> tuple[object, ...]:
    """The cells of one traffic record of a CSV file."""
    told = {
        "record_id": record_id,
        "caller": "13800000001",
        "called": "13900000001",
        "start": "2026-08-03T01:30:00Z",
        "duration_s": 12,
        "answered": "true",
        "cause": 16,
        "medium": "call",
    } | values
    return tuple(told.get(name, "") for name in TRAFFIC_COLUMNS)


def traffic_file(path: Path, *rows: tuple[object, ...]) -> Path:
    """A CSV file of traffic records."""
    return csv_file(path, TRAFFIC_COLUMNS, *rows)


def member(name: str, role: str = "official", who: Organisation | None = None, **values: Any) -> Membership:
    """A log-in with a role; by default an official of the regulator."""
    user = get_user_model().objects.create_user(username=name, **values)
    return Membership.objects.create(
        user=user, role=role, organisation=who or organisation("desk", "regulator")
    )
