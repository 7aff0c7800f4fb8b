"""Senders of spam messages from SIM cards in a box, person to person as the network sees it."""

from __future__ import annotations

from datetime import date

import numpy as np

from sosiego.world import attempts, rhythm, texts
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Stage, day_epoch

KIND = "sms-mobile-spammer"
NUMBERS = 12
THEMES = (("gambling", "gambling"), ("fraud", "phishing"), ("loan-marketing", "loan"), ("fraud", "prize"))


class MobileSpammer:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.places = [self._hire(n, *THEMES[n % len(THEMES)]) for n in range(NUMBERS)]

    def _hire(self, n: int, category: str, theme: str) -> int:
        first, last = self.stage.some_span(3, 8)
        return self.stage.hire_sim(
            KIND,
            first,
            last,
            category=category,
            theme=theme,
            reported_if_answered=0.03,
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
            count = int(rng.integers(45, 95) if caller.is_cautious else rng.integers(110, 240))
            start = rhythm.moments(rng, count, rhythm.even(8, 22), day_epoch(day))
            print_of_text = texts.fingerprint(
                caller.theme, int(rng.integers(0, texts.variants(caller.theme)))
            )
            made.append(
                attempts.messages(
                    caller.number, self.stage.strangers(rng, count), start, place, print_of_text
                )
            )
        return made
