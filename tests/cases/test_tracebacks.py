"""Tracebacks, hop by hop."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sosiego.cases import queries, services
from sosiego.cases.errors import HopAlreadyAnsweredError, TracebackGoesInCirclesError
from sosiego.cases.models import Event, Traceback, TracebackHop
from sosiego.registry.models import Organisation
from sosiego.rules.book import RuleBook
from tests.builders import NOON, organisation, rule_book

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def book() -> RuleBook:
    return rule_book()


@pytest.fixture
def traceback(book: RuleBook) -> Traceback:
    return services.open_traceback(
        "+8613800000001", NOON - HOUR, first=organisation("norte"), at=NOON, book=book
    )


def answered(
    hop: TracebackHop, previous: Organisation | None, book: RuleBook, hours: int = 1
) -> TracebackHop | None:
    return services.answer_traceback(
        hop, previous=previous, actor="user:ana", at=NOON + hours * HOUR, book=book
    )


def test_each_answer_asks_the_previous_operator_until_the_origin(
    traceback: Traceback, book: RuleBook
) -> None:
    second = answered(traceback.hops.get(), organisation("sur"), book)
    assert second is not None
    assert (second.order, second.asked.code) == (2, "sur")
    assert queries.traceback_state(traceback) == "open"
    assert answered(second, None, book, hours=2) is None
    assert queries.traceback_state(traceback) == "origin found"
    assert [hop.state for hop in queries.hops_of(traceback)] == ["answered", "answered"]  # type: ignore[attr-defined]


def test_a_hop_has_its_deadline_from_the_moment_it_is_asked(traceback: Traceback) -> None:
    assert traceback.hops.get().due_at == NOON + timedelta(hours=24)


def test_a_hop_is_answered_once(traceback: Traceback, book: RuleBook) -> None:
    hop = traceback.hops.get()
    answered(hop, None, book)
    with pytest.raises(HopAlreadyAnsweredError):
        answered(hop, organisation("sur"), book)


def test_a_call_cannot_come_from_somebody_who_was_asked_before(traceback: Traceback, book: RuleBook) -> None:
    second = answered(traceback.hops.get(), organisation("sur"), book)
    assert second is not None
    with pytest.raises(TracebackGoesInCirclesError, match="Norte has been asked"):
        answered(second, organisation("norte"), book)
    assert queries.hops(state="open").count() == 1


def test_an_operator_that_is_silent_is_overdue_once_and_may_answer_late(
    traceback: Traceback, book: RuleBook
) -> None:
    late = NOON + timedelta(hours=25)
    assert services.mark_hops_overdue(late) == 1
    assert services.mark_hops_overdue(late) == 0
    assert queries.traceback_state(traceback) == "overdue"
    answered(traceback.hops.get(), None, book, hours=26)
    assert queries.hops_of(traceback).get().state == "answered late"  # type: ignore[attr-defined]
    assert Event.objects.count() == 3
