"""As people use it: a report on a phone, an official at a caller's story, an operator at an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sosiego.cases import queries as cases
from sosiego.intake import queries as intake
from tests.browser.conftest import DESK, PHONE
from tests.web.builders import CALLER, Country

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Open = Callable[..., Any]
SignIn = Callable[[Any, str], None]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_person_reports_on_a_phone_by_touch(country: Country, opened: Open, scripts: bool) -> None:
    before = intake.reports_of(CALLER).count()
    page = opened(PHONE, scripts=scripts)
    page.goto("/")
    page.get_by_role("link", name="Report a call or message").click()
    page.get_by_text("A call", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Which number did it come from?").fill("138 0000 1234")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("In the last hour").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What was it about?").select_option(label="Fraud")
    page.get_by_text("Yes, a recorded voice").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    assert "138 0000 1234" in page.locator("dl").inner_text()
    page.get_by_role("button", name="Send the report").click()
    assert page.get_by_role("heading", name="Report received").is_visible()
    reference = page.locator(".reference").inner_text()
    assert intake.report(reference).category == "fraud"
    assert intake.reports_of(CALLER).count() == before + 1
    page.get_by_role("link", name="Follow my report").click()
    assert page.get_by_role("heading", name="The network has acted").is_visible()


def test_a_person_reports_with_the_keyboard_alone(country: Country, opened: Open) -> None:
    page = opened()
    page.goto("/report/")

    def tab_to(selector: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.locator(f"{selector}:focus").count():
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    tab_to("#id_medium_0")
    page.keyboard.press("Space")
    tab_to("main button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/number/")
    tab_to("main button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".summary-of-errors:focus")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#id_number")


def test_an_official_reads_a_callers_story(country: Country, opened: Open, sign_in: SignIn) -> None:
    page = opened()
    sign_in(page, "ana")
    assert page.get_by_role("heading", name="Today").is_visible()
    page.get_by_role("searchbox").fill("138 0000 1234")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("heading", name="138 0000 1234").is_visible()
    story = page.locator(".story").inner_text()
    assert "Found: Reported by several people" in story
    assert "3 people reported calls" in story
    page.get_by_text("Evidence and all facts used").first.click()
    assert page.locator("dt", has_text="People who reported calls in 10 days").first.is_visible()


def test_a_list_narrows_without_a_new_page(country: Country, opened: Open, sign_in: SignIn) -> None:
    page = opened()
    sign_in(page, "ana")
    page.goto("/console/orders/")
    page.evaluate("window.stayed = true")
    page.get_by_label("State").select_option("overdue")
    page.get_by_text("Nothing fits this choice.").wait_for()
    assert page.evaluate("window.stayed") is True
    assert "state=overdue" in page.url


def test_an_operator_answers_an_order(country: Country, opened: Open, sign_in: SignIn) -> None:
    page = opened()
    sign_in(page, "norte-agent")
    page.get_by_role("link", name=country.order).click()
    page.get_by_role("button", name="Send the answer").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_role("radio", name="Confirmed The number").check()
    page.get_by_label("What did you check and do?").fill("The line was barred at 12:04.")
    page.get_by_role("button", name="Send the answer").click()
    assert page.get_by_text("Your answer stands in the ledger.").is_visible()
    assert cases.order(country.order).outcome == "confirmed"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["es", "en", "zh-CN"])
def test_no_public_page_is_wider_than_its_screen(
    country: Country, opened: Open, size: Any, language: str
) -> None:
    page = opened(size, language=language)
    for address in (
        "/",
        "/report/kind/",
        "/who/?number=13800001234",
        "/report/follow/",
        "/refuse/",
        "/appeal/",
        "/rules/",
        "/rules/refusing-users/",
        "/developers/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
