"""A machine that dials number after number through a block, whether or not anybody has them."""

from __future__ import annotations

from datetime import date

import numpy as np

from sosiego.world import attempts, rhythm
from sosiego.world.attempts import Attempts
from sosiego.world.organisations import NETWORKS
from sosiego.world.people import GIVEN_UP_TO, block_key
from sosiego.world.stage import Stage, day_epoch

KIND = "sequential-dialler"
NUMBERS = 10
CATEGORIES = ("real-estate-marketing", "insurance-marketing", "loan-marketing")


class SequentialDialler:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.places = [self._hire(n) for n in range(NUMBERS)]

    def _hire(self, n: int) -> int:
        first, last = self.stage.some_span(5, 12)
        return self.stage.hire_sim(
            KIND,
            first,
            last,
            category=str(self.stage.rng.choice(CATEGORIES)),
            reported_if_answered=0.07,
            reported_if_rang=0.008,
            recorded_voice=0.45,
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
                caller.last_day = day
                continue
            network = NETWORKS[int(rng.integers(0, 4))]
            begins = block_key(str(rng.choice(list(network.blocks)))) + int(
                rng.integers(0, GIVEN_UP_TO - 300)
            )
            count = int(rng.integers(150, 260))
            called = begins + np.arange(count)
            if caller.is_cautious:
                # Two of five numbers, in no order: not so easily seen as a sequence.
                count = count * 2 // 5
                called = rng.permutation(called)[:count]
            # One number after another, a few seconds apart, from one office hour on.
            gaps = rng.integers(8, 70, size=count)
            start = rhythm.burst(rng, 1, float(rng.uniform(9, 16)), 30, day_epoch(day))[0] + np.cumsum(gaps)
            exists = self.stage.people.place(called) >= 0
            cause = np.where(exists, attempts.NO_ANSWER, attempts.UNALLOCATED).astype(np.int16)
            answers = self.stage.answered(rng, called, 0.45)
            talk = rhythm.talk(rng, count, 14, 0.6)
            made.append(attempts.calls(caller.number, called, start, talk, answers, place, cause))
        return made
