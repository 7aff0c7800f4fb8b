"""The simulated networks: they ask the compiled control list about what is tried, as a real switch would."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from sosiego import home
from sosiego.control.compile import compile_list
from sosiego.control.counters import Counters
from sosiego.control.decide import Call, decide
from sosiego.control.list_file import ControlList
from sosiego.rules.book import RuleBook
from sosiego.rules.numbers import canonical_of
from sosiego.world.attempts import SMS, Attempts
from sosiego.world.stage import COUNTRY_CODE

LIST_NAME = "control.list"


class Network:
    """Holds the list in force, and counts for `limit`."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.lists_compiled = 0
        self._list: ControlList | None = None
        self._counters = Counters()

    def compile(self, at: datetime) -> None:
        """Compile what is in force at `at`; the networks use it from then on."""
        path = home.current().control / LIST_NAME
        compile_list(path, at=at, book=self.book)
        if self._list is not None:
            self._list.close()
        self._list = ControlList(path)
        self.lists_compiled += 1

    def answers(self, tried: Attempts) -> np.ndarray:
        """The outcome of each attempt, in the order of time."""
        outcome = np.full(len(tried), "allow", dtype="<U5")
        if self._list is None:
            return outcome
        # Most callers are in no list: each is asked for once, and only the others' calls one by one.
        callers, which = np.unique(tried.caller, return_inverse=True)
        at = float(tried.start.min()) if len(tried) else 0.0
        listed = np.array([self._asked(int(caller), 0, at, 0) != "allow" for caller in callers], dtype=bool)
        for row in np.flatnonzero(listed[which]):
            outcome[row] = self._asked(
                int(tried.caller[row]),
                int(tried.called[row]),
                float(tried.start[row]),
                int(tried.medium[row]),
                self._counters,
            )
        return outcome

    def _asked(
        self, caller: int, called: int, at: float, medium: int, counters: Counters | None = None
    ) -> str:
        assert self._list is not None
        call = Call(
            canonical_of(caller, COUNTRY_CODE),
            canonical_of(called, COUNTRY_CODE) if called else "",
            at,
            "sms" if medium == SMS else "call",
        )
        return decide(self._list, call, counters).outcome
