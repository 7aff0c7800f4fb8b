"""The acts: made, signed by two, published with each figure in the ledger, rebuilt to the byte, withdrawn."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sosiego import home
from sosiego.ledger import queries as ledger
from sosiego.publication import page, queries, render, services
from sosiego.publication.errors import (
    PublicationKindUnknownError,
    PublicationNotFoundError,
    PublicationNotOpenError,
    RebuildDiffersError,
    SamePersonSignsTwiceError,
    WithdrawalWithoutReasonError,
)
from sosiego.publication.models import Publication
from sosiego.publication.open_data import figures
from sosiego.publication.snapshot import PeriodNotBegunError, Snapshot
from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from tests import builders

AT = datetime(2026, 10, 9, 2, 30, tzinfo=UTC)


@pytest.fixture
def book() -> RuleBook:
    return loader.load("cn")


@pytest.fixture
def quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests about acts, not files: one page and the figures are enough."""

    def few(frozen: Snapshot, progress: object = None) -> dict[str, bytes]:
        written = page.standalone(render.document(frozen, "es"))
        return {f"{frozen.kind}.es.html": written, "snapshot.json": frozen.content}

    monkeypatch.setattr(render, "files", few)


@pytest.fixture
def reports() -> Iterator[None]:
    north = builders.organisation("north", "operator", name="North")
    builders.organisation("heron", "reseller", name="Heron", host=north)
    builders.statistic(north, users=2_000_000, messages=300_000_000)
    builders.statistic(builders.organisation("heron"), users=100_000, messages=5_000_000)
    for place in range(30):
        at = datetime(2026, 8, 3, 4, tzinfo=UTC) + timedelta(days=place)
        holder = {"holder": "heron", "operator": "north"} if place % 3 == 0 else {"operator": "north"}
        builders.report(
            f"+861701000{place:04d}", at=at, region="Alder", recorded_voice=place % 2 == 0, **holder
        )
    for place in range(12):
        at = datetime(2026, 8, 5, 4, tzinfo=UTC) + timedelta(days=place)
        builders.report(
            "short:86:1069051234567", at=at, medium="sms", operator="north", holder="shop", text="loan"
        )
    for place in range(20):
        builders.report(f"+861701000{place:04d}", at=datetime(2026, 5, 3, 4, tzinfo=UTC), operator="north")
    builders.organisation("shop", "business", name="Shop Ltd")
    yield


