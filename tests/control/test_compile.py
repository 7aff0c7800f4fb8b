"""Which numbers a measure in force covers when the list is compiled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sosiego.control.compile import compile_list
from sosiego.control.decide import Call, decide
from sosiego.control.signature import open_checked
from sosiego.registry.models import Line, NumberAssignment
from tests.builders import (
    LONG_AGO,
    NOON,
    assignment,
    measure,
    number_range,
    organisation,
    rule_book,
    sender_name,
)

CALLED = "+8613900000000"
pytestmark = pytest.mark.django_db


def outcome(path: Path, caller: str, at: datetime = NOON) -> str:
    compile_list(path, at=at, book=rule_book())
    return decide(open_checked(path), Call(caller, CALLED, at.timestamp())).outcome


def test_a_measure_on_a_number_bars_it_until_its_end_and_no_longer(tmp_path: Path) -> None:
    measure(until=NOON + timedelta(days=1))
    path = tmp_path / "list"
    assert outcome(path, "+8613800000001") == "block"
    # The same list, kept by a node that was cut off.
    call = Call("+8613800000001", CALLED, (NOON + timedelta(days=1)).timestamp())
    assert decide(open_checked(path), call).outcome == "allow"


def test_a_suspended_holder_is_barred_with_ranges_numbers_and_sender_names(tmp_path: Path) -> None:
    holder = organisation("ventas", "business")
    number_range("+861381", holder)
    assignment("+8613900000009", holder)
    sender_name("VENTAS", holder)
    measure("ventas", target_kind="holder", kind="suspend")
    path = tmp_path / "list"
    for caller in ("+8613810000001", "+8613900000009", "name:86:VENTAS"):
        assert outcome(path, caller) == "block"
    assert outcome(path, "+8613820000001") == "allow"


def test_a_freeze_of_allocation_bars_no_call(tmp_path: Path) -> None:
    number_range("+861381", organisation("ventas", "business"))
    measure("ventas", target_kind="holder", kind="freeze-allocation")
    assert outcome(tmp_path / "list", "+8613810000001") == "allow"


def test_numbers_on_a_line_are_those_of_the_local_day(tmp_path: Path) -> None:
    norte, ventas = organisation(), organisation("ventas", "call-centre")
    line = Line.objects.create(code="l1", kind="voice", operator=norte, holder=ventas, since=LONG_AGO)
    # From 4 August on: in the country's zone that begins while it is still the 3rd in UTC.
    NumberAssignment.objects.create(number="+8613800000007", holder=ventas, line=line, since=date(2026, 8, 4))
    measure("l1", target_kind="line", since=NOON - timedelta(days=1))
    path = tmp_path / "list"
    assert outcome(path, "+8613800000007", datetime(2026, 8, 3, 15, 59, tzinfo=UTC)) == "allow"
    assert outcome(path, "+8613800000007", datetime(2026, 8, 3, 16, 1, tzinfo=UTC)) == "block"


def test_a_number_of_an_exempt_class_is_let_through_whatever_measure_stands(tmp_path: Path) -> None:
    measure("short:86:10690123")
    assert outcome(tmp_path / "list", "short:86:10690123") == "allow"


def test_the_list_is_named_by_its_moment_in_utc(tmp_path: Path) -> None:
    assert compile_list(tmp_path / "list", at=NOON, book=rule_book()).version == "20260803T120000Z"
