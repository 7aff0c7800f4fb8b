"""What is true of every number of the cast. Kept apart from everything else: it is for measuring only."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sosiego.files import write_bytes
from sosiego.world.registry_files import csv_bytes
from sosiego.world.stage import Caller

# Its name in the folder of the simulated country.
FILE = "truth.csv"

COLUMNS = ("number", "kind", "is_nuisance", "first_day", "last_day")


@dataclass(frozen=True)
class Truth:
    """One number: what it is, and when it acted."""

    number: str  # canonical
    kind: str
    is_nuisance: bool
    first_day: date
    last_day: date


def of_cast(cast: Iterable[Caller]) -> list[Truth]:
    """The truth of the callers that did something."""
    return [
        Truth(caller.canonical, caller.kind, caller.is_nuisance, caller.seen_first, caller.seen_last)
        for caller in cast
        if caller.seen_first and caller.seen_last
    ]


def of_history(callers: Iterable[Caller]) -> list[Truth]:
    """The truth of those of whom only reports are known."""
    return [Truth(one.canonical, one.kind, one.is_nuisance, one.first_day, one.last_day) for one in callers]


def write(truths: Iterable[Truth], path: Path) -> None:
    """Write truth.csv."""
    rows = (
        (one.number, one.kind, str(one.is_nuisance).lower(), one.first_day, one.last_day)
        for one in sorted(truths, key=lambda one: (one.first_day, one.number))
    )
    write_bytes(path, csv_bytes(COLUMNS, rows))


def read(path: Path) -> list[Truth]:
    """Read truth.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Truth(
                row["number"],
                row["kind"],
                row["is_nuisance"] == "true",
                date.fromisoformat(row["first_day"]),
                date.fromisoformat(row["last_day"]),
            )
            for row in csv.DictReader(file)
        ]
