"""A condition means the same on one case and on a million rows, and says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sosiego.rules.conditions import (
    Clause,
    Condition,
    ConditionError,
    ConditionNotAllowedError,
    ConditionSyntaxError,
    ConditionTypeError,
    UnknownFactError,
)
from sosiego.rules.place import Place
from sosiego.rules.vocabulary import Fact, caller_facts

HERE = Place("criteria/over-frequency.yaml", 12, 7)


def _parse(sql: str) -> Condition:
    return Condition.parse(sql, caller_facts(), HERE)


@pytest.mark.parametrize(
    ("sql", "facts", "truth"),
    [
        ("calls > 60", {"calls": 61}, True),
        ("calls > 60", {"calls": 60}, False),
        ("calls > 60", {"calls": None}, None),
        ("calls > 60", {}, None),
        ("calls > 60 AND NOT is_exempt", {"calls": 60}, False),
        ("calls > 60 AND NOT is_exempt", {"calls": 61}, None),
        ("calls > 60 OR is_exempt", {"calls": 61}, True),
        ("calls > 60 OR is_exempt", {"calls": 60}, None),
        ("NOT (calls > 60)", {}, None),
        ("purpose IS NULL", {}, True),
        ("purpose IS NOT NULL", {"purpose": "x"}, True),
        ("purpose IN ('a', 'b')", {"purpose": "b"}, True),
        ("purpose NOT IN ('a', 'b')", {}, None),
        ("purpose = 'it''s'", {"purpose": "it's"}, True),
        ("calls BETWEEN 1 AND 3", {"calls": 3}, True),
        ("calls BETWEEN messages AND 3", {"calls": 4}, False),
        ("calls NOT BETWEEN 1 AND 3", {"calls": 3}, False),
        ("calls / called_distinct > 2", {"calls": 5, "called_distinct": 2}, True),
        ("calls / called_distinct > 2", {"calls": 5, "called_distinct": 0}, None),
        ("-calls < -1.5 + 1", {"calls": 1}, True),
        ("(calls = 1 OR (calls = 2 AND is_exempt)) AND is_assigned", {"calls": 1, "is_assigned": True}, True),
        ("is_exempt = FALSE", {"is_exempt": False}, True),
    ],
)
def test_a_condition_has_three_values(sql: str, facts: dict[str, Any], truth: bool | None) -> None:
    assert _parse(sql).evaluate(facts) is truth


def test_a_condition_knows_the_facts_and_texts_it_speaks_of() -> None:
    condition = _parse("calls > 60 AND purpose NOT IN ('courier', 'hospital-recall') AND NOT is_exempt")
    assert condition.facts == {"calls", "purpose", "is_exempt"}
    assert condition.texts == {"purpose": {"courier", "hospital-recall"}}


def test_dates_are_compared_as_dates() -> None:
    facts = {"since": Fact("since", "date", "", "registry", "")}
    condition = Condition.parse("since > DATE '2026-01-01'", facts, HERE)
    assert condition.evaluate({"since": date(2026, 1, 2)}) is True


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("since = DATE '20260101'", "'20260101' is no date: it is not written YYYY-MM-DD."),
        ("since = DATE '2026-W01-1'", "'2026-W01-1' is no date: it is not written YYYY-MM-DD."),
        ("since = DATE '2026-02-30'", "'2026-02-30' is no date: that month has 28 days."),
        ("since = TRY_CAST('2026-01-01' AS DATE)", "Conditions may not convert types."),
    ],
)
def test_a_date_is_written_in_one_way(sql: str, message: str) -> None:
    facts = {"since": Fact("since", "date", "", "registry", "")}
    with pytest.raises(ConditionError) as refused:
        Condition.parse(sql, facts, HERE)
    assert refused.value.what == message


def test_an_explanation_lists_each_clause_with_its_values() -> None:
    condition = _parse(
        "calls_per_hour_max > 60\nAND (reciprocity < 0.05 OR incoming_ratio < 0.1)\nAND NOT is_exempt"
    )
    explanation = condition.explain({"calls_per_hour_max": 84, "reciprocity": 0.01, "is_exempt": None})
    assert explanation.truth is None
    assert explanation.joined_by == "AND"
    assert explanation.clauses == (
        Clause("calls_per_hour_max > 60", {"calls_per_hour_max": 84}, True),
        Clause(
            "(reciprocity < 0.05 OR incoming_ratio < 0.1)",
            {"reciprocity": 0.01, "incoming_ratio": None},
            True,
        ),
        Clause("NOT is_exempt", {"is_exempt": None}, None),
    )


def test_an_explanation_of_alternatives_lists_the_alternatives() -> None:
    explanation = _parse("calls > 60 OR messages > 5").explain({"calls": 1, "messages": 6})
    assert [(clause.text, clause.held) for clause in explanation.clauses] == [
        ("calls > 60", False),
        ("messages > 5", True),
    ]
    assert explanation.joined_by == "OR"


def test_an_unknown_fact_is_shown_with_its_place_and_the_nearest_names() -> None:
    with pytest.raises(UnknownFactError) as refused:
        _parse("calls > 60\nAND calls_pr_hour_max > 3")
    assert str(refused.value) == (
        'There is no fact named "calls_pr_hour_max".\n'
        "  where: criteria/over-frequency.yaml:13:11\n"
        "    AND calls_pr_hour_max > 3\n"
        "        ^\n"
        "  do: Write calls_per_hour_max or calls_per_day_max or calls_per_minute_max."
    )


@pytest.mark.parametrize(
    ("sql", "kind", "message"),
    [
        ("", ConditionSyntaxError, "The condition is empty."),
        ("calls >", ConditionSyntaxError, "The condition is not SQL: something is missing here."),
        ("(calls = 1", ConditionSyntaxError, "The condition is not SQL: expecting )."),
        ("purpose = 'x", ConditionSyntaxError, "The condition is not SQL: it cannot be read."),
        ("calls = 1; calls = 2", ConditionSyntaxError, "There is more than one condition."),
        ("calls LIKE 'x'", ConditionNotAllowedError, "Conditions may not use LIKE."),
        ("lower(purpose) = 'x'", ConditionNotAllowedError, "Conditions may not use LOWER."),
        ("calls > (SELECT 1)", ConditionNotAllowedError, "Conditions may not use SUBQUERY."),
        ("calls = NULL", ConditionNotAllowedError, "Conditions may not use NULL without IS."),
        ("is_exempt IS TRUE", ConditionNotAllowedError, "IS may be followed by NULL or NOT NULL only."),
        ("calls IN (calls)", ConditionNotAllowedError, "IN needs a list of literals."),
        ("CAST(calls AS TEXT) = 'x'", ConditionNotAllowedError, "Conditions may not convert types."),
        ("calls", ConditionTypeError, "A condition must be true or false; this is a whole number."),
        ("calls = 'x'", ConditionTypeError, "A whole number cannot be compared with a text."),
        ("purpose > 'a'", ConditionTypeError, "A text is not greater or less than another."),
        ("calls = 1 AND messages", ConditionTypeError, "AND joins conditions; this is a whole number."),
        ("purpose + 1 > 2", ConditionTypeError, "Arithmetic needs numbers; this is a text."),
        ("calls > 1 AND c.messages > 1", UnknownFactError, 'There is no fact named "c.messages".'),
        ('purpose = "hospital"', UnknownFactError, 'There is no fact named "hospital".'),
        ("calls IN (-messages)", ConditionNotAllowedError, "IN needs a list of literals."),
        (
            "calls BETWEEN SYMMETRIC 3 AND 1",
            ConditionNotAllowedError,
            "Conditions may not use BETWEEN SYMMETRIC.",
        ),
        ("purpose = 'a\0b'", ConditionNotAllowedError, "Conditions may not use the sign NUL in a text."),
        ("calls < 9223372036854775808", ConditionTypeError, "The number 9223372036854775808 is too large."),
        ("reciprocity < 1e400", ConditionTypeError, "The number 1e400 is too large."),
    ],
)
def test_what_conditions_may_not_say_is_refused(sql: str, kind: type[ConditionError], message: str) -> None:
    with pytest.raises(kind) as refused:
        _parse(sql)
    assert refused.value.what == message
    assert refused.value.todo


def test_the_hint_for_double_quotes_says_single_quotes() -> None:
    with pytest.raises(UnknownFactError) as refused:
        _parse('purpose = "hospital"')
    assert refused.value.todo == "Put text in single quotes: 'hospital'."


# The same three values on one case and on DuckDB, for generated conditions and rows.

_integers = st.sampled_from(["calls", "messages", "called_distinct"])
_numbers = st.sampled_from(["answered_ratio", "reciprocity"])
_literals = st.one_of(st.integers(-3, 100).map(str), st.sampled_from(["0.5", "0.85", "1.25", "0.1"]))


def _join(sign: str) -> Any:
    return lambda pair: f"({pair[0]} {sign} {pair[1]})"


_operands = st.recursive(
    st.one_of(_integers, _numbers, _literals),
    lambda inner: st.one_of(
        *(st.tuples(inner, inner).map(_join(sign)) for sign in "+-*/"), inner.map(lambda text: f"(- {text})")
    ),
    max_leaves=3,
)
_atoms = st.one_of(
    st.tuples(_operands, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), _operands).map(" ".join),
    st.tuples(_operands, st.sampled_from(["", "NOT "]), _operands, _operands).map(
        lambda t: f"{t[0]} {t[1]}BETWEEN {t[2]} AND {t[3]}"
    ),
    st.tuples(_integers, st.sampled_from(["", "NOT "])).map(lambda t: f"{t[0]} {t[1]}IN (0, 1, 2.5, -3)"),
    st.sampled_from(["purpose", "number_class"]).flatmap(
        lambda name: st.sampled_from(
            [f"{name} = 'a'", f"{name} <> 'it''s'", f"{name} IN ('a', '中')", f"{name} IS NULL"]
        )
    ),
    st.sampled_from(["is_exempt", "is_assigned", "is_exempt = is_assigned", "is_exempt IS NOT NULL"]),
)
_conditions = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(_join("AND")),
        st.tuples(inner, inner).map(_join("OR")),
        inner.map(lambda text: f"NOT ({text})"),
    ),
    max_leaves=6,
)
_whole = st.none() | st.integers(-3, 100)
_share = st.none() | st.sampled_from([0.0, 0.1, 0.5, 0.85, 1.0, 1.25, -2.5])
_text = st.none() | st.sampled_from(["a", "b", "it's", "中", ""])
_rows = st.lists(
    st.fixed_dictionaries(
        {
            "calls": _whole,
            "messages": _whole,
            "called_distinct": _whole,
            "answered_ratio": _share,
            "reciprocity": _share,
            "purpose": _text,
            "number_class": _text,
            "is_exempt": st.none() | st.booleans(),
            "is_assigned": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=20,
)
_ARROW = {"integer": pa.int64(), "number": pa.float64(), "text": pa.string(), "boolean": pa.bool_()}
_CONNECTION = duckdb.connect()


@settings(max_examples=150, deadline=None)
@given(sql=_conditions, rows=_rows)
def test_duckdb_gives_the_same_three_values(sql: str, rows: list[dict[str, Any]]) -> None:
    condition = _parse(sql)
    schema = pa.schema([(name, _ARROW[caller_facts()[name].type]) for name in rows[0]])
    cases = pa.Table.from_pylist(rows, schema=schema)
    _CONNECTION.register("cases", cases)
    found = _CONNECTION.execute(f"SELECT ({condition.to_sql('duckdb')})::BOOLEAN FROM cases").fetchall()
    assert [row[0] for row in found] == [condition.evaluate(row) for row in rows]


@given(_conditions)
@settings(max_examples=60, deadline=None)
def test_what_is_written_for_an_engine_is_itself_a_condition_of_that_engine(sql: str) -> None:
    for dialect in ("spark", "postgres", "sqlite"):
        assert _parse(sql).to_sql(dialect)
