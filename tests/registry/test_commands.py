from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from sosiego import clock, home
from sosiego.errors import SosiegoError
from sosiego.registry import commands, queries, services
from sosiego.rules.numbers import plan_for
from sosiego.terminal import NotADateError
from tests import builders

pytestmark = pytest.mark.django_db

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(home, "current", lambda: home.Home(tmp_path / "home"))
    monkeypatch.setattr(commands, "_plan", lambda: plan_for("86"))
    clock.stop_at(datetime(2026, 8, 3, 12, tzinfo=UTC))
    app = typer.Typer()
    app.add_typer(commands.app, name="registry")
    app.command("import")(commands.import_registry)

    def invoke(*arguments: object, code: int = 0) -> str:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if isinstance(result.exception, SosiegoError):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.stdout

    return invoke


def write(folder: Path, **tables: str) -> Path:
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text)
    return folder


def test_a_folder_is_imported_in_the_order_of_its_tables(run: Run, tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        lines="code,kind,operator,holder,since\nv-1,voice,norte,norte,2020-01-01\n",
        organisations="code,kind,name\nnorte,operator,Norte\n",
        ranges="prefix,holder,since\n+86138,norte,2020-01-01\n138,norte,2020-01-01\n",
        reports="not,ours\n",
    )
    document = json.loads(run("import", folder, "--json"))
    assert [file["table"] for file in document["files"]] == ["organisations", "lines", "ranges"]
    figures = {name: document[name] for name in ("read", "added", "repeated", "set_aside")}
    assert figures == {"read": 4, "added": 3, "repeated": 0, "set_aside": 1}
    last = document["files"][-1]
    assert last["problems"][0]["line"] == 3
    assert Path(last["set_aside_in"]).is_file()


def test_the_import_tells_a_person_what_was_set_aside_and_where(run: Run, tmp_path: Path) -> None:
    write(tmp_path, ranges="prefix,since\n138,2020-01-01\n")
    printed = run("import", tmp_path / "ranges.csv")
    assert 'ranges.csv, line 2, prefix: "138" is not a prefix' in printed
    assert "1 row of ranges.csv was set aside in " in printed


def test_a_table_can_be_named_for_a_file_of_another_name(run: Run, tmp_path: Path) -> None:
    write(tmp_path, ours="prefix,since\n+86138,2020-01-01\n")
    assert json.loads(run("import", tmp_path / "ours.csv", "--table", "ranges", "--json"))["added"] == 1


def test_a_mapping_can_be_told_from_when_its_rows_hold(run: Run, tmp_path: Path) -> None:
    write(tmp_path, table="prefix7,province,city,zip,area_code,operator\n1380000,A,B,1,2,移动\n")
    arguments = ("import", tmp_path / "table.csv", "--mapping", "cn-prefixes", "--create-holders", "--json")
    assert json.loads(run(*arguments, "--since", "2020-04-01"))["added"] == 1
    assert (
        json.loads(run("registry", "holder", "+8613800001111", "--at", "2020-03-31", "--json"))["holder"]
        is None
    )
    held = json.loads(run("registry", "holder", "+8613800001111", "--at", "2020-04-01", "--json"))
    assert (held["holder"], held["region"], held["source"]) == ("china-mobile", "A", "range")


def test_a_folder_without_tables_is_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(commands.NothingToImportError, match="The folder holds no file of the registry"):
        run("import", tmp_path)


def test_a_file_named_after_no_table_is_refused(run: Run, tmp_path: Path) -> None:
    write(tmp_path, rangs="prefix,since\n")
    with pytest.raises(SosiegoError, match=r"no table 'rangs'. Nearest: ranges"):
        run("import", tmp_path / "rangs.csv")


def test_holder_tells_a_person_what_is_known(run: Run) -> None:
    builders.number_range("+86138", builders.organisation(), region="Jiangsu")
    printed = run("registry", "holder", "+86 138 0000 1111")
    assert "norte" in printed
    assert "Jiangsu" in printed
    assert "nobody known" in run("registry", "holder", "+8613900001111")


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    with pytest.raises(NotADateError, match=r"'1/2/26' is not a date"):
        run("registry", "holder", "+8613900001111", "--at", "1/2/26")


def test_organisations_are_listed_by_kind(run: Run) -> None:
    builders.organisation("norte")
    builders.organisation("azul", "reseller")
    assert [one["code"] for one in json.loads(run("registry", "organisations", "--json"))] == [
        "azul",
        "norte",
    ]
    assert "norte" not in run("registry", "organisations", "--kind", "reseller")
    with pytest.raises(SosiegoError, match="Nearest: reseller"):
        run("registry", "organisations", "--kind", "resellers")


def test_people_are_listed_for_an_organisation_that_is_there(run: Run) -> None:
    builders.person(builders.organisation())
    assert json.loads(run("registry", "people", "norte", "--json"))[0]["name"] == "Ana Li"
    with pytest.raises(SosiegoError, match="No organisation has the code 'nort'"):
        run("registry", "people", "nort")


def test_a_measure_is_listed_until_it_is_lifted(run: Run) -> None:
    measure = builders.measure(since=datetime(2026, 8, 1, tzinfo=UTC))
    assert [one["reference"] for one in json.loads(run("registry", "measures", "--json"))] == [
        measure.reference
    ]
    assert json.loads(run("registry", "measures", "--at", "2026-07-31", "--json")) == []
    services.lift_measure(measure, at=clock.now(), actor="user:li", reason="A hospital", was_wrong=True)
    assert json.loads(run("registry", "measures", "--json")) == []
    past = json.loads(run("registry", "measures", "--target", "+86 138 0000 0001", "--json"))
    assert [(one["reference"], one["state"]) for one in past] == [(measure.reference, "lifted")]


def test_a_citizen_refuses_and_takes_it_back(run: Run) -> None:
    document = json.loads(run("registry", "refuse", "+8613900001234", "--messages", "--json"))
    assert (document["refuses_calls"], document["refuses_messages"]) == (True, True)
    assert "0000" not in document["number"]
    on = date(2026, 8, 3)
    assert queries.refusing_keys(on) == [8613900001234]
    run("registry", "refuse", "+8613900001234", "--no-calls")
    assert queries.refusing_keys(on) == []
