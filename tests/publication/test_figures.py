"""The arithmetic of published figures, held against two quarters that a regulator really published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.publication.figures import change, count_interval, places, proportion, rate, share, share_change

# Counts and figures as printed in the Chinese ministry's bulletins on telecom service quality for the first
# and third quarter of 2018, and in 12321's for 2020, read in press reprints.
#
# What can be derived from what is printed: shares of the first quarter of 2018 (its total is printed), their
# changes between any two quarters, and changes on quarter where both counts are printed (2020).
# What cannot: the change of 2018 Q1 on quarter and year, since the counts before are not printed (they can
# be bracketed: one range of counts gives the printed rounding), and the printed rates. 13,523 reports at 8.1
# per million users imply 1.67 billion users, 27,065 at 14.1 imply 1.92 billion, while the country had 1.73
# billion telephone users: numerator or denominator is not what is printed. So our bulletin prints both.
Q1_TOTAL, Q1_P2P, Q1_PORT = 50_940, 13_523, 25_106
Q3_P2P, Q3_PORT = 27_065, 42_860


def percent(value: float | None) -> float:
    assert value is not None
    return round(value * 100, 1)


def test_the_shares_of_the_first_quarter_of_2018_are_as_printed() -> None:
    other = Q1_TOTAL - Q1_P2P - Q1_PORT
    assert [percent(share(part, Q1_TOTAL)) for part in (Q1_P2P, Q1_PORT, other)] == [26.5, 49.3, 24.2]


def totals_of_the_third_quarter() -> range:
    """Every total for which the two printed counts round to their printed shares, 23.4 and 37.0 %."""
    fitting = [
        total
        for total in range(110_000, 120_000)
        if percent(share(Q3_P2P, total)) == 23.4 and percent(share(Q3_PORT, total)) == 37.0
    ]
    return range(fitting[0], fitting[-1] + 1)


def test_the_third_share_of_the_third_quarter_of_2018_follows_from_the_printed_two() -> None:
    totals = totals_of_the_third_quarter()
    assert (totals[0], totals[-1]) == (115_682, 115_910)
    third = {percent(share(total - Q3_P2P - Q3_PORT, total)) for total in totals}
    assert 39.6 in third
    assert third <= {39.6, 39.7}  # the last totals of the range round up


def test_the_shares_moved_between_the_two_quarters_by_as_many_points_as_the_printed_ones() -> None:
    total = totals_of_the_third_quarter()[100]
    moved = [
        percent(share_change(now, total, before, Q1_TOTAL))
        for now, before in ((Q3_P2P, Q1_P2P), (Q3_PORT, Q1_PORT))
    ]
    # 23.4 − 26.5 and 37.0 − 49.3; a difference of rounded shares may be off by 0.1.
    assert moved == pytest.approx([-3.1, -12.3], abs=0.11)


@pytest.mark.parametrize(("printed", "lowest", "highest"), [(18.0, 43_152, 43_187), (130.9, 22_057, 22_066)])
def test_only_one_range_of_earlier_counts_gives_the_printed_changes_of_2018(
    printed: float, lowest: int, highest: int
) -> None:
    fitting = [before for before in range(20_000, 60_000) if percent(change(Q1_TOTAL, before)) == printed]
    assert (fitting[0], fitting[-1]) == (lowest, highest)


@pytest.mark.parametrize(
    ("now", "before", "printed"),
    [
        (166_170, 100_028, 66.1),  # calls, second quarter of 2020
        (159_831, 166_170, -3.8),  # calls, third quarter of 2020
    ],
)
def test_the_changes_on_quarter_of_2020_are_as_printed(now: int, before: int, printed: float) -> None:
    assert percent(change(now, before)) == printed


def test_the_printed_rates_of_2018_imply_more_users_than_there_were() -> None:
    telephone_users_2018q3 = 1_730_000_000
    assert round(Q1_P2P / 8.1 * 1e6, -7) == 1_670_000_000
    assert round(Q3_P2P / 14.1 * 1e6, -7) == 1_920_000_000
    made = rate(Q3_P2P, telephone_users_2018q3, 1_000_000)
    assert made is not None and made.value == pytest.approx(15.6, abs=0.05)
    assert (made.numerator, made.denominator) == (Q3_P2P, telephone_users_2018q3)


def test_what_was_not_counted_before_has_no_change() -> None:
    assert change(10, None) is None
    assert change(10, 0) is None
    assert share_change(10, 100, None, 90) is None
    assert share_change(10, 100, 10, 0) is None


def test_nothing_has_no_share_and_no_rate() -> None:
    assert share(0, 0) is None
    assert rate(3, 0, 1_000_000) is None
    assert rate(3, None, 1_000_000) is None
    assert proportion(0, 0) is None


def test_a_rate_brings_its_exact_poisson_interval() -> None:
    made = rate(10, 2_000_000, 1_000_000)
    assert made is not None
    # Garwood's interval for a count of 10 is 4.795 to 18.390.
    assert (made.value, made.low, made.high) == pytest.approx((5.0, 2.398, 9.195), abs=0.001)


@given(st.integers(0, 10_000_000), st.integers(1, 2_000_000_000))
def test_a_rate_lies_in_its_interval(count: int, users: int) -> None:
    made = rate(count, users, 1_000_000)
    assert made is not None
    assert made.low is not None and made.value is not None and made.high is not None
    assert 0 <= made.low <= made.value <= made.high


@given(st.integers(1, 10_000_000), st.integers(1, 10_000_000))
def test_a_change_undone_gives_the_count_back(now: int, before: int) -> None:
    moved = change(now, before)
    assert moved is not None and before * (1 + moved) == pytest.approx(now)


def test_places_are_sure_only_where_intervals_do_not_touch() -> None:
    assert places([(9.0, 11.0), (4.0, 6.0), (5.0, 7.0), (1.0, 2.0)]) == [(1, 1), (2, 3), (2, 3), (4, 4)]


def test_the_unknown_has_no_place_and_takes_none() -> None:
    assert places([None, (4.0, 6.0), (1.0, 2.0)]) == [None, (1, 1), (2, 2)]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12))
def test_the_largest_count_may_always_be_first(counts: list[int]) -> None:
    spans = places([count_interval(count) for count in counts])
    best = spans[counts.index(max(counts))]
    assert best is not None and best[0] == 1
    assert all(span is not None and 1 <= span[0] <= span[1] <= len(counts) for span in spans)
