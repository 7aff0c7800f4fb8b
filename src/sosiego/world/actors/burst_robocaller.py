"""A machine that plays a recording to hundreds of strangers within an hour or two."""

from __future__ import annotations

from datetime import date

import numpy as np

from sosiego.world import attempts, rhythm
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Stage, day_epoch

KIND = "burst-robocaller"
CAMPAIGNS = 16
CATEGORIES = ("wealth-marketing", "loan-marketing", "real-estate-marketing", "insurance-marketing", "fraud")


class BurstRobocaller:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.places = [self._hire(n) for n in range(CAMPAIGNS)]

    def _hire(self, n: int) -> int:
        first, last = self.stage.some_span(4, 8)
        # One campaign in four shows a number of the block it calls ("neighbour spoofing").
        neighbour = n % 4 == 0
        return self.stage.hire_sim(
            KIND,
            first,
            last,
            source="aurora" if neighbour else None,
            category=str(self.stage.rng.choice(CATEGORIES)),
            reported_if_answered=0.075,
            reported_if_rang=0.012,
            recorded_voice=0.92,
            attestation="B",
            is_cautious=self.stage.is_cautious(n),
        )

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        made = []
        for place in self.places:
            caller = self.stage.cast[place]
            if not caller.acts_on(day):
                continue
            if caller.blocked_days >= 2:
                caller.last_day = day  # The machine's owner gives this number up.
                continue
            count = int(rng.integers(60, 110) if caller.is_cautious else rng.integers(180, 340))
            minutes = rng.uniform(180, 300) if caller.is_cautious else rng.uniform(55, 110)
            called = self.stage.strangers(rng, count)
            start = rhythm.burst(rng, count, float(rng.uniform(9, 17)), float(minutes), day_epoch(day))
            talk = rhythm.talk(rng, count, 11, 0.5)
            made.append(
                attempts.calls(
                    caller.number, called, start, talk, self.stage.answered(rng, called, 0.42), place
                )
            )
        return made
