"""A table sorts, filters, pages and exports by query parameters alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from sosiego.web.charts import Interval, Trend, nice_top
from sosiego.web.tables import Choice, Column, Table

ROWS = [{"name": name, "count": count} for name, count in (("b", 2), ("a", None), ("c", 1))]
COLUMNS = (
    Column("name", "Name", lambda one: one["name"]),
    Column("count", "Count", lambda one: one["count"], "number"),
)


def table(query: str = "", **options: Any) -> Table:
    return Table(RequestFactory().get(f"/x/?{query}"), ROWS, COLUMNS, **options)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sort=name", "abc"),
        ("sort=-name", "cba"),
        ("sort=count", "cba"),
        ("sort=-count", "bca"),
        ("sort=nonsense", "bac"),
    ],
)
def test_rows_are_sorted_and_the_unknown_come_last(query: str, names: str) -> None:
    assert "".join(row["name"] for row in table(query).rows) == names


def test_a_head_leads_to_its_order_and_back() -> None:
    first = next(table("sort=name&q=x").heads)
    assert (first["direction"], first["href"]) == ("ascending", "?sort=-name&q=x")


def test_a_choice_that_is_not_offered_is_ignored() -> None:
    choice = Choice(
        "name", "Name", [("a", "A")], lambda rows, value: [one for one in rows if one["name"] == value]
    )
    assert len(table("name=a", choices=(choice,)).rows) == 1
    assert len(table("name=evil", choices=(choice,)).rows) == 3


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert table("page=99", size=2).page.number == 2


def test_an_export_holds_all_rows_and_no_formula() -> None:
    made = Table(RequestFactory().get("/x/"), [{"name": "=1+1"}, {"name": "+8613800001234"}], COLUMNS[:1])
    text = b"".join(made.as_csv().streaming_content).decode()
    assert text.splitlines() == ["name", "'=1+1", "+8613800001234"]


@given(st.floats(min_value=0, max_value=1e12))
def test_an_axis_ends_above_its_largest_value_and_not_far_above(largest: float) -> None:
    top = nice_top(largest)
    assert top >= largest
    assert top <= max(2, largest * 2.01)


def test_an_empty_trend_draws_nothing_and_does_not_fail() -> None:
    trend = Trend("t", "r", [], [("a", [])])
    assert trend.lines[0]["path"] == ""
    assert trend.ticks == []


def test_an_unknown_interval_has_no_points() -> None:
    assert Interval(None, None, None, 10).points is None
    points = Interval(5, 2, 20, 10).points
    assert points is not None
    assert points["low"] < points["x"] < points["high"]
