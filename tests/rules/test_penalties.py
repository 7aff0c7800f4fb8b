"""Fines: so many breaches, the so-manieth time, cost so much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.rules.book import Penalty, Slab
from sosiego.rules.penalties import FineNotCountableError, amount
from tests.builders import LAW_BASIS

FINE = Penalty(
    id="fine",
    name={"en": "Fine"},
    applies_to=("operator",),
    what_for={"en": "Breaches"},
    per="breach",
    range=None,
    amounts=(),
    slabs=(),
    charged="total",
    cap=None,
    share_of_turnover=None,
    version=date(2026, 1, 1),
    basis=LAW_BASIS,
)
SLABS = (
    Slab(0, 100, Decimal(1000)),
    Slab(100, 1000, Decimal(5000)),
    Slab(1000, None, Decimal(10000)),
)
BY_TOTAL = replace(FINE, slabs=SLABS)
MARGINAL = replace(FINE, slabs=SLABS, charged="marginal")
counts = st.integers(0, 5000)


@pytest.mark.parametrize(
    ("count", "due"),
    [(0, 0), (1, 1000), (100, 100_000), (101, 505_000), (1000, 5_000_000), (1001, 10_010_000)],
)
def test_every_breach_costs_the_rate_of_the_slab_of_the_total(count: int, due: int) -> None:
    assert BY_TOTAL.amount(count) == due


@pytest.mark.parametrize(
    ("count", "due"), [(0, 0), (100, 100_000), (101, 105_000), (1000, 4_600_000), (1001, 4_610_000)]
)
def test_each_breach_costs_the_rate_of_its_own_slab(count: int, due: int) -> None:
    assert MARGINAL.amount(count) == due


def test_the_nth_time_costs_its_own_amount_and_the_last_repeats() -> None:
    fine = replace(FINE, amounts=(Decimal(200), Decimal(500), Decimal("1000.50")))
    assert [fine.amount(nth=nth) for nth in (1, 2, 3, 4)] == [
        200,
        500,
        Decimal("1000.50"),
        Decimal("1000.50"),
    ]
    assert fine.amount(3, 2) == 1500


def test_a_range_has_a_lower_and_an_upper_end() -> None:
    fine = replace(FINE, range=(Decimal(10), Decimal(300)))
    assert fine.amount() == (10, 300)
    assert fine.amount(4) == (40, 1200)


def test_the_upper_end_is_at_least_a_share_of_the_turnover() -> None:
    fine = replace(FINE, range=(Decimal(10), Decimal(300)), share_of_turnover=Decimal("0.04"))
    assert fine.amount(turnover=Decimal(1_000_000)) == (10, 40_000)
    assert fine.amount(turnover=Decimal(1000)) == (10, 300)
    assert fine.amount() == (10, 300)
    assert fine.amount(0, turnover=Decimal(1_000_000)) == (0, 0)


def test_a_cap_bounds_all() -> None:
    assert replace(BY_TOTAL, cap=Decimal(2_000_000)).amount(1000) == 2_000_000
    assert replace(FINE, range=(Decimal(10), Decimal(300)), cap=Decimal(250)).amount(30) == (250, 250)


@pytest.mark.parametrize(("count", "nth"), [(-1, 1), (1, 0)])
def test_what_cannot_be_counted_is_refused(count: int, nth: int) -> None:
    with pytest.raises(FineNotCountableError) as refused:
        amount(BY_TOTAL, count, nth)
    assert str(refused.value) == (
        f"There is no fine for {count} breaches at time {nth}.\n  do: Give a count from 0 and a time from 1."
    )


@given(counts, counts)
def test_more_breaches_never_cost_less(a: int, b: int) -> None:
    few, many = sorted((a, b))
    for fine in (BY_TOTAL, MARGINAL):
        less, more = fine.amount(few), fine.amount(many)
        assert isinstance(less, Decimal) and isinstance(more, Decimal)
        assert less <= more


@given(counts)
def test_marginal_charges_each_breach_by_itself(count: int) -> None:
    rates = (next(slab.each for slab in reversed(SLABS) if nth > slab.above) for nth in range(1, count + 1))
    assert MARGINAL.amount(count) == sum(rates)
