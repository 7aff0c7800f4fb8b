"""Somebody who calls a whole club on one evening: many calls in little time, and many call back."""

from __future__ import annotations

from datetime import date

import numpy as np

from sosiego.world import attempts, rhythm
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Caller, Stage, day_epoch

KIND = "organiser"
NUMBERS = 4


class Organiser:
    """A look-alike: an ordinary subscriber with one busy evening."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.places = [self._choose() for _ in range(NUMBERS)]

    def _choose(self) -> int:
        person = int(self.stage.rng.integers(0, len(self.stage.people.number)))
        evening, _ = self.stage.some_span(1, 1)
        return self.stage.enter(
            Caller(
                int(self.stage.people.number[person]),
                KIND,
                False,
                "",
                "",
                evening,
                evening,
                reported_if_answered=0.002,
                recorded_voice=0.0,
            )
        )

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        made = []
        for place in self.places:
            caller = self.stage.cast[place]
            if not caller.acts_on(day):
                continue
            count = int(rng.integers(65, 95))
            club = self.stage.strangers(rng, count)
            start = rhythm.burst(rng, count, 18.5, 100, day_epoch(day))
            answers = self.stage.answered(rng, club, 0.6)
            made.append(
                attempts.calls(caller.number, club, start, rhythm.talk(rng, count, 40), answers, place)
            )
            back = club[~answers][: count // 3]
            # Those who call back are ordinary people: the place in the cast is the organiser's alone.
            made.append(
                attempts.calls(
                    back,
                    np.full(len(back), caller.number),
                    start[: len(back)] + rng.integers(600, 7200, size=len(back)),
                    rhythm.talk(rng, len(back), 60),
                    rng.random(len(back)) < 0.8,
                    attempts.ORDINARY,
                )
            )
        return made
