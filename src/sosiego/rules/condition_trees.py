"""What the parts of a parsed condition are: shared by deciding one case and by writing for an engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlglot import exp

from sosiego.rules.vocabulary import FactType

# By the name of each fact that a condition speaks of.
Kinds = Mapping[str, FactType]

NUMBERS: tuple[FactType, ...] = ("integer", "number")
ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div)


def sides(node: exp.Expression) -> tuple[exp.Expression, exp.Expression]:
    """Left and right of what has two operands."""
    return node.args["this"], node.args["expression"]


def bare(node: exp.Expression) -> exp.Expression:
    """The expression without parentheses around it."""
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def flat(tree: exp.Expression, kind: type[exp.Expression]) -> list[exp.Expression]:
    """The parts of A AND (B AND C) AND D, in order; parentheses that change nothing are taken off."""
    inner = bare(tree)
    if isinstance(inner, kind):
        return flat(inner.this, kind) + flat(inner.expression, kind)
    return [tree if isinstance(inner, exp.Connector) else inner]


def joined(tree: exp.Expression) -> tuple[str, list[exp.Expression]]:
    """The word that joins the outermost parts ("AND", "OR" or "" for one alone), and these parts."""
    tree = bare(tree)
    for kind, word in ((exp.And, "AND"), (exp.Or, "OR")):
        if isinstance(tree, kind):
            return word, flat(tree, kind)
    return "", [tree]


def is_literal(node: exp.Expression) -> bool:
    """A number (also a negative one), a text or a date."""
    node = bare(node)
    return isinstance(bare(node.this) if isinstance(node, exp.Neg) else node, exp.Literal | exp.Cast)


def literal(node: exp.Expression) -> Any:
    """The value of a literal."""
    match node:
        case exp.Paren():
            return literal(node.this)
        case exp.Neg():
            return -literal(node.this)
        case exp.Cast():
            return date.fromisoformat(node.this.this)
        case exp.Boolean():
            return bool(node.this)
    if node.is_string:
        return node.this
    return int(node.this) if node.this.isdigit() else float(node.this)


def is_arithmetic(node: exp.Expression) -> bool:
    """Reckoned from something, and therefore in fractions."""
    return isinstance(node, ARITHMETIC) or (isinstance(node, exp.Neg) and not is_literal(node))


def is_number(node: exp.Expression, kinds: Kinds) -> bool:
    """True for what may be reckoned with."""
    node = bare(node)
    if isinstance(node, exp.Column):
        return kinds[node.name] in NUMBERS
    if isinstance(node, exp.Literal):
        return not node.is_string
    return isinstance(node, exp.Neg) or is_arithmetic(node)


def is_whole(node: exp.Expression, kinds: Kinds) -> bool:
    """True for whole numbers: facts and literals. What is reckoned counts as a fraction on every engine."""
    node = bare(node)
    if isinstance(node, exp.Column):
        return kinds[node.name] == "integer"
    return is_literal(node) and type(literal(node)) is int


def comparisons(node: exp.Between) -> Iterator[tuple[type[exp.Expression], exp.Expression, exp.Expression]]:
    """x BETWEEN low AND high, as the two comparisons that it stands for."""
    yield exp.GTE, node.this, node.args["low"]
    yield exp.LTE, node.this, node.args["high"]
