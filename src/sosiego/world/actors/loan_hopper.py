"""Loan sellers that call the same people again and again, and change the SIM card every few days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from sosiego.world import attempts, rhythm
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Stage, day_epoch

KIND = "number-hopping"
RINGS = 3


@dataclass
class Ring:
    """One office: the people it calls, and the number it uses now."""

    victims: np.ndarray
    source: str
    is_cautious: bool
    place: int = -1
    hop_on: date = field(default=date.min)


class LoanHopper:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        sources = ("niebla", "marea", "cumbre")
        self.rings = [
            Ring(
                stage.strangers(stage.rng, int(stage.rng.integers(160, 240))),
                sources[n],
                stage.is_cautious(n),
            )
            for n in range(RINGS)
        ]

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        made = []
        for ring in self.rings:
            if day.weekday() == 6:
                continue
            if day >= ring.hop_on or self.stage.is_refused(ring.place):
                self._hop(ring, day, rng)
            caller = self.stage.cast[ring.place]
            count = int(rng.integers(32, 58) if ring.is_cautious else rng.integers(70, 120))
            called = rng.choice(ring.victims, size=count)
            start = rhythm.moments(rng, count, rhythm.SELLING, day_epoch(day))
            talk = rhythm.talk(rng, count, 19, 0.8)
            made.append(
                attempts.calls(
                    caller.number, called, start, talk, self.stage.answered(rng, called, 0.38), ring.place
                )
            )
        return made

    def _hop(self, ring: Ring, day: date, rng: np.random.Generator) -> None:
        if ring.place >= 0:
            self.stage.cast[ring.place].last_day = day - timedelta(days=1)
        days = int(rng.integers(2, 7))
        ring.hop_on = day + timedelta(days=days)
        ring.place = self.stage.hire_sim(
            KIND,
            day,
            ring.hop_on - timedelta(days=1),
            source=ring.source if rng.random() < 0.8 else None,
            category="loan-marketing",
            reported_if_answered=0.10,
            reported_if_rang=0.012,
            recorded_voice=0.08,
            is_cautious=ring.is_cautious,
        )
