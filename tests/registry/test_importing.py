from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from sosiego import home
from sosiego.ledger.models import Entry
from sosiego.registry import errors, queries, services, set_aside
from sosiego.registry.mapping import ColumnMapping, Named
from sosiego.registry.models import NumberRange, Organisation, Preference, Statistic
from sosiego.registry.totals import ImportTotals, Problem
from sosiego.rules.numbers import plan_for
from tests import builders
from tests.builders import NOON

pytestmark = pytest.mark.django_db

RANGES = "prefix,number_class,holder,operator,region,city,since,until\n"
ORGANISATIONS = "code,kind,name,host,industry,licence,redress_url,since,until\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Each test has a home of its own for what is set aside.
    monkeypatch.setattr(set_aside.home, "current", lambda: home.Home(tmp_path / "home"))
    return tmp_path


def bring(folder: Path, table: str, text: str | bytes, **options: Any) -> ImportTotals:
    file = folder / f"{table}.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    totals = services.import_table(table, file, plan=plan_for("86"), at=NOON, **options)
    assert totals.read == totals.added + totals.repeated + totals.set_aside
    return totals


def counts(totals: ImportTotals) -> tuple[int, int, int]:
    return totals.added, totals.repeated, totals.set_aside


def reasons(totals: ImportTotals) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.column, problem.reason) for problem in totals.problems]


def test_good_rows_land_though_their_neighbours_are_bad(folder: Path) -> None:
    builders.organisation("norte-telecom")
    totals = bring(
        folder,
        "ranges",
        RANGES
        + "+86138,mobile,norte-telecom,,Jiangsu,Nanjing,2020-01-01,\n"
        + "+86139,mobile,norte-telecon,,,,2020-01-01,\n"
        + "138,mobile,norte-telecom,,,,2020-01-01,\n"
        + "+86137,mobile,norte-telecom,,,,1/2/2020,\n"
        + "+86136,mobile,norte-telecom,,,,2020-01-01,2019-01-01\n"
        + "+86135,mobile,norte-telecom\n"
        + "\n"
        + '+86134,"mobile,norte-telecom,,,,2020-01-01,\n'
        + "+86133,mobile,norte-telecom,,,,,\n"
        + "short:86:1069,sms-port,,norte-telecom,,,2020-01-01,\n",
    )
    assert counts(totals) == (2, 0, 7)
    assert reasons(totals) == [
        (3, "holder", 'no organisation has the code "norte-telecon". Nearest: norte-telecom.'),
        (4, "prefix", '"138" is not a prefix (write +86138 or short:86:106)'),
        (5, "since", '"1/2/2020" is not a date (write it as 2026-08-31)'),
        (6, "until", "ends on 2019-01-01, not after it begins on 2020-01-01"),
        (7, "", "has 3 cells; the header has 8"),
        (9, "", "is not CSV: unexpected end of data"),
        (10, "since", "is empty"),
    ]
    assert queries.holding("+8613812345678", date(2026, 1, 1)).region == "Jiangsu"


def test_rows_set_aside_are_kept_as_they_stood_until_they_are_corrected(folder: Path) -> None:
    bring(folder, "ranges", RANGES + "+86138,mobile,norte,,,,2020-01-01,\n")
    kept = set_aside.file_for(folder / "ranges.csv")
    assert list(csv.reader(kept.read_text().splitlines())) == [
        ["line", "column", "reason", "raw"],
        ["2", "holder", 'no organisation has the code "norte".', "+86138,mobile,norte,,,,2020-01-01,"],
    ]
    builders.organisation("norte")
    bring(folder, "ranges", RANGES + "+86138,mobile,norte,,,,2020-01-01,\n")
    assert not kept.exists()


def test_a_row_that_is_not_utf_8_is_set_aside(folder: Path) -> None:
    text = ORGANISATIONS.encode() + b"norte,operator,Norte\xff,,,,,,\nsur,operator,Sur,,,,,,\n"
    totals = bring(folder, "organisations", text)
    assert reasons(totals) == [(2, "", "is not UTF-8 (byte 21 of the line)")]
    assert queries.organisation("sur").name == "Sur"


def test_the_same_file_again_adds_nothing(folder: Path) -> None:
    text = ORGANISATIONS + "norte,operator,Norte,,,L-1,,2020-01-01,\nazul,reseller,Azul,norte,,,,,\n"
    assert counts(bring(folder, "organisations", text)) == (2, 0, 0)
    assert counts(bring(folder, "organisations", text)) == (0, 2, 0)
    assert [entry.kind for entry in Entry.objects.all()] == ["registry-import"]


