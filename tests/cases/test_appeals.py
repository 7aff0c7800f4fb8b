"""Appeals against measures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sosiego import keys
from sosiego.cases import queries, services
from sosiego.cases.errors import AppealAlreadyDecidedError, AppealAlreadyFiledError, MeasureNotInForceError
from sosiego.cases.models import Appeal, Event, WorkOrder
from sosiego.registry.models import Measure
from sosiego.rules.book import RuleBook
from tests.builders import NOON, deadline, measure, number_range, organisation, report, rule_book

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def book() -> RuleBook:
    return rule_book()


@pytest.fixture
def barred(book: RuleBook) -> Measure:
    """A measure that came in force because an order was confirmed."""
    organisation("desk", "regulator")
    number_range("+861380", organisation("norte"))
    for _ in range(3):
        report()
    services.evaluate(book, at=NOON)
    order = WorkOrder.objects.get()
    services.answer_order(order, outcome="confirmed", text="", actor="organisation:norte", at=NOON, book=book)
    return Measure.objects.get()


def filed(barred: Measure, book: RuleBook) -> Appeal:
    return services.file_appeal(
        barred, text="A hospital.", contact="ana@example.org", at=NOON + HOUR, book=book
    )


def decided(appeal: Appeal, *, upheld: bool) -> None:
    services.decide_appeal(appeal, upheld=upheld, reason="Checked.", actor="user:ana", at=NOON + 2 * HOUR)


def test_an_appeal_that_is_upheld_lifts_the_measure_as_wrong_and_ends_the_case(
    barred: Measure, book: RuleBook
) -> None:
    appeal = filed(barred, book)
    assert queries.case_state(appeal.case, NOON + HOUR) == "appealed"  # type: ignore[arg-type]
    decided(appeal, upheld=True)
    barred.refresh_from_db()
    assert barred.lift.was_wrong
    assert queries.case_state(appeal.case, NOON + 3 * HOUR) == "closed"  # type: ignore[arg-type]
    assert Event.objects.get(kind=Event.Kind.CLOSED).data["outcome"] == "not-confirmed"


def test_an_appeal_that_is_refused_leaves_the_measure_in_force(barred: Measure, book: RuleBook) -> None:
    appeal = filed(barred, book)
    decided(appeal, upheld=False)
    assert not hasattr(Measure.objects.get(), "lift")
    assert queries.appeal(appeal.reference).state == "refused"  # type: ignore[attr-defined]


def test_the_contact_of_an_appeal_is_sealed(barred: Measure, book: RuleBook) -> None:
    appeal = filed(barred, book)
    assert b"ana@" not in bytes(appeal.sealed_contact or b"")
    assert keys.sealing().decrypt(bytes(appeal.sealed_contact or b"")) == b"ana@example.org"


def test_one_appeal_at_a_time_and_each_decided_once(barred: Measure, book: RuleBook) -> None:
    appeal = filed(barred, book)
    with pytest.raises(AppealAlreadyFiledError, match="A-2026-000001"):
        filed(barred, book)
    decided(appeal, upheld=False)
    with pytest.raises(AppealAlreadyDecidedError):
        decided(appeal, upheld=True)


def test_a_measure_that_has_ended_cannot_be_appealed_against(book: RuleBook) -> None:
    ended = measure(until=NOON + timedelta(minutes=1))
    with pytest.raises(MeasureNotInForceError, match="it has ended"):
        filed(ended, book)


def test_a_measure_of_no_case_can_be_appealed_against(book: RuleBook) -> None:
    appeal = filed(measure(target="norte", target_kind="holder", until=NOON + timedelta(days=9)), book)
    decided(appeal, upheld=True)
    assert Event.objects.filter(appeal=appeal, case=None).count() == 2


def test_where_silence_grants_an_appeal_it_is_upheld_after_its_deadline(barred: Measure) -> None:
    book = rule_book(deadlines=(deadline("decide-appeal", 1, on_silence="granted"),))
    appeal = filed(barred, book)
    assert services.grant_undecided_appeals(appeal.due_at, book) == 0
    assert services.grant_undecided_appeals(appeal.due_at + HOUR, book) == 1
    assert queries.appeal(appeal.reference).state == "upheld"  # type: ignore[attr-defined]
