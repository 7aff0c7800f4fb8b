"""One report at a time, from the web and the API."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sosiego import keys
from sosiego.intake import queries, services
from sosiego.intake.errors import ReportNotFoundError, ReportNotValidError
from sosiego.intake.models import Report, ReporterContact

AT = datetime(2026, 8, 3, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def receive(**values: Any) -> Report:
    told = {
        "medium": "call",
        "channel": "web",
        "number_raw": "138 0000 0001",
        "occurred_at": AT - timedelta(hours=1),
        "category": "loan-marketing",
        "text": "",
        "recorded_voice": None,
        "contact": "",
        "region": "Costa",
        "network": "",
        "at": AT,
    } | values
    return services.receive_report(**told)


def test_a_report_gets_a_reference_that_finds_it_again() -> None:
    report = receive()
    assert (report.number, report.number_class, report.channel) == ("+8613800000001", "mobile", "web")
    assert queries.report(report.reference.lower().replace("-", " ")) == report
    with pytest.raises(ReportNotFoundError):
        queries.report("R-2026-00000-00000")


def test_the_contact_becomes_a_pseudonym_and_is_sealed_apart() -> None:
    report = receive(contact=" 13900000001 ")
    assert report.reporter == keys.reporter_pseudonym("+8613900000001", date(2026, 8, 3))
    assert keys.sealing().decrypt(bytes(report.contact.sealed)) == b"13900000001"


def test_a_person_may_stay_unknown() -> None:
    assert receive().reporter == ""
    assert ReporterContact.objects.count() == 0


def test_two_people_who_say_the_same_are_two_reports() -> None:
    assert receive().reference != receive().reference


def test_a_call_may_have_shown_no_number() -> None:
    assert receive(number_raw="").number == ""


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ReportNotValidError) as caught:
        receive(
            medium="fax",
            channel="pigeon",
            number_raw="12",
            category="lone-marketing",
            occurred_at=AT + timedelta(days=1),
            text="x" * 39_016,
            contact="\0",
            region="\ud800",
        )
    assert caught.value.fields == {
        "number": "is not a number: 2 digits that fit no class of the numbering plan of +86",
        "medium": "must be one of: call, sms",
        "channel": "must be one of: file, web, api, short-code, xarf, trap",
        "category": "is not a category of the rule-book; nearest: loan-marketing",
        "occurred_at": "lies in the future",
        "text": "is longer than 39015 characters",
        "contact": "holds signs that are no characters",
        "region": "holds signs that are no characters",
    }
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"medium": "sms", "number_raw": " "}, "number"),
        ({"occurred_at": datetime(2026, 8, 3)}, "occurred_at"),
        ({"occurred_at": datetime(1, 1, 1, tzinfo=UTC)}, "occurred_at"),
        ({"contact": "x" * 255}, "contact"),
        ({"region": "x" * 81}, "region"),
        ({"network": "x" * 61}, "network"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_taken_is_named(values: dict[str, Any], field: str) -> None:
    with pytest.raises(ReportNotValidError) as caught:
        receive(**values)
    assert set(caught.value.fields) == {field}
