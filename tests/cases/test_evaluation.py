"""From facts to findings, orders and automatic measures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sosiego.cases import queries, services
from sosiego.cases.errors import NoRegulatorError
from sosiego.cases.models import Case, Event, Finding, WorkOrder
from sosiego.ledger.models import Entry
from sosiego.registry.models import Measure
from sosiego.rules.book import MeasureProposal
from tests.builders import NOON, criterion, measure, number_range, organisation, report, rule_book

pytestmark = pytest.mark.django_db

CALLER = "+8613800000001"
LABEL = MeasureProposal("label", 7, automatic=True)


@pytest.fixture(autouse=True)
def country() -> None:
    organisation("desk", "regulator")
    norte = organisation("norte")
    number_range("+861380", organisation("shop", "reseller", host=norte), operator=norte)


def reported(times: int = 3, number: str = CALLER, **values: Any) -> None:
    for _ in range(times):
        report(number, **values)


def test_three_reporters_make_a_finding_with_its_clauses_and_an_order_to_the_holder() -> None:
    reported()
    totals = services.evaluate(rule_book(), at=NOON)
    assert (totals.findings, totals.cases, totals.orders, totals.measures) == (1, 1, 1, 0)
    finding = Finding.objects.get()
    assert finding.facts == {"call_reporters_7d": 3}
    assert finding.clauses == [
        {"text": "call_reporters_7d >= 3", "value": {"call_reporters_7d": 3}, "held": True}
    ]
    assert len(finding.evidence["reports"]) == 3
    order = WorkOrder.objects.get()
    assert order.addressee.code == "shop"
    # Monday 3 August at 20:00 in Shanghai; the fifth working day after it ends on Monday the 10th.
    assert order.due_at.isoformat() == "2026-08-10T15:59:59+00:00"
    assert Case.objects.get().reference == "C-2026-000001"


def test_a_finding_stands_in_the_ledger_with_its_order() -> None:
    reported()
    services.evaluate(rule_book(), at=NOON)
    finding = Finding.objects.get()
    entry = Entry.objects.get(index=finding.ledger_index)
    assert entry.kind == "finding"
    assert b'"order":"O-2026-000001"' in bytes(entry.body)


def test_an_evaluation_that_is_run_again_adds_nothing() -> None:
    reported()
    services.evaluate(rule_book(), at=NOON)
    again = services.evaluate(rule_book(), at=NOON + timedelta(days=1))
    assert (again.fired, again.findings, again.orders) == (1, 0, 0)
    assert Event.objects.count() == 3


def test_two_reporters_are_not_three() -> None:
    reported(2)
    assert services.evaluate(rule_book(), at=NOON).fired == 0


def test_an_unknown_fact_never_fires() -> None:
    reported()
    book = rule_book(criterion(condition="NOT (calls > 10)"))
    assert services.evaluate(book, at=NOON).fired == 0


def test_a_second_rule_joins_the_open_case_and_the_order_that_is_not_answered() -> None:
    reported()
    first, second = criterion(), criterion("many-reports", "call_reports_7d >= 3")
    services.evaluate(rule_book(first), at=NOON)
    totals = services.evaluate(rule_book(first, second), at=NOON + timedelta(days=1))
    assert (totals.findings, totals.cases, totals.orders) == (1, 0, 0)
    found = Event.objects.filter(kind=Event.Kind.FOUND).last()
    assert found is not None
    assert found.data["joins"] == "O-2026-000001"


def test_an_automatic_measure_is_in_force_at_once_and_ends_by_itself() -> None:
    reported()
    totals = services.evaluate(rule_book(criterion(measure=LABEL)), at=NOON)
    assert totals.measures == 1
    label = Measure.objects.get()
    assert (label.kind, label.target, label.automatic) == ("label", CALLER, True)
    assert label.until == NOON + timedelta(days=7)
    assert label.basis["rule"] == "many-reporters"
    assert Event.objects.filter(kind=Event.Kind.MEASURE_IN_FORCE, measure=label).exists()


def test_an_exempt_number_gets_an_order_and_never_a_measure() -> None:
    reported(number="short:86:110")
    totals = services.evaluate(rule_book(criterion(measure=LABEL)), at=NOON)
    assert (totals.findings, totals.measures, totals.exempt) == (1, 0, 1)
    assert not Measure.objects.exists()


def test_a_number_that_nobody_holds_goes_to_the_operator_and_else_to_the_desk() -> None:
    number_range("+861999", None, operator=organisation("norte"))
    reported(number="+8619990000001")
    reported(number="+8615000000001")
    services.evaluate(rule_book(), at=NOON)
    addressees = dict(WorkOrder.objects.values_list("case__subject", "addressee__code"))
    assert addressees == {"+8619990000001": "norte", "+8615000000001": "desk"}


def test_without_a_regulator_the_error_says_what_to_import() -> None:
    from sosiego.registry.models import Organisation

    Organisation.objects.filter(code="desk").delete()
    reported(number="+8615000000001")
    with pytest.raises(NoRegulatorError) as refused:
        services.evaluate(rule_book(), at=NOON)
    assert "Import organisations with one of kind “regulator”." in str(refused.value)


def closed_case(book: Any) -> None:
    reported()
    services.evaluate(book, at=NOON)
    order = WorkOrder.objects.get()
    services.answer_order(
        order, outcome="not-confirmed", text="", actor="user:ana", at=NOON + timedelta(hours=1), book=book
    )
    assert queries.case_state(order.case, NOON + timedelta(hours=1)) == "closed"


def test_the_reports_that_a_closed_case_has_judged_open_no_new_case() -> None:
    book = rule_book()
    closed_case(book)
    assert services.evaluate(book, at=NOON + timedelta(days=1)).findings == 0


def test_a_report_after_the_closing_opens_a_new_case() -> None:
    book = rule_book()
    closed_case(book)
    report(CALLER, at=NOON + timedelta(hours=2))
    totals = services.evaluate(book, at=NOON + timedelta(days=1))
    assert (totals.findings, totals.cases) == (1, 1)
    assert Case.objects.count() == 2


def test_while_a_measure_of_the_same_rule_is_in_force_no_new_case_is_opened() -> None:
    book = rule_book()
    closed_case(book)
    report(CALLER, at=NOON + timedelta(hours=2))
    measure(CALLER, basis={"rule": "many-reporters"}, until=NOON + timedelta(days=3))
    assert services.evaluate(book, at=NOON + timedelta(days=1)).findings == 0
