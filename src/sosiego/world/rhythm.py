"""When people and machines call, and how long they talk."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sosiego.world.quarter import HOURS_EAST

Weights = NDArray[np.float64]
Seconds = NDArray[np.int64]


def hours(spec: dict[int, float]) -> Weights:
    """Weights of the 24 local hours of a day; an hour that is not named has none."""
    weights = np.zeros(24)
    for hour, weight in spec.items():
        weights[hour] = weight
    normal: Weights = weights / weights.sum()
    return normal


def even(first: int, after: int) -> Weights:
    """All hours from `first` to before `after` alike."""
    return hours({hour % 24: 1.0 for hour in range(first, after)})


# Two humps, late morning and early evening, and nearly nobody at night: the shape of personal calls.
PEOPLE = hours(
    dict(
        enumerate(
            [
                0.3,
                0.15,
                0.1,
                0.1,
                0.15,
                0.3,
                1.0,
                2.5,
                5,
                7,
                8,
                7.5,
                6,
                5,
                5.5,
                6,
                6.5,
                7.5,
                8,
                7.5,
                6,
                4,
                2,
                0.8,
            ]
        )
    )
)
OFFICE = hours({8: 2, 9: 6, 10: 7, 11: 6, 12: 2, 13: 3, 14: 6, 15: 6, 16: 5, 17: 4, 18: 1})
SELLING = hours({9: 4, 10: 6, 11: 6, 12: 3, 13: 3, 14: 5, 15: 5, 16: 5, 17: 5, 18: 4, 19: 3})
NIGHT = hours({20: 2, 21: 3, 22: 4, 23: 3, 0: 2, 1: 1, 2: 1, 5: 1, 6: 2, 7: 2})


def moments(rng: np.random.Generator, count: int, weights: Weights, day_epoch: int) -> Seconds:
    """`count` moments (epoch seconds) of one delivered day, its local hours chosen by weight."""
    hour = rng.choice(24, size=count, p=weights)
    within = rng.integers(0, 3600, size=count)
    return day_epoch + ((hour - HOURS_EAST) % 24) * 3600 + within


def burst(rng: np.random.Generator, count: int, hour: float, minutes: float, day_epoch: int) -> Seconds:
    """`count` moments within `minutes` from a local hour on."""
    begins = day_epoch + int(((hour - HOURS_EAST) % 24) * 3600)
    moment = begins + rng.integers(0, max(1, int(minutes * 60)), size=count)
    # What would run past the delivered day is cut at its last second.
    return np.minimum(np.sort(moment), day_epoch + 86_399)


def talk(rng: np.random.Generator, count: int, median: float, spread: float = 0.7) -> NDArray[np.int32]:
    """Lengths of answered calls in seconds: log-normal about a median, at least one second."""
    drawn = rng.lognormal(np.log(median), spread, size=count)
    return np.clip(drawn, 1, 7200).astype(np.int32)