def test_a_row_that_stands_twice_in_a_file_is_repeated(folder: Path) -> None:
    row = "norte,operator,Norte,,,,,,\n"
    assert counts(bring(folder, "organisations", ORGANISATIONS + row * 2)) == (1, 1, 0)


def test_a_host_may_stand_below_its_reseller(folder: Path) -> None:
    text = ORGANISATIONS + "azul,reseller,Azul,norte,,,,,\nnorte,operator,Norte,,,,,,\n"
    assert counts(bring(folder, "organisations", text)) == (2, 0, 0)
    assert queries.organisation("azul").host == queries.organisation("norte")


def test_names_may_change_but_not_what_is_history(folder: Path) -> None:
    bring(folder, "organisations", ORGANISATIONS + "norte,operator,Norte,,,,,,\n")
    renamed = bring(folder, "organisations", ORGANISATIONS + "norte,operator,Norte SA,,,,,,\n")
    assert counts(renamed) == (1, 0, 0)
    assert queries.organisation("norte").name == "Norte SA"
    turned = bring(folder, "organisations", ORGANISATIONS + "norte,reseller,Norte SA,,,,,,\n")
    assert reasons(turned) == [
        (2, "kind", "differs from the registry, and is history: end that row and begin another by date")
    ]


def test_a_column_that_a_file_does_not_have_is_left_as_it_is(folder: Path) -> None:
    bring(folder, "organisations", ORGANISATIONS + "norte,operator,Norte,,,L-1,,,\n")
    assert counts(bring(folder, "organisations", "code,kind,name\nnorte,operator,Norte\n")) == (0, 1, 0)
    assert queries.organisation("norte").licence == "L-1"


def test_a_range_passes_to_another_holder_by_date(folder: Path) -> None:
    builders.organisation("norte")
    builders.organisation("sur")
    first = "+86138,mobile,norte,,,,2020-01-01,\n"
    bring(folder, "ranges", RANGES + first)
    taken = bring(folder, "ranges", RANGES + "+86138,mobile,sur,,,,2026-08-01,\n")
    assert reasons(taken) == [
        (
            2,
            "since",
            "overlaps another row of the same prefix, from 2020-01-01 without an end: end that one first",
        )
    ]
    # The new holding stands above the end of the old: their order in the file does not matter.
    passed = "+86138,mobile,sur,,,,2026-08-01,\n+86138,mobile,norte,,,,2020-01-01,2026-08-01\n"
    assert counts(bring(folder, "ranges", RANGES + passed)) == (2, 0, 0)
    holders = [queries.holding("+8613800000000", day).holder for day in (date(2026, 7, 31), date(2026, 8, 1))]
    assert holders == ["norte", "sur"]
    assert counts(bring(folder, "ranges", RANGES + first)) == (0, 1, 0), "an old file does not undo an end"


def test_two_holders_of_one_prefix_and_date_are_not_both_taken(folder: Path) -> None:
    builders.organisation("norte")
    builders.organisation("sur")
    rows = "+86138,,norte,,,,2020-01-01,\n+86138,,sur,,,,2020-01-01,\n"
    totals = bring(folder, "ranges", RANGES + rows)
    assert counts(totals) == (1, 0, 1)
    assert totals.problems[0].column == "holder"


def test_all_tables_can_be_brought(folder: Path) -> None:
    texts = {
        "organisations": ORGANISATIONS
        + "norte,operator,Norte,,,,,,\nvoces,call-centre,Voces,,retail,L-9,https://voces.example,,\n",
        "people": "organisation,name,position,answerable_for,email,since,until\n"
        "norte,Ana Li,Director,handling,ana@norte.example,2020-01-01,\n",
        "lines": "code,kind,operator,holder,since,until\nv-1,voice,norte,voces,2020-01-01,\n",
        "ranges": RANGES + "+86138,mobile,norte,,,,2020-01-01,\n",
        "numbers": "number,holder,operator,line,purpose,since,until\n"
        "+8613800001111,voces,,v-1,telemarketing,2020-01-01,\n",
        "sender_names": "name,holder,since,until\nBanco,voces,2020-01-01,\n",
        "contracts": "provider,customer,subject,has_nuisance_clause,since,until\n"
        "norte,voces,voice-lines,true,2020-01-01,\n",
        "statistics": "organisation,period,users,messages,calls,reported_on\n"
        "norte,2026Q3,1000,20000,3000,2026-10-05\n",
        "preferences": "number,refuses_calls,refuses_messages,since,until\n"
        "+8613900000001,yes,no,2026-01-01,\n",
    }
    for table, text in texts.items():
        added = text.count("\n") - 1
        assert counts(bring(folder, table, text)) == (added, 0, 0), table
        assert counts(bring(folder, table, text)) == (0, added, 0), table
    on = date(2026, 8, 1)
    held = queries.holding("+8613800001111", on)
    assert (held.holder, held.operator, held.purpose) == ("voces", "norte", "telemarketing")
    assert queries.holding("name:86:BANCO", on).holder == "voces"
    assert queries.answerable_person("norte", on).name == "Ana Li"
    assert queries.contracts_of("voces", on).get().has_nuisance_clause
    assert queries.refusing_keys(on) == [8613900000001]


