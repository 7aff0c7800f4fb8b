"""Ordinary people: they call whom they know, try again, call back, and rarely call strangers."""

from __future__ import annotations

from datetime import date

import numpy as np

from sosiego.world import attempts, rhythm
from sosiego.world.attempts import Attempts
from sosiego.world.stage import Stage, day_epoch

CALLS_A_DAY = 1_150
MESSAGES_A_DAY = 130
STRANGER_SHARE = 0.06
WEEKEND_FACTOR = 0.85


class OrdinaryPeople:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def attempts(self, day: date, rng: np.random.Generator) -> list[Attempts]:
        mean = CALLS_A_DAY * (WEEKEND_FACTOR if day.weekday() >= 5 else 1.0)
        first = self._calls(int(rng.poisson(mean)), day, rng)
        # Four in ten try again within a quarter of an hour; three in ten are called back.
        unanswered = first.where(~first.answers)
        chance = rng.random(len(unanswered))
        again = self._later(unanswered.where(chance < 0.4), rng, swap=False)
        back = self._later(unanswered.where(chance > 0.7), rng, swap=True)
        return [first, again, back, self._messages(day, rng)]

    def _pairs(self, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        people = self.stage.people
        pair = np.minimum(np.searchsorted(people.known_weight, rng.random(count)), len(people.known_from) - 1)
        caller, called = people.number[people.known_from[pair]], people.number[people.known_to[pair]]
        stranger = rng.random(count) < STRANGER_SHARE
        other = rng.choice(people.number, size=count)
        return caller, np.where(stranger & (other != caller), other, called)

    def _calls(self, count: int, day: date, rng: np.random.Generator) -> Attempts:
        caller, called = self._pairs(count, rng)
        start = rhythm.moments(rng, count, rhythm.PEOPLE, day_epoch(day))
        cause = np.where(rng.random(count) < 0.25, attempts.BUSY, attempts.NO_ANSWER).astype(np.int16)
        talk = rhythm.talk(rng, count, 75, 1.1)
        return attempts.calls(caller, called, start, talk, rng.random(count) < 0.71, attempts.ORDINARY, cause)

    def _later(self, before: Attempts, rng: np.random.Generator, *, swap: bool) -> Attempts:
        count = len(before)
        caller, called = (before.called, before.caller) if swap else (before.caller, before.called)
        # Never past the delivered day.
        end = (before.start // 86_400) * 86_400 + 86_399
        start = np.minimum(before.start + rng.integers(40, 900, size=count), end)
        talk = rhythm.talk(rng, count, 75, 1.1)
        return attempts.calls(caller, called, start, talk, rng.random(count) < 0.75, attempts.ORDINARY)

    def _messages(self, day: date, rng: np.random.Generator) -> Attempts:
        count = int(rng.poisson(MESSAGES_A_DAY))
        caller, called = self._pairs(count, rng)
        start = rhythm.moments(rng, count, rhythm.PEOPLE, day_epoch(day))
        made = attempts.messages(0, called, start, attempts.ORDINARY, 0)
        # Every message between people has words of its own.
        own_words = rng.integers(1, 2**62, size=count)
        return attempts.Attempts(
            caller,
            made.called,
            made.start,
            made.talk_s,
            made.answers,
            made.cause,
            made.medium,
            made.actor,
            made.parts,
            own_words,
        )
