"""`sosiego rules show` and `print`: what they print, which files they write, how they end."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from sosiego.reading import commands
from sosiego.rules import loader, showing

app = typer.Typer()
app.command("show")(commands.show)
app.command("print")(commands.print_)
run = CliRunner().invoke


def test_show_lists_the_law_of_a_date() -> None:
    result = run(app, ["show", "cn@2026-08-01", "--json"])
    rows = json.loads(result.stdout)
    told = {(row["kind"], row["id"]): row for row in rows}["criterion", "over-frequency"]
    assert (told["version"], told["status"], told["chapter"]) == ("2026-01-01", "illustrative", "findings")
    before = json.loads(run(app, ["show", "cn@2021-07-08", "--json"]).stdout)
    kinds = {row["kind"] for row in before}
    assert kinds >= {"deadline", "publication", "duty", "channel"}
    assert not kinds & {"criterion", "indicator", "gate"}


def test_show_prints_one_rule_with_its_basis() -> None:
    result = run(app, ["show", "cn@2026-08-01", "over-frequency", "--json"])
    rule = json.loads(result.stdout)
    assert rule["condition"].startswith("calls_per_hour_max > 60")
    assert rule["basis"]["document"] == "hubei-practice"
    assert "calls_per_hour_max > 60" in run(app, ["show", "cn@2026-08-01", "over-frequency"]).stdout


@pytest.mark.parametrize("id", loader.shipped())
def test_show_has_every_kind_of_rule_of_every_shipped_book(id: str) -> None:
    rows = json.loads(run(app, ["show", f"{id}@2026-10-01", "--json"]).stdout)
    assert {row["kind"] for row in rows} <= {*showing.KINDS, "exemption"}
    first_of = {row["kind"]: row["id"] for row in reversed(rows)}
    for kind, rule in first_of.items():
        told = json.loads(run(app, ["show", f"{id}@2026-10-01", rule, "--json"]).stdout)
        assert kind in [one["kind"] for one in (told, *told.get("also", ()))]
        assert run(app, ["show", f"{id}@2026-10-01", rule]).exit_code == 0


def test_show_keeps_the_digits_of_money_and_the_minutes_of_hours() -> None:
    fine = json.loads(run(app, ["show", "template@2026-10-01", "late-answer", "--json"]).stdout)
    assert (fine["amounts"], fine["cap"]) == (["1000", "5000", "20000"], "100000")
    hours = run(app, ["show", "template@2026-10-01", "commercial-hours"]).stdout
    assert "Monday to Friday, 09:00–21:00" in hours
    assert "by the clock of Madrid" in hours


def test_a_step_and_its_deadline_of_the_same_name_are_both_shown() -> None:
    told = json.loads(run(app, ["show", "cn@2026-10-01", "decide-appeal", "--json"]).stdout)
    assert (told["kind"], [one["kind"] for one in told["also"]]) == ("step", ["deadline"])


def test_show_of_an_unknown_rule_names_the_nearest_and_the_list() -> None:
    refused = run(app, ["show", "cn@2026-10-01", "over-frequenci"])
    assert refused.exception is not None
    assert str(refused.exception) == (
        "The rule-book cn has no rule over-frequenci in force on 2026-10-01.\n"
        "  do: Name over-frequency; `sosiego rules show cn@2026-10-01` lists what there is."
    )
    unlike = run(app, ["show", "cn@2026-10-01", "qqqq"]).exception
    assert str(unlike).endswith("do: `sosiego rules show cn@2026-10-01` lists what there is.")


def test_show_of_a_rule_before_it_held_says_since_when_it_does() -> None:
    refused = run(app, ["show", "cn@2015-01-01", "over-frequency"])
    assert "It holds from 2026-01-01: ask for a day on which it does." in str(refused.exception)


def test_show_of_an_impossible_date_is_wrong_usage() -> None:
    result = run(app, ["show", "cn@2026-02-30"])
    assert "'2026-02-30' is not a date" in str(result.exception)


def test_show_tells_the_history_with_old_and_new() -> None:
    told = json.loads(run(app, ["show", "in@2026-11-01", "complaints", "--json"]).stdout)
    changed = {change["label"]: (change["old"], change["new"]) for change in told["history"][0]["changes"]}
    assert changed["The condition"] == (
        "People who reported calls or messages in 7 days: at least 10 people",
        "People who reported calls or messages in 10 days: at least 5 people",
    )
    printed = run(app, ["show", "in@2026-11-01", "operator-acts"]).stdout
    assert "30 days" in printed and "5 days" in printed


def test_show_speaks_the_language_that_is_asked_for() -> None:
    printed = run(app, ["show", "cn@2026-11-01", "holder-answers", "--language", "zh"]).stdout
    assert "责任主体" in printed and "15个工作日" in printed
    refused = run(app, ["show", "cn@2026-11-01", "--language", "fr"]).exception
    assert "fr is no language of the law here" in str(refused)


def test_print_writes_a_page_and_a_pdf_for_each_language_of_the_book(tmp_path: Path) -> None:
    result = run(app, ["print", "template@2026-11-01", "--out", str(tmp_path), "--json"])
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    # The template is not written in Chinese.
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "template-2026-11-01.en.html",
        "template-2026-11-01.en.pdf",
        "template-2026-11-01.es.html",
        "template-2026-11-01.es.pdf",
    ]
    for one in made["files"]:
        assert hashlib.sha256(Path(one["file"]).read_bytes()).hexdigest() == one["sha256"]


def test_print_in_a_language_that_the_book_has_not_is_wrong_usage(tmp_path: Path) -> None:
    refused = run(app, ["print", "template@2026-11-01", "--out", str(tmp_path), "--language", "zh"])
    assert "The rule-book template has no texts in zh." in str(refused.exception)