def test_corrected_statistics_replace_the_reported(folder: Path) -> None:
    builders.organisation("norte")
    head = "organisation,period,users,messages,calls,reported_on\n"
    bring(folder, "statistics", head + "norte,2026Q3,1000,0,0,2026-10-05\n")
    bring(folder, "statistics", head + "norte,2026Q3,1100,0,0,2026-10-20\n")
    assert Statistic.objects.get().users == 1100


def test_bad_figures_and_periods_are_named(folder: Path) -> None:
    builders.organisation("norte")
    head = "organisation,period,users,messages,calls,reported_on\n"
    totals = bring(
        folder, "statistics", head + "norte,2026Q3,1e6,0,0,2026-10-05\nnorte,2026Q5,1,0,0,2026-10-05\n"
    )
    assert reasons(totals) == [
        (2, "users", '"1e6" is not a whole number'),
        (3, "period", '"2026Q5" is not a period (write 2026Q3 or 2026-09)'),
    ]


def test_a_citizens_number_that_was_set_aside_is_written_nowhere(folder: Path) -> None:
    totals = bring(
        folder,
        "preferences",
        "number,refuses_calls,refuses_messages,since,until\n13900000001x9,yes,,2026-01-01,\n"
        "+8613900000001,perhaps,,2026-01-01,\n"
        # Columns that slipped: the number stands where a truth and where a date should.
        "+8613800000001,13900000001,,2026-01-01,\n"
        "+8613800000002,yes,,13900000001,\n",
    )
    kept = set_aside.file_for(folder / "preferences.csv").read_text()
    assert totals.set_aside == 4
    assert reasons(totals)[3] == (5, "since", "what stands there is not a date (write it as 2026-08-31)")
    assert "1390000" not in kept + repr(totals)
    assert not Preference.objects.exists()


def test_a_file_of_citizens_without_a_header_is_refused_without_its_first_row(folder: Path) -> None:
    with pytest.raises(errors.UnreadableFileError) as refused:
        bring(folder, "preferences", "13900000001,yes,,2026-01-01,\n")
    assert refused.value.what == "The table preferences has no column of this name."
    assert "1390000" not in str(refused.value)


def test_an_import_stands_in_the_ledger_with_its_file(folder: Path) -> None:
    bring(folder, "organisations", ORGANISATIONS + "norte,operator,Norte,,,,,,\n", actor="user:li")
    entry = Entry.objects.get()
    body = json.loads(bytes(entry.body))
    assert entry.actor == "user:li"
    assert body | {"sha256": "…"} == {
        "table": "organisations",
        "file": "organisations.csv",
        "sha256": "…",
        "organisations_made": [],
        "read": 1,
        "added": 1,
        "repeated": 0,
        "set_aside": 0,
    }


def test_the_holder_is_known_to_the_index_right_after_the_import(folder: Path) -> None:
    on = date(2026, 8, 1)
    assert queries.number_index(on).holding("+8613800001111").holder is None
    builders.organisation("norte")
    bring(folder, "ranges", RANGES + "+86138,mobile,norte,,,,2020-01-01,\n")
    assert queries.number_index(on).holding("+8613800001111").holder == "norte"
    bring(folder, "ranges", RANGES + "+86138,mobile,norte,,,,2020-01-01,2026-08-01\n")
    assert queries.number_index(on).holding("+8613800001111").holder is None


MAPPING = ColumnMapping(
    "trial",
    "ranges",
    {"prefix": "+86{head}", "holder": "{who}", "region": "{where}", "since": "2000-01-01"},
    {
        "Norte": Named("norte", name="Norte SA"),
        "Norte resale": Named("norte-resale", kind="reseller", host="norte"),
    },
)


def parquet(folder: Path, rows: list[dict[str, Any]]) -> Path:
    file = folder / "table.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), file)
    return file


