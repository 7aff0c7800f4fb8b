"""Callers that look like nuisance and are not: hospital, couriers, public desk, a lawful seller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from sosiego.rules import numbers
from sosiego.world import attempts, rhythm, texts
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Caller, Stage, day_epoch


@dataclass(frozen=True)
class Manner:
    """How one kind of honest mass caller calls."""

    kind: str
    holder: str
    operator: str
    numbers: tuple[str, ...]
    purpose: str
    calls: tuple[int, int]
    hours: rhythm.Weights
    answered: float
    talk_median: float
    talk_spread: float
    weekdays: frozenset[int]
    reported: float
    recorded_voice: float
    line: str = ""
    category: str = "unsorted"


WORKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
SIX_DAYS = frozenset(range(6))

MANNERS: tuple[Manner, ...] = (
    Manner(
        "hospital",
        "hospital-isla",
        "aurora",
        ("+861055501201", "+861055501202"),
        "hospital-recall",
        (70, 130),
        rhythm.hours({8: 5, 9: 6, 10: 4, 14: 3, 15: 2}),
        0.8,
        22,
        0.5,
        WORKDAYS,
        0.0006,
        0.5,
        "line-hospital-1",
    ),
    Manner(
        "school",
        "colegio-jardin",
        "aurora",
        ("+861055507700",),
        "school-notices",
        (90, 160),
        rhythm.hours({17: 2, 18: 3}),
        0.75,
        30,
        0.5,
        frozenset({3}),
        0.0004,
        0.6,
        "line-colegio-1",
    ),
    Manner(
        "lawful-telemarketer",
        "boreal",
        "brisa",
        ("short:86:952310", "short:86:952311"),
        "telemarketing",
        (90, 150),
        rhythm.SELLING,
        0.46,
        62,
        0.9,
        WORKDAYS,
        0.0028,
        0.02,
        "line-boreal-1",
        "telecom-marketing",
    ),
    Manner(
        "public-desk",
        "",
        "",
        ("short:86:12345",),
        "public-service",
        (60, 110),
        rhythm.OFFICE,
        0.7,
        55,
        0.8,
        WORKDAYS,
        0.0005,
        0.1,
    ),
)
COURIERS = 5
# Couriers who use a number of their own that nobody registered for deliveries.
UNREGISTERED_COURIERS = 2
VERIFICATION_PORTS = 2


class LookAlikes:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.desks = [
            (manner, self._enter(manner, number)) for manner in MANNERS for number in manner.numbers
        ]
        self.couriers = [self._courier(n) for n in range(COURIERS + UNREGISTERED_COURIERS)]
        self.ports = [self._port(n) for n in range(VERIFICATION_PORTS)]

    def _enter(self, manner: Manner, number: str) -> int:
        days = self.stage.quarter.days()
        return self.stage.enter(
            Caller(
                numbers.key_of(number),
                manner.kind,
                False,
                manner.holder,
                manner.operator,
                days[0],
                days[-1],
                category=manner.category,
                reported_if_answered=manner.reported,
                reported_if_rang=manner.reported / 4,
                recorded_voice=manner.recorded_voice,
                purpose=manner.purpose,
                line=manner.line,
            )
        )

    def _courier(self, n: int) -> int:
        days = self.stage.quarter.days()
        network = ("aurora", "brisa", "cumbre")[n % 3]
        registered = n < COURIERS
        return self.stage.enter(
            Caller(
                self.stage.sim(network),
                "courier" if registered else "unregistered-courier",
                False,
                "correo-halcon" if registered else network,
                network,
                days[0],
                days[-1],
                reported_if_answered=0.0004,
                reported_if_rang=0.0003,
                recorded_voice=0.0,
                purpose="delivery" if registered else "",
            )
        )

    def _port(self, n: int) -> int:
        days = self.stage.quarter.days()
        return self.stage.enter(
            Caller(
                numbers.key_of(f"short:86:10691088{n:03d}"),
                "verification-port",
                False,
                "banco-faro",
                "aurora",
                days[0],
                days[-1],
                reported_if_answered=0.0003,
                theme="verification",
                purpose="verification",
                line="port-faro",
            )
        )

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        made = [
            self._desk(manner, place, day, rng)
            for manner, place in self.desks
            if day.weekday() in manner.weekdays
        ]
        if day.weekday() in SIX_DAYS:
            made += [self._round(place, day, rng) for place in self.couriers]
        return made + [self._codes(place, day, rng) for place in self.ports]

    def _desk(self, manner: Manner, place: int, day: date, rng: np.random.Generator) -> Attempts:
        count = int(rng.integers(*manner.calls))
        people = self.stage.people
        # Who keeps the rules does not sell to those who refused; hospitals and desks call whom they must.
        pool = people.number[~people.refuses] if manner.purpose == "telemarketing" else people.number
        called = rng.choice(pool, size=count, replace=False)
        return attempts.calls(
            self.stage.cast[place].number,
            called,
            rhythm.moments(rng, count, manner.hours, day_epoch(day)),
            rhythm.talk(rng, count, manner.talk_median, manner.talk_spread),
            self.stage.answered(rng, called, manner.answered),
            place,
        )

    def _round(self, place: int, day: date, rng: np.random.Generator) -> Attempts:
        """A courier's round: many doors of one town, a few words each, some called twice."""
        people = self.stage.people
        town = people.number[people.town == place % 4]
        first = rng.choice(town, size=int(rng.integers(40, 75)), replace=False)
        called = np.concatenate([first, rng.choice(first, size=len(first) // 6)])
        count = len(called)
        return attempts.calls(
            self.stage.cast[place].number,
            called,
            rhythm.moments(
                rng,
                count,
                rhythm.hours({9: 3, 10: 5, 11: 5, 14: 4, 15: 4, 16: 4, 17: 3, 18: 2}),
                day_epoch(day),
            ),
            rhythm.talk(rng, count, 16, 0.5),
            self.stage.answered(rng, called, 0.82),
            place,
        )

    def _codes(self, place: int, day: date, rng: np.random.Generator) -> Attempts:
        """One-time codes of a bank, at any hour."""
        count = int(rng.integers(80, 140))
        called = self.stage.strangers(rng, count)
        start = rhythm.moments(rng, count, rhythm.PEOPLE, day_epoch(day))
        return attempts.messages(
            self.stage.cast[place].number, called, start, place, texts.fingerprint("verification", 0)
        )
