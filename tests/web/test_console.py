"""The officials' console: every page, every act, and the mark that each look leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sosiego.cases import queries as cases
from sosiego.ledger import queries as ledger
from sosiego.registry import queries as registry
from tests.builders import organisation
from tests.web.builders import CALLER, MORNING, Country

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]

PAGES = [
    "",
    "findings/",
    "orders/",
    "measures/",
    "measures/?in=all",
    "appeals/",
    "tracebacks/",
    "organisations/",
    "organisations/norte/",
    "scorecards/",
    "sanctions/",
    "publications/",
    "ledger/",
    "ledger/0/",
    "imports/",
    f"callers/{CALLER}/",
    "callers/short:86:10086/",
    "callers/name:86:BANCO/",
    "organisations/norte/?resource=line",
]


@pytest.mark.parametrize("language", ["es", "en", "zh-hans"])
def test_every_page_of_the_console_speaks_every_language(
    country: Country, signed_in: SignIn, language: str
) -> None:
    ana = signed_in("ana")
    for page in PAGES:
        answer = ana.get(f"/console/{page}", headers={"accept-language": language})
        assert answer.status_code == 200, page
        assert " style=" not in answer.content.decode(), page


def test_a_callers_page_tells_its_story_with_clauses_and_evidence(
    country: Country, signed_in: SignIn
) -> None:
    page = signed_in("ana").get(f"/console/callers/{CALLER}/").content.decode()
    assert "138 0000 1234" in page
    assert "3 people reported calls" in page
    assert "Found: Reported by several people" in page
    assert "call_reporters_10d &gt;= 5" in page
    assert 'class="tag info">held<' in page
    assert "Norte Mobile" in page
    assert country.order in page


def test_each_look_at_a_caller_is_recorded_before_the_page_is_made(
    country: Country, signed_in: SignIn
) -> None:
    signed_in("ana").get(f"/console/callers/{CALLER}/")
    look = ledger.looks_at(CALLER).get()
    assert (look.actor, look.page) == ("user:ana", f"/console/callers/{CALLER}/")
    shown = signed_in("li").get("/console/looks/").content.decode()
    assert "ana" in shown


def test_search_finds_a_number_and_a_reference(country: Country, signed_in: SignIn) -> None:
    ana = signed_in("ana")
    assert ana.get("/console/search/", {"q": "138 0000 1234"})["Location"] == f"/console/callers/{CALLER}/"
    assert (
        ana.get("/console/search/", {"q": country.order})["Location"] == f"/console/orders/{country.order}/"
    )
    assert ana.get("/console/search/", {"q": "12"}).status_code == 404


def test_a_list_is_narrowed_sorted_and_exported(country: Country, signed_in: SignIn) -> None:
    ana = signed_in("ana")
    narrowed = ana.get("/console/findings/", {"rule": "heavily-reported"}).content.decode()
    assert "1 to 1 of 1" in narrowed
    nothing = ana.get("/console/orders/", {"state": "overdue"}).content.decode()
    assert "Nothing fits this choice." in nothing
    ordered = ana.get("/console/findings/", {"sort": "rule"}).content.decode()
    assert 'aria-sort="ascending"' in ordered
    exported = ana.get("/console/findings/", {"format": "csv", "sort": "rule"})
    lines = b"".join(exported.streaming_content).decode().splitlines()
    assert lines[0] == "at,number,rule,category,holder,operator,case"
    assert [line.split(",")[2] for line in lines[1:]] == ["heavily-reported", "reported-caller"]


def test_a_measure_is_lifted_with_a_reason_that_stands_in_the_ledger(
    country: Country, signed_in: SignIn
) -> None:
    ana = signed_in("ana")
    address = f"/console/measures/{country.measure}/lift/"
    refused = ana.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert b"There is a problem" in refused.content
    page = ana.post(address, {"reason": "It is a clinic.", "was_wrong": "on"}, follow=True).content.decode()
    assert "The measure is lifted." in page
    lifted = registry.measure(country.measure)
    assert registry.state_of(lifted, MORNING.replace(hour=5)) == "lifted"
    assert ledger.told(ledger.entry(lifted.lift.ledger_index)).actor == "user:ana"
    again = ana.post(address, {"reason": "Again."}, follow=True).content.decode()
    assert "lifted already" in again


def test_an_appeal_is_decided_once(country: Country, signed_in: SignIn, visitor: Client) -> None:
    visitor.post("/appeal/", {"measure": country.measure, "text": "Wrong.", "contact": "a@example.org"})
    filed = cases.appeals("filed").get()
    ana = signed_in("ana")
    assert filed.reference in ana.get("/console/").content.decode()
    address = f"/console/appeals/{filed.reference}/decide/"
    assert ana.post(address, {"reason": "No choice"}).status_code == 422
    page = ana.post(address, {"upheld": "yes", "reason": "The number belongs to a clinic."}, follow=True)
    assert b"The appeal is decided." in page.content
    assert cases.appeal(filed.reference).state == "upheld"
    assert (
        b"decided already"
        in ana.post(address, {"upheld": "no", "reason": "Second thoughts."}, follow=True).content
    )


def test_a_case_is_taken_up_traced_and_not_closed_while_an_order_waits(
    country: Country, signed_in: SignIn
) -> None:
    ana = signed_in("ana")
    taken = ana.post(
        f"/console/callers/{CALLER}/take-up/", {"text": "Look again."}, follow=True
    ).content.decode()
    assert "The case is under review" in taken
    assert "Look again." in taken
    asked = {"first": "norte", "call_at": "2026-09-15T09:30"}
    traced = ana.post(f"/console/callers/{CALLER}/traceback/", asked, follow=True).content.decode()
    assert "The first operator has been asked." in traced
    closed = ana.post(f"/console/callers/{CALLER}/close/", {"text": "Done."}, follow=True).content.decode()
    assert "cannot be closed" in closed


def test_the_ledger_is_checked_on_demand_and_shows_each_entry_with_its_proof(
    country: Country, signed_in: SignIn
) -> None:
    ana = signed_in("ana")
    assert b"All holds" in ana.post("/console/ledger/verify/").content
    page = ana.get("/console/ledger/0/").content.decode()
    assert ledger.proof(0).root in page


def test_the_gate_answers_with_its_reason(country: Country, signed_in: SignIn) -> None:
    organisation("mala", "call-centre", licence="")
    page = signed_in("ana").get("/console/organisations/mala/", {"resource": "line"}).content.decode()
    assert "Line: " in page
    assert "has_licence" in page


def test_log_ins_are_listed_for_the_administrator_alone(country: Country, signed_in: SignIn) -> None:
    assert b"norte-agent" in signed_in("root").get("/console/people/").content


@pytest.mark.parametrize(
    ("name", "desk"), [("ana", "/console/"), ("norte-agent", "/portal/"), ("root", "/console/people/")]
)
def test_who_signs_in_comes_to_his_desk(log_ins: Any, name: str, desk: str) -> None:
    client = Client()
    answer = client.post(
        "/accounts/login/", {"login": name, "password": "correct horse battery"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == desk


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(log_ins: Any, visitor: Client) -> None:
    answer = visitor.post("/accounts/login/", {"login": "ana", "password": "no"})
    assert b"There is a problem" in answer.content
