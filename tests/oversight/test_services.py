from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from sosiego.ledger.models import Entry
from sosiego.oversight import counts, gate, queries, services
from sosiego.oversight.errors import (
    PeriodNotFinishedError,
    PeriodNotJudgedError,
    RefusalWithoutReasonError,
    ResourceUnknownError,
    SamePersonSignsTwiceError,
    SanctionAlreadyDecidedError,
)
from sosiego.oversight.models import IndicatorValue, Sanction, Scorecard, Violation
from sosiego.registry import queries as registry
from sosiego.registry.models import Organisation
from sosiego.rules.periods import Period
from tests import builders
from tests.oversight.book import LADDER, SmallBook

BOOK: Any = SmallBook()
Q3 = Period.parse("2026Q3")
OCTOBER = datetime(2026, 10, 10, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lazy(monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """A reseller that answered one order of four in time, whatever the period."""
    organisation = builders.organisation("lazy", "reseller")

    def counted(book: object, period: Period) -> counts.Counts:
        zeros = dict.fromkeys(counts.COUNTS, 0)
        return {"lazy": {**zeros, "orders_due": 4, "orders_in_time": 1, "orders_overdue": 3}}

    monkeypatch.setattr(counts, "of_period", counted)
    return organisation


def judge(period: Period = Q3, at: datetime = OCTOBER) -> list[Violation]:
    services.compute_indicators(BOOK, period, at=at)
    services.compute_scorecards(BOOK, period, at=at)
    return services.find_violations(BOOK, period, at=at)


def test_an_indicator_keeps_numerator_denominator_and_interval(lazy: Organisation) -> None:
    (value,) = services.compute_indicators(BOOK, Q3, at=OCTOBER)
    assert (value.numerator, value.denominator, value.value) == (1, 4, 0.25)
    assert value.low is not None and value.high is not None and value.low < 0.25 < value.high
    assert value.standing == "critical"


def test_computing_again_adds_nothing_where_nothing_changed(lazy: Organisation) -> None:
    judge()
    entries = Entry.objects.count()
    judge()
    assert (IndicatorValue.objects.count(), Scorecard.objects.count(), Violation.objects.count()) == (1, 1, 1)
    assert Entry.objects.count() == entries


def test_a_period_that_is_not_over_is_not_judged(lazy: Organisation) -> None:
    with pytest.raises(PeriodNotFinishedError, match="2026Q3 is not over yet"):
        services.compute_indicators(BOOK, Q3, at=datetime(2026, 9, 30, tzinfo=UTC))


@pytest.mark.parametrize("span", ["2025", "2026-08-31", "2026-08-01/2026-08-31"])
def test_nobody_is_judged_by_a_span_for_which_nobody_states_users(lazy: Organisation, span: str) -> None:
    with pytest.raises(PeriodNotJudgedError) as refused:
        services.compute_indicators(BOOK, Period.parse(span), at=OCTOBER)
    assert refused.value.what == f"Nobody is judged by {span}, only by a quarter or a month."


def test_a_scorecard_names_the_person_who_answers(lazy: Organisation) -> None:
    builders.person(lazy, name="Ana Ruiz", position="director")
    judge()
    (card,) = queries.scorecards("2026Q3")
    assert (card.grade, card.answerable) == ("C", "Ana Ruiz, director")


def test_a_first_violation_proposes_the_first_step(lazy: Organisation) -> None:
    (violation,) = judge()
    assert violation.facts == {"handled_in_time": 0.25}
    assert [s.step for s in Sanction.objects.all()] == ["interview"]


def test_a_second_violating_period_within_the_look_back_climbs_the_ladder(lazy: Organisation) -> None:
    judge(Period.parse("2026Q2"), datetime(2026, 7, 10, tzinfo=UTC))
    judge()
    assert [s.step for s in Sanction.objects.order_by("id")] == ["interview", "freeze"]


def frozen(lazy: Organisation) -> Sanction:
    judge(Period.parse("2026Q2"), datetime(2026, 7, 10, tzinfo=UTC))
    judge()
    return Sanction.objects.get(step="freeze")


def test_one_signature_puts_nothing_in_force(lazy: Organisation) -> None:
    sanction = frozen(lazy)
    services.sign_sanction(sanction, actor="user:ana", at=OCTOBER)
    assert queries.sanction_state(sanction) == "signed once"
    assert not registry.measures_in_force(OCTOBER).exists()


def test_the_second_person_puts_the_measure_in_force_and_the_gate_closes(lazy: Organisation) -> None:
    sanction = frozen(lazy)
    services.sign_sanction(sanction, actor="user:ana", at=OCTOBER)
    services.sign_sanction(sanction, actor="user:bo", at=OCTOBER)
    (measure,) = registry.measures_in_force(OCTOBER)
    assert (measure.kind, measure.target, measure.case_reference) == (
        "freeze-allocation",
        "lazy",
        sanction.reference,
    )
    answer = gate.ask(BOOK, lazy, "number-range", OCTOBER)
    assert answer.allowed is False
    assert [reason.gate for reason in answer.reasons] == ["no-freeze", "grade"]


def test_the_same_person_cannot_be_both_signatures(lazy: Organisation) -> None:
    sanction = frozen(lazy)
    services.sign_sanction(sanction, actor="user:ana", at=OCTOBER)
    with pytest.raises(SamePersonSignsTwiceError, match="user:ana has signed"):
        services.sign_sanction(sanction, actor="user:ana", at=OCTOBER)


def test_a_refused_sanction_cannot_be_signed(lazy: Organisation) -> None:
    sanction = frozen(lazy)
    services.refuse_sanction(sanction, actor="user:ana", at=OCTOBER, reason="wrong addressee")
    with pytest.raises(SanctionAlreadyDecidedError, match="already refused"):
        services.sign_sanction(sanction, actor="user:bo", at=OCTOBER)


def test_a_sanction_is_refused_for_a_reason(lazy: Organisation) -> None:
    sanction = frozen(lazy)
    with pytest.raises(RefusalWithoutReasonError, match="A sanction is refused for a reason"):
        services.refuse_sanction(sanction, actor="user:ana", at=OCTOBER, reason="  ")
    assert queries.sanction_state(sanction) == "proposed"


def test_a_sanction_cites_its_step_and_the_version_of_its_ladder(lazy: Organisation) -> None:
    basis = frozen(lazy).basis
    assert (basis["rule"], basis["version"]) == ("freeze", LADDER.version.isoformat())


def test_a_gate_that_lacks_a_fact_answers_neither_yes_nor_no() -> None:
    answer = gate.ask(BOOK, builders.organisation("new", "reseller"), "number-range", OCTOBER)
    assert answer.allowed is None
    assert [(reason.gate, reason.truth) for reason in answer.reasons] == [("grade", None)]


def test_a_gate_is_open_to_whom_it_does_not_apply() -> None:
    assert gate.ask(BOOK, builders.organisation("bank", "business"), "number-range", OCTOBER).allowed is True


def test_an_unknown_resource_names_the_known_ones() -> None:
    with pytest.raises(ResourceUnknownError) as refused:
        gate.ask(BOOK, builders.organisation("bank", "business"), "spectrum", OCTOBER)
    assert refused.value.todo == "Ask for one of: number-range"
