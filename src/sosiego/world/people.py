"""The subscribers: their numbers, where they live, whom they know, who refuses calls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sosiego.world.organisations import NETWORKS

SUBSCRIBERS = 3_000
# Numbers of a block that are given to subscribers lie below this, so that about a third of them are in use;
# the cast's numbers lie above (see stage.py).
GIVEN_UP_TO = 1_800
REFUSING_SHARE = 0.18
KNOWN_EACH = 6

REGIONS: tuple[tuple[str, str], ...] = (
    ("Costa", "Puerto Claro"),
    ("Costa", "Bahía Serena"),
    ("Llanura", "Trigal"),
    ("Llanura", "Dos Molinos"),
    ("Sierra", "Alto Pinar"),
    ("Sierra", "Peña Gris"),
    ("Delta", "Juncal"),
)
# People per town, from the largest.
TOWN_SHARES = np.array([0.27, 0.14, 0.18, 0.11, 0.13, 0.07, 0.10])


@dataclass(frozen=True)
class People:
    """Columns of equal length, sorted by `number`; `known_*` are the pairs of people who call each other."""

    number: NDArray[np.int64]
    network: NDArray[np.int64]  # place in NETWORKS
    town: NDArray[np.int64]  # place in REGIONS
    refuses: NDArray[np.bool_]
    known_from: NDArray[np.int64]  # place of the caller
    known_to: NDArray[np.int64]  # place of the called
    known_weight: NDArray[np.float64]  # cumulative chance of the pairs

    def place(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where each number stands among the subscribers, -1 if it is nobody's."""
        found = np.minimum(np.searchsorted(self.number, numbers), len(self.number) - 1)
        return np.where(self.number[found] == numbers, found, -1)


def block_key(block: str) -> int:
    """Number key of the first number of a national seven-digit block of the simulated country."""
    return int(f"86{block}0000")


def born(rng: np.random.Generator) -> People:
    """All subscribers."""
    numbers, networks = _numbers(rng)
    order = np.argsort(numbers)
    count = len(numbers)
    town = rng.choice(len(REGIONS), size=count, p=TOWN_SHARES)
    known_from, known_to = _known(rng, town)
    # Few people are called much and many seldom; the same pair calls both ways.
    closeness = rng.lognormal(0.0, 1.1, size=len(known_from) // 2)
    busyness = rng.lognormal(0.0, 0.5, size=count)
    weight = np.concatenate([closeness, closeness]) * busyness[known_from]
    return People(
        numbers[order],
        networks[order],
        town,
        rng.random(count) < REFUSING_SHARE,
        known_from,
        known_to,
        np.cumsum(weight) / weight.sum(),
    )


def _numbers(rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    numbers: list[NDArray[np.int64]] = []
    networks: list[NDArray[np.int64]] = []
    for place, network in enumerate(NETWORKS):
        wanted = round(SUBSCRIBERS * network.share / len(network.blocks))
        for block in network.blocks:
            offset = rng.choice(GIVEN_UP_TO, size=wanted, replace=False)
            numbers.append(block_key(block) + offset)
            networks.append(np.full(wanted, place))
    return np.concatenate(numbers), np.concatenate(networks)


def _known(rng: np.random.Generator, town: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of people, three in four of the same town, in both directions."""
    count = len(town)
    one = np.repeat(np.arange(count), KNOWN_EACH)
    other = rng.integers(0, count, size=len(one))
    by_town = np.argsort(town, kind="stable")
    begins = np.searchsorted(town[by_town], np.arange(len(REGIONS) + 1))
    size = np.diff(begins)[town[one]]
    neighbour = by_town[begins[town[one]] + (rng.random(len(one)) * size).astype(np.int64)]
    other = np.where(rng.random(len(one)) < 0.75, neighbour, other)
    keep = one != other
    one, other = one[keep], other[keep]
    return np.concatenate([one, other]), np.concatenate([other, one])
