"""Which criteria hold for whom: in bulk on DuckDB, and in words for those that fire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sosiego.cases import tables
from sosiego.cases.errors import EnginesDisagreeError
from sosiego.rules.book import Criterion

# As many subjects share the cost of a statement.
SUBJECTS_AT_ONCE = 500


@dataclass(frozen=True)
class Firing:
    """A subject for which at least one criterion held."""

    # One row of the facts table by name.
    row: dict[str, Any]
    criteria: tuple[Criterion, ...]

    @property
    def subject(self) -> str:
        return str(self.row["subject"])


def firings(
    facts: pa.Table, criteria: Sequence[Criterion], size: int = SUBJECTS_AT_ONCE
) -> Iterator[list[Firing]]:
    """Those for whom a criterion holds, by subject in order, in lists of at most `size`.

    Unknown is not true: a condition that rests on an unknown fact does not fire.
    """
    if not criteria or not facts.num_rows:
        return
    held = _held(facts, criteria)
    for start in range(0, held.num_rows, size):
        part = held.slice(start, size)
        rows = facts.take(part.column("place")).to_pylist()
        truths = zip(*(column.to_pylist() for column in part.columns[1:]), strict=True)
        yield [
            Firing(row, tuple(one for one, is_true in zip(criteria, found, strict=True) if is_true))
            for row, found in zip(rows, truths, strict=True)
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
    """place: row of the facts table; then the truth of each criterion. Only where one holds, by subject."""
    truths = ", ".join(
        f"({criterion.condition.to_sql('duckdb')}) AS criterion_{number}"
        for number, criterion in enumerate(criteria)
    )
    # One plain statement over the columns in use: to plan it is most of what a day's callers cost.
    used = sorted(frozenset[str]().union(*(criterion.condition.facts for criterion in criteria)))
    with tables.asked(facts=facts.select(used)) as connection:
        asked = connection.execute(f"SELECT {truths} FROM facts").to_arrow_table()
    anything = reduce(pc.or_kleene, asked.columns)
    placed = asked.add_column(0, "place", pa.array(range(facts.num_rows), pa.int64()))
    by_subject = placed.append_column("subject", facts.column("subject")).filter(anything).sort_by("subject")
    return by_subject.drop_columns("subject")


def _plain(value: Any) -> Any:
    """As it can stand in the ledger."""
    return value.isoformat() if isinstance(value, date) else value
