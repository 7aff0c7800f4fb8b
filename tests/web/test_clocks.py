"""A question to the reporter or appellant, from the form or the API to the answer that is entered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from sosiego import clock
from sosiego.cases import queries as cases
from sosiego.cases import services
from sosiego.registry import queries as registry
from sosiego.web import book
from tests.web.builders import CALLER, Country

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def _said(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def _stops(monkeypatch: pytest.MonkeyPatch, *ids: str) -> None:
    """Let the clocks of these deadlines stand still while somebody is asked."""
    for deadline in book.current().all_deadlines:
        if deadline.id in ids:
            states = ("waiting-for-reporter", "waiting-for-appellant")
            monkeypatch.setitem(deadline.__dict__, "stops_while", states)


def test_an_organisation_asks_and_an_official_enters_the_answer(
    country: Country, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stops(monkeypatch, cases.order(country.order).step)
    agent, official = signed_in("norte-agent"), signed_in("ana")
    page = f"/portal/orders/{country.order}/"
    assert "Ask and wait" in _said(agent, page)
    agent.post(f"{page}ask/", {"question": "Which day was it?"})
    for client, address in ((agent, page), (official, f"/console/orders/{country.order}/")):
        said = _said(client, address)
        assert "clock stands still since" in said
        assert "Which day was it?" in said
    assert "No answer yet." in said
    assert f"Ask the reporter for order {country.order}" in _said(official, "/console/")
    assert "The clock stands still." in _said(official, f"/console/callers/{CALLER}/")
    official.post(f"/console/orders/{country.order}/heard/", {"answer": "On Sunday."})
    said = _said(agent, page)
    assert "On Sunday." in said
    assert "clock stands still" not in said
    assert "The deadline is now" in _said(official, f"/console/callers/{CALLER}/")


def test_nobody_asks_about_another_organisations_order(country: Country, signed_in: SignIn) -> None:
    address = f"/portal/orders/{country.order}/ask/"
    assert signed_in("sur-agent").post(address, {"question": "Whose?"}).status_code == 404
    assert signed_in("kim").post(f"/console/orders/{country.order}/ask/", {}).status_code in (302, 403)
    assert cases.order(country.order).waits_since is None  # type: ignore[attr-defined]


def test_an_empty_question_is_told_and_not_asked(country: Country, signed_in: SignIn) -> None:
    agent = signed_in("norte-agent")
    said = agent.post(f"/portal/orders/{country.order}/ask/", {"question": ""}, follow=True).content.decode()
    assert "Say what must be known." in said


def test_an_appeal_waits_for_its_appellant(country: Country, signed_in: SignIn) -> None:
    agent, official = signed_in("norte-agent"), signed_in("ana")
    agent.post(f"/portal/orders/{country.order}/", {"outcome": "confirmed", "text": "Barred."})
    measure = registry.measures_in_force(clock.now()).filter(target=CALLER).first()
    assert measure is not None
    appeal = services.file_appeal(measure, text="No.", contact="", at=clock.now(), book=book.current())
    page = f"/console/appeals/{appeal.reference}/"
    official.post(f"{page}ask/", {"question": "Which line?"})
    said = _said(official, page)
    assert "Which line?" in said
    assert "Enter the answer" in said
    official.post(f"{page}heard/", {"answer": "The first."})
    assert "The first." in _said(official, page)
    assert cases.questions_about(cases.appeal(appeal.reference))[0].answer == "The first."
