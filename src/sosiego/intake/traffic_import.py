"""The act of taking traffic records into the archive: whole, or not at all, however it is ended.

What happens, in this order: files are made in a staging folder and renamed into their partitions, where no
manifest names them yet; the reading and its rows set aside are written to the database; the manifest is
written. Killed before the last step, the archive is as before, and the next import of the source begins
anew in the place of what was left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import duckdb
from django.db import transaction

from sosiego.files import sha256_of_file
from sosiego.home import current as current_home
from sosiego.intake import archive, rulebook, traffic_rows
from sosiego.intake.archive import ArchiveFile, Manifest
from sosiego.intake.errors import (
    ImportedForAnotherOperatorError,
    OperatorMissingError,
    OperatorNotValidError,
    UnknownFormatError,
)
from sosiego.intake.models import ImportedFile
from sosiego.intake.tally import Tally
from sosiego.registry.totals import PROBLEMS_SHOWN, ImportTotals, Problem

KIND = "traffic"
# Two cores is what the smallest supported server has; DuckDB would else take all it finds.
THREADS = 2


def import_traffic(
    path: Path | str,
    *,
    operator: str | None,
    at: datetime,
    format: str = traffic_rows.FORMAT,
    progress: Callable[[int], None] | None = None,
) -> ImportTotals:
    """Take a CSV or Parquet file of traffic records into the archive.

    `operator` is the code of who recorded it, unless the file has a column `operator`. A source taken in
    before, and a record whose id stands in that operator's day already, count as repeated; rows that cannot
    be taken are set aside, sealed. Raises `FileNotReadableError`, `ColumnsMissingError`,
    `OperatorMissingError`, `OperatorNotValidError`, `ImportedForAnotherOperatorError`,
    `UnknownFormatError`.
    """
    path = Path(path)
    if format != traffic_rows.FORMAT:
        raise UnknownFormatError(format, [traffic_rows.FORMAT])
    if operator and not re.fullmatch(r"[A-Za-z0-9_-]{1,60}", operator):
        raise OperatorNotValidError(operator)
    traffic_rows.is_parquet(path)  # says so if it cannot be read
    source = sha256_of_file(path)
    base = current_home().archive
    with archive.only_writer(base):
        known = archive.manifest_of(source, base)
        if known is not None:
            totals = _repeat(known, path, operator or "", at)
        else:
            archive.clean(base)
            totals = _Import(path, source, base, operator or "", at).run()
    if progress:
        progress(totals.read)
    return totals


def _repeat(known: Manifest, path: Path, operator: str, at: datetime) -> ImportTotals:
    """The same bytes again: nothing is new."""
    if operator and known.operator and operator != known.operator:
        raise ImportedForAnotherOperatorError(str(path), known.operator, operator)
    earlier = ImportedFile.objects.filter(kind=KIND, sha256=known.source).order_by("id").first()
    problems: list[Problem] = []
    if earlier:
        rows = earlier.rows_set_aside.order_by("line").values_list("line", "column", "reason")
        problems = [Problem(*row) for row in rows[:PROBLEMS_SHOWN]]
    repeated = known.added + known.repeated
    ImportedFile.objects.create(
        kind=KIND,
        name=path.name[:255],
        sha256=known.source,
        format=traffic_rows.FORMAT,
        at=at,
        read=known.read,
        added=0,
        repeated=repeated,
        set_aside=known.set_aside,
    )
    return ImportTotals(known.read, 0, repeated, known.set_aside, tuple(problems))


class _Import:
    """One source on its way into the archive."""

    def __init__(self, path: Path, source: str, base: Path, operator: str, at: datetime) -> None:
        self._path = path
        self._source = source
        self._base = base
        self._operator = operator
        self._at = at

    def run(self) -> ImportTotals:
        staging = archive.staging(self._base)
        staging.mkdir(parents=True)
        with _engine(staging) as connection:
            laid_open = traffic_rows.lay_open(connection, self._path)
            if not self._operator and "operator" not in laid_open.types:
                raise OperatorMissingError(str(self._path))
            plan = rulebook.current().numbering
            traffic_rows.judge(connection, laid_open, plan=plan, operator=self._operator, at=self._at)
            self._mark_repeated(connection)
            files = self._write_files(connection, staging)
            totals = self._record(connection, laid_open)
        manifest = Manifest(
            source=self._source,
            name=self._path.name,
            operator=self._operator,
            imported_at=self._at,
            read=totals.read,
            added=totals.added,
            repeated=totals.repeated,
            set_aside=totals.set_aside,
            files=tuple(files),
        )
        archive.write_manifest(manifest, self._base)
        archive.clean(self._base)
        return totals

    def _mark_repeated(self, connection: duckdb.DuckDBPyConnection) -> None:
        """The tables `good`, with the rows to add, and `counts`."""
        days = set(
            connection.execute("SELECT DISTINCT operator, day FROM judged WHERE reason IS NULL").fetchall()
        )
        known = [
            (one.operator, one.day, str(one.path))
            for one in archive.archive_files(self._base)
            if (one.operator, one.day) in days
        ]
        connection.execute("CREATE TEMP TABLE known (operator VARCHAR, day DATE, record_id VARCHAR)")
        for operator, day, file in known:
            connection.execute(
                "INSERT INTO known SELECT ?, ?, record_id FROM read_parquet(?, hive_partitioning = false)",
                [operator, day, file],
            )
        # Of rows that bear the same id, the first of the file is kept.
        connection.execute(
            """
            CREATE TEMP TABLE good AS
            SELECT * FROM judged WHERE reason IS NULL
            QUALIFY row_number() OVER (PARTITION BY operator, day, record_id ORDER BY line) = 1
            """
        )
        if known:
            connection.execute(
                """
                DELETE FROM good USING known
                WHERE good.operator = known.operator AND good.day = known.day
                    AND good.record_id = known.record_id
                """
            )

    def _write_files(self, connection: duckdb.DuckDBPyConnection, staging: Path) -> list[ArchiveFile]:
        """One file for each operator and day, made in staging and renamed to its place."""
        columns = ", ".join(f'"{name}"' for name in archive.COLUMNS)
        parts: list[tuple[str, date, int]] = connection.execute(
            "SELECT operator, day, count(*) FROM good GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        files = []
        for number, (operator, day, records) in enumerate(parts):
            made = staging / f"{number}.parquet"
            literal = str(made).replace("'", "''")
            connection.execute(
                f"""
                COPY (SELECT {columns} FROM good
                    WHERE operator = '{operator}' AND day = DATE '{day.isoformat()}'
                    ORDER BY caller, start, record_id)
                TO '{literal}' (FORMAT parquet, COMPRESSION zstd)
                """
            )
            target = archive.place(self._base, operator, day, self._source)
            target.parent.mkdir(parents=True, exist_ok=True)
            files.append(ArchiveFile(target, operator, day, sha256_of_file(made), records))
            made.replace(target)
        return files

    @transaction.atomic
    def _record(self, connection: duckdb.DuckDBPyConnection, laid_open: traffic_rows.Source) -> ImportTotals:
        """The reading and its rows set aside, in the database."""
        # A reading of these bytes without a manifest was killed before its last step: this one replaces it.
        ImportedFile.objects.filter(kind=KIND, sha256=self._source).delete()
        file = ImportedFile.objects.create(
            kind=KIND,
            name=self._path.name[:255],
            sha256=self._source,
            format=traffic_rows.FORMAT,
            at=self._at,
            read=0,
            added=0,
            repeated=0,
            set_aside=0,
        )
        tally = Tally(file)
        for line, column, reason, raw in _bad_rows(connection, laid_open):
            tally.set_aside(line, column, reason, raw)
        tally.read = _count(connection, "judged")
        tally.added = _count(connection, "good")
        tally.repeated = tally.read - tally.added - tally.aside
        return tally.close()


def _bad_rows(
    connection: duckdb.DuckDBPyConnection, laid_open: traffic_rows.Source
) -> Iterator[tuple[int, str, str, bytes]]:
    """Line, column, reason and the row as it came; a row of Parquet as JSON."""
    if laid_open.is_parquet:
        columns = ", ".join(f'"{name}" := source."{name}"' for name in laid_open.types)
        raw = f"encode(to_json(struct_pack({columns}))::VARCHAR)"
    else:
        raw = "coalesce(source.bytes, encode(source.raw))"
    found = connection.execute(
        f"""
        SELECT judged.line, wrong_column, reason, {raw} FROM judged JOIN source USING (line)
        WHERE reason IS NOT NULL ORDER BY line
        """
    )
    while rows := found.fetchmany(10_000):
        for line, column, reason, content in rows:
            yield line, column, reason, bytes(content)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
    return int(count)


@contextmanager
def _engine(staging: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB in memory, spilling into staging. It looks for no extensions: closed networks have none."""
    settings = {
        "temp_directory": str(staging / "spill"),
        "threads": THREADS,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(config=settings)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()
