"""Scorecards with their working, and sanctions that need two people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sosiego import clock
from sosiego.oversight import queries, services
from sosiego.rules import loader
from sosiego.rules.periods import Period
from tests.builders import statistic
from tests.web.builders import Country

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
AFTER_THE_QUARTER = datetime(2026, 10, 20, 2, tzinfo=UTC)


@pytest.fixture
def judged(country: Country, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The quarter of the country, with figures and a sanction proposed."""
    from sosiego.registry import queries as registry

    monkeypatch.setattr(clock, "now", lambda: AFTER_THE_QUARTER)
    for code in ("norte", "sur"):
        # So few users that a handful of reports is far too many.
        statistic(registry.organisation(code), users=1000, messages=100_000)
    book, period = loader.load(settings.RULEBOOK), Period.parse("2026Q3")
    services.compute_indicators(book, period, at=AFTER_THE_QUARTER)
    services.compute_scorecards(book, period, at=AFTER_THE_QUARTER)
    services.find_violations(book, period, at=AFTER_THE_QUARTER)
    return country


def test_a_scorecard_opens_the_working_of_each_figure(judged: Any, signed_in: SignIn) -> None:
    ana = signed_in("ana")
    assert b"Norte Mobile" in ana.get("/console/scorecards/").content
    page = ana.get("/console/organisations/norte/scorecards/2026Q3/").content.decode()
    assert "<summary>Show</summary>" in page
    assert "÷" in page
    assert 'class="interval"' in page


def test_an_agent_sees_the_scorecard_of_his_own_organisation(judged: Any, signed_in: SignIn) -> None:
    page = signed_in("norte-agent").get("/portal/scorecard/").content.decode()
    assert "Norte Mobile" in page
    assert "Sur Telecom" not in page


def test_two_different_people_sign_a_sanction(judged: Any, signed_in: SignIn) -> None:
    sanction = queries.sanctions().first()
    assert sanction is not None
    address = f"/console/sanctions/{sanction.reference}/"
    ana, li = signed_in("ana"), signed_in("li")
    assert sanction.reference in ana.get("/console/").content.decode()
    ana.post(f"{address}sign/")
    mine = ana.get(address).content.decode()
    assert "Another person must sign." in mine
    ana.post(f"{address}sign/")
    assert queries.sanction_state(queries.sanctions().get(pk=sanction.pk)) == "signed once"
    assert "Sign second and put in force" in li.get(address).content.decode()
    li.post(f"{address}sign/")
    assert queries.sanction_state(queries.sanctions().get(pk=sanction.pk)) == "in force"


def test_a_sanction_is_refused_with_its_reason(judged: Any, signed_in: SignIn) -> None:
    sanction = queries.sanctions().first()
    assert sanction is not None
    address = f"/console/sanctions/{sanction.reference}/"
    ana = signed_in("ana")
    assert b"Say why." in ana.post(f"{address}refuse/", {}, follow=True).content
    page = ana.post(f"{address}refuse/", {"reason": "The figure was wrong."}, follow=True).content.decode()
    assert "The figure was wrong." in page


def test_a_publication_is_made_signed_by_two_and_withdrawn(
    judged: Any, signed_in: SignIn, visitor: Client
) -> None:
    from sosiego.publication import queries as publications

    ana, li = signed_in("ana"), signed_in("li")
    made = ana.post("/console/publications/make/", {"kind": "list", "period": "2026Q3"}, follow=True)
    assert "Two people must now sign it." in made.content.decode()
    one = publications.publications().get()
    public = f"/publications/{one.reference}/"
    assert visitor.get(public).status_code == 404
    desk = f"/console/publications/{one.reference}/"
    assert ana.get(desk).status_code == 200
    ana.post(f"{desk}sign/")
    assert visitor.get(public).status_code == 404
    li.post(f"{desk}sign/")
    page = visitor.get(public)
    assert page.status_code == 200
    assert one.reference in visitor.get("/publications/").content.decode()
    for name in ("list.en.pdf", "snapshot.json", next(name for name in one.files if name.endswith(".csv"))):
        file = visitor.get(f"{public}files/{name}")
        assert file.status_code == 200
        assert b"".join(file.streaming_content)
    assert visitor.get(f"{public}files/../../keys/signing.key").status_code == 404
    ana.post(f"{desk}withdraw/", {"reason": "A figure was wrong."})
    assert "Withdrawn" in visitor.get(public).content.decode()
