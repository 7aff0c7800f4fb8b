"""Importing a file into one table: all of its good rows, in one transaction; the others are set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from sosiego.files import sha256_of_file
from sosiego.ledger import services as ledger
from sosiego.registry import bulk, errors, holdings, mapping, reading, set_aside, tables
from sosiego.registry.cells import CellError, Known
from sosiego.registry.mapping import Cell, ColumnMapping
from sosiego.registry.models import Organisation
from sosiego.registry.tables import Column, Table
from sosiego.registry.totals import PROBLEMS_SHOWN, ImportTotals, Problem
from sosiego.rules.numbers import NumberingPlan

Progress = Callable[[int], None]

# Cells repeat: a country's table has a few hundred places. Those that do not are not worth remembering.
REMEMBERED_CELLS = 5_000
ROWS_BETWEEN_REPORTS = 10_000


@dataclass(frozen=True)
class _Asked:
    """What the caller of an import asked for."""

    table: Table
    path: Path
    source: reading.Source
    known: Known
    mapping: ColumnMapping | None
    progress: Progress | None


@transaction.atomic
def import_table(
    table: str,
    path: Path,
    *,
    plan: NumberingPlan,
    at: datetime,
    mapping: ColumnMapping | None = None,
    create_holders: bool = False,
    actor: str = "system",
    progress: Progress | None = None,
) -> ImportTotals:
    """Take every good row of a CSV or Parquet file into a table; set the others aside with their reasons.

    A row that is known already is repeated. A known row may bring an end (`until`) and change what is
    no history (`Table.changeable`); whoever holds something else now is told by ending the row and
    beginning another. The rows set aside stand in `set_aside.file_for(path)`; `progress` is called with
    the rows read since it was last called. Raises `UnknownTableError` and `UnreadableFileError`.
    """
    path = Path(path)
    made: list[str] = []
    known = Known(plan)
    if mapping:
        known.code_of = mapping.code_of
    if create_holders:
        known.make = _Maker(mapping, at, made)
    asked = _Asked(tables.table(table), path, reading.opened(path), known, mapping, progress)
    parse = _Parser(asked)
    totals = ImportTotals(0, 0, 0, 0, ())
    aside: list[set_aside.SetAsideRow] = []
    for rows in _rounds(asked, parse):
        known.refresh()
        this = _Round(asked.table, parse)
        totals = _sum(totals, this.take(rows))
        aside += this.aside
    aside.sort(key=lambda row: row.problem.line)
    set_aside.write(path, aside)
    if made or (totals.added and table in tables.INDEXED):
        holdings.mark_changed()
    if totals.added or made:
        body = {"table": table, "file": path.name, "sha256": sha256_of_file(path), "organisations_made": made}
        body |= {name: value for name, value in asdict(totals).items() if name != "problems"}
        ledger.append(kind="registry-import", actor=actor, body=body, at=at)
    return replace(totals, problems=tuple(row.problem for row in aside[:PROBLEMS_SHOWN]))


def _sum(one: ImportTotals, other: ImportTotals) -> ImportTotals:
    return ImportTotals(
        one.read + other.read,
        one.added + other.added,
        one.repeated + other.repeated,
        one.set_aside + other.set_aside,
        (),
    )


def _rounds(asked: _Asked, parse: _Parser) -> Iterator[Iterable[reading.Row]]:
    """The rows, in the groups in which they are written: organisations after those that they name as host."""
    rows = _reported(asked.source.rows(), asked.progress)
    if asked.table.model is not Organisation or "host" not in parse.names:
        yield rows
        return
    kept = list(rows)
    yield [row for row in kept if row.problem or not parse.text(row, "host")]
    yield [row for row in kept if not row.problem and parse.text(row, "host")]


def _reported(rows: Iterable[reading.Row], progress: Progress | None) -> Iterator[reading.Row]:
    done = 0
    for row in rows:
        yield row
        done += 1
        if progress and done % ROWS_BETWEEN_REPORTS == 0:
            progress(ROWS_BETWEEN_REPORTS)
    if progress:
        progress(done % ROWS_BETWEEN_REPORTS)


class _Maker:
    """Makes the organisations that a file names and the registry does not have."""

    def __init__(self, columns: ColumnMapping | None, at: datetime, made: list[str]) -> None:
        self._mapping = columns
        self._at = at
        self._made = made

    def __call__(self, written: str) -> int:
        named = self._mapping.to_make(written) if self._mapping else mapping.named_after(written)
        host = self(named.host) if named.host else None
        row, is_new = Organisation.objects.get_or_create(
            code=named.code,
            defaults={"kind": named.kind, "name": named.name or named.code, "host_id": host},
        )
        if is_new:
            self._made.append(row.code)
        return row.pk


class _Parser:
    """Turns a row of the file into the values of a table's columns."""

    def __init__(self, asked: _Asked) -> None:
        self._known = asked.known
        cells = _cells_of(asked)
        self.names = frozenset(cells)
        self._cells = cells
        # Without a column, a row says what an empty cell would.
        self._columns: list[tuple[Column, Cell, dict[str, Any]]] = [
            (column, cells.get(column.name, _empty), {}) for column in asked.table.columns
        ]
        places = {column.name: place for place, column in enumerate(asked.table.columns)}
        self._since, self._until = places.get("since"), places.get("until")

    def text(self, row: reading.Row, column: str) -> str:
        return self._cells[column](row.cells).strip()

    def values(self, row: reading.Row) -> tuple[Any, ...]:
        """The values of a row. Raises `CellError`."""
        if row.problem:
            raise CellError(row.problem)
        values = tuple(
            [self._value(column, cell(row.cells), memory) for column, cell, memory in self._columns]
        )
        if self._until is not None and self._since is not None:
            since, until = values[self._since], values[self._until]
            if until is not None and since is not None and until <= since:
                raise CellError(f"ends on {until}, not after it begins on {since}", "until")
        return values

    def _value(self, column: Column, written: str, memory: dict[str, Any]) -> Any:
        try:
            return memory[written]
        except KeyError:
            pass
        stripped = written.strip()
        if not stripped and column.required:
            raise CellError("is empty", column.name)
        try:
            value = column.read(stripped, self._known)
        except CellError as problem:
            raise CellError(problem.reason, column.name) from None
        if len(memory) < REMEMBERED_CELLS:
            memory[written] = value
        return value


