from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.oversight import statistics


def test_the_poisson_interval_is_the_published_one() -> None:
    # Garwood (1936), table of 95 % limits: 10 events lie between 4.795 and 18.390.
    figure = statistics.rate(10, 1_000_000, 1_000_000)
    assert figure.value == 10
    assert (figure.low, figure.high) == (pytest.approx(4.795, abs=5e-4), pytest.approx(18.390, abs=5e-4))


def test_no_report_at_all_still_has_an_upper_bound() -> None:
    figure = statistics.rate(0, 1_000_000, 1_000_000)
    assert (figure.value, figure.low) == (0, 0)
    assert figure.high == pytest.approx(3.689, abs=5e-4)


def test_the_wilson_interval_is_the_published_one() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81 of 263 gives 0.2553 to 0.3662.
    figure = statistics.share(81, 263)
    assert (figure.low, figure.high) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))


@pytest.mark.parametrize("kind", ["rate", "share"])
def test_nothing_to_divide_by_is_unknown_and_not_zero(kind: str) -> None:
    figure = statistics.figure(kind, 0, 0, 1)  # type: ignore[arg-type]
    assert (figure.value, figure.low, figure.high) == (None, None, None)


@given(st.integers(1, 10**6), st.data())
def test_a_figure_lies_in_its_interval(denominator: int, data: st.DataObject) -> None:
    numerator = data.draw(st.integers(0, denominator))
    for figure in (statistics.rate(numerator, denominator, 100), statistics.share(numerator, denominator)):
        assert figure.low is not None and figure.value is not None and figure.high is not None
        assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9


def test_only_separate_intervals_may_be_ranked() -> None:
    few, many, unknown = (statistics.rate(n, d, 1) for n, d in ((10, 100), (40, 100), (1, 0)))
    assert statistics.separate(few, many)
    assert not statistics.separate(few, statistics.rate(14, 100, 1))
    assert not statistics.separate(few, unknown)
