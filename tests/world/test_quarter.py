from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sosiego.world.errors import NotAQuarterError
from sosiego.world.quarter import Quarter


def test_a_quarter_has_its_days_and_neighbours() -> None:
    quarter = Quarter.parse("2026Q3")
    assert (quarter.first, quarter.after) == (date(2026, 7, 1), date(2026, 10, 1))
    assert len(quarter.days()) == 92
    assert quarter.previous().name == "2026Q2"
    assert quarter.same_last_year().name == "2025Q3"
    assert Quarter.parse("2026Q1").previous().name == "2025Q4"
    assert Quarter.parse("2026Q4").next().name == "2027Q1"


def test_it_ends_at_midnight_of_the_countrys_clock() -> None:
    assert Quarter.parse("2026Q3").end() == datetime(2026, 9, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize("name", ["2026", "2026Q5", "Q3", "2026-09"])
def test_what_is_no_quarter_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(NotAQuarterError, match="is not a quarter") as raised:
        Quarter.parse(name)
    assert "2026Q3" in raised.value.todo
