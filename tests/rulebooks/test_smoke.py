"""A home under each shipped rule-book lives through a day, the end of a period and a publication.

Books that are added are found by the loader and run by the same tests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from sosiego import cycle
from sosiego.cases.models import Case, Finding
from sosiego.control.compile import compile_list
from sosiego.intake import services as intake
from sosiego.oversight import gate
from sosiego.oversight.models import IndicatorValue, Scorecard
from sosiego.publication import queries as publications
from sosiego.publication import render, services
from sosiego.publication.snapshot import Snapshot
from sosiego.registry import importing
from sosiego.registry import queries as registry
from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from sosiego.rules.numbers import NumberClass
from tests.builders import REPORT_COLUMNS, TRAFFIC_COLUMNS, csv_file, report_cells, traffic_cells

REPOSITORY = Path(__file__).resolve().parents[2]
# A month and a quarter end with it, and every rule-book must know its year.
DAY = date(2026, 3, 31)
REPORTERS = 12

Bring = Callable[[str, str, list[tuple[object, ...]]], None]


@pytest.fixture(params=loader.shipped())
def book(request: pytest.FixtureRequest, settings: Settings) -> RuleBook:
    settings.RULEBOOK = request.param
    return loader.load(request.param)


def subscriber_class(book: RuleBook) -> NumberClass:
    """The first class of whole numbers that may call: subscribers stand first in every plan."""
    return next(
        one
        for one in book.numbering.classes
        if one.outbound and one.prefixes[0].startswith("+") and one.lengths
    )


def number(book: RuleBook, place: int) -> str:
    """A whole number of that class, canonical; each place another one."""
    kind = subscriber_class(book)
    head = f"+{book.numbering.country_code}"
    national = kind.prefixes[0].removeprefix(head)
    return f"{head}{national}{place + 2_000_000:0{kind.lengths[0] - len(national)}d}"


def registry_files(book: RuleBook, folder: Path) -> list[Path]:
    since = "2020-01-01"
    periods = ("2026-03", "2026Q1")
    rows: dict[str, tuple[str, list[tuple[object, ...]]]] = {
        "organisations": (
            "code,kind,name,host,licence,since",
            [
                ("desk", "regulator", "Desk", "", "", since),
                ("north", "operator", "North", "", "", since),
                ("heron", "reseller", "Heron", "north", "R-1", since),
                ("centre", "call-centre", "Centre", "", "C-1", since),
            ],
        ),
        "ranges": (
            "prefix,number_class,holder,operator,region,since",
            [(subscriber_class(book).prefixes[0], "", "north", "", "Alder", since)],
        ),
        "numbers": (
            "number,holder,operator,purpose,since",
            [(number(book, 1), "centre", "north", "telemarketing", since)],
        ),
        "statistics": (
            "organisation,period,users,messages,calls,reported_on",
            [
                (code, period, 1_000_000, 5_000_000, 9_000_000, "2026-04-02")
                for code in ("north", "heron")
                for period in periods
            ],
        ),
    }
    return [
        csv_file(folder / f"{table}.csv", header.split(","), *lines)
        for table, (header, lines) in rows.items()
    ]


def report_rows(book: RuleBook) -> list[tuple[str, ...]]:
    at = datetime.combine(DAY, time(9), book.time_zone)
    return [
        report_cells(
            f"r{place}",
            number=number(book, 1),
            received_at=at.isoformat(),
            occurred_at=(at - timedelta(hours=1)).isoformat(),
            category=next(iter(book.categories)),
            reporter=number(book, 100 + place),
        )
        for place in range(REPORTERS)
    ]


def traffic_rows(book: RuleBook) -> list[tuple[object, ...]]:
    begins = datetime.combine(DAY, time(8), book.time_zone).astimezone(UTC)
    return [
        traffic_cells(
            f"t{place}",
            caller=number(book, 1),
            called=number(book, 200 + place),
            start=(begins + timedelta(seconds=40 * place)).isoformat(),
            duration_s=2,
        )
        for place in range(120)
    ]


@pytest.fixture
def after_a_day(book: RuleBook, tmp_path: Path, db: None) -> cycle.DayTotals:
    """A small registry, a dozen reports, some traffic, and the cycle of a day on which periods end."""
    at = datetime.combine(DAY + timedelta(days=1), time(), book.time_zone)
    for path in registry_files(book, tmp_path):
        totals = importing.import_table(path.stem, path, plan=book.numbering, at=at)
        assert totals.set_aside == 0, totals.problems
    reports = csv_file(tmp_path / "reports.csv", REPORT_COLUMNS, *report_rows(book))
    assert intake.import_reports(reports, format="sosiego", mapping=None, at=at).added == REPORTERS
    traffic = csv_file(tmp_path / "traffic.csv", TRAFFIC_COLUMNS, *traffic_rows(book))
    assert intake.import_traffic(traffic, operator="north", at=at).added == 120
    return cycle.run_day(book, DAY, at)


def test_the_day_ends_with_findings_and_with_figures(book: RuleBook, after_a_day: cycle.DayTotals) -> None:
    assert Finding.objects.exists()
    assert Case.objects.get(subject=number(book, 1))
    assert IndicatorValue.objects.exists()
    assert Scorecard.objects.exists()


def test_a_control_list_is_compiled_and_every_gate_answers(
    book: RuleBook, after_a_day: cycle.DayTotals, tmp_path: Path
) -> None:
    at = datetime.combine(DAY, time(23), book.time_zone)
    assert compile_list(tmp_path / "control.list", at=at, book=book).exempt_numbers > 0
    for resource in {one.resource for one in book.gates(DAY)}:
        for organisation in registry.organisations():
            answer = gate.ask(book, organisation, resource, at)
            assert answer.allowed in (True, False, None)


@pytest.mark.parametrize("kind", ["list", "bulletin"])
def test_list_and_bulletin_are_made_and_published_by_two_people(
    kind: str, book: RuleBook, after_a_day: cycle.DayTotals, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pages(frozen: Snapshot, progress: object = None) -> dict[str, bytes]:
        # Every page in every language, without the slow printing of charts and PDF.
        return {
            f"{language}.txt": repr(render.document(frozen, language)).encode()
            for language in services.snapshot.LANGUAGES
        }

    monkeypatch.setattr(render, "files", pages)
    at = datetime.combine(DAY + timedelta(days=1), time(9), book.time_zone)
    every = book.publication(kind, DAY).every
    period = {"month": "2026-03", "quarter": "2026Q1", "year": "2026"}[every]
    made = services.make(kind, period, book=book, at=at, actor="user:ana")
    for person in ("user:ana", "user:bo"):
        made = services.sign(made, actor=person, at=at)
    assert publications.state(made) == "published"


@pytest.mark.slow
@pytest.mark.parametrize("id", ["br", "us"])
def test_the_commands_run_in_a_home_of_its_own(id: str, tmp_path: Path) -> None:
    book = loader.load(id)
    folder = tmp_path / "registry"
    folder.mkdir()
    registry_files(book, folder)
    reports = csv_file(tmp_path / "reports.csv", REPORT_COLUMNS, *report_rows(book))
    environment = {name: value for name, value in os.environ.items() if name != "SOSIEGO_DATABASE"}
    environment |= {"SOSIEGO_HOME": str(tmp_path / "home"), "SOSIEGO_RULEBOOK": id}

    def sosiego(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "sosiego.cli", *arguments],
            cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    sosiego("init")
    sosiego("import", "registry", str(folder))
    sosiego("import", "reports", str(reports))
    told = json.loads(sosiego("cycle", "--day", DAY.isoformat(), "--json"))
    assert told[0]["steps"]["evaluate"]["findings"] > 0
    sosiego("publish", "list", "--period", "2026-03", "--out", str(tmp_path / "list"))
    assert list((tmp_path / "list").glob("*.html"))