def test_a_mapped_parquet_table_makes_the_organisations_it_names_if_asked(folder: Path) -> None:
    file = parquet(
        folder,
        [
            {"head": 1380000, "who": "Norte resale", "where": "Jiangsu"},
            {"head": 1390000, "who": "Other One", "where": None},
            {"head": 1370000, "who": "别的", "where": None},
        ],
    )
    totals = services.import_table(
        "ranges", file, plan=plan_for("86"), at=NOON, mapping=MAPPING, create_holders=True
    )
    assert counts(totals) == (3, 0, 0)
    made = {row.code: (row.kind, row.name) for row in Organisation.objects.all()}
    unnamed = made.pop(next(code for code in made if code.startswith("operator-")))
    assert unnamed == ("operator", "别的")
    assert made == {
        "norte": ("operator", "Norte SA"),
        "norte-resale": ("reseller", "norte-resale"),
        "other-one": ("operator", "Other One"),
    }
    held = queries.holding("+8613800001111", date(2026, 1, 1))
    assert (held.holder, held.operator, held.region) == ("norte-resale", "norte", "Jiangsu")
    again = services.import_table(
        "ranges", file, plan=plan_for("86"), at=NOON, mapping=MAPPING, create_holders=True
    )
    assert counts(again) == (0, 3, 0)


def test_a_mapped_table_sets_unknown_organisations_aside_unless_asked(folder: Path) -> None:
    file = parquet(folder, [{"head": 1380000, "who": "Norte", "where": "Jiangsu"}])
    totals = services.import_table("ranges", file, plan=plan_for("86"), at=NOON, mapping=MAPPING)
    assert totals.problems == (Problem(2, "holder", 'no organisation has the code "norte".'),)
    assert not NumberRange.objects.exists()


def test_a_mapping_for_another_file_is_refused(folder: Path) -> None:
    file = parquet(folder, [{"head": 1380000, "whom": "Norte", "where": "Jiangsu"}])
    with pytest.raises(errors.UnreadableFileError) as refused:
        services.import_table("ranges", file, plan=plan_for("86"), at=NOON, mapping=MAPPING)
    assert refused.value.what == "The file has no column 'who'. Nearest: whom."


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("code,kind,naem\n", "The table organisations has no column 'naem'. Nearest: name."),
        ("code,kind\n", "The file has no column 'name'."),
        ("code,kind,name,name\n", "The column 'name' stands there twice."),
    ],
)
def test_a_header_that_is_not_the_tables_is_refused(folder: Path, head: str, what: str) -> None:
    with pytest.raises(errors.UnreadableFileError) as refused:
        bring(folder, "organisations", head)
    assert refused.value.what == what


def test_an_unknown_table_is_refused_with_the_nearest(folder: Path) -> None:
    with pytest.raises(errors.UnknownTableError, match=r"no table 'range'. Nearest: ranges"):
        bring(folder, "range", RANGES)


def test_calls_of_diallers_may_be_stated_and_what_is_not_stated_is_not_zero(folder: Path) -> None:
    bring(folder, "organisations", "code,kind,name\ncentro,call-centre,Centro\nmudo,call-centre,Mudo\n")
    head = "organisation,period,users,messages,calls,passed_calls,abandoned_calls,reported_on\n"
    rows = "centro,2026-09,0,0,1000,970,30,2026-10-05\nmudo,2026-09,0,0,1000,,,2026-10-05\n"
    assert bring(folder, "statistics", head + rows).added == 2
    stated, silent = (queries.statistic(code, "2026-09") for code in ("centro", "mudo"))
    assert stated is not None and silent is not None
    assert (stated.passed_calls, stated.abandoned_calls) == (970, 30)
    assert (silent.passed_calls, silent.abandoned_calls) == (None, None)


def test_a_filing_is_kept_up_to_date_and_ends_when_it_is_removed(folder: Path) -> None:
    bring(folder, "organisations", "code,kind,name\nnorte,operator,Norte\n")
    head = "organisation,reference,implementation,updated_on,certified_on,since,until\n"
    assert not queries.filings_known()
    bring(folder, "filings", head + "norte,F-1,partial,2025-03-01,2025-03-01,2021-06-30,\n")
    bring(folder, "filings", head + "norte,F-1,complete,2026-02-10,2026-02-10,2021-06-30,\n")
    filing = queries.filing_of("norte", date(2026, 3, 1))
    assert filing is not None and queries.filings_known()
    assert (filing.implementation, filing.certified_on) == ("complete", date(2026, 2, 10))
    bring(folder, "filings", head + "norte,F-1,complete,2026-02-10,2026-02-10,2021-06-30,2026-03-15\n")
    assert queries.filing_of("norte", date(2026, 3, 14)) is not None
    assert queries.filing_of("norte", date(2026, 3, 15)) is None
