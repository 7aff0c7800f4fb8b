"""`sosiego rules replay`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from sosiego.errors import WrongUsageError
from sosiego.replay import commands
from sosiego.replay.errors import NothingToReplayError, ReplayDaysError
from sosiego.rules.errors import RuleBookNotFoundError
from sosiego.terminal import NotADateError
from tests.builders import NOON
from tests.replay.country import founded, reported

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "replays"
PAGES = ["report.en.html", "report.es.html", "report.html", "report.json", "report.zh.html"]
LIVED = 4

app = typer.Typer()
app.command()(commands.replay_command)


@pytest.fixture
def country(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    founded()
    reported(5)
    monkeypatch.setattr(commands.clock, "now", lambda: NOON + timedelta(days=30))


def asked(out: Path, *arguments: str, **changed: str) -> Any:
    given = {
        "draft": str(EXAMPLES / "complaints" / "draft"),
        "law": str(EXAMPLES / "complaints" / "law"),
        "from": "2026-08-03",
        "to": "2026-08-05",
        "out": str(out),
    } | changed
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    return CliRunner().invoke(app, [*words, *arguments], catch_exceptions=True)


def test_five_complaints_are_found_by_the_draft_and_not_by_the_law(country: None, tmp_path: Path) -> None:
    told = json.loads(asked(tmp_path / "out", "--json").stdout)
    assert told["files"] == PAGES
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == PAGES
    assert (told["findings"]["law"], told["findings"]["draft"]) == (0, 1)
    assert told["callers"] == {"law": 0, "draft": 1, "added": 1, "gone": 0}
    assert told["days"] == 3


def test_people_are_told_the_differences_and_where_the_report_lies(country: None, tmp_path: Path) -> None:
    printed = asked(tmp_path / "out").stdout
    assert "Findings only the draft makes: 1; only the law: 0." in printed
    assert "report.html" in printed


def later_draft(folder: Path) -> str:
    """The draft of five complaints, which begins in 2027; until then it says what the law says."""
    shutil.copytree(EXAMPLES / "complaints", folder)
    place = Path("criteria") / "reported-caller.yaml"
    of_law, of_draft = ((folder / book / place).read_text() for book in ("law", "draft"))
    wording = of_draft.partition("versions:\n")[2].replace("from: 2026-01-01", "from: 2027-01-01")
    (folder / "draft" / place).write_text(of_law + wording)
    return str(folder / "draft")


def test_a_draft_that_begins_after_the_days_is_warned_about_with_the_day_to_name(
    country: None, tmp_path: Path
) -> None:
    draft = later_draft(tmp_path / "books")
    told = json.loads(asked(tmp_path / "out", "--json", draft=draft).stdout)
    assert told["draft_begins"] == "2027-01-01"
    assert "add --draft-on 2027-01-01" in told["warnings"][0]
    assert json.loads((tmp_path / "out" / "report.json").read_text())["draft_begins"] == "2027-01-01"
    printed = " ".join(asked(tmp_path / "out", draft=draft).stdout.split())
    assert "Warning: Nothing that the draft changes was in force on these days" in printed
    told = json.loads(asked(tmp_path / "out", "--json", "--draft-on", "2027-01-01", draft=draft).stdout)
    assert (told["findings"]["draft"], told["warnings"]) == (1, [])


def test_today_is_replayed_as_it_stands_and_that_is_said(
    country: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands.clock, "now", lambda: NOON + timedelta(hours=1))
    told = json.loads(asked(tmp_path / "out", "--json", to="2026-08-03").stdout)
    assert told["cut_at"] == "2026-08-03T13:00:00+00:00"
    assert "The last day is not over" in told["warnings"][0]


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"from": "soon"}, NotADateError, "'soon' is not a date."),
        ({"from": "2026-08-06"}, ReplayDaysError, "2026-08-05 lies before 2026-08-06."),
        ({"to": "2027-01-01"}, ReplayDaysError, "2027-01-01 has not come yet."),
        ({"language": "fr"}, ReplayDaysError, "There is no report in 'fr'."),
        (
            {"from": "2026-03-01", "to": "2026-03-02"},
            NothingToReplayError,
            "Nothing is recorded from 2026-03-01 to 2026-03-02.",
        ),
        ({"draft": "nowhere"}, RuleBookNotFoundError, "nowhere"),
    ],
)
def test_what_cannot_be_replayed_is_said_and_nothing_is_written(
    country: None, tmp_path: Path, changed: dict[str, str], error: type[WrongUsageError], words: str
) -> None:
    refused = asked(tmp_path / "out", **changed).exception
    assert isinstance(refused, error)
    assert words in str(refused)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.one_database
def test_some_days_of_the_simulated_country_are_replayed_and_its_home_stays_as_it_was(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOSIEGO_")}
    environment |= {
        "SOSIEGO_HOME": str(tmp_path / "home"),
        "SOSIEGO_RULEBOOK": str(EXAMPLES / "complaints" / "law"),
    }

    def sosiego(*arguments: str) -> str:
        program = [sys.executable, "-m", "sosiego.cli", *arguments]
        ended = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr[-4000:]
        return ended.stdout

    sosiego("demo", "--no-serve", "--days", str(LIVED), "--out", str(tmp_path / "demo"))
    days = ("--from", "2026-07-01", "--to", f"2026-07-0{LIVED}", "--json")
    before = json.loads(sosiego("ledger", "verify", "--json"))

    def replayed(draft: str) -> dict[str, Any]:
        folder = str(EXAMPLES / "complaints" / draft)
        return json.loads(  # type: ignore[no-any-return]
            sosiego("rules", "replay", "--draft", folder, *days, "--out", str(tmp_path / draft))
        )

    same, other = replayed("law"), replayed("draft")
    assert same["findings"]["law"] == same["findings"]["draft"] > 0
    assert same["findings"]["added"]["value"] == same["findings"]["gone"]["value"] == 0
    assert same["simulated"] is True
    assert other["findings"]["draft"] > other["findings"]["law"]
    assert "SIMULATED COUNTRY" in (tmp_path / "draft" / "report.zh.html").read_text()
    report = json.loads((tmp_path / "draft" / "report.json").read_text())
    assert report["findings"]["recorded"] > 0
    assert {row["group"] for row in report["outcomes"]["simulated"]} == {"law", "draft", "added", "gone"}
    assert json.loads(sosiego("ledger", "verify", "--json")) == before
