"""The JSON API: one shape for every error, tokens, rate limits, and rows of one's own organisation only."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sosiego.cases import queries as cases
from sosiego.control.commands import current_list_file
from sosiego.control.compile import compile_list
from sosiego.intake import queries as intake
from sosiego.rules import loader
from sosiego.web import members
from tests.web.builders import CALLER, MORNING, Country

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def post(client: Client, address: str, body: Any, **headers: str) -> Any:
    return client.post(
        f"/api/v1{address}", json.dumps(body), content_type="application/json", headers=headers or None
    )


def bearer(name: str) -> dict[str, str]:
    return {"authorization": f"Bearer {members.make_token(name, days=1)}"}


def test_a_report_by_the_api_gets_a_reference_and_what_happens_next(visitor: Client) -> None:
    answer = post(
        visitor, "/reports", {"medium": "sms", "number": "BANCO", "text": "Win a prize", "category": "fraud"}
    )
    assert answer.status_code == 201
    told = answer.json()
    assert intake.report(told["reference"]).channel == "api"
    assert told["next"][0]["act"]["es"]


@pytest.mark.parametrize(
    ("method", "address", "body", "status", "kind"),
    [
        ("post", "/reports", {"medium": "fax"}, 422, "NotValid"),
        ("post", "/reports", {"medium": "sms", "text": "no sender"}, 422, "ReportNotValid"),
        ("get", "/numbers?number=12", None, 422, "NotANumber"),
        ("get", "/publications/P-1999-000001", None, 404, "PublicationNotFound"),
        ("get", "/orders", None, 401, "NotSignedIn"),
        ("get", "/ledger/proofs/9999", None, 404, "EntryNotFound"),
    ],
)
def test_every_error_has_the_same_shape(
    visitor: Client, log_ins: Any, method: str, address: str, body: Any, status: int, kind: str
) -> None:
    answer = visitor.get(f"/api/v1{address}") if method == "get" else post(visitor, address, body)
    told = answer.json()
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert set(told) == {"type", "title", "status", "detail", "instance", "where", "errors"}
    assert (told["status"], told["type"]) == (status, f"/developers/#{kind}")
    assert told["title"]


def test_a_body_that_is_not_json_is_a_problem_too(visitor: Client) -> None:
    answer = visitor.post("/api/v1/reports", "{", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_number_is_looked_up_without_exact_small_counts(visitor: Client, country: Country) -> None:
    told = visitor.get("/api/v1/numbers", {"number": "13800001234"}).json()
    assert told["reported_by_at_least"] == 10
    assert country.measure in {one["reference"] for one in told["measures"]}
    assert told["holder"] == ""


def test_look_ups_are_limited_by_address(visitor: Client, log_ins: Any) -> None:
    answers = [visitor.get("/api/v1/numbers", {"number": "13999998888"}) for _ in range(31)]
    assert answers[29].status_code == 200
    assert (answers[30].status_code, answers[30]["Retry-After"]) == (429, "600")
    assert answers[30].json()["type"] == "/developers/#TooManyRequests"


def test_orders_are_those_of_the_tokens_organisation(visitor: Client, country: Country) -> None:
    mine = visitor.get("/api/v1/orders", headers=bearer("norte-agent")).json()
    assert country.order in {one["reference"] for one in mine["orders"]}
    others = visitor.get("/api/v1/orders", headers=bearer("sur-agent")).json()
    assert others == {"total": 0, "orders": []}
    refused = post(
        visitor,
        f"/orders/{country.order}/answer",
        {"outcome": "not-ours", "text": "x"},
        **bearer("sur-agent"),
    )
    assert refused.status_code == 404


def test_an_order_is_answered_by_the_api_once(visitor: Client, country: Country) -> None:
    answer = {"outcome": "confirmed", "text": "Barred."}
    told = post(visitor, f"/orders/{country.order}/answer", answer, **bearer("norte-agent"))
    assert (told.status_code, told.json()["state"]) == (200, "answered")
    assert cases.order(country.order).outcome == "confirmed"
    again = post(visitor, f"/orders/{country.order}/answer", answer, **bearer("norte-agent"))
    assert (again.status_code, again.json()["type"]) == (409, "/developers/#OrderAlreadyAnswered")


def test_a_program_asks_the_reporter(visitor: Client, country: Country) -> None:
    address, token = f"/orders/{country.order}/question", bearer("norte-agent")
    told = post(visitor, address, {"question": "Which day?"}, **token)
    assert told.status_code == 200
    assert told.json()["waits_since"]
    again = post(visitor, address, {"question": "Which hour?"}, **token)
    assert (again.status_code, again.json()["type"]) == (409, "/developers/#AlreadyAsked")
    assert post(visitor, address, {"question": "Whose?"}, **bearer("sur-agent")).status_code == 404


def test_a_role_that_may_not_is_told_for_whom_it_is(visitor: Client, country: Country) -> None:
    told = visitor.get("/api/v1/orders", headers=bearer("ana"))
    assert (told.status_code, told.json()["detail"]) == (403, "It is for: agent.")


def test_a_session_counts_and_a_form_of_another_site_does_not(country: Country, signed_in: SignIn) -> None:
    from django.contrib.auth import get_user_model

    assert signed_in("norte-agent").get("/api/v1/orders").status_code == 200
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(
        get_user_model().objects.get(username="norte-agent"), "django.contrib.auth.backends.ModelBackend"
    )
    assert (
        post(strict, f"/orders/{country.order}/answer", {"outcome": "confirmed", "text": "x"}).status_code
        == 401
    )


def test_a_token_ends_with_the_password_and_with_its_time(
    visitor: Client, log_ins: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    token = bearer("norte-agent")
    assert visitor.get("/api/v1/orders", headers=token).status_code == 200
    later = timezone.now() + timedelta(days=2)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        assert visitor.get("/api/v1/orders", headers=token).status_code == 401
    user = get_user_model().objects.get(username="norte-agent")
    user.set_password("another long secret")
    user.save()
    assert visitor.get("/api/v1/orders", headers=token).status_code == 401


def test_a_decision_comes_from_the_compiled_list(visitor: Client, country: Country) -> None:
    compile_list(current_list_file(), at=MORNING.replace(hour=4), book=loader.load(settings.RULEBOOK))
    question = {"caller": CALLER, "called": "13911112222", "at": "2026-09-15T12:00:00+08:00"}
    told = post(visitor, "/decide", question, **bearer("norte-agent")).json()
    assert told["measure"]
    assert told["reason"] == "within-limit"
    emergency = post(visitor, "/decide", question | {"called": "110"}, **bearer("norte-agent")).json()
    assert (emergency["outcome"], emergency["reason"]) == ("allow", "exempt-called")


def test_the_gate_is_for_officials(visitor: Client, country: Country) -> None:
    asked = {"holder": "voz-clara", "resource": "line"}
    told = visitor.get("/api/v1/gate", asked, headers=bearer("ana")).json()
    assert told["allowed"] in (True, False, None)
    assert visitor.get("/api/v1/gate", asked, headers=bearer("norte-agent")).status_code == 403
    wrong = visitor.get("/api/v1/gate", {"holder": "vos-clara", "resource": "line"}, headers=bearer("ana"))
    assert wrong.status_code == 404
    assert "voz-clara" in wrong.json()["title"]


def test_the_document_says_that_errors_are_problems_and_who_must_sign_in(visitor: Client) -> None:
    document = visitor.get("/api/v1/openapi.json").json()
    orders = document["paths"]["/api/v1/orders"]["get"]
    assert list(orders["responses"]["404"]["content"]) == ["application/problem+json"]
    assert orders["security"]
    assert "security" not in document["paths"]["/api/v1/reports"]["post"]


def test_a_proof_from_the_api_leads_to_the_root_of_the_checkpoint(visitor: Client, country: Country) -> None:
    import base64

    proof = visitor.get("/api/v1/ledger/proofs/0").json()
    note = visitor.get("/api/v1/ledger/checkpoint").json()["note"]
    assert base64.b64encode(bytes.fromhex(proof["root"])).decode() in note
