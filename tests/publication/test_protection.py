"""Small counts are withheld, and cannot be worked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sosiego.publication.protection import withheld


def test_a_small_count_is_withheld_and_zero_is_not() -> None:
    assert withheld({"a": 3, "b": 2, "c": 0, "d": 90}, 5) == {"a", "b"}


def test_one_small_count_takes_the_next_smallest_along() -> None:
    assert withheld({"a": 3, "b": 40, "c": 900}, 5) == {"a", "b"}


def test_two_counts_of_one_take_a_third_along() -> None:
    # Both withheld sum to 2: whoever knows that each is at least one would know both.
    assert withheld({"a": 1, "b": 1, "c": 8, "d": 900}, 5) == {"a", "b", "c"}


def test_large_counts_are_all_printed() -> None:
    assert withheld({"a": 5, "b": 6}, 5) == frozenset()


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 60), max_size=12), st.integers(1, 12))
def test_what_is_withheld_never_follows_from_the_total(counts: dict[str, int], smallest: int) -> None:
    hidden = withheld(counts, smallest)
    assert all(key in hidden for key, count in counts.items() if 0 < count < smallest)
    assert not any(counts[key] == 0 for key in hidden)
    printed_counts = [count for key, count in counts.items() if key not in hidden and count]
    if hidden and printed_counts:
        assert len(hidden) >= 2
        assert sum(counts[key] for key in hidden) >= smallest
