"""The shape of a published table inside a snapshot, and the makers of its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sosiego.oversight.statistics import Figure
from sosiego.publication.labels import Label

Cell = Mapping[str, Any]

# Cells that may not be printed (protection.py): a count that is too small, printed as "< 5"; and whatever
# would give one away, printed as a dot.
TOO_SMALL: Cell = {"withheld": "small"}
WITHHELD: Cell = {"withheld": "telling"}
# A cell that nobody can know: no period before, no users reported.
UNKNOWN: Cell = {"value": None}
# Figures are kept to this many significant digits: enough to print, and the same on every machine.
SIGNIFICANT_DIGITS = 12


def plain(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{SIGNIFICANT_DIGITS}g}")


def count_cell(count: int | None) -> Cell:
    return {"value": count}


def ratio_cell(value: float | None, numerator: int | None = None, denominator: int | None = None) -> Cell:
    """A share or change with what it was made of."""
    if value is None:
        return UNKNOWN
    return {"value": plain(value), "numerator": numerator, "denominator": denominator}


def figure_cell(figure: Figure | None) -> Cell:
    """A figure with its working and interval."""
    if figure is None or figure.value is None:
        return UNKNOWN
    return {
        "value": plain(figure.value),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "low": plain(figure.low),
        "high": plain(figure.high),
    }


def place_cell(place: tuple[int, int] | None) -> Cell:
    return UNKNOWN if place is None else {"value": place[0], "worst": place[1]}


def label_cell(label: Label) -> Cell:
    return {"label": dict(label)}


def date_cell(iso: str) -> Cell:
    return {"date": iso}


@dataclass(frozen=True)
class Row:
    key: str
    label: Label
    cells: Mapping[str, Cell]
    is_total: bool = False

    def as_json(self, columns: Sequence[str]) -> dict[str, Any]:
        # A cell that no column shows is not published, so it is not frozen either.
        cells = {column: dict(self.cells[column]) for column in columns if column in self.cells}
        made: dict[str, Any] = {"key": self.key, "label": dict(self.label), "cells": cells}
        return made | ({"total": True} if self.is_total else {})


def table(
    id: str,
    title: str,
    dimension: str,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    note: str = "",
) -> dict[str, Any]:
    """One table of a snapshot. `title`, `dimension`, `note` are message ids; columns definition ids."""
    return {
        "id": id,
        "title": title,
        "dimension": dimension,
        "columns": list(columns),
        "rows": [row.as_json(columns) for row in rows],
        "note": note,
    }
