from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sosiego.registry import queries
from sosiego.registry.holdings import UNKNOWN, Holding, mark_changed
from sosiego.registry.models import Line, NumberAssignment, NumberRange
from tests import builders

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 3)
NUMBER = "+8613800001111"


def both(number: str, on: date = DAY) -> Holding:
    """The answer of the database, after checking that the index in memory gives the same."""
    answer = queries.holding(number, on)
    assert queries.number_index(on).holding(number) == answer
    return answer


def test_an_unknown_number_is_held_by_nobody_known() -> None:
    assert both(NUMBER) == UNKNOWN
    assert both("name:86:BANCO") == UNKNOWN


def test_a_range_tells_holder_operator_class_and_region() -> None:
    norte = builders.organisation()
    builders.number_range("+86138", norte, number_class="mobile", region="Jiangsu")
    assert both(NUMBER) == Holding("norte", "operator", "norte", "mobile", None, "Jiangsu", "range")


def test_the_longest_prefix_decides() -> None:
    builders.number_range("+86138", builders.organisation())
    builders.number_range("+861380000", builders.organisation("sur"))
    assert (both(NUMBER).holder, both("+8613900001111").holder) == ("sur", None)
    assert both("+8613811112222").holder == "norte"


def test_a_longer_prefix_that_has_ended_gives_way_to_the_shorter() -> None:
    builders.number_range("+86138", builders.organisation())
    builders.number_range("+861380000", builders.organisation("sur"), until=DAY)
    assert both(NUMBER).holder == "norte"
    assert both(NUMBER, DAY - timedelta(days=1)).holder == "sur"


def test_an_assignment_goes_before_its_range_and_keeps_what_the_range_tells() -> None:
    norte, centre = builders.organisation(), builders.organisation("voces", "call-centre")
    builders.number_range("+86138", norte, number_class="mobile", region="Jiangsu")
    builders.assignment(NUMBER, centre, purpose="telemarketing")
    assert both(NUMBER) == Holding(
        "voces", "call-centre", "norte", "mobile", "telemarketing", "Jiangsu", "assignment"
    )


def test_an_assignment_is_served_by_the_operator_of_its_line() -> None:
    norte, centre = builders.organisation(), builders.organisation("voces", "call-centre")
    line = Line.objects.create(
        code="v1", kind="voice", operator=norte, holder=centre, since=builders.LONG_AGO
    )
    builders.assignment("short:86:95123", centre, line=line)
    assert both("short:86:95123").operator == "norte"


def test_a_resellers_numbers_are_served_by_its_host() -> None:
    host = builders.organisation()
    builders.number_range("+86170", builders.organisation("azul", "reseller", host=host))
    assert both("+8617000001111").operator == "norte"


def test_a_sender_name_is_held_by_whom_it_is_registered_for() -> None:
    builders.sender_name("BANCO", builders.organisation("banco", "business"))
    assert both("name:86:BANCO") == Holding(holder="banco", holder_kind="business", source="sender-name")


def test_the_index_sees_a_holding_that_ended_after_it_was_read() -> None:
    row = builders.number_range("+86138", builders.organisation())
    mark_changed()
    assert queries.number_index(DAY).holding(NUMBER).holder == "norte"
    row.until = DAY
    row.save()
    mark_changed()
    assert queries.number_index(DAY).holding(NUMBER) == UNKNOWN


def test_the_index_is_read_once_for_many_days(django_assert_max_num_queries: object) -> None:
    builders.number_range("+86138", builders.organisation())
    mark_changed()
    queries.number_index(DAY)
    with django_assert_max_num_queries(5):
        queries.number_index(DAY + timedelta(days=1))


prefixes = st.text("0123", min_size=1, max_size=5).map("+86".__add__)
rows = st.tuples(prefixes, st.integers(0, 20), st.one_of(st.none(), st.integers(1, 20)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ranges=st.lists(rows, max_size=8, unique_by=lambda row: row[0]),
    assigned=st.lists(rows, max_size=3, unique_by=lambda row: row[0]),
    numbers=st.lists(prefixes, min_size=1, max_size=5),
    day=st.integers(0, 25),
)
def test_the_database_and_the_index_agree_with_a_naive_search(
    ranges: list[tuple[str, int, int | None]],
    assigned: list[tuple[str, int, int | None]],
    numbers: list[str],
    day: int,
) -> None:
    NumberRange.objects.all().delete()
    NumberAssignment.objects.all().delete()
    holder = builders.organisation()

    def days(begin: int, length: int | None) -> dict[str, date | None]:
        since = DAY + timedelta(days=begin)
        return {"since": since, "until": since + timedelta(days=length) if length else None}

    def holds(begin: int, length: int | None) -> bool:
        return begin <= day and (length is None or day < begin + length)

    for prefix, begin, length in ranges:
        builders.number_range(prefix, holder, region=prefix, **days(begin, length))
    for number, begin, length in assigned:
        builders.assignment(number, holder, purpose=number, **days(begin, length))
    for number in numbers:
        fitting = [p for p, begin, length in ranges if number.startswith(p) and holds(begin, length)]
        given_out = [n for n, begin, length in assigned if n == number and holds(begin, length)]
        answer = both(number, DAY + timedelta(days=day))
        assert answer.region == max(fitting, key=len, default=None)
        assert answer.purpose == (given_out[0] if given_out else None)
