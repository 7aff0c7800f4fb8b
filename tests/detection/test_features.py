"""The definitions in Ibis, run by DuckDB, against the same features computed record by record in Python."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sosiego.detection.engine import caller_features
from sosiego.detection.features import FEATURES
from sosiego.rules.book import Windows
from tests.detection.reference import Record, reference_features

MONDAY = datetime(2026, 7, 6)
SHANGHAI = ZoneInfo("Asia/Shanghai")

ANA, LUIS = 8613812345678, 8613812349999


def windows(smallest: int = 1, short: int = 6, night: tuple[int, int] = (22, 8)) -> Windows:
    return Windows(7, short, smallest, night[0], night[1], date(2026, 1, 1))


def write(folder: Path, records: list[Record], name: str = "traffic.parquet") -> Path:
    columns = ("caller", "called", "start", "duration_s", "answered", "medium", "cause", "messages")
    small, key = pa.int16(), pa.int64()
    kinds = (key, key, pa.timestamp("us"), pa.int32(), pa.bool_(), pa.string(), small, small)
    arrays = [
        pa.array([getattr(record, column) for record in records], kind)
        for column, kind in zip(columns, kinds, strict=True)
    ]
    path = folder / name
    pq.write_table(pa.table(dict(zip(columns, arrays, strict=True))), path)
    return path


def features_of(
    tmp_path: Path,
    records: list[Record],
    *,
    since: datetime = MONDAY,
    until: datetime = MONDAY + timedelta(days=7),
    law: Windows | None = None,
    zone: ZoneInfo = SHANGHAI,
    refusing: set[int] | None = None,
    first_seen: dict[int, datetime] | None = None,
) -> dict[int, dict[str, float]]:
    table = caller_features(
        [write(tmp_path, records)],
        since=since,
        until=until,
        windows=law or windows(),
        time_zone=zone,
        refusing_keys=refusing,
        first_seen=first_seen,
    )
    assert table.column_names == ["caller", *FEATURES]
    return {row.pop("caller"): row for row in table.to_pylist()}


# Few numbers, close together, of every kind of key: repeats, sequences, call-backs and short codes all
# happen.
KEYS = st.one_of(
    st.integers(8613812345670, 8613812345676),
    st.sampled_from([ANA, LUIS, 8613912340000, 8613912339999, 5491150001234]),
    st.sampled_from([-1110, -1119, -110086, -110010, -1953201, -1106575550001, -11, -19999, -110000]),
)
MOMENTS = st.one_of(st.integers(-2 * 86_400, 9 * 86_400), st.integers(3 * 86_400, 3 * 86_400 + 900)).map(
    lambda second: timedelta(seconds=second)
)


@st.composite
def traffic(draw: st.DrawFn, monday: datetime) -> list[Record]:
    return draw(
        st.lists(
            st.builds(
                Record,
                caller=KEYS,
                called=KEYS,
                start=MOMENTS.map(lambda after: monday + after),
                duration_s=st.none() | st.integers(0, 12) | st.integers(0, 4_000),
                answered=st.sampled_from([True, True, False, None]),
                medium=st.sampled_from(["call", "call", "call", "sms"]),
                cause=st.sampled_from([16, 17, 19, None]),
                messages=st.integers(1, 3),
            ),
            min_size=1,
            max_size=60,
        )
    )


# Weeks with and without a change of the clocks: none in Shanghai; Madrid 2026-10-25; Lord Howe (half an hour)
# 2026-10-04; Kathmandu lies 5 h 45 min east.
WEEKS = st.sampled_from(
    [
        (MONDAY, "Asia/Shanghai"),
        (datetime(2026, 10, 20), "Europe/Madrid"),
        (datetime(2026, 3, 25), "Europe/Madrid"),
        (datetime(2026, 9, 30), "Australia/Lord_Howe"),
        (MONDAY, "Asia/Kathmandu"),
        (MONDAY, "America/Sao_Paulo"),
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), week=WEEKS)
def test_every_feature_equals_the_one_computed_record_by_record(
    tmp_path: Path, data: st.DataObject, week: tuple[datetime, str]
) -> None:
    monday, zone = week[0], ZoneInfo(week[1])
    records = data.draw(traffic(monday))
    refusing = data.draw(st.none() | st.sets(KEYS, max_size=6))
    seen = st.dictionaries(KEYS, MOMENTS.map(lambda after: monday - timedelta(days=9) + after), max_size=4)
    first_seen = data.draw(st.none() | seen)
    law = windows(
        data.draw(st.sampled_from([1, 4])), 6, data.draw(st.sampled_from([(22, 8), (1, 6), (0, 0)]))
    )
    until = monday + timedelta(days=7)
    expected = reference_features(
        records,
        since=monday,
        until=until,
        windows=law,
        time_zone=zone,
        refusing=refusing,
        first_seen=first_seen,
    )
    found = features_of(
        tmp_path,
        records,
        since=monday,
        until=until,
        law=law,
        zone=zone,
        refusing=refusing,
        first_seen=first_seen,
    )
    assert list(found) == list(expected)
    for caller, row in expected.items():
        for name, value in row.items():
            if FEATURES[name] == "int64" or value is None:
                assert found[caller][name] == value, (caller, name)
            else:
                assert found[caller][name] == pytest.approx(value, abs=1e-9), (caller, name)


def test_a_caller_with_fewer_calls_and_messages_than_the_smallest_count_has_no_row(tmp_path: Path) -> None:
    calls = [Record(ANA, LUIS, MONDAY), Record(ANA, LUIS, MONDAY)]
    assert features_of(tmp_path, calls, law=windows(smallest=3)) == {}
    with_message = [*calls, Record(ANA, LUIS, MONDAY, medium="sms")]
    assert list(features_of(tmp_path, with_message, law=windows(smallest=3))) == [ANA]


def test_a_sender_of_messages_alone_has_unknown_call_ratios_not_nought(tmp_path: Path) -> None:
    row = features_of(tmp_path, [Record(-1106575550001, LUIS, MONDAY, medium="sms", messages=4)])[
        -1106575550001
    ]
    assert (row["calls"], row["messages"], row["message_recipients"]) == (0, 4, 1)
    assert row["answered_ratio"] is None and row["called_prefix_entropy"] is None


def test_a_dialler_of_consecutive_numbers_scores_one(tmp_path: Path) -> None:
    row = features_of(tmp_path, [Record(LUIS, 8613912349998 + n, MONDAY) for n in range(5)])[LUIS]
    assert row["sequential_score"] == 1.0


def test_a_call_given_up_while_ringing_is_short_and_a_busy_one_is_not(tmp_path: Path) -> None:
    def call(duration: int, cause: int | None) -> Record:
        return Record(ANA, LUIS, MONDAY, duration_s=duration, answered=False, cause=cause)

    # One ring and gone; unknown cause; busy; nobody answered; ringing time not recorded.
    records = [call(3, 16), call(3, None), call(3, 17), call(5, 19), call(0, 16)]
    assert features_of(tmp_path, records)[ANA]["short_call_ratio"] == pytest.approx(2 / 5)


def test_hours_are_those_of_the_rule_books_zone(tmp_path: Path) -> None:
    # 15:30 UTC is 23:30 in Shanghai, and 17:30 UTC is already tomorrow there.
    records = [
        Record(ANA, LUIS, MONDAY.replace(hour=15, minute=30)),
        Record(ANA, LUIS, MONDAY.replace(hour=17)),
    ]
    row = features_of(tmp_path, records)[ANA]
    assert (row["night_ratio"], row["calls_per_day_max"], row["active_hours"]) == (1.0, 1, 2)


def test_a_short_code_has_no_neighbours(tmp_path: Path) -> None:
    assert features_of(tmp_path, [Record(-110086, -110010, MONDAY)])[-110086]["neighbour_share"] == 0.0
    assert features_of(tmp_path, [Record(ANA, LUIS, MONDAY)])[ANA]["neighbour_share"] == 1.0


def test_nobody_asked_who_refuses_leaves_the_share_unknown(tmp_path: Path) -> None:
    records = [Record(ANA, LUIS, MONDAY), Record(ANA, 8613900000000, MONDAY)]
    assert features_of(tmp_path, records, refusing=None)[ANA]["refusing_share"] is None
    assert features_of(tmp_path, records, refusing=set())[ANA]["refusing_share"] == 0.0
    assert features_of(tmp_path, records, refusing={LUIS})[ANA]["refusing_share"] == 0.5


def test_the_features_are_the_callers_facts_that_the_vocabulary_expects_of_detection() -> None:
    from ruamel.yaml import YAML

    import sosiego.rules

    text = (Path(sosiego.rules.__file__).parent / "facts.yaml").read_text(encoding="utf-8")
    facts = YAML(typ="safe").load(text)["caller"]
    named = [name for name, fact in facts.items() if fact["from"] == "detection"]
    assert list(FEATURES) == named
    kinds = {"integer": "int64", "number": "float64"}
    assert dict(FEATURES) == {name: kinds[facts[name]["type"]] for name in named}
