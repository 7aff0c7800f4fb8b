"""The mutation check: which numbers it finds, how far it moves them, and what the tests notice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sosiego.rules import loader, mutation
from sosiego.rules.law_numbers import Number
from sosiego.rules.mutation import Change
from tests.rules.folders import changed, copied


def numbers(folder: Path | str, rule: str) -> list[Number]:
    return [number for number in mutation.numbers_of(loader.load(folder)) if number.rule == rule]


def moves(numbers: Sequence[Number]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(number.key, number.written, number.moved) for number in numbers]


def unnoticed(folder: Path | str) -> list[tuple[str, str, str]]:
    return [_said(change) for change in mutation.check(loader.load(folder)).unnoticed]


def _said(change: Change) -> tuple[str, str, str]:
    return str(change.place), change.old, change.new


@pytest.mark.parametrize("id", ["br", "cn", "es", "in"])
def test_the_tests_of_a_country_notice_every_step_of_every_number(id: str) -> None:
    result = mutation.check(loader.load(id))
    assert [_said(change) for change in result.unnoticed] == []
    assert [_said(change) for change in result.unnoticed_operators] == []
    assert result.thresholds >= 90


def test_the_tests_of_the_template_notice_every_step_of_every_number() -> None:
    result = mutation.check(loader.load("template"))
    assert (result.unnoticed, result.unnoticed_operators) == ((), ())
    # The first step of a ladder, the weight of the only indicator: the loader itself would refuse the change.
    assert result.refused == 7


def test_a_step_that_no_test_notices_is_told_with_its_place_and_both_values(tmp_path: Path) -> None:
    folder = changed(
        tmp_path, "tests/orders-overdue.yaml", "facts: {orders_overdue: 2}", "facts: {orders_overdue: 1}"
    )
    assert unnoticed(folder) == [("book/violations.yaml:8:38", "3", "2")]


def test_a_number_in_a_block_of_text_has_its_own_line(tmp_path: Path) -> None:
    folder = changed(
        tmp_path, "tests/reported-caller.yaml", "{call_reporters_10d: 4}", "{call_reporters_10d: 0}"
    )
    place = next(number.place for number in numbers(folder, "reported-caller") if number.written == "5")
    line = (folder / "criteria" / "reported-caller.yaml").read_text(encoding="utf-8").splitlines()
    assert line[place.line - 1][place.column - 1] == "5"
    assert unnoticed(folder) == [(str(place), "5", "4")]


def test_a_comparison_is_made_strict_apart_from_the_numbers(tmp_path: Path) -> None:
    folder = changed(
        tmp_path, "tests/orders-overdue.yaml", "facts: {orders_overdue: 3}", "facts: {orders_overdue: 4}"
    )
    result = mutation.check(loader.load(folder))
    assert [_said(change) for change in result.unnoticed_operators] == [
        ("book/violations.yaml:8:35", ">=", ">")
    ]


def test_a_test_that_fails_already_notices_nothing(tmp_path: Path) -> None:
    folder = changed(
        tmp_path, "tests/orders-overdue.yaml", "facts: {orders_overdue: 2}", "facts: {orders_overdue: 3}"
    )
    assert unnoticed(folder) == [("book/violations.yaml:8:38", "3", "2")]


def test_each_wording_of_a_rule_counts_by_itself(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        "procedure.yaml",
        "- {from: 2026-01-01, amount: 24, unit: hours",
        '- {from: 2025-01-01, amount: 24, unit: hours, basis: {document: own-rules, clause: "3"}}\n'
        "      - {from: 2026-01-01, amount: 24, unit: hours",
    )
    # The document on which it rests is older in this country.
    documents = folder / "documents.yaml"
    documents.write_text(documents.read_text(encoding="utf-8").replace("2026-01-01", "2024-01-01"))
    found = numbers(folder, "answer-traceback")
    assert [(number.version.year, number.written) for number in found] == [(2025, "24"), (2026, "24")]
    assert [(old, new) for _, old, new in unnoticed(folder)] == [("24", "23"), ("24", "25")]


def test_a_draft_is_moved_with_what_it_takes_from_its_base(tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    draft.mkdir()
    (draft / "rulebook.yaml").write_text("id: draft\nbased_on: template\n", encoding="utf-8")
    assert unnoticed(draft) == []
    (draft / "criteria").mkdir()
    text = (loader.SHIPPED / "template" / "criteria" / "reported-caller.yaml").read_text(encoding="utf-8")
    (draft / "criteria" / "reported-caller.yaml").write_text(
        text.replace("AND NOT is_exempt", "AND NOT is_exempt\n      AND call_reporters_30d > 6"),
        encoding="utf-8",
    )
    assert {place.partition(":")[0] for place, _, _ in unnoticed(draft)} == {
        "draft/criteria/reported-caller.yaml"
    }


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("calls >= 60", [("60", ("59", "61")), (">=", (">",))]),
        ("night_ratio < 0.150", [("0.150", ("0.149", "0.151")), ("<", ("<=",))]),
        ("calls BETWEEN 2 AND 3", [("2", ("1", "3")), ("3", ("2", "4"))]),
        ("calls IN (7)", [("7", ("6", "8"))]),
        ("calls > 0.5 * called_distinct", [("0.5", ("0.4", "0.6")), (">", (">=",))]),
        ("purpose = 'call-60'", []),
        ("NOT is_exempt", []),
    ],
)
def test_a_condition_is_moved_by_its_numbers_and_comparisons(
    tmp_path: Path, condition: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    folder = changed(
        tmp_path,
        "criteria/reported-caller.yaml",
        "call_reporters_10d >= 5\n      AND NOT is_exempt",
        condition,
    )
    found = [(written, moved) for key, written, moved in moves(numbers(folder, "reported-caller"))]
    assert sorted(found[:-1]) == sorted(expected)
    assert found[-1] == ("30", ("29", "31"))  # the days of the measure


def test_clocks_move_by_a_minute_and_a_week_where_it_begins_and_ends() -> None:
    assert moves(numbers("template", "commercial-hours")) == [
        ("bands.days", "1", ("2",)),
        ("bands.days", "5", ("4", "6")),
        ("bands.from", "09:00", ("08:59", "09:01")),
        ("bands.to", "21:00", ("20:59", "21:01")),
    ]


def test_midnight_moves_only_inwards(tmp_path: Path) -> None:
    folder = changed(tmp_path, "control.yaml", 'from: "09:00", to: "21:00"', 'from: "00:00", to: "24:00"')
    clocks = [moved for key, _, moved in moves(numbers(folder, "commercial-hours")) if "days" not in key]
    assert clocks == [("00:01",), ("23:59",)]


def test_fines_capabilities_and_what_is_kept_are_moved() -> None:
    assert [written for _, written, _ in moves(numbers("template", "late-answer"))] == [
        "1000",
        "5000",
        "20000",
        "100000",
    ]
    assert [key for key, _, _ in moves(numbers("template", "block-in-time"))] == ["test.value", "test.sample"]
    assert [key for key, _, _ in moves(numbers("template", "keep-records"))] == ["keep.amount"]


def test_codes_and_the_mark_of_the_lowest_grade_are_no_thresholds() -> None:
    assert [key for key, _, _ in moves(numbers("template", "senders"))] == [
        "template.longest_variable",
        "consent.days",
    ]
    marks = [written for key, written, _ in moves(numbers("template", "scoring")) if key.startswith("grades")]
    assert marks == ["60"]


def test_the_rule_book_is_as_before_when_the_check_has_ended(tmp_path: Path) -> None:
    book = loader.load(copied(tmp_path))
    assert mutation.check(book) == mutation.check(book)


def test_every_number_is_one_step_of_the_bar() -> None:
    book, done = loader.load("template"), []
    mutation.check(book, done.append)
    assert sum(done) == len(mutation.numbers_of(book))
