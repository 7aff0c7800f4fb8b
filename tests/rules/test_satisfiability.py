"""A condition that decides nothing is refused; whether it does is checked against a solver."""

from __future__ import annotations

from typing import Any

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from sosiego.rules.conditions import Condition, ConditionError
from sosiego.rules.place import Place
from sosiego.rules.satisfiability import (
    ConditionAlwaysHoldsError,
    ConditionNeverHoldsError,
    DeadClauseError,
    can_be,
    refuse_degenerate,
)
from sosiego.rules.vocabulary import Fact, caller_facts

PLACE = Place("book/criteria/x.yaml", 3, 7)
NEVER, ALWAYS, DEAD = ConditionNeverHoldsError, ConditionAlwaysHoldsError, DeadClauseError


def _refused(sql: str, texts: dict[str, tuple[str, ...]] | None = None) -> ConditionError | None:
    condition = Condition.parse(sql, caller_facts(), PLACE)
    try:
        refuse_degenerate(condition, caller_facts(), texts)
    except ConditionError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("sql", "kind", "what"),
    [
        ("calls > 5 AND calls < 6", NEVER, "calls > 5 and calls < 6 cannot be true together"),
        (
            "messages > 9 AND calls < 3 AND calls > 5",
            NEVER,
            "calls < 3 and calls > 5 cannot be true together",
        ),
        ("calls < 0", NEVER, "calls < 0 is never true (calls is a whole number of at least 0)"),
        ("calls = 5.5", NEVER, "calls = 5.5 is never true (calls is a whole number of at least 0)"),
        (
            "answered_ratio > 1",
            NEVER,
            "answered_ratio > 1 is never true (answered_ratio lies between 0 and 1)",
        ),
        ("active_hours > 24", NEVER, "active_hours > 24 is never true (active_hours lies between 0 and 24)"),
        ("calls BETWEEN 5 AND 4", NEVER, "calls BETWEEN 5 AND 4 is never true"),
        ("is_exempt AND NOT is_exempt", NEVER, "is_exempt and NOT is_exempt cannot be true together"),
        ("calls IS NULL AND calls > 5", NEVER, "calls IS NULL and calls > 5 cannot be true together"),
        ("purpose = 'a' AND purpose = 'b'", NEVER, "purpose = 'a' and purpose = 'b' cannot be true together"),
        ("calls > messages AND messages >= calls", NEVER, "calls > messages and messages >= calls cannot be"),
        (
            "calls * 2 > 10 AND calls * 2 < 11",
            NEVER,
            "calls * 2 > 10 and calls * 2 < 11 cannot be true together",
        ),
        ("calls + messages < 0", NEVER, "calls + messages < 0 is never true"),
        ("calls > calls", NEVER, "calls > calls is never true"),
        ("1 / 0 > 2", NEVER, "1 / 0 > 2 is never true"),
        ("calls >= 0", ALWAYS, "calls >= 0 is never false (calls is a whole number of at least 0)"),
        ("calls > 5 OR calls < 10", ALWAYS, "calls > 5 or calls < 10 leaves nothing out"),
        (
            "calls > 5 OR calls BETWEEN 0 AND 5",
            ALWAYS,
            "calls > 5 or calls BETWEEN 0 AND 5 leaves nothing out",
        ),
        ("purpose <> 'a' OR purpose <> 'b'", ALWAYS, "purpose <> 'a' or purpose <> 'b' leaves nothing out"),
        ("NOT (is_exempt AND calls < 0)", ALWAYS, "NOT (is_exempt AND calls < 0) is never false"),
        ("TRUE", ALWAYS, "TRUE is never false"),
        ("answered_ratio <= 1 AND calls > 3", DEAD, "answered_ratio <= 1 always holds"),
        ("calls > 3 AND (messages > 5 OR messages < 0)", DEAD, "messages < 0 can never hold"),
        ("calls > 5 AND calls > 3", DEAD, "calls > 3 is said by the rest of it already"),
        ("calls > 5 OR calls > 8", DEAD, "calls > 8 is covered by the rest of it"),
        (
            "calls > 5 AND (calls < 3 OR messages > 2)",
            DEAD,
            "calls < 3 can never hold together with the rest of it",
        ),
    ],
)
def test_a_condition_or_clause_that_decides_nothing_is_refused_with_the_reason(
    sql: str, kind: type[ConditionError], what: str
) -> None:
    error = _refused(sql)
    assert type(error) is kind
    assert what in error.what
    assert error.todo


@pytest.mark.parametrize(
    "sql",
    [
        "calls > 5 AND calls < 7",
        "answered_ratio > 0.5 AND answered_ratio < 0.6",
        "answered_ratio BETWEEN 0 AND 0.2",
        "purpose IS NULL OR purpose <> 'a'",
        # It makes false what would be unknown.
        "purpose IS NOT NULL AND purpose = 'a'",
        "purpose IS NOT NULL",
        "call_reporters_10d >= 0.02 * called_distinct",
        "calls - messages > 0 AND calls / messages > 3",
        "calls + 1 IS NULL",
        "(calls > 5) IS NULL",
        "NOT is_exempt",
        "is_exempt = is_assigned",
    ],
)
def test_a_condition_each_part_of_which_decides_something_is_law(sql: str) -> None:
    assert _refused(sql) is None


