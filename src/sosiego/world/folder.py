"""The country on disk: registry, history, a file of traffic and of reports a day, and its truth apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sosiego.files import write_bytes
from sosiego.world import history, registry_files, truth
from sosiego.world.country import Country, founded
from sosiego.world.days import Days, DayTraffic, write_traffic
from sosiego.world.errors import FolderNotSimulatedError
from sosiego.world.quarter import Quarter
from sosiego.world.reporters import COLUMNS, Report
from sosiego.world.stage import Caller

MARK = "SIMULATED.txt"
MARK_TEXT = """Everything in this folder is simulated.

Its organisations are invented. Its people, numbers, calls and messages were drawn from a random generator:
a number that exists in some country's plan says nothing about whoever may hold it there.
"""
_HISTORY = 4


@dataclass(frozen=True)
class Made:
    """What one making of the country wrote."""

    folder: Path
    seed: int
    quarter: str
    subscribers: int
    days: int
    traffic_records: int
    reports: int
    history_reports: int
    callers: int


@dataclass(frozen=True)
class Past:
    """One earlier quarter: its file of reports and the numbers they are about."""

    quarter: Quarter
    path: Path
    reports: int
    callers: list[Caller]


def mark(folder: Path) -> None:
    """Mark a folder as simulated. Raises `FolderNotSimulatedError` if it holds something else."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise FolderNotSimulatedError(str(folder))
    write_bytes(folder / MARK, MARK_TEXT.encode())


def write_reports(reports: Iterable[Report], path: Path) -> Path:
    """Write reports in intake's "sosiego" format."""
    write_bytes(path, registry_files.csv_bytes(COLUMNS, (report.row() for report in reports)))
    return path


def write_past(country: Country, folder: Path) -> list[Past]:
    """Write the reports of the quarter a year before and of the quarter before."""
    written = []
    now = country.quarter
    for quarter, amount in ((now.same_last_year(), history.YEAR_AGO), (now.previous(), history.QUARTER_AGO)):
        rng = np.random.default_rng([country.seed, _HISTORY, quarter.first.toordinal()])
        reports, callers = history.reports(country.stage, quarter, rng, amount)
        path = write_reports(reports, folder / "history" / f"reports-{quarter.name}.csv")
        written.append(Past(quarter, path, len(reports), callers))
    return written


def write_day(made: DayTraffic, folder: Path) -> tuple[Path, Path]:
    """Write one day; the paths of its traffic and of its reports."""
    return (
        write_traffic(made.records, folder / "traffic" / f"traffic-{made.day}.parquet"),
        write_reports(made.reports, folder / "reports" / f"reports-{made.day}.csv"),
    )


def make(
    folder: Path,
    *,
    seed: int,
    quarter: Quarter,
    days: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Made:
    """Make the whole country with no measures in force: nothing it does is stopped."""
    mark(folder)
    country = founded(seed, quarter)
    registry_files.write(country, folder / "registry")
    past = write_past(country, folder)
    walk = Days(country)
    records = reports = 0
    chosen = quarter.days()[:days]
    for day in chosen:
        made = walk.day(day)
        write_day(made, folder)
        records += made.records.num_rows
        reports += len(made.reports)
        if progress:
            progress(1)
    truths = truth.of_cast(country.stage.cast) + truth.of_history(
        one for before in past for one in before.callers
    )
    truth.write(truths, folder / truth.FILE)
    return Made(
        folder,
        seed,
        quarter.name,
        len(country.stage.people.number),
        len(chosen),
        records,
        reports,
        sum(before.reports for before in past),
        len(country.stage.cast),
    )
