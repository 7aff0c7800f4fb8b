"""The language of the tests that lawyers read: each kind of rule, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sosiego.errors import SosiegoError
from sosiego.rules import lawyer_tests, loader, missing_tests
from sosiego.rules.errors import (
    DuplicateIdError,
    FactNotToldError,
    RuleKindUnclearError,
    RuleNotInForceError,
    UnknownReferenceError,
    WrongValueError,
)
from sosiego.rules.lawyer_tests import Outcome
from sosiego.rules.missing_tests import is_one_step
from tests.rules.folders import changed, copied


def outcomes(tmp_path: Path, *tests: str, head: str = "") -> list[Outcome]:
    """What comes of these tests beside the template; each is one YAML mapping in braces."""
    folder = copied(tmp_path)
    for file in (folder / "tests").glob("*.yaml"):
        file.unlink()
    lines = "".join(f"  - {{name: number {number}, {test}}}\n" for number, test in enumerate(tests))
    (folder / "tests" / "own.yaml").write_text(f"date: 2026-09-01\n{head}tests:\n{lines}", encoding="utf-8")
    return lawyer_tests.run(loader.load(folder))


@pytest.mark.parametrize(
    ("test", "answer"),
    [
        ("rule: number-not-valid, facts: {number_valid: false}, expected: true", True),
        ("rule: commercial-hours, facts: {at: '2026-09-07 09:00'}, expected: true", True),
        ("rule: calls-per-day, facts: {count: 201}, expected: true", True),
        ("rule: calls-per-day, facts: {count: 201, within: 2}, expected: false", False),
        ("rule: control, facts: {calls_this_hour: 20}, expected: true", True),
        ("rule: late-answer, facts: {nth: 2, count: 3}, expected: 15000", 15000),
        ("rule: handled_in_time, facts: {value: 0.97}, expected: between", "between"),
        ("rule: handled_in_time, facts: {orders_in_time: 0, orders_due: 0}, expected: unknown", "unknown"),
        ("rule: general, facts: {violation: 2}, expected: freeze", "freeze"),
        ("rule: general, facts: {earlier: [2025-09-01, 2026-01-01]}, expected: freeze", "freeze"),
        ("rule: scoring, facts: {score: 59.9}, expected: poor", "poor"),
        ("rule: scoring, facts: {handled_in_time: 0.95}, expected: 60", 60),
        ("rule: scoring, facts: {handled_in_time: null}, expected: unknown", "unknown"),
        ("rule: block-in-time, facts: {found: 300, tries: 19}, expected: unknown", None),
        ("rule: keep-records, facts: {since: 2026-08-31, deleted: 2027-02-28}, expected: true", True),
        ("rule: complaint, facts: {days_after: 8}, expected: false", False),
        ("rule: senders, facts: {consent_days: 731}, expected: false", False),
    ],
)
def test_each_kind_of_rule_answers_in_its_own_words(tmp_path: Path, test: str, answer: Any) -> None:
    (outcome,) = outcomes(tmp_path, test)
    assert outcome.found == answer
    assert outcome.passed


def test_a_deadline_is_told_in_local_time_to_the_second(tmp_path: Path) -> None:
    rule = "rule: verify-and-treat, facts: {starts: '2026-09-03 16:00'}"
    right, wrong = outcomes(
        tmp_path, f"{rule}, expected: '2026-09-07 23:59:59'", f"{rule}, expected: '2026-09-07 23:59:58'"
    )
    assert (right.passed, wrong.passed, wrong.found) == (True, False, "2026-09-07 23:59:59")


def test_a_clock_stands_still_in_a_pause_and_for_good_in_one_without_end(tmp_path: Path) -> None:
    rule, starts = "rule: decide-appeal", "starts: '2026-09-01 10:00'"
    moved, endless = outcomes(
        tmp_path,
        f"{rule}, facts: {{{starts}, pauses: [['2026-09-08 00:00', '2026-09-11 00:00']]}}, "
        "expected: '2026-09-25 23:59:59'",
        f"{rule}, facts: {{{starts}, pauses: [['2026-09-08 00:00', null]]}}, expected: stands still",
    )
    assert moved.passed and endless.passed


def test_a_clock_that_no_state_stops_runs_on(tmp_path: Path) -> None:
    (outcome,) = outcomes(
        tmp_path,
        "rule: verify-and-treat, facts: {starts: '2026-09-03 16:00', pauses: [['2026-09-04 00:00', null]]}, "
        "expected: '2026-09-07 23:59:59'",
    )
    assert outcome.passed


def test_a_message_is_taken_apart(tmp_path: Path) -> None:
    (outcome,) = outcomes(
        tmp_path,
        "rule: short-code, facts: {message: '600123456*loan'}, expected: {number: 600123456, text: loan}",
    )
    assert outcome.passed


def test_what_follows_is_held_against_the_rule(tmp_path: Path) -> None:
    rule = "rule: reported-caller, facts: {call_reporters_10d: 5, is_exempt: false}, expected: true"
    right, wrong, silent = outcomes(
        tmp_path,
        f"{rule}, follows: {{measure: label, days: 30}}",
        f"{rule}, follows: {{days: 31}}",
        "rule: reported-caller, facts: {call_reporters_10d: 4, is_exempt: false}, expected: false, "
        "follows: {days: 30}",
    )
    assert [outcome.passed for outcome in (right, wrong, silent)] == [True, False, False]
    assert (wrong.found, wrong.follows) == (True, {"days": 30})


def test_one_is_not_true(tmp_path: Path) -> None:
    (outcome,) = outcomes(tmp_path, "rule: scoring, facts: {known_weight: 0.5}, expected: 1")
    assert not outcome.passed


def test_the_date_of_a_test_decides_which_wording_it_asks(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        "procedure.yaml",
        "- {from: 2026-01-01, amount: 24, unit: hours",
        '- {from: 2026-06-01, amount: 12, unit: hours, basis: {document: own-rules, clause: "3"}}\n'
        "      - {from: 2026-01-01, amount: 24, unit: hours",
    )
    (folder / "tests" / "own.yaml").write_text(
        "rule: answer-traceback\ndate: 2026-09-01\nfacts: {starts: '2026-05-04 10:00'}\ntests:\n"
        "  - {name: now, expected: '2026-05-04 22:00'}\n"
        "  - {name: then, date: 2026-05-01, expected: '2026-05-05 10:00'}\n",
        encoding="utf-8",
    )
    ours = [one for one in lawyer_tests.run(loader.load(folder)) if one.test.name in ("now", "then")]
    assert [outcome.passed for outcome in ours] == [True, True]


@pytest.mark.parametrize(
    ("test", "error", "said"),
    [
        ("rule: verify, facts: {}, expected: true", RuleNotInForceError, "No rule verify is in force"),
        (
            "rule: control, date: 2025-01-01, facts: {calls_this_hour: 1}, expected: true",
            RuleNotInForceError,
            "No control control is in force on 2025-01-01",
        ),
        (
            "rule: verify-and-treat, facts: {start: '2026-09-03'}, expected: '2026-09-07'",
            UnknownReferenceError,
            'fact "start"',
        ),
        ("rule: verify-and-treat, expected: '2026-09-07'", FactNotToldError, "does not tell starts"),
        (
            "rule: general, facts: {}, expected: warning",
            FactNotToldError,
            "does not tell violation or earlier",
        ),
        (
            "rule: verify-and-treat, facts: {starts: yesterday}, expected: '2026-09-07'",
            WrongValueError,
            '"starts" must be a moment in quotes, such as "2026-09-30 16:00"',
        ),
        (
            "rule: decide-appeal, facts: {starts: '2026-09-03', pauses: [2026]}, expected: '2026-09-07'",
            WrongValueError,
            '"pauses" must be a list of pauses',
        ),
        (
            "rule: general, facts: {earlier: [last year]}, expected: warning",
            WrongValueError,
            '"earlier" must be a list of dates',
        ),
        ("rule: control, facts: {calls_this_hour: null}, expected: true", WrongValueError, "integer"),
        ("rule: control, facts: {calls_this_hour: true}, expected: true", WrongValueError, "integer"),
        (
            "rule: control, facts: {calls_this_hour: 1}, expected: unknown",
            WrongValueError,
            '"expected" must be true or false',
        ),
        (
            "rule: number-not-valid, facts: {number_valid: true}, expected: 1",
            WrongValueError,
            '"expected" must be true, false or unknown',
        ),
        (
            "rule: verify-and-treat, facts: {starts: '2026-09-03'}, expected: soon",
            WrongValueError,
            '"expected" must be a local moment in quotes',
        ),
        (
            "rule: handled_in_time, facts: {value: 1}, expected: fine",
            WrongValueError,
            '"expected" must be one of good, between, warning, critical, unknown',
        ),
        (
            "rule: general, facts: {violation: 1}, expected: jail",
            WrongValueError,
            '"expected" must be one of warning, freeze, none',
        ),
        ("rule: scoring, facts: {score: 1}, expected: Z", WrongValueError, "a grade (good, poor), a score"),
        ("rule: late-answer, expected: dear", WrongValueError, "an amount, or two: [lowest, highest]"),
        ("rule: short-code, facts: {message: a}, expected: 5", WrongValueError, "the parts by name"),
        (
            "rule: number-not-valid, facts: {number_valid: false}, expected: true, follows: {days: 3}",
            UnknownReferenceError,
            'consequence of a call rule "days"',
        ),
    ],
)
def test_a_test_that_cannot_be_meant_is_refused_at_its_place(
    tmp_path: Path, test: str, error: type[SosiegoError], said: str
) -> None:
    with pytest.raises(error) as raised:
        outcomes(tmp_path, test)
    assert said in str(raised.value)
    assert "book/tests/own.yaml:3" in raised.value.where


def test_two_tests_of_one_rule_have_two_names(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    text = (folder / "tests" / "orders-overdue.yaml").read_text(encoding="utf-8")
    (folder / "tests" / "zz.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DuplicateIdError) as raised:
        lawyer_tests.run(loader.load(folder))
    assert "book/tests/zz.yaml:6" in raised.value.where


def test_an_id_of_two_rules_needs_its_kind(tmp_path: Path) -> None:
    folder = changed(tmp_path, "control.yaml", "  - id: calls-per-day", "  - id: commercial-hours")
    for file in ("caps", "hours"):
        (folder / "tests" / f"{file}.yaml").unlink()
    own = folder / "tests" / "own.yaml"
    own.write_text(
        "rule: commercial-hours\ndate: 2026-09-01\ntests:\n"
        "  - {name: many, facts: {count: 201}, expected: true}\n",
        encoding="utf-8",
    )
    with pytest.raises(RuleKindUnclearError, match="more than one rule: hours, cap"):
        lawyer_tests.run(loader.load(folder))
    own.write_text("kind: cap\n" + own.read_text(encoding="utf-8"), encoding="utf-8")
    assert all(outcome.passed for outcome in lawyer_tests.run(loader.load(folder)))


def test_a_draft_has_the_tests_of_its_base_and_its_own(tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    (draft / "tests").mkdir(parents=True)
    (draft / "rulebook.yaml").write_text("id: draft\nbased_on: template\n", encoding="utf-8")
    (draft / "tests" / "own.yaml").write_text(
        "rule: orders-overdue\ndate: 2026-10-01\ntests:\n"
        "  - {name: five, facts: {orders_overdue: 5}, expected: true}\n",
        encoding="utf-8",
    )
    ran = lawyer_tests.run(loader.load(draft))
    assert all(outcome.passed for outcome in ran)
    assert len(ran) == len(lawyer_tests.run(loader.load("template"))) + 1


def test_the_template_lacks_no_test() -> None:
    assert missing_tests.missing(loader.load("template")) == {}


def test_a_test_that_does_not_fire_by_far_does_not_show_that_the_rule_just_does_not(tmp_path: Path) -> None:
    folder = changed(
        tmp_path, "tests/orders-overdue.yaml", "facts: {orders_overdue: 2}", "facts: {orders_overdue: 1}"
    )
    assert missing_tests.missing(loader.load(folder)) == {"orders-overdue": ["just does not fire"]}


def test_a_rule_with_a_number_and_no_test_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    for file in ("procedure", "reporting"):
        (folder / "tests" / f"{file}.yaml").unlink()
    missing = missing_tests.missing(loader.load(folder))
    assert missing["verify-and-treat"] == ["what it answers"]
    assert "short-code" not in missing  # nothing in it can be a step off


@pytest.mark.parametrize(
    ("one", "other", "is_step"),
    [
        ({"a": 5}, {"a": 4}, True),
        ({"a": 5}, {"a": 3}, False),
        ({"a": 0.8}, {"a": 0.79}, True),
        ({"a": 2}, {"a": 1.9}, True),
        ({"a": 0.1}, {"a": 0.05}, False),
        ({"a": 5, "b": 1}, {"a": 4, "b": 2}, False),
        ({"a": True}, {"a": False}, True),
        ({"a": None}, {"a": False}, False),
        ({"a": "mobile"}, {"a": "fixed"}, True),
        ({"a": None}, {"a": "delivery"}, True),
        ({"a": 5}, {"a": 5}, False),
    ],
)
def test_a_step_is_the_least_change_of_one_fact(
    one: dict[str, Any], other: dict[str, Any], is_step: bool
) -> None:
    assert is_one_step(one, other) is is_step
