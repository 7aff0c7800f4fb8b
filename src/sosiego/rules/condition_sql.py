"""Writing a condition for an engine, so that each gives the same three values as the deciding of one case.

Engines differ in how 0.1 or 9007199254740993 is compared with a fraction, in what a division by zero is, in
what they refuse to read. Nothing of that is left to them here.
"""

from __future__ import annotations

import sys
from functools import reduce

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

# They replace ${…} in a statement by their settings, inside texts too.
_SUBSTITUTING = ("spark", "spark2", "databricks", "hive")


def written(tree: exp.Expression, kinds: Kinds, dialect: str) -> str:
    """A condition, already checked, in the SQL of an engine. Column names are the names of facts."""
    portable = _condition(tree, kinds)
    if dialect in _SUBSTITUTING:
        portable = portable.transform(_unsubstituted)
    return portable.sql(dialect=dialect, comments=False)


def _condition(node: exp.Expression, kinds: Kinds) -> exp.Expression:
    match node:
        case exp.Paren():
            return _condition(node.this, kinds)
        case exp.Column() | exp.Boolean():
            return _leaf(node)
        case exp.And() | exp.Or():
            parts = [_condition(part, kinds) for part in flat(node, type(node))]
            return exp.paren(reduce(lambda left, right: type(node)(this=left, expression=right), parts))
        case exp.Not():
            return exp.paren(exp.Not(this=_condition(node.this, kinds)))
        case exp.Is():
            return exp.paren(exp.Is(this=_value(node.this, kinds), expression=exp.Null()))
        case exp.Between():
            low, high = (_comparison(*one, kinds) for one in comparisons(node))
            return exp.paren(exp.And(this=low, expression=high))
        case exp.In():
            return _in(node, kinds)
    return _comparison(type(node), *sides(node), kinds)


def _comparison(
    kind: type[exp.Expression], left: exp.Expression, right: exp.Expression, kinds: Kinds
) -> exp.Expression:
    fractions = is_number(left, kinds) and not (is_whole(left, kinds) and is_whole(right, kinds))
    value = _number if fractions else _value
    return exp.paren(kind(this=value(left, kinds), expression=value(right, kinds)))


def _in(node: exp.In, kinds: Kinds) -> exp.Expression:
    parts = [node.this, *node.expressions]
    fractions = is_number(node.this, kinds) and not all(is_whole(part, kinds) for part in parts)
    value = _number if fractions else _value
    asked, *choices = (value(part, kinds) for part in parts)
    return exp.paren(exp.In(this=asked, expressions=choices))


def _value(node: exp.Expression, kinds: Kinds) -> exp.Expression:
    """An operand: whole numbers stay whole."""
    node = bare(node)
    if is_number(node, kinds) and not is_whole(node, kinds):
        return _number(node, kinds)
    return _leaf(node) if is_literal(node) else _condition(node, kinds)


def _number(node: exp.Expression, kinds: Kinds) -> exp.Expression:
    """A number as a finite fraction of 64 bits; NULL if it is none."""
    node = bare(node)
    return _finite(_reckoned(node, kinds)) if is_arithmetic(node) else _reckoned(node, kinds)


def _reckoned(node: exp.Expression, kinds: Kinds) -> exp.Expression:
    node = bare(node)
    if isinstance(node, exp.Column):
        whole = kinds[node.name] == "integer"
        return exp.cast(_leaf(node), "double") if whole else _finite(_leaf(node))
    if is_literal(node):
        return _double(float(literal(node)))
    if isinstance(node, exp.Neg):
        return exp.paren(exp.Neg(this=_reckoned(node.this, kinds)))
    left, right = (_reckoned(side, kinds) for side in sides(node))
    if isinstance(node, exp.Div):
        right = exp.Nullif(this=right, expression=_double(0.0))
    return exp.paren(type(node)(this=left, expression=right))


def _finite(value: exp.Expression) -> exp.Expression:
    """NULL for NaN and infinity: NaN is greater than all to every engine, so one comparison finds them."""
    largest = _double(sys.float_info.max)
    is_finite = exp.LTE(this=exp.Abs(this=value.copy()), expression=largest)
    return exp.Case(ifs=[exp.If(this=is_finite, true=value)])


def _double(value: float) -> exp.Expression:
    # As a text: engines read 0.1 as a decimal, of at most 38 digits, and each turns it to binary its own way.
    return exp.cast(exp.Literal.string(repr(value)), "double")


def _leaf(node: exp.Expression) -> exp.Expression:
    """A fact or a literal, without what its writer put beside it."""
    if isinstance(node, exp.Column):
        return exp.column(node.name, quoted=True)
    if isinstance(node, exp.Cast):
        return exp.cast(exp.Literal.string(literal(node).isoformat()), "date")
    value = literal(node)
    if isinstance(value, int) and not isinstance(value, bool) and value < 0:
        return exp.paren(exp.Neg(this=exp.Literal.number(-value)))
    return exp.convert(value)


def _unsubstituted(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Literal) and node.is_string and "${" in node.this:
        first, *others = node.this.split("${")
        pieces = [first + "$", *("{" + piece + "$" for piece in others[:-1]), "{" + others[-1]]
        return exp.Concat(expressions=[exp.Literal.string(piece) for piece in pieces], safe=False)
    return node
