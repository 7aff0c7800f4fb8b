"""A caller from abroad that rings once and hangs up, so that people call back a costly number (响一声)."""

from __future__ import annotations

from datetime import date

import numpy as np

from sosiego.world import attempts, rhythm
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Caller, Stage, day_epoch

KIND = "one-ring"
NUMBERS = 8
# +979 is the ITU's international premium rate service: one million numbers, none of a subscriber.
FIRST_NUMBER = 979_810_000_000


class OneRing:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.places = [self._hire(n) for n in range(NUMBERS)]

    def _hire(self, n: int) -> int:
        first, last = self.stage.some_span(3, 7)
        number = FIRST_NUMBER + int(self.stage.rng.integers(0, 99_999))
        caller = Caller(
            number,
            KIND,
            True,
            "",
            "cumbre",  # whose international gateway lets it in
            first,
            last,
            category="one-ring",
            reported_if_answered=0.02,
            reported_if_rang=0.02,
            recorded_voice=0.0,
            attestation="C",
            from_abroad=True,
            is_cautious=self.stage.is_cautious(n),
        )
        return self.stage.enter(caller)

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        made = []
        for place in self.places:
            caller = self.stage.cast[place]
            if not caller.acts_on(day):
                continue
            count = int(rng.integers(28, 48) if caller.is_cautious else rng.integers(160, 300))
            called = self.stage.strangers(rng, count)
            start = rhythm.burst(
                rng, count, float(rng.uniform(20, 26)) % 24, float(rng.uniform(90, 200)), day_epoch(day)
            )
            talk = rng.integers(1, 3, size=count).astype(np.int32)
            answers = self.stage.answered(rng, called, 0.03)
            made.append(attempts.calls(caller.number, called, start, talk, answers, place, attempts.NORMAL))
        return made
