"""Deciding one case: a condition as a function of its facts, in three values.

An engine that is asked the same (`condition_sql.py`) gives the same answer: whole numbers are compared as
they are, every other number as a fraction of 64 bits, and what is no finite number is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import partial
from math import isfinite
from typing import Any

from sqlglot import exp

from sosiego.rules.condition_trees import (
    Kinds,
    bare,
    comparisons,
    flat,
    is_arithmetic,
    is_literal,
    is_number,
    is_whole,
    literal,
    sides,
)

Evaluator = Callable[[Mapping[str, Any]], Any]
Test = Callable[[Any, Any], Any]

ORDERINGS: dict[type[exp.Expression], Test] = {
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
}
COMPARISONS: dict[type[exp.Expression], Test] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    **ORDERINGS,
}
_ARITHMETIC: dict[type[exp.Expression], Test] = {
    exp.Add: operator.add,
    exp.Sub: operator.sub,
    exp.Mul: operator.mul,
    exp.Div: operator.truediv,
}


def decider(node: exp.Expression, kinds: Kinds) -> Evaluator:
    """A closure that decides a condition, already checked, on one mapping of facts."""
    match node:
        case exp.Paren():
            return decider(node.this, kinds)
        case exp.Column():
            return partial(_get, node.name)
        case exp.Boolean():
            return partial(_constant, literal(node))
        case exp.And():
            return partial(_all, tuple(decider(part, kinds) for part in flat(node, exp.And)))
        case exp.Or():
            return partial(_any, tuple(decider(part, kinds) for part in flat(node, exp.Or)))
        case exp.Not():
            return partial(_not, decider(node.this, kinds))
        case exp.Is():
            return partial(_is_null, _value(node.this, kinds))
        case exp.Between():
            return partial(_all, tuple(_comparison(*one, kinds) for one in comparisons(node)))
        case exp.In():
            return _among(node, kinds)
    return _comparison(type(node), *sides(node), kinds)


def _comparison(
    kind: type[exp.Expression], left: exp.Expression, right: exp.Expression, kinds: Kinds
) -> Evaluator:
    test, left, right = COMPARISONS[kind], bare(left), bare(right)
    fractions = is_number(left, kinds) and not (is_whole(left, kinds) and is_whole(right, kinds))
    if isinstance(left, exp.Column) and is_literal(right):
        # What nearly every clause of a rule-book is: worth a step less.
        if fractions:
            return partial(_compare_number_fact, test, left.name, float(literal(right)))
        return partial(_compare_fact, test, left.name, literal(right))
    value = _number if fractions else _value
    return partial(_compare, test, value(left, kinds), value(right, kinds))


def _among(node: exp.In, kinds: Kinds) -> Evaluator:
    parts = [node.this, *node.expressions]
    if is_number(node.this, kinds) and not all(is_whole(part, kinds) for part in parts):
        choices = frozenset(float(literal(choice)) for choice in node.expressions)
        return partial(_is_among, _number(node.this, kinds), choices)
    return partial(
        _is_among, _value(node.this, kinds), frozenset(literal(choice) for choice in node.expressions)
    )


def _value(node: exp.Expression, kinds: Kinds) -> Evaluator:
    """What an operand is worth: whole numbers stay whole."""
    node = bare(node)
    if is_number(node, kinds) and not is_whole(node, kinds):
        return _number(node, kinds)
    if is_literal(node):
        return partial(_constant, literal(node))
    return decider(node, kinds)


def _number(node: exp.Expression, kinds: Kinds) -> Evaluator:
    """A number as a finite fraction; unknown if it is none."""
    node = bare(node)
    return partial(_finite, _reckoned(node, kinds)) if is_arithmetic(node) else _reckoned(node, kinds)


def _reckoned(node: exp.Expression, kinds: Kinds) -> Evaluator:
    node = bare(node)
    if isinstance(node, exp.Column):
        return partial(_number_fact, node.name)
    if is_literal(node):
        return partial(_constant, float(literal(node)))
    if isinstance(node, exp.Neg):
        return partial(_negated, _reckoned(node.this, kinds))
    left, right = (_reckoned(side, kinds) for side in sides(node))
    return partial(_count, _ARITHMETIC[type(node)], left, right)


def _get(name: str, facts: Mapping[str, Any]) -> Any:
    return facts.get(name)


def _constant(value: Any, facts: Mapping[str, Any]) -> Any:
    return value


def _number_fact(name: str, facts: Mapping[str, Any]) -> float | None:
    value = facts.get(name)
    return float(value) if value is not None and isfinite(value) else None


def _finite(part: Evaluator, facts: Mapping[str, Any]) -> float | None:
    value = part(facts)
    return value if value is not None and isfinite(value) else None


def _negated(part: Evaluator, facts: Mapping[str, Any]) -> float | None:
    value = part(facts)
    return None if value is None else -value


def _count(
    how: Callable[[Any, Any], Any], left: Evaluator, right: Evaluator, facts: Mapping[str, Any]
) -> Any:
    a, b = left(facts), right(facts)
    if a is None or b is None or (how is operator.truediv and b == 0):
        return None
    return how(a, b)


def _all(parts: tuple[Evaluator, ...], facts: Mapping[str, Any]) -> bool | None:
    truth: bool | None = True
    for part in parts:
        value = part(facts)
        if value is None:
            truth = None
        elif not value:
            return False
    return truth


def _any(parts: tuple[Evaluator, ...], facts: Mapping[str, Any]) -> bool | None:
    truth: bool | None = False
    for part in parts:
        value = part(facts)
        if value is None:
            truth = None
        elif value:
            return True
    return truth


def _not(part: Evaluator, facts: Mapping[str, Any]) -> bool | None:
    value = part(facts)
    return None if value is None else not value


def _is_null(part: Evaluator, facts: Mapping[str, Any]) -> bool:
    return part(facts) is None


def _is_among(part: Evaluator, choices: frozenset[Any], facts: Mapping[str, Any]) -> bool | None:
    value = part(facts)
    return None if value is None else value in choices


def _compare_fact(test: Test, name: str, limit: Any, facts: Mapping[str, Any]) -> bool | None:
    value = facts.get(name)
    return None if value is None else bool(test(value, limit))


def _compare_number_fact(test: Test, name: str, limit: float, facts: Mapping[str, Any]) -> bool | None:
    value = facts.get(name)
    return bool(test(float(value), limit)) if value is not None and isfinite(value) else None


def _compare(test: Test, left: Evaluator, right: Evaluator, facts: Mapping[str, Any]) -> bool | None:
    a, b = left(facts), right(facts)
    return None if a is None or b is None else bool(test(a, b))
