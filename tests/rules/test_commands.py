"""`sosiego rules`: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sosiego.rules.commands import app
from sosiego.rules.errors import RuleBookNotFoundError
from tests.rules.folders import changed

run = CliRunner().invoke


def test_check_of_a_sound_rule_book_ends_with_zero() -> None:
    result = run(app, ["check", "cn", "template", "--json"])
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert [(row["rulebook"], row["ok"], row["problems"]) for row in rows] == [
        ("cn", True, []),
        ("template", True, []),
    ]


def test_check_of_a_broken_rule_book_says_what_and_ends_with_one(tmp_path: Path) -> None:
    folder = changed(tmp_path, "gates.yaml", "    resource: number-range", "    resource: antenna")
    result = run(app, ["check", str(folder)])
    assert result.exit_code == 1
    assert "book/gates.yaml:5:15" in result.stdout
    problems = json.loads(run(app, ["check", str(folder), "--json"]).stdout)[0]["problems"]
    assert [problem["kind"] for problem in problems] == ["WrongValueError"]


def test_check_of_nothing_known_is_wrong_usage() -> None:
    result = run(app, ["check", "atlantis"])
    assert isinstance(result.exception, RuleBookNotFoundError)
    assert result.exception.exit_code == 2


def test_test_counts_and_ends_with_zero() -> None:
    result = run(app, ["test", "cn", "--json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["failed"] == 0
    assert found["tests"] >= 150


def test_the_mutation_check_counts_and_ends_with_zero() -> None:
    result = run(app, ["test", "template", "--mutate", "--json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["thresholds"], found["changes"], found["unnoticed"]) == (38, 75, 0)
    assert (found["operators"], found["unnoticed_operators"]) == (2, 0)


def test_a_change_that_no_test_notices_is_told_and_ends_with_one(tmp_path: Path) -> None:
    folder = changed(tmp_path, "tests/orders-overdue.yaml", "orders_overdue: 2", "orders_overdue: 1")
    result = run(app, ["test", str(folder), "--mutate"])
    assert result.exit_code == 1
    assert "book/violations.yaml:8:38: orders-overdue, condition: no test notices 3 → 2" in result.stdout
    assert "Numbers moved by a step: 38; changes that no test notices: 1" in result.stdout
    found = json.loads(run(app, ["test", str(folder), "--mutate", "--json"]).stdout)
    assert found["unnoticed"] == 1
    assert found["unnoticed_changes"] == [
        {
            "rule": "orders-overdue",
            "kind": "violation",
            "version": "2026-01-01",
            "key": "condition",
            "file": "book/violations.yaml",
            "line": 8,
            "column": 38,
            "old": "3",
            "new": "2",
        }
    ]


def test_a_failing_test_is_shown_with_its_clauses_and_ends_with_one(tmp_path: Path) -> None:
    folder = changed(tmp_path, "tests/orders-overdue.yaml", "orders_overdue: 2", "orders_overdue: 4")
    result = run(app, ["test", str(folder)])
    assert result.exit_code == 1
    assert "orders-overdue: two orders overdue (book/tests/orders-overdue.yaml:7:12)" in result.stdout
    assert "expected false, found true" in result.stdout
    assert "orders_overdue >= 3" in result.stdout
    assert "60 tests, 1 failed" in result.stdout


def test_a_rule_without_its_three_tests_is_named(tmp_path: Path) -> None:
    folder = changed(tmp_path, "tests/orders-overdue.yaml", "rule: orders-overdue", "rule: orders-overdue")
    (folder / "tests" / "orders-overdue.yaml").unlink()
    result = run(app, ["test", str(folder), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["untested"] == {
        "orders-overdue": ["fires", "just does not fire", "missing fact"]
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "rule: orders-overdue",
            "rule: orders-overdu",
            "No rule orders-overdu is in force",
        ),
        ("facts: {orders_overdue: 3}", "facts: {orders_over: 3}", 'There is no fact "orders_over"'),
        ("facts: {orders_overdue: 3}", "facts: {orders_overdue: true}", '"orders_overdue" must be integer'),
        (
            "expected: unknown",
            "expected: perhaps",
            '"expected" must be true, false or unknown; this is "perhaps"',
        ),
        ("name: orders not known", "name: two orders overdue", "is given to two entries"),
    ],
)
def test_a_test_that_cannot_be_meant_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = changed(tmp_path, "tests/orders-overdue.yaml", old, new)
    result = run(app, ["test", str(folder)])
    assert result.exit_code == 1
    assert message in result.stdout
    assert "book/tests/orders-overdue.yaml:" in result.stdout


def test_every_test_that_cannot_be_asked_is_shown_at_once(tmp_path: Path) -> None:
    folder = changed(tmp_path, "tests/orders-overdue.yaml", "rule: orders-overdue", "rule: orders-late")
    (folder / "tests" / "gone.yaml").write_text(
        "rule: calls-per-year\ndate: 2026-09-01\n"
        "tests:\n  - {name: one, facts: {count: 1}, expected: false}\n",
        encoding="utf-8",
    )
    result = run(app, ["test", str(folder)])
    assert result.exit_code == 1
    assert "No rule calls-per-year is in force on 2026-09-01." in result.stdout
    assert "No rule orders-late is in force" in result.stdout
    assert "If you deleted the rule, delete its tests too." in result.stdout
    problems = json.loads(run(app, ["test", str(folder), "--json"]).stdout)["problems"]
    assert {problem["kind"] for problem in problems} == {"RuleNotInForceError"}


def test_what_is_wrong_is_shown_file_by_file_from_above(tmp_path: Path) -> None:
    folder = changed(tmp_path, "windows.yaml", "document: own-rules", "document: FILL-IN")
    gates = folder / "gates.yaml"
    gates.write_text(gates.read_text("utf-8").replace("document: own-rules", "document: FILL-IN"), "utf-8")
    result = run(app, ["check", str(folder), "--json"])
    [row] = json.loads(result.stdout)
    problems = [problem for problem in row["problems"] if "FILL-IN" in problem["what"]]
    assert [problem["where"].partition(":")[0] for problem in problems] == [
        "book/gates.yaml",
        "book/windows.yaml",
    ]
    assert "is deleted last" in problems[0]["todo"]


def test_explain_of_what_is_no_condition_says_what_it_is(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("calls: 1\n", encoding="utf-8")
    arguments = ["explain", "cn", "{}", "--facts", str(facts), "--on", "2026-10-01"]
    refused = run(app, [word.format("holder-answers") for word in arguments]).exception
    assert str(refused) == (
        "holder-answers is of the kind deadline: it has no condition that facts could explain.\n"
        "  do: See it with `sosiego rules show cn holder-answers`, "
        "or name a criterion, violation, gate or call rule."
    )
    unknown = run(app, [word.format("reported-callr") for word in arguments]).exception
    assert "do: Name reported-caller" in str(unknown)


def test_explain_says_why(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("calls_to_one_called_per_hour_max: 62\nis_exempt: null\n", encoding="utf-8")
    arguments = ["explain", "cn", "call-bombing", "--facts", str(facts), "--on", "2026-08-01"]
    found = json.loads(run(app, [*arguments, "--json"]).stdout)
    assert found == {
        "rule": "call-bombing",
        "truth": None,
        "clauses": [
            {
                "text": "calls_to_one_called_per_hour_max >= 30",
                "values": {"calls_to_one_called_per_hour_max": 62},
                "held": True,
            },
            {"text": "NOT is_exempt", "values": {"is_exempt": None}, "held": None},
        ],
    }
    assert "? unknown" in run(app, arguments).stdout


def test_list_names_the_shipped_rule_books() -> None:
    assert "cn" in [row["id"] for row in json.loads(run(app, ["list", "--json"]).stdout)]
