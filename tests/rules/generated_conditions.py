"""Random conditions over the real vocabulary, of everything that conditions may say."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, get_args

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sosiego.rules.vocabulary import FactType
from tests.rules.engines import all_facts, values_of

GENERATED = 300


def _names(*kinds: str) -> st.SearchStrategy[str]:
    return st.sampled_from([name for name, fact in all_facts().items() if fact.type in kinds])


def _quoted(value: Any) -> str:
    return f"DATE '{value}'" if isinstance(value, date) else "'" + str(value).replace("'", "''") + "'"


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else repr(value)


_written_numbers = st.one_of(
    st.sampled_from(["0", "1", "2", "-1", "0.1", ".5", "2.", "1e3", "0.30000000000000004", "1_000", "0.0"]),
    st.sampled_from(
        ["9007199254740993", "9223372036854775807", "-9223372036854775807", "9007199254740992.0"]
    ),
    st.sampled_from(["0.1234567890123456789012345678901234567890123", "1e-320", "1e308", "-0.0"]),
    st.integers(-3, 200).map(str),
    st.integers(-300, 1000).map(lambda cents: f"{cents / 100}"),
)
_numbers = st.recursive(
    st.one_of(_names("integer", "number"), _names("integer", "number"), _written_numbers),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join),
        inner.map(lambda text: f"- ({text})"),
    ),
    max_leaves=4,
)
_comparing = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
_maybe_not = st.sampled_from(["", "NOT "])


def _near(name: str) -> st.SearchStrategy[str]:
    """A fact with a value that it has in some row."""
    kind = all_facts()[name].type
    if kind in ("text", "date"):
        return st.sampled_from(values_of()[name]).map(_quoted)
    return st.sampled_from(
        [value for value in values_of()[name] if value == value and abs(value) < 2**63]
    ).map(_number)


def _law(name: str) -> st.SearchStrategy[str]:
    """What a rule-book mostly says: a fact against a threshold."""
    equal = st.sampled_from(["=", "<>"]) if all_facts()[name].type == "text" else _comparing
    return st.one_of(
        st.tuples(st.just(name), equal, _near(name)).map(" ".join),
        st.tuples(_maybe_not, st.lists(_near(name), min_size=1, max_size=14)).map(
            lambda t: f"{name} {t[0]}IN ({', '.join(t[1])})"
        ),
    )


_atoms = st.one_of(
    _names("integer", "number", "text", "date").flatmap(_law),
    st.tuples(_numbers, _comparing, _numbers).map(" ".join),
    st.tuples(_numbers, _maybe_not, _numbers, _numbers).map(
        lambda t: f"{t[0]} {t[1]}BETWEEN {t[2]} AND {t[3]}"
    ),
    st.tuples(_numbers, _maybe_not, st.lists(_written_numbers, min_size=1, max_size=3)).map(
        lambda t: f"({t[0]}) {t[1]}IN ({', '.join(t[2])})"
    ),
    st.tuples(_names("text"), st.sampled_from(["=", "<>"]), _names("text")).map(" ".join),
    st.tuples(_names("date"), _maybe_not, _names("date")).map(
        lambda t: f"{t[0]} {t[1]}BETWEEN DATE '2026-09-29' AND {t[2]}"
    ),
    _names("boolean"),
    st.tuples(_names("boolean"), st.sampled_from(["= TRUE", "<> FALSE", "IS NULL", "= is_exempt"])).map(
        " ".join
    ),
    st.tuples(_names(*get_args(FactType)), _maybe_not).map(lambda t: f"{t[0]} IS {t[1]}NULL"),
    st.tuples(_numbers, _maybe_not).map(lambda t: f"({t[0]}) IS {t[1]}NULL"),
    st.tuples(_numbers, _numbers, _names("boolean")).map(lambda t: f"{t[0]} > {t[1]} = {t[2]}"),
)
conditions = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, st.sampled_from(["AND", "OR"]), inner, st.sampled_from(["AND", "OR"]), inner).map(
            " ".join
        ),
        inner.map(lambda text: f"NOT ({text})"),
        inner.map(lambda text: f"NOT {text}"),
        inner.map(lambda text: f"({text}) IS NULL"),
    ),
    max_leaves=6,
)


@cache
def generated_conditions() -> list[str]:
    """So many different conditions, the same in every run, ready to be asked together."""
    found: dict[str, None] = {}

    @settings(
        # Some are drawn twice.
        max_examples=GENERATED * 6 // 5,
        derandomize=True,
        database=None,
        deadline=None,
        # Whoever asks them names those that differ: there is nothing to shrink.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(conditions)
    def gather(sql: str) -> None:
        found[sql] = None

    gather()
    return list(found)[:GENERATED]