def test_the_names_of_the_rule_book_are_all_that_a_text_can_be() -> None:
    texts = {"number_class": ("mobile", "fixed")}
    assert _refused("number_class <> 'mobile' AND number_class <> 'fixed'") is None
    error = _refused("number_class <> 'mobile' AND number_class <> 'fixed'", texts)
    assert isinstance(error, ConditionNeverHoldsError)
    assert error.what.endswith("cannot be true together (number_class is one of mobile, fixed).")


def test_the_error_leads_to_the_clause() -> None:
    assert str(_refused("messages > 3\nAND (calls > 5 OR calls < 0)")) == (
        "This part of the condition changes nothing: calls < 0 can never hold "
        "(calls is a whole number of at least 0).\n"
        "  where: book/criteria/x.yaml:4:25\n"
        "    AND (calls > 5 OR calls < 0)\n"
        "                      ^\n"
        "  do: Correct it, or strike it out."
    )


def test_a_condition_too_large_to_search_is_not_refused() -> None:
    # The pigeonhole principle, hard for every search: ten pigeons in nine holes.
    names = [name for name, fact in caller_facts().items() if fact.type == "integer"][:10]
    housed = " AND ".join(f"({' OR '.join(f'{name} = {hole}' for hole in range(9))})" for name in names)
    apart = " AND ".join(
        f"NOT ({one} = {hole} AND {other} = {hole})"
        for place, one in enumerate(names)
        for other in names[place + 1 :]
        for hole in range(9)
    )
    assert _refused(f"{housed} AND {apart}") is None


# --- against a solver and against all values ----------------------------------------------------------------

FACTS = {
    "a": Fact("a", "integer", "calls", "", ""),
    "b": Fact("b", "integer", "hours", "", ""),
    "s": Fact("s", "number", "share", "", ""),
    "r": Fact("r", "number", "ratio", "", ""),
    "t": Fact("t", "text", "", "", ""),
    "yes": Fact("yes", "boolean", "", "", ""),
    "no": Fact("no", "boolean", "", "", ""),
}
_WHOLE = st.sampled_from(["-1", "0", "1", "2", "3", "4", "23", "24", "25"])
_FRACTION = st.sampled_from(["-0.5", "0", "0.25", "0.5", "1", "1.5"])
_ORDER = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
_TEXT = st.sampled_from(["'x'", "'y'", "'z'"])


def _about(names: str, limits: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    name = st.sampled_from(names.split())
    return st.one_of(
        st.builds("{} {} {}".format, name, _ORDER, limits),
        st.builds("{1} {2} {0}".format, name, limits, _ORDER),
        st.builds("{} BETWEEN {} AND {}".format, name, limits, limits),
        st.builds("{} NOT IN ({}, {})".format, name, limits, limits),
        st.builds("{} IS NULL".format, name),
    )


_CLAUSE = st.one_of(
    _about("a b", _WHOLE),
    _about("a s r", _FRACTION),
    st.builds("t {} {}".format, st.sampled_from(["=", "<>"]), _TEXT),
    st.builds("t IN ({}, {})".format, _TEXT, _TEXT),
    st.sampled_from(["t IS NULL", "yes", "no", "yes = FALSE", "no IS NOT NULL"]),
)
_CONDITION = st.recursive(
    _CLAUSE,
    lambda inner: st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} AND {} AND {})".format, inner, inner, inner),
        st.builds("NOT ({})".format, inner),
    ),
    max_leaves=8,
)


