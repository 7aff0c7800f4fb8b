"""The country: its people, its cast of callers, and their numbers, from one seed and one quarter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sosiego.world import people
from sosiego.world.actors.adapting_dialler import AdaptingDialler
from sosiego.world.actors.burst_robocaller import BurstRobocaller
from sosiego.world.actors.call_bomber import CallBomber
from sosiego.world.actors.loan_hopper import LoanHopper
from sosiego.world.actors.lookalikes import LookAlikes
from sosiego.world.actors.mobile_spammer import MobileSpammer
from sosiego.world.actors.one_ring import OneRing
from sosiego.world.actors.ordinary import OrdinaryPeople
from sosiego.world.actors.organiser import Organiser
from sosiego.world.actors.port_spammer import PortSpammer
from sosiego.world.actors.rule_breaking_seller import RuleBreakingSeller
from sosiego.world.actors.sequential_dialler import SequentialDialler
from sosiego.world.actors.short_caller import ShortCaller
from sosiego.world.quarter import Quarter
from sosiego.world.stage import Actor, Stage

# Streams of chance that must not disturb each other: people, cast, and each actor on each day.
_PEOPLE, _CAST, _DAYS = 1, 2, 3

ACTORS: tuple[type[Actor], ...] = (
    OrdinaryPeople,
    LookAlikes,
    BurstRobocaller,
    CallBomber,
    SequentialDialler,
    ShortCaller,
    OneRing,
    LoanHopper,
    PortSpammer,
    MobileSpammer,
    RuleBreakingSeller,
    Organiser,
    AdaptingDialler,
)


@dataclass(frozen=True)
class Country:
    seed: int
    quarter: Quarter
    stage: Stage
    actors: tuple[Actor, ...]

    def chance(self, stream: int, day_ordinal: int) -> np.random.Generator:
        """The generator of one stream on one day: the same whatever was drawn elsewhere."""
        return np.random.default_rng([self.seed, _DAYS, stream, day_ordinal])


def founded(seed: int, quarter: Quarter) -> Country:
    """The country of a seed. The same seed and quarter give the same country on every machine."""
    everyone = people.born(np.random.default_rng([seed, _PEOPLE]))
    stage = Stage(everyone, quarter, np.random.default_rng([seed, _CAST]))
    actors = tuple(actor(stage) for actor in ACTORS)  # type: ignore[call-arg]
    return Country(seed, quarter, stage, actors)
