"""Senders of unasked commercial or illegal messages through SMS ports."""

from __future__ import annotations

from datetime import date

import numpy as np

from sosiego.rules import numbers
from sosiego.world import attempts, rhythm, texts
from sosiego.world.attempts import Attempts
from sosiego.world.organisations import SMS_PREFIXES
from sosiego.world.stage import Caller, Stage, day_epoch

KIND = "sms-port-spammer"
# (operator that connects the port, holder, category, theme of its texts)
PORTS: tuple[tuple[str, str, str, str], ...] = (
    ("cumbre", "prestamos-limbo", "loan-marketing", "loan"),
    ("cumbre", "prestamos-limbo", "loan-marketing", "loan"),
    ("cumbre", "prestamos-limbo", "debt-collection", "debt"),
    ("cumbre", "casas-kilo", "real-estate-marketing", "estate"),
    ("brisa", "tiendas-girasol", "retail-marketing", "retail"),
    ("brisa", "tiendas-girasol", "retail-marketing", "retail"),
    ("cumbre", "cierzo", "gambling", "gambling"),
    ("cumbre", "cierzo", "fraud", "phishing"),
    ("aurora", "alba", "education-marketing", "education"),
)


class PortSpammer:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.places = [self._connect(n, *port) for n, port in enumerate(PORTS)]

    def _connect(self, n: int, operator: str, holder: str, category: str, theme: str) -> int:
        first, last = self.stage.some_span(10, 40)
        number = numbers.key_of(f"{SMS_PREFIXES[operator]}{31_000 + 7 * n:05d}")
        line = {"prestamos-limbo": "port-limbo", "casas-kilo": "port-kilo", "tiendas-girasol": "port-girasol"}
        return self.stage.enter(
            Caller(
                number,
                KIND,
                True,
                holder,
                operator,
                first,
                last,
                category=category,
                reported_if_answered=0.014 if holder == "tiendas-girasol" else 0.022,
                theme=theme,
                purpose="marketing",
                line=line.get(holder, ""),
            )
        )

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        made = []
        for place in self.places:
            caller = self.stage.cast[place]
            if not caller.acts_on(day) or rng.random() < 0.3:
                continue
            count = int(rng.integers(120, 330))
            start = rhythm.burst(
                rng, count, float(rng.uniform(9, 20)), float(rng.uniform(20, 90)), day_epoch(day)
            )
            variant = int(rng.integers(0, texts.variants(caller.theme)))
            made.append(
                attempts.messages(
                    caller.number,
                    self.stage.strangers(rng, count),
                    start,
                    place,
                    texts.fingerprint(caller.theme, variant),
                    parts=2,
                )
            )
        return made