def made(book: RuleBook, kind: str = "list", period: str = "2026Q3", **values: object) -> Publication:
    return services.make(kind, period, book=book, at=AT, actor="user:ana", **values)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_making_freezes_the_figures_and_enters_them_with_the_digest_of_every_file(
    book: RuleBook, reports: None, tmp_path: Path
) -> None:
    publication = made(book, out=tmp_path)
    assert publication.reference == "P-2026-000001"
    assert queries.state(publication) == "made"
    assert (home.current().snapshots / f"{publication.snapshot}.json").exists()
    body = ledger.told(ledger.entry(publication.ledger_index)).body
    assert body["snapshot"] == publication.snapshot
    assert body["files"] == publication.files
    for folder in (tmp_path, queries.folder(publication)):
        for name, digest in publication.files.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_the_list_counts_what_was_reported(book: RuleBook, reports: None) -> None:
    tables = queries.snapshot(made(book)).tables
    medium = {row["key"]: row["cells"] for row in tables["reports"]["rows"]}
    assert medium["call"]["reports"] == {"value": 30}
    assert medium["call"]["reports_before"] == {"value": 20}
    assert medium["call"]["change"]["value"] == 0.5
    assert medium["sms"]["reports"] == {"value": 12}
    calls = {row["key"]: row["cells"] for row in tables["calls-by-operator"]["rows"]}
    assert (calls["heron"]["reports"], calls["north"]["reports"]) == ({"value": 10}, {"value": 20})
    assert calls["heron"]["call_rate"]["value"] == pytest.approx(100.0)
    holders = {row["key"]: row for row in tables["port-holders"]["rows"]}
    assert holders["shop"]["label"] == {"name": "Shop Ltd"}
    segments = {row["key"] for row in tables["call-by-segment"]["rows"]}
    assert "+86 170…" in segments
    assert "106905…" in {row["key"] for row in tables["sms-by-segment"]["rows"]}


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_two_people_publish_and_each_figure_is_an_entry(book: RuleBook, reports: None) -> None:
    publication = made(book)
    once = services.sign(publication, actor="user:ana", at=AT)
    assert queries.state(once) == "signed once"
    assert ledger.entries("published-figure").count() == 0
    assert queries.latest("list") is None
    twice = services.sign(publication, actor="user:berta", at=AT)
    assert queries.state(twice) == "published"
    assert queries.signers(twice) == ["user:ana", "user:berta"]
    frozen = queries.snapshot(twice)
    entries = [ledger.told(entry).body for entry in ledger.entries("published-figure")]
    assert len(entries) == len(list(figures(frozen)))
    assert all(entry["snapshot"] == frozen.digest for entry in entries)
    assert queries.latest("list") == publication
    assert ledger.verify().ok


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_one_person_cannot_sign_twice(book: RuleBook, reports: None) -> None:
    publication = made(book)
    services.sign(publication, actor="user:ana", at=AT)
    with pytest.raises(SamePersonSignsTwiceError) as told:
        services.sign(publication, actor="user:ana", at=AT)
    assert "user:ana has signed P-2026-000001 already." in str(told.value)
    assert queries.state(queries.publication(publication.reference)) == "signed once"


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_a_published_publication_is_not_signed_again(book: RuleBook, reports: None) -> None:
    publication = made(book)
    for actor in ("user:ana", "user:berta"):
        services.sign(publication, actor=actor, at=AT)
    with pytest.raises(PublicationNotOpenError, match="P-2026-000001 is published"):
        services.sign(publication, actor="user:carla", at=AT)


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_a_withdrawn_publication_is_no_longer_public_and_its_record_stays(
    book: RuleBook, reports: None
) -> None:
    publication = made(book)
    for actor in ("user:ana", "user:berta"):
        services.sign(publication, actor=actor, at=AT)
    with pytest.raises(WithdrawalWithoutReasonError):
        services.withdraw(publication, actor="user:ana", at=AT, reason=" ")
    withdrawn = services.withdraw(publication, actor="user:ana", at=AT, reason="A file came twice.")
    assert queries.state(withdrawn) == "withdrawn"
    assert list(queries.published()) == []
    assert queries.snapshot(withdrawn).digest == publication.snapshot
    last = ledger.told(ledger.entries("publication").last()).body  # type: ignore[arg-type]
    assert (last["event"], last["reason"]) == ("withdrawn", "A file came twice.")
    with pytest.raises(PublicationNotOpenError):
        services.withdraw(publication, actor="user:ana", at=AT, reason="Again.")


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_a_corrected_publication_replaces_the_first_when_it_is_published(
    book: RuleBook, reports: None
) -> None:
    first = made(book)
    for actor in ("user:ana", "user:berta"):
        services.sign(first, actor=actor, at=AT)
    second = services.make("list", "2026Q3", book=book, at=AT + timedelta(days=1), actor="user:ana")
    assert second.replaces == first
    assert list(queries.published()) == [first]
    for actor in ("user:ana", "user:berta"):
        services.sign(second, actor=actor, at=AT + timedelta(days=1))
    assert list(queries.published()) == [second]
    assert queries.state(queries.publication(first.reference)) == "replaced"


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_the_latest_is_of_the_latest_period_not_of_the_last_day_at_work(
    book: RuleBook, reports: None
) -> None:
    third_quarter = made(book)
    second_quarter = made(book, period="2026Q2")
    for publication in (third_quarter, second_quarter):
        for actor in ("user:ana", "user:berta"):
            services.sign(publication, actor=actor, at=AT)
    assert queries.latest("list") == third_quarter


