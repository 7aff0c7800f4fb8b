"""A registered telemarketer that calls people who refused, calls again after a no, and calls at night."""

from __future__ import annotations

from datetime import date

import numpy as np

from sosiego.rules import numbers
from sosiego.world import attempts, rhythm
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Caller, Stage, day_epoch

KIND = "rule-breaking-telemarketer"
# Call-centre numbers (952…) of the bad call centre.
CODES = ("952201", "952202", "952203")


class RuleBreakingSeller:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        days = stage.quarter.days()
        self.places = [
            stage.enter(
                Caller(
                    numbers.key_of(f"short:86:{code}"),
                    KIND,
                    True,
                    "cierzo",
                    "cumbre",
                    days[6 + 17 * n],
                    days[-1],
                    category=("insurance-marketing", "loan-marketing", "wealth-marketing")[n],
                    reported_if_answered=0.035,
                    reported_if_rang=0.004,
                    recorded_voice=0.2,
                    purpose="telemarketing",
                    line="line-cierzo-1",
                )
            )
            for n, code in enumerate(CODES)
        ]

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        made = []
        everyone = self.stage.people
        for place in self.places:
            caller = self.stage.cast[place]
            if not caller.acts_on(day) or rng.random() < 0.2:
                continue
            # Bought lists hold many who refused: they are the ones who can be reached.
            chance = np.where(everyone.refuses, 3.0, 1.0)
            count = int(rng.integers(90, 170))
            called = rng.choice(everyone.number, size=count, p=chance / chance.sum())
            late = rng.random(count) < 0.4
            start = np.where(
                late,
                rhythm.moments(rng, count, rhythm.NIGHT, day_epoch(day)),
                rhythm.moments(rng, count, rhythm.SELLING, day_epoch(day)),
            )
            talk = rhythm.talk(rng, count, 24, 0.8)
            made.append(
                attempts.calls(
                    caller.number, called, start, talk, self.stage.answered(rng, called, 0.4), place
                )
            )
        return made
