"""Whether a condition can ever hold, whether it ever fails to, and which of its parts change nothing.

The facts are taken as independent of each other, each within what its unit allows (a count is whole and at
least 0, a share lies between 0 and 1) or unknown. The literals with which a fact is compared cut its values
into a few cells that this condition does not tell apart; a comparison is then the set of cells in which it
is true, false or unknown. A condition is searched branch by branch (its disjunctive normal form, never
written out whole), each branch narrowing the cells left of each fact until none is left.

Exact for comparisons of a fact with literals. Two facts compared with each other, and arithmetic, are held
free within their bounds: less is then refused, never more. A condition too large to search (`_MOST_STEPS`)
is not refused at all.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

from sqlglot import exp

from sosiego.rules.condition_case import COMPARISONS, Test
from sosiego.rules.condition_trees import (
    ARITHMETIC,
    bare,
    comparisons,
    flat,
    is_literal,
    literal,
    sides,
)
from sosiego.rules.conditions import DIALECT, Condition, ConditionError
from sosiego.rules.vocabulary import Fact

# A step takes about a microsecond and a condition written by hand needs a few dozen for each question; with
# this many a condition is given up before its author would notice that the check takes time.
_MOST_STEPS = 20_000
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

_Want = frozenset[bool | None]
_TRUE: _Want = frozenset({True})
_FALSE: _Want = frozenset({False})
_UNKNOWN: _Want = frozenset({None})
_NOT_TRUE: _Want = frozenset({False, None})
_NOT_FALSE: _Want = frozenset({True, None})
# Every way in which two answers can differ.
_DIFFERENCES = ((_FALSE, _NOT_FALSE), (_TRUE, _NOT_TRUE), (_UNKNOWN, _TRUE), (_UNKNOWN, _FALSE))


class ConditionNeverHoldsError(ConditionError):
    """Nothing can make the condition true."""


class ConditionAlwaysHoldsError(ConditionError):
    """Nothing can make the condition false."""


class DeadClauseError(ConditionError):
    """A part of a condition that decides nothing."""


def refuse_degenerate(
    condition: Condition, vocabulary: Mapping[str, Fact], texts: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Raise what is wrong with the sense of a condition; nothing if each of its parts decides something.

    `texts`: by fact, the only names that the rule-book knows for it. A condition that is false for an unknown
    fact does not always hold: `latest_grade IS NOT NULL` is sensible law. Raises `ConditionNeverHoldsError`,
    `ConditionAlwaysHoldsError` or `DeadClauseError`.
    """
    known = {name: tuple(texts[name]) for name in condition.facts if texts and texts.get(name)}
    facts = {name: vocabulary[name] for name in condition.facts}
    try:
        fault = _fault(_Reader(condition.tree, facts, known))
    except _TooLargeError:
        return
    if fault is not None:
        line, column = condition.position(fault.at)
        raise fault.kind(
            fault.what, sql=condition.sql, line=line, column=column, where=condition.where, todo=fault.todo
        )


def can_be(condition: Condition, truth: bool | None, vocabulary: Mapping[str, Fact]) -> bool:
    """Whether some facts, known or not, give this answer; True if the condition is too large to search."""
    reader = _Reader(condition.tree, {name: vocabulary[name] for name in condition.facts}, {})
    try:
        return reader.possible((reader.root, frozenset({truth})))
    except _TooLargeError:
        return True


class _TooLargeError(Exception):
    """The search took more steps than a condition is worth."""


@dataclass(frozen=True)
class _Fault:
    kind: type[ConditionError]
    what: str
    at: exp.Expression
    todo: str


# --- what is wrong ----------------------------------------------------------------------------------------


def _fault(reader: _Reader) -> _Fault | None:
    root = reader.root
    if not reader.possible((root, _TRUE)):
        core = _core(reader, root, decides=False, want=_TRUE)
        said = " and ".join(_text(part.tree) for part in core)
        why = f"{said} cannot be true together" if len(core) > 1 else f"{said} is never true"
        return _Fault(
            ConditionNeverHoldsError,
            f"This condition can never hold: {why}{reader.limits(core)}.",
            core[0].tree,
            "Change it so that something can meet it, or take the rule away.",
        )
    if not reader.possible((root, _FALSE)):
        core = _core(reader, root, decides=True, want=_FALSE)
        said = " or ".join(_text(part.tree) for part in core)
        why = f"{said} leaves nothing out" if len(core) > 1 else f"{said} is never false"
        return _Fault(
            ConditionAlwaysHoldsError,
            f"This condition always holds: {why}{reader.limits(core)}.",
            core[0].tree,
            "Change it so that something can fail to meet it.",
        )
    for joined, part in _all_parts(root):
        reason = _dead(reader, joined, part)
        if reason:
            return _Fault(
                DeadClauseError,
                f"This part of the condition changes nothing: {_text(part.tree)} {reason}.",
                part.tree,
                "Correct it, or strike it out.",
            )
    return None


