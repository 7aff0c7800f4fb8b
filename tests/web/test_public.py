"""The public site: reporting, looking up, refusing, appealing, and reading the rules."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sosiego.cases import queries as cases
from sosiego.intake import queries as intake
from sosiego.registry import queries as registry
from tests.web.builders import CALLER, MORNING, PERSONS_NUMBER, Country

pytestmark = pytest.mark.django_db


def report(visitor: Client, **changes: dict[str, Any]) -> Any:
    """Answer every step as a person would; return the page of the reference number."""
    answers: dict[str, dict[str, Any]] = {
        "kind": {"medium": "call"},
        "number": {"number": "138 0000 1234"},
        "when": {"when": "now"},
        "what": {"category": "fraud", "recorded_voice": "yes", "text": "A voice asked for a code."},
        "contact": {"contact": "13911110000"},
    } | changes
    visitor.get("/report/")
    for step, given in answers.items():
        answer = visitor.post(f"/report/{step}/", given)
        assert answer.status_code == 302, answer.content.decode()
    assert b"138 0000 1234" in visitor.get("/report/check/").content
    return visitor.post("/report/check/", follow=True)


def test_a_report_gets_a_reference_and_a_promise(visitor: Client, log_ins: Any) -> None:
    page = report(visitor)
    found = intake.reports_of(CALLER).get()
    assert found.reference in page.content.decode()
    assert "15 working days" in page.content.decode()
    assert (found.medium, found.channel, found.category, found.recorded_voice) == (
        "call",
        "web",
        "fraud",
        True,
    )
    assert found.reporter
    assert "13911110000" not in found.reporter


def test_the_contact_lies_nowhere_in_the_clear_while_a_report_is_written(
    visitor: Client, log_ins: Any
) -> None:
    visitor.get("/report/")
    for step, given in {
        "kind": {"medium": "call"},
        "number": {"number": "13800001234"},
        "when": {"when": "now"},
        "what": {"category": "fraud"},
        "contact": {"contact": "13911110000"},
    }.items():
        visitor.post(f"/report/{step}/", given)
    kept = str(dict(visitor.session))
    assert "13911110000" not in kept
    assert "13800001234" not in kept


def test_a_later_step_waits_for_the_earlier_ones(visitor: Client) -> None:
    visitor.get("/report/")
    assert visitor.get("/report/contact/")["Location"] == "/report/kind/"
    assert visitor.get("/report/check/")["Location"] == "/report/kind/"


def test_a_wrong_answer_gathers_its_error_at_the_top_with_a_link(visitor: Client) -> None:
    visitor.get("/report/")
    visitor.post("/report/kind/", {"medium": "call"})
    page = visitor.post("/report/number/", {"number": "12"}).content.decode()
    assert "There is a problem" in page
    assert '<a href="#id_number">Check the number' in page
    assert "<title>Error: " in page
    assert 'aria-invalid="true"' in page


def test_a_message_needs_its_sender_and_its_words(visitor: Client) -> None:
    visitor.get("/report/")
    visitor.post("/report/kind/", {"medium": "sms"})
    assert "Enter the number or name" in visitor.post("/report/number/", {}).content.decode()
    visitor.post("/report/number/", {"number": "BANCO"})
    visitor.post("/report/when/", {"when": "today"})
    assert "Copy the message" in visitor.post("/report/what/", {"category": "fraud"}).content.decode()


def test_another_day_must_be_named_and_must_have_come(visitor: Client) -> None:
    visitor.get("/report/")
    visitor.post("/report/kind/", {"medium": "call"})
    visitor.post("/report/number/", {"hidden": "on"})
    assert "Enter the day." in visitor.post("/report/when/", {"when": "date"}).content.decode()
    assert (
        "has not come yet"
        in visitor.post("/report/when/", {"when": "date", "day": "2026-12-24"}).content.decode()
    )


def test_who_called_me_tells_the_measure_and_why_and_counts_in_steps(
    visitor: Client, country: Country
) -> None:
    page = visitor.get("/who/", {"number": "13800001234"}).content.decode()
    assert "Calls from it are limited" in page
    assert country.measure in page
    assert "at least 10 people in the last 30 days" in page
    assert "Norte Mobile" in page


def test_a_small_count_and_a_persons_holder_are_not_told(visitor: Client, country: Country) -> None:
    page = visitor.get("/who/", {"number": PERSONS_NUMBER}).content.decode()
    assert "fewer than 5 people" in page
    assert "Not shown: it may be a person" in page


def test_nothing_known_is_said_as_nothing_known(visitor: Client, country: Country) -> None:
    page = visitor.get("/who/", {"number": "13999998888"}).content.decode()
    assert "Nothing is officially known about this number" in page


def test_look_ups_from_one_address_end_after_thirty(visitor: Client, log_ins: Any) -> None:
    for _ in range(30):
        assert visitor.get("/who/", {"number": "13999998888"}).status_code == 200
    last = visitor.get("/who/", {"number": "13999998888"})
    assert last.status_code == 429
    assert last["Retry-After"] == "600"
    assert "Too many requests" in last.content.decode()


def test_a_refusal_is_recorded_for_calls_and_messages(visitor: Client) -> None:
    wish = {"number": "13912345678", "refuses_calls": "on"}
    page = visitor.post("/refuse/", wish, follow=True).content.decode()
    assert "139 **** 5678" in page
    assert "Marketing messages are not refused." in page
    kept = registry.refuses("+8613912345678", MORNING.date())
    assert kept is not None
    assert (kept.refuses_calls, kept.refuses_messages) == (True, False)


def test_an_appeal_is_filed_with_its_deadline(visitor: Client, country: Country) -> None:
    said = {"measure": country.measure.lower(), "text": "It is a hospital.", "contact": "a@example.org"}
    page = visitor.post("/appeal/", said, follow=True).content.decode()
    filed = cases.appeals("filed").get()
    assert filed.reference in page
    assert filed.text == "It is a hospital."


def test_an_appeal_against_nothing_is_refused_with_what_to_do(visitor: Client, country: Country) -> None:
    page = visitor.post(
        "/appeal/", {"measure": "M-1999-000001", "text": "x", "contact": "x"}
    ).content.decode()
    assert "There is no measure with this reference" in page


def test_every_rule_says_its_text_and_its_basis(visitor: Client) -> None:
    page = visitor.get("/rules/reported-caller/").content.decode()
    assert "call_reporters_10d &gt;= 5" in page
    assert "illustrative" in page
    assert visitor.get("/rules/no-such-rule/").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "Denunciar una llamada o un mensaje"),
        ("en", "Report a call or message"),
        ("zh-hans", "举报电话或短信"),
    ],
)
def test_the_site_speaks_three_languages_by_header_and_by_choice(
    visitor: Client, language: str, words: str
) -> None:
    assert words in visitor.get("/", headers={"accept-language": language}).content.decode()
    visitor.post("/language/", {"language": language, "next": "/"})
    assert words in visitor.get("/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/report/kind/",
        "/who/",
        "/refuse/",
        "/appeal/",
        "/publications/",
        "/rules/",
        "/rules/over-frequency/",
        "/rules/documents/",
        "/rules/tell-reporter/",
        "/open-data/",
        "/privacy/",
        "/accessibility/",
        "/developers/",
        "/developers/reference/",
        "/accounts/login/",
        "/nothing-here/",
    ],
)
def test_no_page_has_a_style_or_script_of_its_own(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    page = answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page


def test_the_checkpoint_of_the_ledger_is_public(visitor: Client, country: Country) -> None:
    assert b"sosiego" in visitor.get("/checkpoint").content