def _empty(cells: object) -> str:
    return ""


def _cells_of(asked: _Asked) -> dict[str, Cell]:
    """How the cell of each column of the table is found in a row. Raises `UnreadableFileError`."""
    columns = asked.source.columns
    names = [column.name for column in asked.table.columns]
    if asked.mapping:
        _check_names(asked, list(asked.mapping.columns), names)
        return {name: asked.mapping.cell(name, columns) for name in asked.mapping.columns}
    columns = [column.strip() for column in columns]
    _check_names(asked, columns, names)
    return {name: lambda cells, place=place: cells[place] for place, name in enumerate(columns)}


def _check_names(asked: _Asked, given: list[str], names: list[str]) -> None:
    where = f"{asked.path}, line 1"
    todo = f"The columns of {asked.table.name} are: {', '.join(names)}."
    for name in given:
        if name not in names:
            # Without a header, the first row would be repeated here, with whose number it holds.
            shown = "of this name" if asked.table.names_citizens else repr(name)
            near = errors.nearest(name, names)
            raise errors.UnreadableFileError(
                f"The table {asked.table.name} has no column {shown}.{near}", where=where, todo=todo
            )
        if given.count(name) > 1:
            raise errors.UnreadableFileError(
                f"The column {name!r} stands there twice.", where=where, todo=todo
            )
    missing = [column.name for column in asked.table.columns if column.required and column.name not in given]
    if missing:
        raise errors.UnreadableFileError(
            f"The file has no column {', '.join(map(repr, missing))}.", where=where, todo=todo
        )


@dataclass
class _Record:
    """One row of the table: as the database has it, or to be put there."""

    __slots__ = ("is_changed", "key", "values")
    key: int | None
    values: tuple[Any, ...]
    is_changed: bool


