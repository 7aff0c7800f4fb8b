"""Which criteria hold for whom: in bulk on DuckDB, and in words for those that fire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from sosiego.cases import tables
from sosiego.cases.errors import EnginesDisagreeError
from sosiego.rules.book import Criterion


@dataclass(frozen=True)
class Firing:
    """A subject for which at least one criterion held."""

    # One row of the facts table by name.
    row: dict[str, Any]
    criteria: tuple[Criterion, ...]

    @property
    def subject(self) -> str:
        return str(self.row["subject"])


def firings(facts: pa.Table, criteria: Sequence[Criterion], size: int) -> Iterator[list[Firing]]:
    """Those for whom a criterion holds, by subject in order, in lists of at most `size`.

    Unknown is not true: a condition that rests on an unknown fact does not fire.
    """
    if not criteria or not facts.num_rows:
        return
    held = _held(facts, criteria)
    for start in range(0, held.num_rows, size):
        part = held.slice(start, size)
        rows = facts.take(part.column("place")).to_pylist()
        fired = part.column("fired").to_pylist()
        yield [
            Firing(row, tuple(criteria[place] for place in places))
            for row, places in zip(rows, fired, strict=True)
        ]


def explained(firing: Firing, criterion: Criterion) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The facts that the criterion used, and each of its clauses with its value and whether it held.

    Raises `EnginesDisagreeError` if the words do not bear out the bulk.
    """
    explanation = criterion.condition.explain(firing.row)
    if explanation.truth is not True:
        raise EnginesDisagreeError(criterion.id, firing.subject)
    used = {name: _plain(firing.row[name]) for name in sorted(criterion.condition.facts)}
    clauses = [
        {
            "text": clause.text,
            "value": {name: _plain(value) for name, value in clause.values.items()},
            "held": clause.held,
        }
        for clause in explanation.clauses
    ]
    return used, clauses


def _held(facts: pa.Table, criteria: Sequence[Criterion]) -> pa.Table:
    """place: row of the facts table; fired: places of the criteria that held."""
    places = ", ".join(
        f"CASE WHEN ({criterion.condition.to_sql('duckdb')}) THEN {place} END"
        for place, criterion in enumerate(criteria)
    )
    numbered = facts.append_column("_place", pa.array(range(facts.num_rows), pa.int64()))
    with tables.asked(facts=numbered) as connection:
        return connection.execute(
            f"""
            SELECT _place AS place, fired FROM (
              SELECT _place, subject, list_filter([{places}], lambda held: held IS NOT NULL) AS fired
              FROM facts
            ) WHERE len(fired) > 0 ORDER BY subject
            """
        ).to_arrow_table()


def _plain(value: Any) -> Any:
    """As it can stand in the ledger."""
    return value.isoformat() if isinstance(value, date) else value
