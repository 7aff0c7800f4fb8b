"""The demonstration as a user starts it: a process of its own, in a home of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

# The days are lived once for all tests that look at them: one process has them.
pytestmark = pytest.mark.xdist_group("demo")

DAYS = 8
TRY = [sys.executable, "-m", "sosiego.cli"]


def environment(home: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "SOSIEGO_DATABASE"}
    return inherited | {"SOSIEGO_HOME": str(home)}


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TRY, *arguments], env=environment(home), capture_output=True, text=True, timeout=300, check=False
    )


def demo(home: Path, out: Path, days: int = DAYS) -> dict[str, Any]:
    ended = command(home, "demo", "--no-serve", "--out", str(out), "--days", str(days), "--json")
    assert ended.returncode == 0, ended.stderr[-4000:]
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text())
    assert json.loads(ended.stdout) == summary
    return summary


def without_time(summary: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in summary.items() if name not in ("seconds", "steps")}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """A home in which the first days of the quarter were lived, and its summary."""
    home, out = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("out")
    return home, out, demo(home, out)


@pytest.mark.slow
def test_the_summary_has_what_is_relied_on_and_the_files_it_names(
    lived: tuple[Path, Path, dict[str, Any]],
) -> None:
    _, out, summary = lived
    assert {
        "seconds",
        "reports",
        "traffic_records",
        "findings",
        "measures",
        "kinds",
        "lookalikes_blocked",
        "ledger_entries",
        "files",
    } <= set(summary)
    assert summary["simulated"] is True
    assert summary["traffic_records"] > 1000 * DAYS
    assert summary["findings"] > 0
    assert summary["ledger_ok"] is True
    assert {"precision", "recall"} <= set(summary["kinds"]["burst-robocaller"])
    assert summary["files"]
    assert all((out / name).is_file() for name in summary["files"])


@pytest.mark.slow
def test_no_look_alike_is_blocked(lived: tuple[Path, Path, dict[str, Any]]) -> None:
    assert lived[2]["lookalikes_blocked"] == 0


@pytest.mark.slow
def test_the_score_can_be_asked_again_later(lived: tuple[Path, Path, dict[str, Any]]) -> None:
    home, _, summary = lived
    ended = command(home, "world", "score", "--json")
    assert ended.returncode == 0, ended.stderr
    scored = json.loads(ended.stdout)
    assert {one["kind"]: one["recall"] for one in scored["kinds"]} == {
        kind: one["recall"] for kind, one in summary["kinds"].items()
    }


@pytest.mark.slow
def test_killed_in_the_middle_and_run_again_it_ends_as_if_nothing_had_happened(
    lived: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    arguments = ["demo", "--no-serve", "--out", str(out), "--days", str(DAYS)]
    process = subprocess.Popen([*TRY, *arguments], env=environment(home), stderr=subprocess.DEVNULL)
    third_day = home / "world" / "reports" / "reports-2026-07-03.csv"
    give_up = time.monotonic() + 120
    while not third_day.exists() and process.poll() is None and time.monotonic() < give_up:
        time.sleep(0.05)
    assert third_day.exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert without_time(demo(home, out)) == without_time(lived[2])


@pytest.mark.slow
def test_a_home_with_something_real_is_left_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    real = tmp_path / "organisations.csv"
    real.write_text(
        "code,kind,name,host,industry,licence,redress_url,since,until\nnorte,operator,Norte,,,,,2020-01-01,\n"
    )
    assert command(home, "init").returncode == 0
    imported = command(home, "import", "registry", str(real))
    assert imported.returncode == 0, imported.stderr
    before = (home / "sosiego.sqlite3").read_bytes()
    refused = command(home, "demo", "--no-serve", "--out", str(tmp_path / "out"))
    assert refused.returncode == 1
    assert "organisations" in refused.stderr
    assert "SOSIEGO_HOME" in refused.stderr
    assert not (home / "simulated-clock.json").exists()
    assert (home / "sosiego.sqlite3").read_bytes() == before
