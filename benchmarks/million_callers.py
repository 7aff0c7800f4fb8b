"""All criteria of a rule-book asked of a million callers, and the explanation of each that fires.

    python benchmarks/million_callers.py [--callers 1000000] [--book cn] [--day 2026-09-30]

It goes the way that an evaluation goes (`cases/firing.py`). The callers are made: nearly all ordinary people
and businesses, some with a purpose registered, and two in a hundred nuisances of one kind or another; what
was not seen is NULL. The reference is DuckDB that scans the same columns and counts what is known in them, in
the same process, so that the ratio means the same on any machine. Then one caller alone: every criterion
explained. The last line is a JSON object.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from sosiego.cases import tables
from sosiego.cases.firing import explained, firings
from sosiego.rules import loader
from sosiego.rules.book import Criterion
from sosiego.rules.vocabulary import caller_facts

ARROW = {"integer": pa.int64(), "number": pa.float64(), "text": pa.string(), "boolean": pa.bool_()}
# As `cases/evaluation.py` asks; that file needs a database, which this is not about.
SUBJECTS_PER_CHUNK = 500
# Of all callers with facts on a day; the demonstration's country has about as many.
NUISANCES = 0.02
ONE_CALLER_ROUNDS = 200


class Callers:
    """A million rows of facts: `take(name)` gives one column, with NULL where nothing was seen."""

    def __init__(self, rows: int, seed: int = 7) -> None:
        self.rows, self.chance = rows, np.random.default_rng(seed)
        self.nuisance = self.chance.random(rows) < NUISANCES
        self.calling = (self.chance.random(rows) < 0.9) | self.nuisance
        self.reported = (self.chance.random(rows) < 0.01) | (self.nuisance & (self.chance.random(rows) < 0.7))
        self.messaging = self.chance.random(rows) < 0.3
        self.calls = np.where(self.nuisance, self._counts(150), self._counts(3)) + 1
        self.called = np.maximum(1, (self.calls * self.chance.uniform(0.5, 1, rows)).astype(np.int64))

    def table(self) -> pa.Table:
        """`subject`, every caller fact of the vocabulary, and what stands beside them."""
        keys = 13_000_000_000 + self.chance.permutation(self.rows).astype(np.int64)
        columns = {"subject": pa.array([f"+86{key}" for key in keys.tolist()])}
        for name, fact in caller_facts().items():
            columns[name] = self._column(name, fact.source).cast(ARROW[fact.type])
        nothing = pa.nulls(self.rows, pa.string())
        return pa.table(columns | {"holder": nothing, "operator": nothing})

    def _column(self, name: str, source: str) -> pa.Array:
        if name == "number_class":
            return self._text(["mobile", "fixed", "sms-port", "call-centre"], [0.85, 0.1, 0.02, 0.02])
        if name in ("purpose", "holder_kind"):
            return self._text(["telemarketing", "delivery", "hospital-recall"], [0.01, 0.01, 0.005])
        if name in ("content_class", "content_category", "reported_category"):
            return self._text(["commercial", "illegal", "harmless"], [0.003, 0.002, 0.004])
        if name.startswith("is_"):
            return self._seen(
                self.chance.random(self.rows) < (0.98 if name == "is_assigned" else 0.001), None
            )
        if name.startswith("message"):
            return self._seen(self._counts(4), self.messaging)
        if source == "detection":
            return self._seen(self._behaviour(name), self.calling)
        return self._seen(np.where(self.reported, self._counts(2), 0), None)

    def _behaviour(self, name: str) -> Any:
        share = self.chance.beta(2, 5, self.rows)
        nuisance_share = np.where(self.nuisance, self.chance.beta(5, 2, self.rows), share)
        values: dict[str, Any] = {
            "calls": self.calls,
            "called_distinct": self.called,
            "calls_per_called": self.calls / self.called,
            "reciprocity": np.where(self.nuisance, share / 5, 1 - share),
            "incoming_ratio": np.where(self.nuisance, share / 2, 2 * share),
            "short_call_ratio": nuisance_share,
            "sequential_score": np.where(self.nuisance, nuisance_share, 0),
            "neighbour_share": np.where(self.nuisance, share, share / 4),
            "calls_to_one_called_per_hour_max": 1 + self._counts(2),
            "first_seen_days": self.chance.integers(0, 365, self.rows),
        }
        if name in values:
            return values[name]
        if name.endswith("_max"):
            return np.maximum(1, (self.calls * self.chance.uniform(0.1, 0.9, self.rows)).astype(np.int64))
        if name.endswith("_hours"):
            return self.chance.integers(1, 24, self.rows)
        return share * (60 if name.startswith("duration") else 1)

    def _counts(self, mean: float) -> Any:
        # Few call much: a long tail, as in every archive.
        return (self.chance.lognormal(np.log(mean), 0.8, self.rows)).astype(np.int64)

    def _seen(self, values: Any, seen: Any) -> pa.Array:
        return pa.array(values, mask=None if seen is None else ~seen)

    def _text(self, words: Sequence[str], shares: Sequence[float]) -> pa.Array:
        places = self.chance.choice(
            len(words) + 1, self.rows, p=[*shares, 1 - sum(shares)]
        )  # the last: nothing known
        return pa.array(words, pa.string()).take(pa.array(places, mask=places == len(words)))


def spent(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Wall and CPU seconds of the work, and what it gave."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def memory_mb() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def ask(facts: pa.Table, criteria: Sequence[Criterion]) -> tuple[int, int, int]:
    """Callers that fired, criteria that fired, and clauses explained."""
    fired = found = clauses = 0
    for chunk in firings(facts, criteria, SUBJECTS_PER_CHUNK):
        fired += len(chunk)
        for firing in chunk:
            for criterion in firing.criteria:
                found += 1
                clauses += len(explained(firing, criterion)[1])
    return fired, found, clauses


def scan(facts: pa.Table, criteria: Sequence[Criterion]) -> None:
    """Count what is known in the columns that the criteria use."""
    used = sorted(frozenset[str]().union(*(criterion.condition.facts for criterion in criteria)))
    with tables.asked(facts=facts.select(used)) as connection:
        connection.execute(
            "SELECT " + ", ".join(f"count({name})" for name in used) + " FROM facts"
        ).fetchall()


def explain_one(facts: dict[str, Any], criteria: Sequence[Criterion]) -> None:
    """Every criterion explained for one caller, whether it fires or not."""
    for criterion in criteria:
        criterion.condition.explain(facts)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--callers", type=int, default=1_000_000)
    parser.add_argument("--book", default="cn")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 9, 30))
    given = parser.parse_args()
    criteria = loader.load(given.book).criteria(given.day)
    facts = Callers(given.callers).table()
    before = memory_mb()
    scan(facts, criteria)  # the engine is started and warm
    scan_wall, scan_cpu, _ = spent(lambda: scan(facts, criteria))
    wall, cpu, (fired, found, clauses) = spent(lambda: ask(facts, criteria))
    row = {name: facts.column(name)[0].as_py() for name in facts.column_names}
    one, *_ = spent(lambda: [explain_one(row, criteria) for _ in range(ONE_CALLER_ROUNDS)])
    result = {
        "callers": given.callers,
        "criteria": len(criteria),
        "columns": facts.num_columns,
        "fired": fired,
        "fired_share": round(fired / given.callers, 4),
        "criteria_fired": found,
        "clauses_explained": clauses,
        "wall_s": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "scan_wall_s": round(scan_wall, 3),
        "scan_cpu_s": round(scan_cpu, 3),
        "cpu_over_scan": round(cpu / scan_cpu, 1),
        "facts_mb": facts.nbytes // 2**20,
        "memory_before_mb": before,
        "memory_most_mb": memory_mb(),
        "all_criteria_of_one_caller_ms": round(one / ONE_CALLER_ROUNDS * 1000, 3),
    }
    for name, value in result.items():
        print(f"{name:30} {value}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