@pytest.mark.django_db
def test_the_bulletin_is_rebuilt_to_the_byte_from_its_snapshot(
    book: RuleBook, reports: None, tmp_path: Path
) -> None:
    publication = made(book, "bulletin")
    digests = services.rebuild(publication, out=tmp_path)
    assert digests == publication.files
    for name, digest in publication.files.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_a_rebuild_that_differs_names_the_files(book: RuleBook, reports: None) -> None:
    publication = made(book)
    publication.files["list.es.html"] = "0" * 64
    with pytest.raises(RebuildDiffersError) as told:
        services.rebuild(publication)
    assert "1 files of P-2026-000001 came out otherwise than they were published: list.es.html" in str(
        told.value
    )


def test_another_process_makes_the_same_bytes(bulletin_files: Mapping[str, bytes]) -> None:
    program = (
        "import django; django.setup()\n"
        "import hashlib\n"
        "from sosiego.publication import render\n"
        "from tests.publication import sample\n"
        "files = render.files(sample.snapshot('bulletin'))\n"
        "for name, content in files.items():\n"
        "    print(name, hashlib.sha256(content).hexdigest())\n"
    )
    # Another order of sets and another time zone must not show anywhere.
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "sosiego.settings",
        "PYTHONHASHSEED": "7",
        "TZ": "America/Lima",
    }
    root = Path(__file__).resolve().parents[2]
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert dict(line.split() for line in told.splitlines()) == {
        name: hashlib.sha256(content).hexdigest() for name, content in bulletin_files.items()
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_a_day_is_one_of_the_time_zone_that_is_named(book: RuleBook) -> None:
    # Half past midnight in New York on the 7th is half past noon in Shanghai.
    for minute in range(6):
        builders.report(at=datetime(2021, 7, 7, 4, 30 + minute, tzinfo=UTC), subject="Warranties")
        builders.report(at=datetime(2021, 7, 8, 3, 30 + minute, tzinfo=UTC), subject="Warranties")
    here = queries.snapshot(made(book, period="2021-07-07"))
    there = queries.snapshot(made(book, period="2021-07-07", time_zone=ZoneInfo("America/New_York")))
    assert here.tables["reports"]["rows"][0]["cells"]["reports"] == {"value": 6}
    assert there.tables["reports"]["rows"][0]["cells"]["reports"] == {"value": 12}
    assert there.value["period"]["time_zone"] == "America/New_York"


@pytest.mark.django_db
def test_an_empty_period_can_be_published(book: RuleBook) -> None:
    publication = made(book, "bulletin")
    assert queries.snapshot(publication).tables["reports"]["rows"] == []
    assert "bulletin.zh.pdf" in publication.files


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_days_to_come_cannot_be_published(book: RuleBook) -> None:
    with pytest.raises(PeriodNotBegunError, match="The period 2027Q1 has not begun"):
        made(book, period="2027Q1")


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_only_lists_and_bulletins_are_published(book: RuleBook) -> None:
    with pytest.raises(PublicationKindUnknownError):
        made(book, "poster")


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_an_unknown_reference_says_so() -> None:
    with pytest.raises(PublicationNotFoundError, match="No publication has the reference 'P-1'"):
        queries.publication("P-1")


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_only_recorded_files_are_handed_out(book: RuleBook, reports: None) -> None:
    publication = made(book)
    assert queries.file(publication, "list.es.html") is not None
    assert queries.file(publication, "../../sosiego.sqlite3") is None


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_press")
def test_a_simulated_home_marks_its_publications(book: RuleBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sosiego.clock.is_simulated", lambda: True)
    publication = made(book)
    assert publication.simulated
    page = (queries.folder(publication) / "list.es.html").read_text(encoding="utf-8")
    assert "SIMULATED COUNTRY" in page
