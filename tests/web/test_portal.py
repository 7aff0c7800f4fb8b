"""An organisation's own desk: its orders answered, its tracebacks, its appeals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from sosiego.cases import queries as cases
from sosiego.registry import queries as registry
from tests.web.builders import CALLER, MORNING, Country

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.mark.parametrize("page", ["", "orders/", "measures/", "appeals/", "tracebacks/", "scorecard/"])
def test_every_page_of_the_portal_opens(country: Country, signed_in: SignIn, page: str) -> None:
    assert signed_in("norte-agent").get(f"/portal/{page}").status_code == 200


def test_an_order_that_is_confirmed_puts_the_proposed_measure_in_force(
    country: Country, signed_in: SignIn
) -> None:
    agent = signed_in("norte-agent")
    address = f"/portal/orders/{country.order}/"
    assert agent.post(address, {}).status_code == 422
    page = agent.post(address, {"outcome": "confirmed", "text": "Line barred."}, follow=True).content.decode()
    assert "Your answer stands in the ledger." in page
    assert "Line barred." in page
    kinds = {
        one.kind
        for one in registry.measures_of(CALLER, "number")
        if registry.state_of(one, MORNING.replace(hour=5)) == "in force"
    }
    assert "bar-outgoing" in kinds


def test_an_order_is_answered_once(country: Country, signed_in: SignIn) -> None:
    agent = signed_in("norte-agent")
    address = f"/portal/orders/{country.order}/"
    agent.post(address, {"outcome": "not-confirmed", "text": "Checked."})
    again = agent.post(
        address, {"outcome": "confirmed", "text": "Changed my mind."}, follow=True
    ).content.decode()
    assert "has been answered already" in again


def test_a_traceback_is_answered_and_the_next_operator_asked(country: Country, signed_in: SignIn) -> None:
    asked = {"first": "norte", "call_at": "2026-09-15T09:30"}
    signed_in("ana").post(f"/console/callers/{CALLER}/traceback/", asked)
    hop = cases.hops("norte").get()
    agent = signed_in("norte-agent")
    assert b"138 0000 1234" in agent.get(f"/portal/tracebacks/{hop.pk}/").content
    assert signed_in("sur-agent").get(f"/portal/tracebacks/{hop.pk}/").status_code == 404
    agent.post(f"/portal/tracebacks/{hop.pk}/answer/", {"previous": "sur"})
    assert cases.hops("sur").count() == 1


def test_an_organisation_appeals_against_a_measure_on_its_own_number(
    country: Country, signed_in: SignIn
) -> None:
    agent = signed_in("norte-agent")
    said = {"text": "The line is a hospital's.", "contact": "ops@norte.example"}
    page = agent.post(f"/portal/measures/{country.measure}/appeal/", said, follow=True).content.decode()
    assert "The appeal is filed." in page
    assert cases.appeals("filed").get().measure.reference == country.measure
