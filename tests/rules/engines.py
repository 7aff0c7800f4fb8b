"""The same conditions asked case by case, of DuckDB and of Spark, over the same generated facts."""

from __future__ import annotations

import math
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp, parse_one

from sosiego.rules import loader, vocabulary
from sosiego.rules.conditions import LARGEST_WHOLE, Condition
from sosiego.rules.place import Place
from sosiego.rules.vocabulary import Fact

ROWS = 10_000
HERE = Place("criteria/generated.yaml", 1, 1)
Truths = list[bool | None]
Table = dict[str, list[Any]]

ARROW = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "text": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}

# Beyond these, engines and languages begin to differ in what they take for the same number.
_WHOLE_EDGES = (
    0,
    1,
    -1,
    2**31,
    2**53 - 1,
    2**53,
    2**53 + 1,
    LARGEST_WHOLE,
    -LARGEST_WHOLE,
    -LARGEST_WHOLE - 1,
)
_FRACTION_EDGES = (
    *(0.0, -0.0, 0.1, 0.3, 0.1 + 0.2, 1 / 3, 1.0, 1e-320, 5e-324, 1e308, -1e308, 2.0**53, 2.0**53 + 2),
    *(math.nan, math.inf, -math.inf),
)
_TEXT_EDGES = (
    "",
    " ",
    "a",
    "A",
    "a ",
    "it's",
    'a"b',
    "a\\",
    "\\n",
    "\n",
    "中",
    "电话",
    "é",
    "é",
    "😀",
    "${a}",
    "%",
    "_",
)
_DAY_EDGES = (date(1, 1, 1), date(1582, 10, 10), date(1970, 1, 1), date(2024, 2, 29), date(9999, 12, 31))
DAY = date(2026, 9, 30)


@cache
def all_facts() -> Mapping[str, Fact]:
    """Every fact of the vocabulary, of whatever subject, and two dates: it has none yet."""
    facts: dict[str, Fact] = {}
    for subject in (vocabulary.caller_facts(), vocabulary.organisation_facts(), vocabulary.call_facts()):
        for name, fact in subject.items():
            assert facts.setdefault(name, fact).type == fact.type, name
    days = {name: Fact(name, "date", "", "registry", "") for name in ("held_since", "last_call_on")}
    return {**facts, **days}


def parsed(sql: str) -> Condition:
    return Condition.parse(sql, all_facts(), HERE)


@cache
def shipped_conditions() -> tuple[Condition, ...]:
    """Every condition of every rule-book that comes with the package, in all its versions."""
    found: dict[str, Condition] = {}
    for book in loader.shipped():
        for condition in _conditions_in(loader.load(book)):
            found[condition.sql] = condition
    return tuple(found.values())


def _conditions_in(thing: Any) -> Iterator[Condition]:
    if isinstance(thing, Condition):
        yield thing
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from _conditions_in(getattr(thing, one.name))
    elif isinstance(thing, Mapping):
        yield from _conditions_in(tuple(thing.values()))
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from _conditions_in(part)


@cache
def values_of() -> Mapping[str, tuple[Any, ...]]:
    """For each fact what is worth asking: the values of the law, a step beside them, and edges."""
    compared: dict[str, set[Any]] = {name: set() for name in all_facts()}
    for condition in shipped_conditions():
        for node in parse_one(condition.sql, read="duckdb").find_all(exp.Predicate, exp.In, exp.Between):
            literals = {literal.this for literal in node.find_all(exp.Literal)}
            for column in node.find_all(exp.Column):
                compared[column.name] |= literals
    return {name: tuple(_values(fact, compared[name])) for name, fact in all_facts().items()}


def _values(fact: Fact, compared: set[str]) -> Iterator[Any]:
    if fact.type == "boolean":
        yield from (True, False)
    elif fact.type == "text":
        yield from sorted(compared | set(_TEXT_EDGES))
    elif fact.type == "date":
        yield from (*(DAY + timedelta(days=days) for days in range(-3, 4)), *_DAY_EDGES)
    elif fact.type == "integer":
        limits = sorted({math.floor(float(text)) for text in compared} | {2, 60})
        yield from (*(limit + step for limit in limits for step in (-1, 0, 1)), *_WHOLE_EDGES)
    else:
        limits = sorted({float(text) for text in compared} | {0.05, 0.85})
        for limit in limits:
            yield from (
                limit - 0.01,
                math.nextafter(limit, -1),
                limit,
                math.nextafter(limit, 9),
                limit + 0.01,
            )
        yield from _FRACTION_EDGES