class _Solver:
    """The meaning of a condition, said to Z3 independently of how Sosiego decides one."""

    def __init__(self, z3: Any) -> None:
        self.z3 = z3
        sorts = {"integer": z3.Int, "number": z3.Real, "text": z3.String, "boolean": z3.Bool}
        self.values = {name: sorts[fact.type](name) for name, fact in FACTS.items()}
        self.known = {name: z3.Bool(f"{name}_is_known") for name in FACTS}

    def can_be(self, sql: str, truth: bool | None) -> bool:
        is_true, is_false = self.say(sqlglot.parse_one(sql, read="duckdb"))
        solver = self.z3.Solver()
        a, b, s, r = (self.values[name] for name in "absr")
        solver.add(a >= 0, b >= 0, b <= 24, s >= 0, s <= 1, r >= 0)
        wanted = {True: is_true, False: is_false, None: self.z3.Not(self.z3.Or(is_true, is_false))}
        solver.add(wanted[truth])
        return bool(solver.check() == self.z3.sat)

    def say(self, node: exp.Expression) -> tuple[Any, Any]:
        """When it is true, and when it is false."""
        z3 = self.z3
        match node:
            case exp.Paren():
                return self.say(node.this)
            case exp.Not():
                is_true, is_false = self.say(node.this)
                return is_false, is_true
            case exp.And() | exp.Or():
                (a, not_a), (b, not_b) = self.say(node.this), self.say(node.expression)
                if isinstance(node, exp.And):
                    return z3.And(a, b), z3.Or(not_a, not_b)
                return z3.Or(a, b), z3.And(not_a, not_b)
            case exp.Is():
                known = self.known[node.this.name]
                return z3.Not(known), known
            case exp.Column():
                return self._if_known([node], self.values[node.name])
            case exp.Between():
                value = self._value(node.this)
                low, high = self._value(node.args["low"]), self._value(node.args["high"])
                return self._if_known([node.this], z3.And(value >= low, value <= high))
            case exp.In():
                value = self._value(node.this)
                choices = [value == self._value(choice) for choice in node.expressions]
                return self._if_known([node.this], z3.Or(choices))
        left, right = self._value(node.this), self._value(node.expression)
        said = {
            exp.EQ: lambda: left == right,
            exp.NEQ: lambda: left != right,
            exp.LT: lambda: left < right,
            exp.LTE: lambda: left <= right,
            exp.GT: lambda: left > right,
            exp.GTE: lambda: left >= right,
        }[type(node)]()
        return self._if_known([node.this, node.expression], said)

    def _if_known(self, nodes: list[exp.Expression], said: Any) -> tuple[Any, Any]:
        known = self.z3.And([self.known[node.name] for node in nodes if isinstance(node, exp.Column)])
        return self.z3.And(known, said), self.z3.And(known, self.z3.Not(said))

    def _value(self, node: exp.Expression) -> Any:
        match node:
            case exp.Column():
                value = self.values[node.name]
                # A whole number is compared with a fraction as a fraction.
                return self.z3.ToReal(value) if FACTS[node.name].type == "integer" else value
            case exp.Neg():
                return -self._value(node.this)
            case exp.Boolean():
                return self.z3.BoolVal(node.this)
        return self.z3.StringVal(node.this) if node.is_string else self.z3.RealVal(node.this)


@settings(max_examples=150, deadline=None)
@given(sql=_CONDITION)
def test_what_a_condition_can_be_is_what_a_solver_finds(sql: str) -> None:
    solver = _Solver(pytest.importorskip("z3", reason="the solver is not installed"))
    condition = Condition.parse(sql, FACTS, PLACE)
    for truth in (True, False, None):
        assert can_be(condition, truth, FACTS) == solver.can_be(sql, truth), (sql, truth)


_SOME_FACTS = st.fixed_dictionaries(
    {
        "a": st.none() | st.integers(0, 26),
        "b": st.none() | st.integers(0, 24),
        "s": st.none() | st.floats(0, 1),
        "r": st.none() | st.floats(0, 3),
        "t": st.none() | st.sampled_from(["x", "y", "z", "w"]),
        "yes": st.none() | st.booleans(),
        "no": st.none() | st.booleans(),
    }
)
_TERM = st.sampled_from(["a", "b", "s", "r", "a + b", "a - b", "s * 2", "a * b", "-s", "a / b", "r + 0.5"])
_RECKONED = st.builds("{} {} {}".format, _TERM, _ORDER, st.one_of(_TERM, _FRACTION))


@settings(max_examples=300, deadline=None)
@given(
    first=st.one_of(_RECKONED, _CLAUSE),
    second=_RECKONED,
    word=st.sampled_from(["AND", "OR"]),
    facts=_SOME_FACTS,
)
def test_no_facts_contradict_a_refusal_even_where_facts_are_reckoned_with(
    first: str, second: str, word: str, facts: dict[str, Any]
) -> None:
    condition = Condition.parse(f"{first} {word} {second}", FACTS, PLACE)
    try:
        refuse_degenerate(condition, FACTS)
    except ConditionNeverHoldsError:
        assert condition.evaluate(facts) is not True
    except ConditionAlwaysHoldsError:
        assert condition.evaluate(facts) is not False
    except DeadClauseError:
        pass


@settings(max_examples=300, deadline=None)
@given(clauses=st.lists(_CLAUSE, min_size=2, max_size=4), facts=_SOME_FACTS)
def test_a_clause_said_to_be_dead_can_be_struck_out(clauses: list[str], facts: dict[str, Any]) -> None:
    condition = Condition.parse(" AND ".join(f"({clause})" for clause in clauses), FACTS, PLACE)
    try:
        refuse_degenerate(condition, FACTS)
    except DeadClauseError as error:
        explanation = condition.explain(facts)
        rest = [clause.held for clause in explanation.clauses if f"{clause.text} " not in f"{error.what} "]
        without = False if False in rest else None if None in rest else True
        if "always holds" not in error.what and len(rest) == len(clauses) - 1:
            assert without == condition.evaluate(facts)
    except ConditionError:
        pass
