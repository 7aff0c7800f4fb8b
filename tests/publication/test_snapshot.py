"""What is frozen: every figure with its working, and nobody's number."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from datetime import UTC, datetime

import pytest
from django.db import connection

from sosiego import home
from sosiego.publication import snapshot as snapshots
from sosiego.publication.open_data import figures
from sosiego.publication.snapshot import Snapshot
from sosiego.rules import loader
from sosiego.rules.periods import Period
from tests.publication import sample


def test_the_same_counts_give_the_same_bytes(bulletin: Snapshot) -> None:
    assert sample.snapshot("bulletin").content == bulletin.content


def test_a_snapshot_says_what_it_is(bulletin: Snapshot) -> None:
    value = json.loads(bulletin.content)
    assert value["schema"] == "sosiego-snapshot/1"
    assert value["period"] == {
        "name": "2026Q3",
        "kind": "quarter",
        "first": "2026-07-01",
        "after": "2026-10-01",
        "time_zone": "Asia/Shanghai",
    }
    assert value["simulated"] is True
    assert value["rulebook"]["digest"] == "3f" * 32


def test_every_rate_and_share_is_frozen_with_what_it_divides(bulletin: Snapshot) -> None:
    for figure in figures(bulletin):
        kind = bulletin.value["definitions"][figure["figure"]]["kind"]
        if kind in ("rate", "share") and figure.get("value") is not None:
            assert figure["denominator"] > 0, figure
            worked = figure["numerator"] / figure["denominator"] * figure["per"]
            assert worked == pytest.approx(figure["value"], rel=1e-9), figure


def test_every_rate_is_frozen_with_its_interval(bulletin: Snapshot) -> None:
    rates = [f for f in figures(bulletin) if bulletin.value["definitions"][f["figure"]]["kind"] == "rate"]
    assert rates
    assert all(f["low"] <= f["value"] <= f["high"] for f in rates if f.get("value") is not None)


def test_every_column_is_defined(bulletin: Snapshot) -> None:
    for table in bulletin.value["tables"]:
        for column in table["columns"]:
            assert bulletin.value["definitions"][column]["meaning"]


def test_three_reports_of_one_reseller_are_withheld_and_do_not_follow_from_the_rest(
    bulletin: Snapshot,
) -> None:
    rows = {row["key"]: row["cells"] for row in bulletin.tables["calls-by-operator"]["rows"]}
    assert rows["tiny"]["reports"] == {"withheld": "small"}
    assert rows["tiny"]["call_rate"] == {"withheld": "telling"}
    assert rows[""]["reports"] == {"withheld": "telling"}
    assert rows["total"]["reports"]["value"] == 21_314


def test_a_small_indicator_of_reports_is_withheld(bulletin: Snapshot) -> None:
    rows = {
        row["key"]: row["cells"]
        for row in bulletin.tables["indicator-call_reports_per_million_users"]["rows"]
    }
    assert rows["tiny"]["call_reports_per_million_users"] == {"withheld": "telling"}


def test_what_one_table_withholds_no_other_table_gives_away() -> None:
    # Tiny's three calls are hidden with the next smallest count; the indicator must not print either of them.
    counted = sample.counts()
    sources = {key: count for key, count in counted.now.by_source.items() if key != ("call", "p2p", "")}
    now = dataclasses.replace(counted.now, by_source=sources)
    frozen = snapshots.compose(
        sample.frame("bulletin"), dataclasses.replace(counted, now=now), sample.words()
    )
    calls = {row["key"]: row["cells"] for row in frozen.tables["calls-by-operator"]["rows"]}
    hidden = {key for key, cells in calls.items() if "withheld" in cells["reports"]}
    assert hidden == {"tiny", "maple"}
    indicator = "call_reports_per_million_users"
    rows = {row["key"]: row["cells"] for row in frozen.tables[f"indicator-{indicator}"]["rows"]}
    assert {key for key, cells in rows.items() if "withheld" in cells[indicator]} == hidden


def test_a_class_too_small_to_print_stands_with_the_others() -> None:
    counted = sample.counts()
    categories = dict(counted.now.by_category) | {("sms", "debt-collection"): 3}
    now = dataclasses.replace(counted.now, by_category=categories)
    frozen = snapshots.compose(
        sample.frame("bulletin"), dataclasses.replace(counted, now=now), sample.words()
    )
    rows = {row["key"]: row["cells"]["reports"] for row in frozen.tables["sms-by-class"]["rows"]}
    assert "malicious" not in rows
    assert rows["other"] == {"value": 80}
    assert sum(cell["value"] for key, cell in rows.items() if key != "total") == rows["total"]["value"]


def test_no_whole_subscriber_number_is_frozen(bulletin: Snapshot, report_list: Snapshot) -> None:
    for frozen in (bulletin, report_list):
        without_digests = re.sub(rb'"[0-9a-f]{64}"', b'""', frozen.content)
        assert not re.search(rb"\+\d{7,}", without_digests)
        assert not re.search(rb"1[3-9]\d{9}\b(?!\.)", re.sub(rb":-?\d+(\.\d+)?", b":", without_digests))


def test_a_day_without_a_registry_has_calls_by_subject_and_state_with_the_robocall_share() -> None:
    day = sample.day_without_registry()
    assert set(day.tables) == {
        "reports",
        "recorded-voice",
        "call-by-subject",
        "call-by-region",
        "call-by-segment",
    }
    total = day.tables["recorded-voice"]["rows"][-1]["cells"]["recorded_share"]
    assert (total["numerator"], total["denominator"]) == (2_702, 3_782)
    subjects = [row["key"] for row in day.tables["call-by-subject"]["rows"]]
    # Two reports of lotteries stand with the others, so that they are not alone.
    assert "Lotteries" not in subjects and "…" in subjects


def test_nothing_before_means_no_change_rather_than_zero() -> None:
    day = sample.day_without_registry()
    assert day.tables["reports"]["rows"][0]["cells"]["change"] == {"value": None}


def test_who_was_reported_by_nobody_stands_in_the_table_with_zero(bulletin: Snapshot) -> None:
    rows = {row["key"]: row["cells"] for row in bulletin.tables["p2p-by-operator"]["rows"]}
    assert rows["tiny"]["reports"] == {"value": 0}
    assert rows["tiny"]["p2p_rate"]["value"] == 0
    assert rows["tiny"]["p2p_rate"]["high"] > 0


def test_the_country_rate_prints_users_and_messages(bulletin: Snapshot) -> None:
    rows = {row["key"]: row["cells"] for row in bulletin.tables["sms-rates"]["rows"]}
    assert rows["p2p"]["exposure"]["value"] == 126_411_000
    assert rows["p2p"]["channel_rate"]["value"] == pytest.approx(6_743 / 126.411)
    assert rows["port"]["channel_rate"]["value"] == pytest.approx(12_546 / 169.399)


def test_a_week_cut_short_says_so(bulletin: Snapshot) -> None:
    last = bulletin.tables["by-week"]["rows"][-1]
    assert last["label"] == {"date": "2026-09-30", "days": "1"}


def test_a_stored_snapshot_is_read_back(bulletin: Snapshot) -> None:
    bulletin.store()
    bulletin.store()
    assert snapshots.load(bulletin.digest) == bulletin


def test_a_snapshot_that_is_not_there_says_where_it_should_be() -> None:
    with pytest.raises(snapshots.SnapshotNotFoundError) as told:
        snapshots.load("0" * 64)
    assert "The frozen figures 000000000000… are not in this home." in str(told.value)
    assert "backup" in str(told.value)


def test_one_changed_byte_in_a_snapshot_is_seen(bulletin: Snapshot) -> None:
    bulletin.store()
    file = home.current().snapshots / f"{bulletin.digest}.json"
    try:
        file.write_bytes(bulletin.content.replace(b"25446", b"25447", 1))
        with pytest.raises(snapshots.SnapshotChangedError, match="were changed after they were published"):
            snapshots.load(bulletin.digest)
    finally:
        file.write_bytes(bulletin.content)


def test_a_snapshot_of_another_schema_is_refused() -> None:
    content = b'{"schema":"sosiego-snapshot/9","software":"7.0"}'
    digest = hashlib.sha256(content).hexdigest()
    folder = home.current().snapshots
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{digest}.json").write_bytes(content)
    with pytest.raises(snapshots.SnapshotSchemaUnknownError) as told:
        snapshots.load(digest)
    assert "7.0" in str(told.value)


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_reads_all_its_figures_of_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    isolation = []

    def read(*asked: object) -> None:
        isolation.append(connection.in_atomic_block)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SHOW transaction_isolation")
                isolation.append(cursor.fetchone()[0] == "repeatable read")
        raise StopIteration

    monkeypatch.setattr(snapshots.reading, "read", read)
    with pytest.raises(StopIteration):
        snapshots.freeze(loader.load("cn"), "list", Period.parse("2026Q3"), datetime(2026, 10, 2, tzinfo=UTC))
    assert isolation and all(isolation)
