"""Drafts beside the law in the console: what each finds, beside the law's own counts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from sosiego import home
from sosiego.cases.facts import Facts
from sosiego.rules import loader
from sosiego.shadow import copying, services
from sosiego.shadow.models import ShadowRun
from tests.shadow.drafts import drafted
from tests.web.builders import CALLER, MORNING, Country

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture
def run(country: Country, tmp_path: Path) -> ShadowRun:
    """A draft that also asks for calls in the traffic, of which there is none: the law alone finds."""
    law = loader.load(settings.RULEBOOK)
    draft = drafted(tmp_path, "call_reporters_10d >= 5", "call_reporters_10d >= 5 AND calls >= 1")
    started = services.start(str(draft), name="trial", law=law, actor="user:ana", at=MORNING)
    services.record_day(law, MORNING.date(), Facts(MORNING))
    yield started
    shutil.rmtree(home.current().shadow, ignore_errors=True)


def test_the_list_shows_the_draft_beside_the_law(run: ShadowRun, signed_in: SignIn) -> None:
    page = signed_in("ana").get("/console/shadow/").content.decode()
    assert '<a href="/console/shadow/trial/"' in page
    assert "Drafts beside the law" in signed_in("ana").get("/console/").content.decode()
    rows = signed_in("ana").get("/console/shadow/", {"format": "csv"}).getvalue().decode().splitlines()
    assert rows[0].startswith("name,state,draft,since,days,failed,both,draft_only,law_only,law_findings")
    assert rows[1].startswith("trial,running,fewer,2026-09-15,1,0,1,0,0,")


def test_the_page_of_a_run_names_the_callers_that_one_book_only_found(
    run: ShadowRun, signed_in: SignIn
) -> None:
    page = signed_in("kim").get("/console/shadow/trial/").content.decode()
    assert f'href="/console/callers/{CALLER}/"' in page
    assert "Reported by several people" in page
    assert "the law only" in page
    assert "Callers found each day" in page


def test_a_draft_that_can_say_nothing_is_told_with_its_reason(run: ShadowRun, signed_in: SignIn) -> None:
    shutil.rmtree(copying.folder_of(run.digest))
    law = loader.load(settings.RULEBOOK)
    services.record_day(law, MORNING.date(), Facts(MORNING))
    page = signed_in("ana").get("/console/shadow/trial/").content.decode()
    assert "There is no rule-book" in page
    assert "No day is recorded yet." in page


def test_a_run_that_is_not_there_is_not_found(country: Country, signed_in: SignIn) -> None:
    assert signed_in("ana").get("/console/shadow/nothing/").status_code == 404


@pytest.mark.parametrize("name", ["norte-agent", "root"])
@pytest.mark.parametrize("address", ["/console/shadow/", "/console/shadow/trial/"])
def test_who_does_not_read_the_console_sees_no_draft(
    run: ShadowRun, signed_in: SignIn, name: str, address: str
) -> None:
    assert signed_in(name).get(address).status_code == 403
