"""What came of the findings that were really made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sosiego.cases import services
from sosiego.cases.models import WorkOrder
from sosiego.registry.models import Measure
from sosiego.replay import outcomes
from sosiego.rules.book import RuleBook
from tests.builders import NOON, deadline, rule_book
from tests.replay.country import CALLER, OTHER, founded, reported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country() -> None:
    founded()
    for number in (CALLER, OTHER):
        reported(3, number)
    services.evaluate(rule_book(), at=NOON)


def answer(number: str, outcome: str) -> None:
    order = WorkOrder.objects.get(case__subject=number)
    services.answer_order(
        order, outcome=outcome, text="", actor="agent:shop", at=NOON + timedelta(hours=1), book=rule_book()
    )


def seen(silence_in: RuleBook | None = None) -> outcomes.Outcomes:
    return outcomes.of_home(rule_book(), NOON, NOON + timedelta(days=1), silence_in=silence_in)


def test_before_any_answer_nothing_is_known() -> None:
    assert (seen().overall.denominator, seen().right, seen().wrong) == (0, frozenset(), frozenset())


def test_confirmed_and_not_confirmed_make_the_share_of_the_rule() -> None:
    answer(CALLER, "confirmed")
    answer(OTHER, "not-confirmed")
    share = seen().share_of("many-reporters")
    assert (share.numerator, share.denominator) == (1, 2)
    assert (seen().right, seen().wrong) == ({CALLER}, {OTHER})


def test_an_order_that_stayed_silent_counts_as_not_confirmed_and_makes_no_number_wrong() -> None:
    answer(CALLER, "confirmed")
    assert seen().overall.denominator == 1  # the other still has time
    services.mark_overdue(NOON + timedelta(days=30), rule_book())
    share = seen().share_of("many-reporters")
    assert (share.numerator, share.denominator, seen().silent) == (1, 2, {"many-reporters": 1})
    assert (seen().right, seen().wrong) == ({CALLER}, frozenset())


def test_silence_that_brings_the_measure_counts_as_in_force() -> None:
    answer(CALLER, "not-confirmed")
    services.mark_overdue(NOON + timedelta(days=30), rule_book())
    draft = rule_book(deadlines=(deadline("verify-and-treat", on_silence="measure"),))
    share = seen(draft).share_of("many-reporters")
    assert (share.numerator, share.denominator) == (1, 2)
    without_the_step = replace(rule_book(), all_deadlines=())
    assert seen(without_the_step).overall.numerator == 0


def test_an_answer_that_passes_the_order_on_settles_nothing() -> None:
    answer(CALLER, "not-ours")
    assert seen().overall.denominator == 0


def test_an_upheld_appeal_makes_a_confirmed_number_wrong() -> None:
    answer(CALLER, "confirmed")
    measure = Measure.objects.get(target=CALLER)
    at = NOON + timedelta(hours=2)
    appeal = services.file_appeal(measure, text="lawful", contact=CALLER, at=at, book=rule_book())
    services.decide_appeal(appeal, upheld=True, reason="lawful", actor="user:ana", at=at)
    assert (seen().right, seen().wrong) == (frozenset(), {CALLER})


def test_a_real_country_has_no_known_truth() -> None:
    assert outcomes.simulated_truth() is None
