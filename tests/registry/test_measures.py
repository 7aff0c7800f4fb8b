from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from sosiego.ledger.models import Entry
from sosiego.registry import errors, queries, services
from sosiego.registry.models import Measure
from tests import builders
from tests.builders import BASIS, NOON

pytestmark = pytest.mark.django_db


def put(**values: Any) -> Measure:
    asked: dict[str, Any] = {
        "kind": "bar-outgoing",
        "target_kind": "number",
        "target": "+8613800000001",
        "holder": None,
        "since": NOON,
        "until": NOON + timedelta(days=15),
        "review_on": None,
        "automatic": True,
        "basis": BASIS,
        "case_reference": "F-2026-000001",
        "actor": "system",
    }
    return services.put_measure_in_force(**asked | values)


def lift(measure: Measure, **values: Any) -> None:
    asked: dict[str, Any] = {
        "at": NOON + timedelta(days=1),
        "actor": "user:li",
        "reason": "A hospital's recall line",
        "was_wrong": True,
    }
    services.lift_measure(measure, **asked | values)


def in_force(days: float) -> list[str]:
    return [measure.reference for measure in queries.measures_in_force(NOON + timedelta(days=days))]


def test_a_measure_has_a_reference_and_stands_in_the_ledger() -> None:
    measure = put(holder=builders.organisation())
    entry = Entry.objects.get(index=measure.ledger_index)
    assert (measure.reference, entry.kind, entry.actor) == ("M-2026-000001", "measure", "system")
    body = json.loads(bytes(entry.body))
    assert (body["reference"], body["holder"], body["case"]) == ("M-2026-000001", "norte", "F-2026-000001")
    assert body["basis"] == BASIS
    assert body["until"] == "2026-08-18T12:00:00+00:00"


def test_a_measure_is_in_force_from_its_beginning_up_to_its_end() -> None:
    put()
    assert [in_force(days) for days in (-0.1, 0, 14.9, 15)] == [[], ["M-2026-000001"], ["M-2026-000001"], []]


def test_a_lifted_measure_is_in_force_until_the_lift() -> None:
    measure = put()
    lift(measure)
    assert (in_force(0.9), in_force(1)) == (["M-2026-000001"], [])
    kinds = list(Entry.objects.values_list("kind", flat=True))
    assert kinds == ["measure", "measure-lifted"]


@pytest.mark.parametrize(
    ("days", "state"), [(-1, "not yet"), (0.5, "in force"), (2, "lifted"), (20, "lifted")]
)
def test_the_state_of_a_lifted_measure(days: float, state: str) -> None:
    measure = put()
    lift(measure)
    assert queries.state_of(queries.measure(measure.reference), NOON + timedelta(days=days)) == state


def test_a_measure_that_ended_by_itself_can_still_be_called_wrong() -> None:
    measure = put()
    lift(measure, at=NOON + timedelta(days=20))
    assert queries.state_of(measure, NOON + timedelta(days=21)) == "ended"
    assert queries.measure(measure.reference).lift.was_wrong


def test_a_measure_is_lifted_once_only() -> None:
    measure = put()
    lift(measure)
    with pytest.raises(errors.MeasureAlreadyLiftedError) as refused:
        lift(measure)
    assert refused.value.what == "The measure was lifted already, on 2026-08-04 by user:li."


def test_a_lift_without_reason_is_refused() -> None:
    with pytest.raises(errors.LiftWithoutReasonError, match="A measure is lifted for a reason"):
        lift(put(), reason=" ")


def test_an_automatic_measure_needs_an_end() -> None:
    with pytest.raises(errors.MeasureWithoutEndError, match="An automatic measure ends by itself"):
        put(until=None, review_on=date(2026, 9, 1))


def test_a_measure_without_end_or_review_is_refused_and_leaves_nothing() -> None:
    with pytest.raises(errors.MeasureWithoutEndError, match="A measure ends or is looked at again"):
        put(until=None, automatic=False)
    assert not Measure.objects.exists()
    assert not Entry.objects.exists()


def test_a_measure_with_a_review_date_holds_without_end() -> None:
    put(until=None, automatic=False, review_on=date(2027, 1, 1))
    assert in_force(900) == ["M-2026-000001"]


def test_a_measure_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(errors.MeasureEndsBeforeItBeginsError):
        put(until=NOON)


def test_a_measure_must_say_its_rule() -> None:
    with pytest.raises(errors.MeasureWithoutBasisError, match="does not say: rule, version"):
        put(basis={"rulebook": "cn"})


def test_a_mistyped_kind_is_refused_with_the_nearest() -> None:
    with pytest.raises(errors.UnknownMeasureKindError) as refused:
        put(kind="suspended")
    assert refused.value.what == "The network knows no 'suspended'. Nearest: suspend."


def test_the_measures_of_a_target_are_told_in_order_of_time() -> None:
    later = put(since=NOON + timedelta(days=1))
    first = put()
    put(target="+8613800000002")
    assert list(queries.measures_of("+8613800000001", "number")) == [first, later]
    assert not queries.measures_of("+8613800000001", "range").exists()


def terms(**values: Any) -> services.MeasureTerms:
    asked: dict[str, Any] = {
        "kind": "bar-outgoing",
        "target_kind": "number",
        "target": "+8613800000001",
        "holder": None,
        "since": NOON,
        "until": NOON + timedelta(days=15),
        "review_on": None,
        "automatic": True,
        "basis": BASIS,
        "case_reference": "",
        "actor": "system",
    }
    return services.MeasureTerms(**asked | values)


def test_many_measures_are_numbered_and_entered_in_their_order() -> None:
    later = NOON + timedelta(days=365)
    asked = [
        terms(target="+8613800000001"),
        terms(target="+8613800000002", since=later, until=later + timedelta(days=1)),
        terms(target="+8613800000003"),
    ]
    put = services.put_measures_in_force(asked)
    numbered = [(measure.reference, measure.target) for measure in Measure.objects.order_by("ledger_index")]
    assert numbered == [
        ("M-2026-000001", "+8613800000001"),
        ("M-2027-000001", "+8613800000002"),
        ("M-2026-000002", "+8613800000003"),
    ]
    assert [measure.pk for measure in put] == list(
        Measure.objects.order_by("pk").values_list("pk", flat=True)
    )
    entered = [json.loads(bytes(entry.body))["reference"] for entry in Entry.objects.order_by("index")]
    assert entered == [measure.reference for measure in put]


def test_of_many_measures_all_come_in_force_or_none() -> None:
    with pytest.raises(errors.MeasureWithoutBasisError):
        services.put_measures_in_force([terms(), terms(basis={})])
    assert (Measure.objects.count(), Entry.objects.count()) == (0, 0)
