"""Whether facts can bring parts of a condition to what is wanted of them, all at once.

A condition is searched branch by branch (its disjunctive normal form, never written out whole), each branch
narrowing the cells left of each fact until none is left.
"""

from __future__ import annotations

from collections.abc import Iterable

from sosiego.rules.condition_cells import Goal, Joined, Not, TooLargeError

# A step takes about a microsecond and a condition written by hand needs a few dozen for each question; with
# this many a condition is given up before its author would notice that the check takes time.
_MOST_STEPS = 20_000


def possible(*goals: Goal) -> bool:
    """Whether some facts meet all goals at once. Raises `TooLargeError`."""
    return _Search().meets(goals, {}, ())


class _Search:
    """One question; it counts its steps."""

    def __init__(self) -> None:
        self._steps = 0

    def meets(
        self, goals: Iterable[Goal], left: dict[str, int], choices: tuple[list[list[Goal]], ...]
    ) -> bool:
        waiting = list(goals)
        while waiting:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise TooLargeError
            node, want = waiting.pop()
            if isinstance(node, Not):
                waiting.append((node.part, frozenset(None if truth is None else not truth for truth in want)))
            elif isinstance(node, Joined):
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
        return any(self.meets(way, dict(left), tuple(others)) for way in ways)
