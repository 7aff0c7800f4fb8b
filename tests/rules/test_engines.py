"""The same condition gives the same three-valued answer on one case, on DuckDB and on Spark."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from sosiego.rules.conditions import LARGEST_WHOLE, Condition
from tests.rules.engines import (
    ROWS,
    Spark,
    all_facts,
    arrow_table,
    case_by_case,
    differences,
    generated_facts,
    on_duckdb,
    parsed,
    shipped_conditions,
)
from tests.rules.generated_conditions import GENERATED, generated_conditions

# Conditions are asked in lots: Spark takes as long for one as for many.
LOT = 100

pytestmark = pytest.mark.one_database
# One process starts Spark, once.
on_spark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    pytest.importorskip("pyspark", reason="needs PySpark: pip install 'sosiego[spark]'")
    if shutil.which("java") is None:
        pytest.skip("needs Java 17 or newer for Spark (Debian package openjdk-17-jre-headless)")
    session = Spark(tmp_path_factory.mktemp("spark"))
    yield session
    session.stop()


@pytest.fixture(scope="module")
def facts() -> pa.Table:
    return arrow_table(generated_facts())


def test_the_generated_facts_are_ten_thousand_rows_with_nulls_in_every_column(facts: pa.Table) -> None:
    assert facts.num_rows == ROWS == 10_000
    assert set(facts.column_names) == set(all_facts())
    assert all(column.null_count > 1000 for column in facts.columns)


def test_each_shipped_condition_holds_and_fails_somewhere_in_the_generated_facts() -> None:
    for condition in shipped_conditions():
        assert set(case_by_case(condition, generated_facts())) >= {True, False}, condition.sql


# Each was answered differently, or refused, by one of the engines before it stood here.
LARGE = 2**53 + 1  # the first whole number that is no fraction of 64 bits
DIFFERENCES: list[tuple[str, str, dict[str, Any], bool | None]] = [
    ("NaN is unknown, not more than all", "reciprocity > 0.5", {"reciprocity": math.nan}, None),
    ("NaN is unknown beside NOT", "NOT reciprocity < 0.5", {"reciprocity": math.nan}, None),
    ("NaN is not known", "reciprocity IS NULL", {"reciprocity": math.nan}, True),
    ("an infinite fact is unknown", "calls_per_called > 5", {"calls_per_called": math.inf}, None),
    ("an infinite fact is unknown in reckoning", "1 / score = 0", {"score": -math.inf}, None),
    ("a result beyond all numbers is unknown", "score * 10 > 1", {"score": 1e308}, None),
    ("infinite less infinite is unknown", "score * 10 - score * 10 = 0", {"score": 1e308}, None),
    ("a division by zero is unknown", "1 / (calls - 3) > 0", {"calls": 3}, None),
    ("a division by minus zero is unknown", "1 / score > 0", {"score": -0.0}, None),
    ("minus zero is zero", "score IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.5)", {"score": -0.0}, True),
    ("whole numbers are compared as they are", "calls = 9007199254740992", {"calls": LARGE}, False),
    ("with a fraction they become fractions", "calls = 9007199254740992.0", {"calls": LARGE}, True),
    ("with a fact that is one too", "calls = score", {"calls": LARGE, "score": 2.0**53}, True),
    (
        "each limit of BETWEEN for itself",
        "calls BETWEEN 9007199254740993 AND 1e18",
        {"calls": LARGE - 1},
        False,
    ),
    ("NOT BETWEEN likewise", "calls NOT BETWEEN 9007199254740993 AND 1e18", {"calls": LARGE - 1}, True),
    ("a list with a fraction is of fractions", "calls IN (9007199254740992, 0.5)", {"calls": LARGE}, True),
    ("a list without is of whole numbers", "calls IN (9007199254740992, 5)", {"calls": LARGE}, False),
    ("the smallest whole number turned round", "- calls > 0", {"calls": -LARGEST_WHOLE - 1}, True),
    (
        "sums of whole numbers have no end",
        "calls + messages > calls",
        {"calls": LARGEST_WHOLE, "messages": LARGEST_WHOLE},
        True,
    ),
    ("products of whole numbers have no end", "calls * calls > 1e30", {"calls": LARGEST_WHOLE}, True),
    ("a comparison compared", "calls > 1 = is_exempt", {"calls": 2, "is_exempt": True}, True),
    (
        "a comparison that compares a comparison",
        "is_exempt = calls > 1",
        {"calls": 2, "is_exempt": False},
        False,
    ),
    ("NULL asked twice", "calls IS NOT NULL IS NULL", {}, False),
    ("NOT before a comparison of NULL", "NOT calls IS NULL = is_exempt", {"is_exempt": True}, False),
    (
        "more digits than a decimal has",
        "score > 0.1234567890123456789012345678901234567890",
        {"score": 0.125},
        True,
    ),
    ("a tenth and two are not three", "score + 0.2 = 0.3", {"score": 0.1}, False),
    ("signs between digits", "calls = 1_000", {"calls": 1000}, True),
    ("a point at the end", "score = 5.", {"score": 5.0}, True),
    (
        "a text like a setting",
        "purpose = 'a${spark.app.name}b${c}'",
        {"purpose": "a${spark.app.name}b${c}"},
        True,
    ),
    ("a backslash", "purpose = 'a\\nb\\'", {"purpose": "a\\nb\\"}, True),
    ("a text of two lines", "purpose = 'a\nb'", {"purpose": "a\nb"}, True),
    ("a space at the end counts", "purpose = 'a'", {"purpose": "a "}, False),
    ("two ways to write é are two texts", "purpose = '\u00e9'", {"purpose": "e\u0301"}, False),
    ("a remark that closes a remark", "calls > 1 -- */ OR TRUE\nAND calls < 3", {"calls": 5}, False),
    (
        "days before the present calendar",
        "held_since = DATE '1582-10-10'",
        {"held_since": date(1582, 10, 10)},
        True,
    ),
]
found_before = pytest.mark.parametrize(
    ("sql", "facts", "truth"), [pytest.param(*rest, id=name) for name, *rest in DIFFERENCES]
)


@found_before
def test_a_difference_found_before_is_decided_so_on_one_case(
    sql: str, facts: dict[str, Any], truth: bool | None
) -> None:
    assert parsed(sql).evaluate(facts) is truth


@found_before
def test_a_difference_found_before_is_decided_so_on_duckdb(
    sql: str, facts: dict[str, Any], truth: bool | None
) -> None:
    columns = {name: [facts.get(name)] for name in all_facts()}
    assert on_duckdb([parsed(sql)], arrow_table(columns)) == [[truth]]


def _agree(conditions: Sequence[Condition], facts: pa.Table, spark: Spark) -> None:
    answers = {"DuckDB": on_duckdb(conditions, facts)}
    for ansi in (True, False):
        name = f"Spark, ANSI {'on' if ansi else 'off'}"
        answers[name] = spark.answers(conditions, facts, ansi=ansi)
    found = differences(conditions, generated_facts(), answers)
    assert not found, "\n\n".join(found)


class TestOnSpark:
    pytestmark = on_spark

    def test_every_shipped_condition_means_the_same_on_all_engines(
        self, facts: pa.Table, spark: Spark
    ) -> None:
        _agree(shipped_conditions(), facts, spark)

    @pytest.mark.parametrize("ansi", [True, False], ids=["ANSI on", "ANSI off"])
    def test_the_differences_found_before_are_decided_so_on_spark(self, spark: Spark, ansi: bool) -> None:
        columns = {name: [facts.get(name) for _, _, facts, _ in DIFFERENCES] for name in all_facts()}
        answers = spark.answers(
            [parsed(sql) for _, sql, _, _ in DIFFERENCES], arrow_table(columns), ansi=ansi
        )
        decided = {name: answers[row][row] for row, (name, *_) in enumerate(DIFFERENCES)}
        assert decided == {name: truth for name, _, _, truth in DIFFERENCES}

    @pytest.mark.parametrize("lot", range(GENERATED // LOT))
    def test_every_generated_condition_means_the_same_on_all_engines(
        self, facts: pa.Table, spark: Spark, lot: int
    ) -> None:
        _agree([parsed(sql) for sql in generated_conditions()[lot :: GENERATED // LOT]], facts, spark)
