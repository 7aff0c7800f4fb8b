"""Where the actors stand: the cast, the free numbers, and what the network did to them yesterday."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from sosiego.rules import numbers
from sosiego.world.attempts import Attempts
from sosiego.world.organisations import BY_CODE, network_operator
from sosiego.world.people import People, block_key
from sosiego.world.quarter import Quarter, epoch

COUNTRY_CODE = "86"

# Whose SIM cards the nuisance callers buy: the reseller that asks no questions first.
SIM_SOURCES: Mapping[str, float] = {
    "niebla": 0.30,
    "marea": 0.17,
    "aurora": 0.16,
    "brisa": 0.14,
    "cumbre": 0.13,
    "pico": 0.03,
    "lucero": 0.05,
    "delta": 0.02,
}


@dataclass
class Caller:
    """One number of the cast and what is true of it."""

    number: int
    kind: str
    is_nuisance: bool
    holder: str
    operator: str
    first_day: date
    # Last day it may act; a caller may stop before, see `stopped`.
    last_day: date
    # Category a careful reporter would choose, and chances of a report per thing that arrived.
    category: str = "unsorted"
    reported_if_answered: float = 0.0
    reported_if_rang: float = 0.0
    # Share of reporters who heard a recorded voice; None where nobody can say (messages).
    recorded_voice: float | None = None
    # Family of texts for messages (see texts.py).
    theme: str = ""
    purpose: str = ""
    line: str = ""
    # "A", "B" or "C": how its operator vouches for the caller.
    attestation: str = "A"
    from_abroad: bool = False
    # Keeps below what draws attention: fewer calls a day, more hours, more days.
    is_cautious: bool = False
    # The first and last day on which it did something.
    seen_first: date | None = None
    seen_last: date | None = None
    blocked_days: int = 0

    @property
    def canonical(self) -> str:
        return numbers.canonical_of(self.number, COUNTRY_CODE)

    def acts_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


class Actor(Protocol):
    """One kind of caller: its numbers and what they try on a day."""

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]: ...


@dataclass
class Stage:
    """Shared by all actors of one country."""

    people: People
    quarter: Quarter
    rng: np.random.Generator
    cast: list[Caller] = field(default_factory=list)
    # Share of yesterday's tries that the network refused, by place in the cast.
    refused_yesterday: dict[int, float] = field(default_factory=dict)
    _taken: set[int] = field(default_factory=set)

    def enter(self, caller: Caller) -> int:
        """Put a caller in the cast; its place there."""
        self.cast.append(caller)
        return len(self.cast) - 1

    def sim_source(self) -> str:
        """Code of a network where the next nuisance caller buys its SIM card."""
        return str(self.rng.choice(list(SIM_SOURCES), p=np.array(list(SIM_SOURCES.values()))))

    def sim(self, network: str) -> int:
        """A fresh mobile number of a network, never given to a subscriber."""
        while True:
            block = str(self.rng.choice(list(BY_CODE[network].blocks)))
            number = block_key(block) + int(self.rng.integers(2_500, 10_000))
            if number not in self._taken:
                self._taken.add(number)
                return number

    def hire_sim(
        self, kind: str, first: date, last: date, *, source: str | None = None, **more: object
    ) -> int:
        """A nuisance caller with a fresh SIM card; its place in the cast."""
        holder = source or self.sim_source()
        return self.enter(
            Caller(self.sim(holder), kind, True, holder, network_operator(holder), first, last, **more)  # type: ignore[arg-type]
        )

    def is_cautious(self, n: int) -> bool:
        """Every third caller of a kind keeps below what draws attention."""
        return n % 3 == 2

    def some_span(self, shortest: int, longest: int) -> tuple[date, date]:
        """First and last day of an activity that begins at random in the quarter."""
        days = self.quarter.days()
        length = int(self.rng.integers(shortest, longest + 1))
        first = int(self.rng.integers(0, max(1, len(days) - shortest)))
        return days[first], days[first] + timedelta(days=length - 1)

    def is_refused(self, place: int) -> bool:
        """The network refused most of what this caller tried yesterday."""
        return self.refused_yesterday.get(place, 0.0) > 0.5

    def strangers(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """Numbers of random subscribers, each at most once."""
        everyone = self.people.number
        return rng.choice(everyone, size=min(count, len(everyone)), replace=False)

    def answered(self, rng: np.random.Generator, called: np.ndarray, share: float) -> np.ndarray:
        """Who would answer: nobody at a number that is nobody's."""
        return (self.people.place(called) >= 0) & (rng.random(len(called)) < share)


def day_epoch(day: date) -> int:
    return epoch(day)
