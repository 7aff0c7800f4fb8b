"""Small counts are withheld, so that nobody can guess the one person behind a report."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def withheld(counts: Mapping[Key, int], smallest: int) -> frozenset[Key]:
    """The rows of one table whose counts may not be printed.

    Counts from 1 to `smallest` − 1 are withheld; zero tells of nobody. If what is withheld could be
    worked out as the total less the rest, the next smallest row is withheld too.
    """
    small = {key for key, count in counts.items() if 0 < count < smallest}
    if not small:
        return frozenset()
    larger = sorted((key for key, count in counts.items() if count >= smallest), key=lambda key: counts[key])
    hidden = sum(counts[key] for key in small)
    while larger and (len(small) < 2 or hidden < smallest):
        next_smallest = larger.pop(0)
        small.add(next_smallest)
        hidden += counts[next_smallest]
    return frozenset(small)