class _Round:
    """Rows that are compared with the table, and written, together."""

    def __init__(self, table: Table, parse: _Parser) -> None:
        self._table = table
        self._parse = parse
        self._targets = [column.target for column in table.columns]
        self._identity = [table.place(name) for name in table.identity]
        self._alone = [table.place(name) for name in table.alone]
        self._since = table.place("since") if table.alone else 0
        self._until = table.place("until") if table.alone else 0
        self.aside: list[set_aside.SetAsideRow] = []
        self._added = self._repeated = 0
        self._new: list[_Record] = []
        self._records: dict[tuple[Any, ...], _Record] = {}
        # Of what may hold alone: the periods of each.
        self._periods: dict[tuple[Any, ...], list[_Record]] = {}
        for key, *values in (
            table.model._default_manager.order_by().values_list("pk", *self._targets).iterator()
        ):
            self._remember(_Record(key, tuple(values), False))

    def take(self, rows: Iterable[reading.Row]) -> ImportTotals:
        """Sort the rows into added, repeated and set aside, and write them."""
        read = 0
        later: list[tuple[reading.Row, tuple[Any, ...]]] = []
        for row in rows:
            read += 1
            try:
                values = self._parse.values(row)
                record = self._records.get(self._identity_of(values))
                if record is None:
                    # Ends come before beginnings, wherever they stand in the file.
                    later.append((row, values))
                else:
                    self._merge(record, values)
            except CellError as problem:
                self._set_aside(row, problem)
        for row, values in later:
            try:
                self._begin(values)
            except CellError as problem:
                self._set_aside(row, problem)
        self._write()
        return ImportTotals(read, self._added, self._repeated, len(self.aside), ())

    def _begin(self, values: tuple[Any, ...]) -> None:
        record = self._records.get(self._identity_of(values))
        if record is not None:
            self._merge(record, values)
            return
        record = _Record(None, values, False)
        self._check_alone(record)
        self._remember(record)
        self._new.append(record)
        self._added += 1

    def _merge(self, record: _Record, values: tuple[Any, ...]) -> None:
        """Compare a row with the record of the same identity."""
        merged = list(record.values)
        for place, column in enumerate(self._table.columns):
            before, after = record.values[place], values[place]
            if before == after or column.name not in self._parse.names:
                continue
            if column.name == "until":
                # Silence about an end does not undo it: an old file can be imported again.
                merged[place] = before if after is None else after
            elif column.name in self._table.changeable:
                merged[place] = after
            else:
                raise CellError(
                    "differs from the registry, and is history: end that row and begin another by date",
                    column.name,
                )
        if tuple(merged) == record.values:
            self._repeated += 1
            return
        changed = _Record(record.key, tuple(merged), True)
        self._check_alone(changed, instead_of=record)
        record.values, record.is_changed = changed.values, True
        self._added += 1

    def _check_alone(self, new: _Record, instead_of: _Record | None = None) -> None:
        if not self._alone:
            return
        since, until = new.values[self._since], new.values[self._until]
        for other in self._periods.get(self._alone_of(new.values), ()):
            begins, ends = other.values[self._since], other.values[self._until]
            if other is not instead_of and since < (ends or date.max) and begins < (until or date.max):
                lasts = f"from {begins} to {ends}" if ends else f"from {begins} without an end"
                same = " and ".join(self._table.alone)
                raise CellError(
                    f"overlaps another row of the same {same}, {lasts}: end that one first", "since"
                )

    def _remember(self, record: _Record) -> None:
        self._records[self._identity_of(record.values)] = record
        if self._alone:
            self._periods.setdefault(self._alone_of(record.values), []).append(record)

    def _identity_of(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple([values[place] for place in self._identity])

    def _alone_of(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple([values[place] for place in self._alone])

    def _set_aside(self, row: reading.Row, problem: CellError) -> None:
        raw = "" if self._table.names_citizens else row.raw
        self.aside.append(set_aside.SetAsideRow(Problem(row.line, problem.column, problem.reason), raw))

    def _write(self) -> None:
        names, rows = self._targets, [record.values for record in self._new]
        if self._table.extra:
            extra, make = self._table.extra
            names, rows = [*names, extra], [(*values, make(values)) for values in rows]
        bulk.insert(self._table.model, names, rows)
        changed = [
            (*record.values, record.key)
            for record in self._records.values()
            if record.is_changed and record.key is not None
        ]
        bulk.update(self._table.model, self._targets, changed)
