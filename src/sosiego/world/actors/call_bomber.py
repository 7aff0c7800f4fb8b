"""A tool that makes one person's telephone ring without end, to frighten or to extort (呼死你)."""

from __future__ import annotations

from datetime import date

import numpy as np

from sosiego.world import attempts, rhythm
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Stage, day_epoch

KIND = "call-bomber"
NUMBERS = 12


class CallBomber:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.places = [self._hire(n) for n in range(NUMBERS)]

    def _hire(self, n: int) -> int:
        first, last = self.stage.some_span(3, 9)
        return self.stage.hire_sim(
            KIND,
            first,
            last,
            category="call-bombing",
            # A victim sees a hundred calls and reports once or twice, not a hundred times.
            reported_if_answered=0.03,
            reported_if_rang=0.006,
            recorded_voice=0.1,
            attestation="C",
            is_cautious=self.stage.is_cautious(n),
        )

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        made = []
        for place in self.places:
            caller = self.stage.cast[place]
            if not caller.acts_on(day) or rng.random() < 0.15:
                continue
            for victim in self.stage.strangers(rng, int(rng.integers(1, 4))):
                count = int(rng.integers(14, 27) if caller.is_cautious else rng.integers(45, 110))
                called = np.full(count, victim)
                start = rhythm.burst(
                    rng, count, float(rng.uniform(8, 23)), float(rng.uniform(40, 75)), day_epoch(day)
                )
                answers = self.stage.answered(rng, called, 0.08)
                talk = rhythm.talk(rng, count, 4, 0.4)
                made.append(
                    attempts.calls(caller.number, called, start, talk, answers, place, attempts.NORMAL)
                )
        return made
