"""How often a number called lately: what `limit` counts."""

from __future__ import annotations

from collections import defaultdict, deque

# The window in which a limit counts: rule-books state limits per hour.
WINDOW_SECONDS = 3600


class Counters:
    """Calls allowed per key in the last hour, exact, in one process."""

    def __init__(self) -> None:
        self._times: dict[int, deque[float]] = defaultdict(deque)

    def count(self, key: int, at: float) -> int:
        """Calls counted for `key` in the hour before `at` (epoch seconds)."""
        times = self._times[key]
        while times and times[0] <= at - WINDOW_SECONDS:
            times.popleft()
        return len(times)

    def add(self, key: int, at: float) -> None:
        """Count one call that was let through."""
        self._times[key].append(at)