def _core(reader: _Reader, root: _Node, *, decides: bool, want: _Want) -> list[_Node]:
    """The fewest parts of the outermost AND (OR) that no facts bring to `want` together."""
    if not (isinstance(root, _Joined) and root.decides is decides) or root.one_clause:
        return [root]
    core = list(root.parts)
    for part in root.parts:
        fewer = [other for other in core if other is not part]
        if fewer and not reader.possible(*((other, want) for other in fewer)):
            core = fewer
    return core


def _all_parts(node: _Node) -> Iterable[tuple[_Joined, _Node]]:
    """Each part of each AND and OR, with what joins it, the outermost first."""
    if isinstance(node, _Not):
        yield from _all_parts(node.part)
    elif isinstance(node, _Joined) and not node.one_clause:
        yield from ((node, part) for part in node.parts)
        for part in node.parts:
            yield from _all_parts(part)


def _dead(reader: _Reader, joined: _Joined, part: _Node) -> str:
    """Why a part decides nothing; "" if it does."""
    if not reader.possible((part, _FALSE)):
        return f"always holds{reader.limits([part])}"
    if not reader.possible((part, _TRUE)):
        return f"can never hold{reader.limits([part])}"
    outside = set().union(*(other.keys for other in _leaves(reader.root, without=part)))
    if outside.isdisjoint(part.keys):
        return ""
    if joined.decides and not reader.possible((part, _TRUE), *_beside(reader.root, joined)):
        return "can never hold together with the rest of it"
    shortened = _without(reader.root, joined, part)
    for full, other in _DIFFERENCES:
        if reader.possible((reader.root, full), (shortened, other)):
            return ""
    return "is said by the rest of it already" if joined.decides is False else "is covered by the rest of it"


def _beside(root: _Node, joined: _Joined) -> list[_Goal]:
    """What must hold for the condition to hold, besides an OR that is one of its outermost clauses."""
    if isinstance(root, _Joined) and not root.decides and joined in root.parts:
        return [(part, _TRUE) for part in root.parts if part is not joined]
    return []


def _leaves(node: _Node, without: _Node | None) -> Iterable[_Atom]:
    if node is without:
        return
    if isinstance(node, _Not):
        yield from _leaves(node.part, without)
    elif isinstance(node, _Joined):
        for part in node.parts:
            yield from _leaves(part, without)
    else:
        yield node


def _without(node: _Node, joined: _Joined, gone: _Node) -> _Node:
    """The condition with one part of one AND or OR struck out."""
    if isinstance(node, _Not):
        return _Not(node.tree, _without(node.part, joined, gone))
    if isinstance(node, _Joined):
        parts = (_without(part, joined, gone) for part in node.parts if not (node is joined and part is gone))
        return _Joined(node.tree, node.decides, tuple(parts), node.one_clause)
    return node


# --- the condition as sets of cells -----------------------------------------------------------------------


