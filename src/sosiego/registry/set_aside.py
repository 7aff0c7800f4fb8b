"""Rows that an import could not take: kept in a file of their own, with the reason, for correction."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sosiego import home
from sosiego.files import sha256_of_file, written_beside
from sosiego.registry.totals import Problem


@dataclass(frozen=True)
class SetAsideRow:
    """One row as it stood in the file, and why it was not taken."""

    problem: Problem
    raw: str


def file_for(source: Path) -> Path:
    """Where the rows of this very file are set aside: a changed file has another name."""
    return home.current().root / "set-aside" / f"{source.stem}.{sha256_of_file(source)[:8]}.csv"


def write(source: Path, rows: Sequence[SetAsideRow]) -> None:
    """Keep the rows; if there are none, the file of an earlier try goes."""
    target = file_for(source)
    if not rows:
        target.unlink(missing_ok=True)
        return
    with written_beside(target) as beside, beside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("line", "column", "reason", "raw"))
        for row in rows:
            writer.writerow((row.problem.line, row.problem.column, row.problem.reason, row.raw))
