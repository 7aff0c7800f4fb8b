"""Houses that test lists of numbers by short calls, and call a little longer whenever their number is barred.

They know of no rule: they see that their calls no longer pass, and try what passes. In Brazil, where calls of
at most three seconds counted as short from 2022, callers had moved to four to six seconds by 2024.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from sosiego.world import attempts, rhythm
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Stage, day_epoch

KIND = "short-call"
HOUSES = 4
# Shortest and longest call of each manner, in seconds. A second costs money: a house begins with the cheapest
# manner that its machine knows and takes the next one only when it must.
MANNERS = ((1, 3), (4, 6), (7, 9))
# Working days until a house has a new number.
PAUSE_DAYS = 2


@dataclass
class House:
    """One house: the number it uses now, and how long it lets its calls last."""

    begins: date
    manner: int = 0
    place: int = -1
    pause_until: date = field(default=date.min)


class AdaptingDialler:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        days = stage.quarter.days()
        self.houses = [House(days[min(2 + 5 * n, len(days) - 1)]) for n in range(HOUSES)]

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        # Machines would call on Sundays too, but then nobody is at work who buys what they find.
        if day.weekday() >= 5:
            return []
        made = []
        for house in self.houses:
            if day < house.begins or not self._has_number(house, day):
                continue
            shortest, longest = MANNERS[house.manner]
            count = int(rng.integers(120, 171))
            called = self.stage.strangers(rng, count)
            lasts = rng.integers(shortest, longest + 1, size=count).astype(np.int32)
            made.append(
                attempts.calls(
                    self.stage.cast[house.place].number,
                    called,
                    rhythm.moments(rng, count, rhythm.even(9, 20), day_epoch(day)),
                    lasts,
                    self.stage.answered(rng, called, 0.72),
                    house.place,
                    attempts.NORMAL,
                )
            )
        return made

    def _has_number(self, house: House, day: date) -> bool:
        """Whether it calls today; a barred number is given up, and its successor calls a little longer."""
        if house.place >= 0 and not self.stage.cast[house.place].blocked_days:
            return True
        if house.place >= 0 and house.pause_until == date.min:
            self.stage.cast[house.place].last_day = day - timedelta(days=1)
            house.manner = min(house.manner + 1, len(MANNERS) - 1)
            house.pause_until = day + timedelta(days=PAUSE_DAYS)
        if day < house.pause_until:
            return False
        house.pause_until = date.min
        house.place = self.stage.hire_sim(
            KIND,
            day,
            self.stage.quarter.days()[-1],
            category="silent-call",
            # Hardly anybody reports a call in which nobody said a word.
            reported_if_answered=0.002,
            reported_if_rang=0.0005,
            recorded_voice=0.1,
            attestation="B",
        )
        return True
