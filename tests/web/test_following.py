"""The reporter's loop: follow a report on the site and by the API; the desk tells who left a contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sosiego import clock
from sosiego.intake import queries as intake
from sosiego.ledger import queries as ledger
from tests.web.builders import CALLER, MORNING, PERSONS_NUMBER, Country

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def reference(number: str = CALLER) -> str:
    return str(intake.reports_of(number)[0].reference)


def test_a_report_is_followed_by_its_reference_however_it_is_written(
    visitor: Client, country: Country
) -> None:
    written = reference().lower().replace("-", " ")
    page = visitor.get("/report/follow/", {"reference": written}).content.decode()
    assert "The network has acted" in page
    assert "Calls and messages from it are shown with a warning" in page
    assert "A rule was met" in page
    assert "Reported by several people" in page
    assert "To the holder of the number, to be answered by" in page


def test_what_is_followed_names_neither_the_number_nor_anybody(visitor: Client, country: Country) -> None:
    page = visitor.get("/report/follow/", {"reference": reference()}).content.decode()
    answer = visitor.get(f"/api/v1/reports/{reference()}").content.decode()
    for told in (page, answer):
        assert "138 0000 1234" not in told
        assert "13800001234" not in told
        assert "Norte" not in told
        assert country.order not in told


def test_a_report_that_met_no_rule_says_until_when_it_counts(visitor: Client, country: Country) -> None:
    page = visitor.get("/report/follow/", {"reference": reference(PERSONS_NUMBER)}).content.decode()
    assert "Your report has arrived" in page
    assert "It counts for 10 days" in page


def test_an_unknown_reference_is_refused_in_the_page_and_by_the_api(
    visitor: Client, country: Country
) -> None:
    answer = visitor.get("/report/follow/", {"reference": "R-2026-00000-00000"})
    assert answer.status_code == 422
    assert "No report has this reference" in answer.content.decode()
    told = visitor.get("/api/v1/reports/R-2026-00000-00000")
    assert (told.status_code, told.json()["type"]) == (404, "/developers/#ReportNotFound")


def test_references_cannot_be_tried_one_after_the_other(visitor: Client, country: Country) -> None:
    for _ in range(30):
        visitor.get("/api/v1/reports/R-2026-00000-00000")
    assert visitor.get(f"/api/v1/reports/{reference()}").status_code == 429
    assert visitor.get("/report/follow/", {"reference": reference()}).status_code == 429


def test_the_api_tells_what_happened_and_what_is_promised(visitor: Client, country: Country) -> None:
    told = visitor.get(f"/api/v1/reports/{reference()}").json()
    assert told["state"] == "measure in force"
    assert {"found", "order-issued", "measure-in-force"} <= {step["kind"] for step in told["steps"]}
    assert told["promised"][0]["amount"] == 3
    assert told["tell_by"]


def test_the_desk_sees_who_is_to_be_told_opens_the_contacts_and_deletes_them(
    visitor: Client, country: Country, signed_in: SignIn
) -> None:
    ana = signed_in("ana")
    listed = ana.get("/console/reporters/").content.decode()
    assert "138 0000 1234" in listed
    assert "a measure was taken" in listed
    sealed = ana.get(f"/console/reporters/{CALLER}/").content.decode()
    assert "13900000000" not in sealed
    opened = ana.post(f"/console/reporters/{CALLER}/open/").content.decode()
    assert "13900000000" in opened
    nobody = ana.post(f"/console/reporters/{CALLER}/told/", follow=True).content.decode()
    assert "Mark who was told." in nobody
    first = reference()
    assert ledger.looks_at(f"contact:{first}").get().actor == "user:ana"
    page = ana.post(f"/console/reporters/{CALLER}/told/", {"report": [first]}, follow=True).content.decode()
    assert "One reporter was told; the contact is deleted." in page
    assert first not in [one.reference for one in intake.reports_to_answer()]
    followed = visitor.get("/report/follow/", {"reference": first}).content.decode()
    assert "Your contact was deleted with that." in followed
    rest = [one.reference for one in intake.reports_of(CALLER)][1:]
    page = ana.post(
        f"/console/reporters/{CALLER}/told/", {"shown": rest, "all": "yes"}, follow=True
    ).content.decode()
    assert "13 reporters were told" in page
    assert intake.reports_to_answer().filter(number=CALLER).count() == 0


def test_who_was_reported_for_nothing_is_listed_once_the_report_counts_no_more(
    country: Country, signed_in: SignIn, monkeypatch: Any
) -> None:
    ana = signed_in("ana")
    assert "139 1111 2222" not in ana.get("/console/reporters/").content.decode()
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(days=20))
    page = ana.get("/console/reporters/", {"came": "nothing"}).content.decode()
    assert "139 1111 2222" in page
    assert "overdue" in page


def test_an_auditor_sees_who_waits_and_opens_no_contact(country: Country, signed_in: SignIn) -> None:
    kim = signed_in("kim")
    assert kim.get(f"/console/reporters/{CALLER}/").status_code == 200
    assert kim.post(f"/console/reporters/{CALLER}/open/").status_code == 403
    assert kim.post(f"/console/reporters/{CALLER}/told/").status_code == 403
