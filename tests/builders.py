"""Small makers of records for tests: sensible values, and whatever a test cares about named by it.

Append functions for your room; a builder writes rows as they are, without the room's checks.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sosiego.registry.models import (
    Contract,
    Measure,
    NumberAssignment,
    NumberRange,
    Organisation,
    Person,
    SenderName,
    Statistic,
)

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
