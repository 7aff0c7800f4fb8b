"""A machine that hangs up within seconds: it only wants to know who answers, and sells the list."""

from __future__ import annotations

from datetime import date

import numpy as np

from sosiego.world import attempts, rhythm
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Stage, day_epoch

KIND = "short-call"
NUMBERS = 10


class ShortCaller:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.places = [self._hire(n) for n in range(NUMBERS)]

    def _hire(self, n: int) -> int:
        first, last = self.stage.some_span(4, 10)
        return self.stage.hire_sim(
            KIND,
            first,
            last,
            category="silent-call",
            reported_if_answered=0.02,
            reported_if_rang=0.004,
            recorded_voice=0.15,
            attestation="B",
            is_cautious=self.stage.is_cautious(n),
        )

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        made = []
        for place in self.places:
            caller = self.stage.cast[place]
            if not caller.acts_on(day):
                continue
            if caller.blocked_days >= 3:
                caller.last_day = day
                continue
            count = int(rng.integers(45, 95) if caller.is_cautious else rng.integers(200, 360))
            called = self.stage.strangers(rng, count)
            start = rhythm.moments(rng, count, rhythm.even(9, 20), day_epoch(day))
            talk = rng.integers(1, 5, size=count).astype(np.int32)
            # What is not answered in a few seconds is given up: cause 16, by the caller.
            answers = self.stage.answered(rng, called, 0.72)
            made.append(attempts.calls(caller.number, called, start, talk, answers, place, attempts.NORMAL))
        return made
