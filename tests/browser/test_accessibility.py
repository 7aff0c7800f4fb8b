"""WCAG 2.2 AA as far as a machine can see it, in light and dark, on the phone and at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sosiego.intake import queries as intake
from tests.browser.conftest import DESK, PHONE
from tests.web.builders import CALLER, Country

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLIC = [
    "/",
    "/report/kind/",
    "/who/",
    "/who/?number=13800001234",
    "/report/follow/",
    "/refuse/",
    "/appeal/",
    "/publications/",
    "/rules/",
    "/rules/reported-caller/",
    "/rules/scoring/",
    "/rules/access/",
    "/rules/step/tell-reporter/?on=2020-10-01",
    "/rules/tell-reporter/",
    "/rules/documents/",
    "/open-data/",
    "/developers/",
    "/accounts/login/",
]
CONSOLE = [
    "",
    "findings/",
    f"callers/{CALLER}/",
    "orders/",
    "measures/",
    "appeals/",
    "reporters/",
    f"reporters/{CALLER}/",
    "organisations/norte/",
    "scorecards/",
    "sanctions/",
    "publications/",
    "ledger/",
    "ledger/0/",
    "imports/",
]


def faults(page: Any, axe: str) -> list[str]:
    """Faults of a page in light; then, where only colours differ, its faults of contrast in dark."""
    page.evaluate(axe)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
    page.emulate_media(color_scheme="dark")
    found += page.evaluate("axe.run(document, {runOnly: ['color-contrast']})")["violations"]
    page.emulate_media(color_scheme="light")
    return [
        f"{page.url}: {fault['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for fault in found
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_public_pages_have_no_fault_that_axe_sees(
    country: Country, opened: Callable[..., Any], axe: str, size: Any
) -> None:
    page = opened(size)
    found: list[str] = []
    reference = intake.reports_of(CALLER)[0].reference
    for address in [*PUBLIC, f"/report/follow/?reference={reference}"]:
        page.goto(address)
        found += faults(page, axe)
    assert found == []


def test_console_and_portal_have_no_fault_that_axe_sees(
    country: Country, opened: Callable[..., Any], sign_in: Callable[[Any, str], None], axe: str
) -> None:
    official, agent = opened(), opened()
    found: list[str] = []
    sign_in(official, "ana")
    for address in CONSOLE:
        official.goto(f"/console/{address}")
        found += faults(official, axe)
    sign_in(agent, "norte-agent")
    for address in ("", "orders/", f"orders/{country.order}/", "measures/", "scorecard/"):
        agent.goto(f"/portal/{address}")
        found += faults(agent, axe)
    assert found == []