@cache
def generated_facts() -> Table:
    """10,000 rows by column, the same in every run: one value in eight is not known.

    A third of them hold a condition of the law or are one fact away from that.
    """
    chance = random.Random(20260930)
    pools = {name: _pool(name, chance) for name in all_facts()}
    rows = [{name: _drawn(pool, chance) for name, pool in pools.items()} for _ in range(ROWS)]
    lawful = [(condition, _cases_that_hold(condition, pools, chance)) for condition in shipped_conditions()]
    for row in rows[: ROWS // 3]:
        condition, held = chance.choice(lawful)
        row.update(chance.choice(held))
        if condition.facts and chance.random() < 0.75:
            name = chance.choice(sorted(condition.facts))
            row[name] = _drawn(pools[name], chance)
    return {name: [row[name] for row in rows] for name in pools}


def _pool(name: str, chance: random.Random) -> list[Any]:
    whole = [chance.randrange(-5, 200) for _ in range(40)]
    more = {"integer": whole, "number": [number / 64 for number in whole]}
    return [*values_of()[name], *more.get(all_facts()[name].type, [])]


def _drawn(pool: Sequence[Any], chance: random.Random) -> Any:
    return None if chance.random() < 1 / 8 else chance.choice(pool)


def _cases_that_hold(
    condition: Condition, pools: Mapping[str, Sequence[Any]], chance: random.Random
) -> list[dict[str, Any]]:
    """Five cases in which as many clauses of the condition hold as one change after the other makes hold."""
    cases = []
    for _ in range(5):
        case: dict[str, Any] = {name: _drawn(pools[name], chance) for name in sorted(condition.facts)}
        for name in case:
            tried = [case[name], None, *chance.sample(pools[name], len(pools[name]))]
            case[name] = max(
                tried, key=lambda value, name=name: _clauses_that_hold(condition, {**case, name: value})
            )
        cases.append(case)
    return cases


def _clauses_that_hold(condition: Condition, row: Mapping[str, Any]) -> int:
    return sum(clause.held is True for clause in condition.explain(row).clauses)


def arrow_table(columns: Table) -> pa.Table:
    return pa.table(
        {name: pa.array(column, ARROW[all_facts()[name].type]) for name, column in columns.items()}
    )


def case_by_case(condition: Condition, columns: Table) -> Truths:
    """`Condition.evaluate` of each row."""
    names = sorted(condition.facts) or list(columns)[:1]
    return [
        condition.evaluate(dict(zip(names, values, strict=True)))
        for values in zip(*(columns[name] for name in names), strict=True)
    ]


def on_duckdb(conditions: Sequence[Condition], facts: pa.Table) -> list[Truths]:
    with duckdb.connect() as connection:
        connection.register("facts", facts)
        asked = ", ".join(
            f"({one.to_sql('duckdb')})::BOOLEAN AS c{number}" for number, one in enumerate(conditions)
        )
        answers = connection.execute(f"SELECT {asked} FROM facts").to_arrow_table()
    return [column.to_pylist() for column in answers.columns]


class Spark:
    """One Spark session, small and talking to nobody; it is asked many conditions in one job."""

    def __init__(self, folder: Path) -> None:
        from pyspark.sql import SparkSession

        # A machine whose own name cannot be resolved would stop it.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            # Spark keeps what it compiled for each job: one gigabyte is full after some forty of them.
            "spark.driver.memory": "2g",
            "spark.sql.ui.retainedExecutions": "1",
            # It lives for a minute: what the second compiler and parallel cleaning gain comes too late.
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.log.level": "OFF",
            "spark.sql.catalogImplementation": "in-memory",
            "spark.sql.warehouse.dir": str(folder / "warehouse"),
            "spark.local.dir": str(folder / "local"),
        }
        builder = SparkSession.builder.master("local[2]").appName("conditions")
        for name, value in settings.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        self.folder = folder
        self._read: dict[int, Any] = {}

    def answers(self, conditions: Sequence[Condition], facts: pa.Table, *, ansi: bool) -> list[Truths]:
        self.session.conf.set("spark.sql.ansi.enabled", str(ansi).lower())
        if id(facts) not in self._read:
            import pyarrow.parquet as pq

            path = self.folder / f"facts-{len(self._read)}.parquet"
            places = pa.array(range(facts.num_rows), pa.int64())
            pq.write_table(facts.append_column("place", places), path)
            self._read[id(facts)] = self.session.read.parquet(str(path)).cache()
        asked = [f"({one.to_sql('spark')}) AS c{number}" for number, one in enumerate(conditions)]
        found = self._read[id(facts)].selectExpr("place", *asked).toArrow().sort_by("place")
        return [column.to_pylist() for column in found.columns[1:]]

    def stop(self) -> None:
        self.session.stop()


def differences(
    conditions: Sequence[Condition], columns: Table, answers: Mapping[str, Sequence[Truths]]
) -> list[str]:
    """Where an engine answered otherwise than the deciding of one case: one row for each condition."""
    found = []
    for number, condition in enumerate(conditions):
        ours = case_by_case(condition, columns)
        for engine, theirs in answers.items():
            differing = [row for row, truth in enumerate(theirs[number]) if truth is not ours[row]]
            for row in differing[:1]:
                facts = {name: columns[name][row] for name in sorted(condition.facts)}
                truths = f"one case: {ours[row]}, {engine}: {theirs[number][row]}"
                found.append(f"{condition.sql}\n  {facts}\n  {truths}")
    return found
