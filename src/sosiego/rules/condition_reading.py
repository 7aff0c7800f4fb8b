"""From a checked condition to sets of cells: what each fact can be, and what each comparison asks of it.

The facts are taken as independent of each other, each within what its unit allows (a count is whole and at
least 0, a share lies between 0 and 1) or unknown. Two facts compared with each other, and arithmetic, are
held free within their bounds.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlglot import exp

from sosiego.rules.condition_case import COMPARISONS, Test
from sosiego.rules.condition_cells import Atom, Joined, Node, Not, TooLargeError, Values, leaves
from sosiego.rules.condition_trees import (
    ARITHMETIC,
    bare,
    comparisons,
    flat,
    is_literal,
    literal,
    sides,
)
from sosiego.rules.conditions import DIALECT
from sosiego.rules.vocabulary import Fact

# Within these lie the values of a unit; those of any other unit are counted or measured, so at least 0.
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "share": (0, 1),
    "probability": (0, 1),
    "hours": (0, 24),
    "hour": (0, 23),
    "points": (0, 100),
}
_RECKONING: Mapping[type[exp.Expression], Test] = {
    exp.Add: operator.add,
    exp.Sub: operator.sub,
    exp.Mul: operator.mul,
    exp.Div: operator.truediv,
}
# Lists longer than this are not told in a message; the reader finds them in the rule-book.
_MOST_NAMES_TOLD = 8


class Reader:
    """From a checked expression to sets of cells, and the search among them."""

    def __init__(
        self,
        tree: exp.Expression,
        facts: Mapping[str, Fact],
        texts: Mapping[str, tuple[str, ...]],
        *,
        within_bounds: bool = True,
    ) -> None:
        self.facts, self.texts, self.within_bounds = facts, texts, within_bounds
        self.values: dict[str, Values] = {}
        self.root = self.read(tree)

    def read(self, tree: exp.Expression) -> Node:
        """The parts of an expression. All are read before any is searched."""
        match tree:
            case exp.Paren():
                return self.read(tree.this)
            case exp.Not():
                return Not(tree, self.read(tree.this))
            case exp.And() | exp.Or():
                parts = tuple(self.read(part) for part in flat(tree, type(tree)))
                return Joined(tree, isinstance(tree, exp.Or), parts)
            case exp.Between():
                limits = (self._comparison(tree, *limit) for limit in comparisons(tree))
                return Joined(tree, False, tuple(limits), one_clause=True)
            case exp.Is():
                return self._is_null(tree)
            case exp.In():
                choices = frozenset(_comparable(literal(choice)) for choice in tree.expressions)
                return self._atom(tree, tree.this, choices, lambda value: value in choices)
        if type(tree) in COMPARISONS:
            return self._comparison(tree, type(tree), *sides(tree))
        # A fact that is true or false by itself.
        return self._atom(tree, tree, (), bool)

    def _atom(
        self, tree: exp.Expression, term: exp.Expression, literals: Iterable[Any], test: Callable[[Any], bool]
    ) -> Node:
        """A test of one term; unknown where the term is."""
        if _is_constant(term):
            value = self._constant(term)
            return _constant(tree, None if value is None else test(value))
        values = self._values_of(term)
        values.literals.update(literals)
        return Atom(tree, _key(bare(term)), values, partial(_tested, test))

    def _comparison(
        self, tree: exp.Expression, kind: type[exp.Expression], left: exp.Expression, right: exp.Expression
    ) -> Node:
        test = COMPARISONS[kind]
        if not (_is_constant(left) or _is_constant(right)):
            return self._order(tree, left, right, test)
        turned = not _is_constant(right)
        term, other = (right, left) if turned else (left, right)
        limit = self._constant(other)
        if limit is None:
            return _constant(tree, None)
        return self._atom(
            tree, term, (limit,), lambda value: test(limit, value) if turned else test(value, limit)
        )

    def _is_null(self, tree: exp.Is) -> Node:
        if _is_constant(tree.this):
            return _constant(tree, self._constant(tree.this) is None)
        if isinstance(bare(tree.this), exp.Column):
            return Atom(tree, _key(bare(tree.this)), self._values_of(tree.this), lambda value: value is None)
        # Whether a term is known follows from its facts; here it is held free of them.
        values = Values("order", literals={True, False})
        return Atom(tree, text_of(tree), self.values.setdefault(text_of(tree), values), lambda value: value)

    def _order(self, tree: exp.Expression, left: exp.Expression, right: exp.Expression, test: Test) -> Node:
        """A comparison of two terms: their order is what is free, -1, 0 or 1."""
        first, second, turn = left, right, 1
        if _key(bare(left)) > _key(bare(right)):
            first, second, turn = right, left, -1
        names = _key(bare(first)), _key(bare(second))
        key = f"{names[0]} against {names[1]}"
        values = self.values.setdefault(key, self._orders(first, second, names))
        return Atom(tree, key, values, partial(_tested, lambda order: test(order * turn, 0)))

    def _orders(self, first: exp.Expression, second: exp.Expression, names: Sequence[str]) -> Values:
        a, b = self._values_of(first), self._values_of(second)
        orders: set[Any] = {None}
        if a.most >= b.least and b.most >= a.least:
            orders.add(0)
        if names[0] != names[1]:
            orders |= {-1} if a.least < b.most else set()
            orders |= {1} if a.most > b.least else set()
        return Values("order", literals=orders)

    def _values_of(self, term: exp.Expression) -> Values:
        term = bare(term)
        key = _key(term)
        if key not in self.values:
            if isinstance(term, exp.Column):
                texts = self.texts.get(term.name, ())
                self.values[key] = _of_fact(self.facts[term.name], texts, self.within_bounds)
            elif isinstance(term, (*ARITHMETIC, exp.Neg)):
                self.values[key] = self._of_term(term)
            else:
                self.values[key] = Values("boolean")
        return self.values[key]

    def _of_term(self, term: exp.Expression) -> Values:
        """The bounds of arithmetic, reckoned in fractions of 64 bits as the engines reckon."""
        if isinstance(term, exp.Neg):
            inner = self._operand(term.this)
            return Values(inner.kind, -inner.most, -inner.least)
        a, b = (self._operand(side) for side in sides(term))
        if isinstance(term, exp.Div) and (a.least, b.least) != (a.most, b.most):
            return Values("number")
        how = _RECKONING[type(term)]
        corners = [_reckoned(how, x, y) for x in (a.least, a.most) for y in (b.least, b.most)]
        whole = a.kind == b.kind == "integer" and not isinstance(term, exp.Div)
        return Values("integer" if whole else "number", min(corners), max(corners))

    def _operand(self, side: exp.Expression) -> Values:
        side = bare(side)
        if not is_literal(side):
            return self._of_term(side) if _is_constant(side) else self._values_of(side)
        value = literal(side)
        return Values("integer" if isinstance(value, int) else "number", value, value)

    def _constant(self, term: exp.Expression) -> Any:
        """What a term without facts is worth; None if nothing finite."""
        term = bare(term)
        if is_literal(term) or isinstance(term, exp.Boolean):
            return _comparable(literal(term))
        if not isinstance(term, (*ARITHMETIC, exp.Neg)):
            raise TooLargeError
        values = self._of_term(term)
        return values.least if values.least == values.most and math.isfinite(values.least) else None

    # - telling

    def limits(self, parts: Sequence[Node]) -> str:
        """What is known beforehand of the facts in these parts, in parentheses."""
        found = [leaf for part in parts for leaf in leaves(part, without=None)]
        said = dict.fromkeys(_said(leaf.key, leaf.values) for leaf in found if leaf.key in self.facts)
        told = "; ".join(text for text in said if text)
        return f" ({told})" if told else ""


def _of_fact(fact: Fact, texts: tuple[str, ...], within_bounds: bool) -> Values:
    if fact.type in ("integer", "number"):
        if not within_bounds:
            return Values("number")
        least, most = _BOUNDS.get(fact.unit, (0, math.inf))
        return Values(fact.type, least, most)
    return Values(fact.type, texts=texts)


def _said(key: str, values: Values) -> str:
    whole = values.kind == "integer"
    if values.kind in ("integer", "number"):
        if values.most < math.inf:
            return f"{key} lies between {values.least:g} and {values.most:g}"
        return f"{key} is {'a whole number of ' if whole else ''}at least {values.least:g}"
    if values.texts and len(values.texts) <= _MOST_NAMES_TOLD:
        return f"{key} is one of {', '.join(values.texts)}"
    return ""


def text_of(tree: exp.Expression) -> str:
    return tree.sql(dialect=DIALECT)


def _key(term: exp.Expression) -> str:
    return term.name if isinstance(term, exp.Column) else text_of(term)


def _is_constant(tree: exp.Expression) -> bool:
    return tree.find(exp.Column) is None


def _constant(tree: exp.Expression, truth: bool | None) -> Node:
    return Atom(tree, "", Values("constant", literals={truth}), lambda value: value)


def _comparable(value: Any) -> Any:
    """Dates are counted in days."""
    return value.toordinal() if isinstance(value, date) else value


def _tested(test: Callable[[Any], bool], value: Any) -> bool | None:
    return None if value is None else test(value)


def _reckoned(how: Callable[[Any, Any], Any], a: float, b: float) -> float:
    """One corner of the bounds: an end that is not reached times nothing is nothing."""
    if how is operator.truediv and b == 0:
        return math.inf
    value = float(how(float(a), float(b)))
    return 0.0 if math.isnan(value) else value
