"""What the one command says when something cannot be done: words, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError

from sosiego import cli, readiness
from sosiego.errors import WrongUsageError
from sosiego.terminal import out, pairs

NO_ADDRESS = "This is not the address of a PostgreSQL database."


def sosiego(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "SOSIEGO_DATABASE"}
    return subprocess.run(
        [sys.executable, "-m", "sosiego.cli", *arguments],
        env=environment | {"SOSIEGO_HOME": str(home)} | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.one_database
@pytest.mark.parametrize("command", ["ledger verify --json", "serve", "publish list --period 2026Q3"])
def test_a_command_before_init_says_to_run_init(tmp_path: Path, command: str) -> None:
    done = sosiego(tmp_path, *command.split())
    assert done.returncode == 1
    assert "This home has no database yet" in done.stderr
    assert f"where: {tmp_path}" in done.stderr
    assert "do: Run `sosiego init`" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stdout == ""


@pytest.mark.one_database
def test_an_import_where_there_is_no_home_yet_makes_one(tmp_path: Path) -> None:
    statements = tmp_path / "organisations.csv"
    statements.write_text("code,kind,name\nnorte,operator,Norte\n", encoding="utf-8")
    done = sosiego(tmp_path / "home", "import", "registry", str(statements), "--json")
    assert done.returncode == 0, done.stderr
    assert "Preparing the database of" in done.stderr
    assert json.loads(done.stdout)["added"] == 1
    assert sosiego(tmp_path / "home", "ledger", "verify").returncode == 0


@pytest.mark.one_database
def test_a_folder_that_is_a_file_is_said_in_words(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    done = sosiego(taken, "init")
    assert done.returncode == 1
    assert done.stderr.startswith("sosiego: The system refused:")
    assert f"where: {taken}" in done.stderr


@pytest.mark.django_db
def test_a_database_that_another_process_writes_to_is_told_from_one_that_is_not_there() -> None:
    told = readiness.explained(OperationalError("database is locked"))
    assert isinstance(told, readiness.DatabaseBusyError)
    assert told.todo == "Wait until it is done, and try again. Nothing of this act was kept."


@pytest.mark.django_db
def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    assert cli._told(IntegrityError("duplicate key")) is None
    assert cli._told(OperationalError("no such column: x")) is None
    assert cli._told(KeyError("x")) is None


def test_an_error_for_people_is_told_as_it_is() -> None:
    error = WrongUsageError("There is no such thing.", todo="Ask for another.")
    assert cli._told(error) is error


def test_brackets_in_a_name_from_a_file_are_printed_and_not_taken_for_style() -> None:
    with out.capture() as printed:
        out.print(pairs("", {"name": "Norte [bold] Telecom[/x]"}))
    assert "Norte [bold] Telecom[/x]" in printed.get()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("SOSIEGO_TIME_ZONE", "Mars/Phobos", "There is no time zone 'Mars/Phobos'."),
        ("SOSIEGO_DATABASE", "mysql://li:hidden@host/name", NO_ADDRESS),
        ("SOSIEGO_DATABASE", "postgresql://li:hidden@host:x/n", NO_ADDRESS),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named_and_its_password_is_not(
    tmp_path: Path, name: str, value: str, what: str
) -> None:
    done = sosiego(tmp_path, "registry", "organisations", **{name: value})
    assert done.returncode == 2
    assert done.stderr.startswith(f"sosiego: {what}\n  where: {name}\n")
    assert "hidden" not in done.stderr
