"""Answering those who reported: a contact is opened with a mark, and deleted with an entry in the ledger."""

from __future__ import annotations

import pytest

from sosiego.intake import queries, services
from sosiego.intake.errors import NoContactError
from sosiego.intake.models import ReporterContact
from sosiego.ledger import queries as ledger
from tests.intake.test_receiving import AT, receive

pytestmark = pytest.mark.django_db


def test_opening_a_contact_leaves_a_mark() -> None:
    report = receive(contact="13900000001")
    opened = services.open_contact(report, actor="user:ana", page="/console/reporters/", at=AT)
    assert opened == "13900000001"
    assert ledger.looks_at(f"contact:{report.reference}").get().actor == "user:ana"


def test_who_was_told_leaves_no_contact_and_an_entry_that_does_not_hold_it() -> None:
    report = receive(contact="13900000001")
    told = services.reporter_told(report, actor="user:ana", at=AT)
    assert ReporterContact.objects.count() == 0
    assert list(queries.reports_to_answer()) == []
    entry = ledger.told(ledger.entry(told.ledger_index))
    assert (entry.kind, entry.actor, entry.body) == (
        "reporter-told",
        "user:ana",
        {"report": report.reference},
    )


def test_nobody_is_told_twice_and_a_refused_act_changes_nothing() -> None:
    first, second = receive(contact="13900000001"), receive(contact="13900000002")
    services.reporter_told(first, actor="user:ana", at=AT)
    size = ledger.size()
    with pytest.raises(NoContactError, match="has no contact"):
        services.reporters_told([second, first], actor="user:ana", at=AT)
    assert ledger.size() == size
    assert list(queries.reports_to_answer()) == [second]
    with pytest.raises(NoContactError):
        services.open_contact(first, actor="user:ana", page="/", at=AT)
