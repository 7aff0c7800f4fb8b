"""A condition as sets of cells: what a fact can be, cut where this condition tells its values apart.

The literals with which a fact is compared cut its values into a few cells; a comparison is then the set of
cells in which it is true, false or unknown, and AND, OR and NOT join such sets.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from sqlglot import exp


class TooLargeError(Exception):
    """A condition that takes more steps to search than it is worth, or is written as no search reads it."""


# Which of the three answers would do.
Want = frozenset[bool | None]
TRUE: Want = frozenset({True})
FALSE: Want = frozenset({False})
UNKNOWN: Want = frozenset({None})
NOT_TRUE: Want = frozenset({False, None})
NOT_FALSE: Want = frozenset({True, None})


@dataclass(eq=False)
class Values:
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
class Atom:
    """One comparison, and of which values it is true, false or unknown."""

    tree: exp.Expression
    key: str
    values: Values
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

    def cells(self, want: Want) -> int:
        return sum(self._by_truth[truth] for truth in want)


@dataclass(eq=False)
class Joined:
    """Parts joined by AND (one that is False decides) or by OR (one that is True does)."""

    tree: exp.Expression
    decides: bool
    parts: tuple[Node, ...]
    # Written as one clause (BETWEEN): its parts are not judged apart.
    one_clause: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset().union(*(part.keys for part in self.parts))

    def ways(self, want: Want) -> list[list[Goal]]:
        """The ways in which the parts bring it to `want`: one of them is enough."""
        if want == UNKNOWN:
            undecided = frozenset({None, not self.decides})
            all_undecided: list[Goal] = [(part, undecided) for part in self.parts]
            return [[(part, UNKNOWN), *all_undecided] for part in self.parts]
        if self.decides in want:
            return [[(part, want)] for part in self.parts]
        return [[(part, want) for part in self.parts]]


@dataclass(eq=False)
class Not:
    tree: exp.Expression
    part: Node

    @property
    def keys(self) -> frozenset[str]:
        return self.part.keys


Node = Atom | Joined | Not
Goal = tuple[Node, Want]


def leaves(node: Node, without: Node | None) -> Iterable[Atom]:
    if node is without:
        return
    if isinstance(node, Not):
        yield from leaves(node.part, without)
    elif isinstance(node, Joined):
        for part in node.parts:
            yield from leaves(part, without)
    else:
        yield node


def without(node: Node, joined: Joined, gone: Node) -> Node:
    """The condition with one part of one AND or OR struck out."""
    if isinstance(node, Not):
        return Not(node.tree, without(node.part, joined, gone))
    if isinstance(node, Joined):
        parts = (without(part, joined, gone) for part in node.parts if not (node is joined and part is gone))
        return Joined(node.tree, node.decides, tuple(parts), node.one_clause)
    return node
