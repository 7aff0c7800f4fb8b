"""What the public may learn of a count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.web.lookup import Reported, reported


@pytest.mark.parametrize(
    ("people", "told"),
    [
        (0, Reported()),
        (1, Reported(below=5)),
        (4, Reported(below=5)),
        (5, Reported(at_least=5)),
        (9, Reported(at_least=5)),
        (10, Reported(at_least=10)),
        (99, Reported(at_least=50)),
        (5000, Reported(at_least=1000)),
    ],
)
def test_a_count_is_told_in_steps(people: int, told: Reported) -> None:
    assert reported(people, 5) == told


@given(st.integers(min_value=1, max_value=10**7), st.integers(min_value=2, max_value=50))
def test_no_count_is_ever_told_above_itself_or_exactly_below_the_smallest(people: int, smallest: int) -> None:
    told = reported(people, smallest)
    if people < smallest:
        assert told == Reported(below=smallest)
    else:
        assert told.at_least is not None
        assert told.at_least <= people