@dataclass(eq=False)
class _Values:
    """What one fact (or one term, or the order of two) can be, cut into cells by what it is compared with."""

    kind: str  # "integer", "number", "text", "boolean", "date" or "order"
    least: float = -math.inf
    most: float = math.inf
    texts: tuple[str, ...] = ()
    literals: set[Any] = field(default_factory=set)

    @cached_property
    def cells(self) -> tuple[Any, ...]:
        """One value of each cell, and None for the cell of what is not known."""
        if self.kind == "boolean":
            return (True, False, None)
        if self.kind in ("order", "constant"):
            return tuple(self.literals)
        if self.kind == "text":
            return (*self._texts(), None)
        return (*self._numbers(), None)

    @property
    def every(self) -> int:
        """The set of all cells."""
        return (1 << len(self.cells)) - 1

    def _texts(self) -> Iterable[str]:
        if not self.texts:
            # One text stands for all that the condition does not name.
            return [*self.literals, "".join(sorted(self.literals)) + "…"]
        others = [text for text in self.texts if text not in self.literals]
        return [text for text in self.texts if text in self.literals] + others[:1]

    def _numbers(self) -> Iterable[Fraction]:
        ends = [Fraction(end) for end in (self.least, self.most) if math.isfinite(end)]
        cuts = sorted({*(Fraction(limit) for limit in self.literals), *ends}) or [Fraction()]
        whole = self.kind != "number"
        between = [_between(a, b, whole) for a, b in pairwise(cuts)]
        outside = [Fraction(cuts[0] // 1 - 1), Fraction(cuts[-1] // 1 + 1)]
        for value in (*cuts, *between, *outside):
            if self.least <= value <= self.most and (not whole or value.denominator == 1):
                yield value


def _between(a: Fraction, b: Fraction, whole: bool) -> Fraction:
    """A value between two cuts; if there is no whole one, `b`, which is a cell of its own."""
    return min(Fraction(a // 1 + 1), b) if whole else (a + b) / 2


@dataclass(eq=False)
class _Atom:
    """One comparison, and of which values it is true, false or unknown."""

    tree: exp.Expression
    key: str
    values: _Values
    test: Callable[[Any], bool | None]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset({self.key})

    @cached_property
    def _by_truth(self) -> Mapping[bool | None, int]:
        found: dict[bool | None, int] = {True: 0, False: 0, None: 0}
        for bit, value in enumerate(self.values.cells):
            found[self.test(value)] |= 1 << bit
        return found

    def cells(self, want: _Want) -> int:
        return sum(self._by_truth[truth] for truth in want)


@dataclass(eq=False)
class _Joined:
    """Parts joined by AND (one that is False decides) or by OR (one that is True does)."""

    tree: exp.Expression
    decides: bool
    parts: tuple[_Node, ...]
    # Written as one clause (BETWEEN): its parts are not judged apart.
    one_clause: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset().union(*(part.keys for part in self.parts))

    def ways(self, want: _Want) -> list[list[_Goal]]:
        """The ways in which the parts bring it to `want`: one of them is enough."""
        if want == _UNKNOWN:
            undecided = frozenset({None, not self.decides})
            all_undecided: list[_Goal] = [(part, undecided) for part in self.parts]
            return [[(part, _UNKNOWN), *all_undecided] for part in self.parts]
        if self.decides in want:
            return [[(part, want)] for part in self.parts]
        return [[(part, want) for part in self.parts]]


@dataclass(eq=False)
class _Not:
    tree: exp.Expression
    part: _Node

    @property
    def keys(self) -> frozenset[str]:
        return self.part.keys


_Node = _Atom | _Joined | _Not
_Goal = tuple[_Node, _Want]


class _Reader:
    """From a checked expression to sets of cells, and the search among them."""

    def __init__(
        self, tree: exp.Expression, facts: Mapping[str, Fact], texts: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.facts, self.texts = facts, texts
        self.values: dict[str, _Values] = {}
        self.root = self._node(tree)

    # - search

    def possible(self, *goals: _Goal) -> bool:
        """Whether some facts meet all goals at once. Raises `_TooLargeError`."""
        self._steps = 0
        return self._search(goals, {}, ())

    def _search(
        self, goals: Iterable[_Goal], left: dict[str, int], choices: tuple[list[list[_Goal]], ...]
    ) -> bool:
        waiting = list(goals)
        while waiting:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise _TooLargeError
            node, want = waiting.pop()
            if isinstance(node, _Not):
                waiting.append((node.part, frozenset(None if truth is None else not truth for truth in want)))
            elif isinstance(node, _Joined):
                ways = node.ways(want)
                if len(ways) == 1:
                    waiting.extend(ways[0])
                else:
                    choices = (*choices, ways)
            else:
                remaining = left.get(node.key, node.values.every) & node.cells(want)
                if not remaining:
                    return False
                left[node.key] = remaining
        if not choices:
            return True
        *others, ways = choices
        return any(self._search(way, dict(left), tuple(others)) for way in ways)

    # - reading

    def _node(self, tree: exp.Expression) -> _Node:
        match tree:
            case exp.Paren():
                return self._node(tree.this)
            case exp.Not():
                return _Not(tree, self._node(tree.this))
            case exp.And() | exp.Or():
                parts = tuple(self._node(part) for part in flat(tree, type(tree)))
                return _Joined(tree, isinstance(tree, exp.Or), parts)
            case exp.Between():
                limits = (self._comparison(tree, *limit) for limit in comparisons(tree))
                return _Joined(tree, False, tuple(limits), one_clause=True)
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
    ) -> _Node:
        """A test of one term; unknown where the term is."""
        if _is_constant(term):
            value = self._constant(term)
            return _constant(tree, None if value is None else test(value))
        values = self._values_of(term)
        values.literals.update(literals)
        return _Atom(tree, _key(bare(term)), values, partial(_tested, test))

    def _comparison(
        self, tree: exp.Expression, kind: type[exp.Expression], left: exp.Expression, right: exp.Expression
    ) -> _Node:
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

    def _is_null(self, tree: exp.Is) -> _Node:
        if _is_constant(tree.this):
            return _constant(tree, self._constant(tree.this) is None)
        if isinstance(bare(tree.this), exp.Column):
            return _Atom(tree, _key(bare(tree.this)), self._values_of(tree.this), lambda value: value is None)
        # Whether a term is known follows from its facts; here it is held free of them.
        values = _Values("order", literals={True, False})
        return _Atom(tree, _text(tree), self.values.setdefault(_text(tree), values), lambda value: value)

    def _order(self, tree: exp.Expression, left: exp.Expression, right: exp.Expression, test: Test) -> _Node:
        """A comparison of two terms: their order is what is free, -1, 0 or 1."""
        first, second, turn = left, right, 1
        if _key(bare(left)) > _key(bare(right)):
            first, second, turn = right, left, -1
        names = _key(bare(first)), _key(bare(second))
        key = f"{names[0]} against {names[1]}"
        values = self.values.setdefault(key, self._orders(first, second, names))
        return _Atom(tree, key, values, partial(_tested, lambda order: test(order * turn, 0)))

    def _orders(self, first: exp.Expression, second: exp.Expression, names: Sequence[str]) -> _Values:
        a, b = self._values_of(first), self._values_of(second)
        orders: set[Any] = {None}
        if a.most >= b.least and b.most >= a.least:
            orders.add(0)
        if names[0] != names[1]:
            orders |= {-1} if a.least < b.most else set()
            orders |= {1} if a.most > b.least else set()
        return _Values("order", literals=orders)

    def _values_of(self, term: exp.Expression) -> _Values:
        term = bare(term)
        key = _key(term)
        if key not in self.values:
            if isinstance(term, exp.Column):
                self.values[key] = _of_fact(self.facts[term.name], self.texts.get(term.name, ()))
            elif isinstance(term, (*ARITHMETIC, exp.Neg)):
                self.values[key] = self._of_term(term)
            else:
                self.values[key] = _Values("boolean")
        return self.values[key]

    def _of_term(self, term: exp.Expression) -> _Values:
        """The bounds of arithmetic, reckoned in fractions of 64 bits as the engines reckon."""
        if isinstance(term, exp.Neg):
            inner = self._operand(term.this)
            return _Values(inner.kind, -inner.most, -inner.least)
        a, b = (self._operand(side) for side in sides(term))
        if isinstance(term, exp.Div) and (a.least, b.least) != (a.most, b.most):
            return _Values("number")
        how = _RECKONING[type(term)]
        corners = [_reckoned(how, x, y) for x in (a.least, a.most) for y in (b.least, b.most)]
        whole = a.kind == b.kind == "integer" and not isinstance(term, exp.Div)
        return _Values("integer" if whole else "number", min(corners), max(corners))

    def _operand(self, side: exp.Expression) -> _Values:
        side = bare(side)
        if not is_literal(side):
            return self._of_term(side) if _is_constant(side) else self._values_of(side)
        value = literal(side)
        return _Values("integer" if isinstance(value, int) else "number", value, value)

    def _constant(self, term: exp.Expression) -> Any:
        """What a term without facts is worth; None if nothing finite."""
        term = bare(term)
        if is_literal(term) or isinstance(term, exp.Boolean):
            return _comparable(literal(term))
        if not isinstance(term, (*ARITHMETIC, exp.Neg)):
            raise _TooLargeError
        values = self._of_term(term)
        return values.least if values.least == values.most and math.isfinite(values.least) else None

    # - telling

    def limits(self, parts: Sequence[_Node]) -> str:
        """What is known beforehand of the facts in these parts, in parentheses."""
        leaves = [leaf for part in parts for leaf in _leaves(part, without=None)]
        said = dict.fromkeys(_said(leaf.key, leaf.values) for leaf in leaves if leaf.key in self.facts)
        told = "; ".join(text for text in said if text)
        return f" ({told})" if told else ""


def _of_fact(fact: Fact, texts: tuple[str, ...]) -> _Values:
    if fact.type in ("integer", "number"):
        least, most = _BOUNDS.get(fact.unit, (0, math.inf))
        return _Values(fact.type, least, most)
    return _Values(fact.type, texts=texts)


def _said(key: str, values: _Values) -> str:
    whole = values.kind == "integer"
    if values.kind in ("integer", "number"):
        if values.most < math.inf:
            return f"{key} lies between {values.least:g} and {values.most:g}"
        return f"{key} is {'a whole number of ' if whole else ''}at least {values.least:g}"
    if values.texts and len(values.texts) <= _MOST_NAMES_TOLD:
        return f"{key} is one of {', '.join(values.texts)}"
    return ""


def _text(tree: exp.Expression) -> str:
    return tree.sql(dialect=DIALECT)


def _key(term: exp.Expression) -> str:
    return term.name if isinstance(term, exp.Column) else _text(term)


def _is_constant(tree: exp.Expression) -> bool:
    return tree.find(exp.Column) is None


def _constant(tree: exp.Expression, truth: bool | None) -> _Node:
    return _Atom(tree, "", _Values("constant", literals={truth}), lambda value: value)


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
