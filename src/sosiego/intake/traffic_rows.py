"""The rows of a traffic source, each typed and judged in DuckDB: what it says, or why it says nothing.

A source is CSV or Parquet with the archive's columns, and perhaps `operator`. In Parquet, caller and called
may be integer keys. In both they may be text as people write numbers: national, with country code, short
codes; the digits of a CSV are read so too, by the numbering plan. Times without an offset are UTC. No
reason repeats a cell: a called number may stand in any of them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from sosiego.intake import traffic_lines
from sosiego.intake.archive import COLUMNS
from sosiego.intake.errors import ColumnsMissingError, FileNotReadableError
from sosiego.rules.numbers import NoNumberKeyError, NotANumberError, NumberingPlan, key_of

REQUIRED = ("record_id", "caller", "called", "start", "duration_s", "answered", "medium")
# A switch's clock may be a day wrong, and its time zone too; more is a wrong date.
AHEAD = timedelta(days=1)
# Nobody keeps traffic records longer; an earlier date is a clock that was never set (1970, 1980, 2000).
OLDEST = timedelta(days=3653)
FORMAT = "sosiego"

_OPERATOR = "operator"
_CODE = "[A-Za-z0-9_-]{1,60}"
_START = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?(Z|UTC|[+-]\d{2}(:?\d{2})?))?"
_TEXTS = ("in_trunk", "out_trunk", "from_operator", "to_operator", "attestation")
_INTEGERS = {
    "duration_s": "INTEGER",
    "cause": "SMALLINT",
    "messages": "SMALLINT",
    "text_fingerprint": "BIGINT",
}


@dataclass(frozen=True)
class Source:
    """A source laid open: its columns by name, and the relation `source` of the connection."""

    path: Path
    is_parquet: bool
    # Column name -> DuckDB type as it stands in the source.
    types: dict[str, str]
    # All columns that it has, those that mean nothing to us too.
    header: tuple[str, ...]


def is_parquet(path: Path) -> bool:
    """True if the file begins as Parquet does."""
    try:
        with path.open("rb") as content:
            return content.read(4) == b"PAR1"
    except OSError as error:
        raise FileNotReadableError(
            f"The file cannot be read: {error.strerror}.", where=str(path), todo="Check its name and rights."
        ) from None


def lay_open(connection: duckdb.DuckDBPyConnection, path: Path) -> Source:
    """Make the relation `source` with line, raw, problem and the source's columns.

    Raises `FileNotReadableError` and `ColumnsMissingError`.
    """
    source = _lay_open_parquet(connection, path) if is_parquet(path) else _lay_open_csv(connection, path)
    missing = [name for name in REQUIRED if name not in source.types]
    if missing:
        raise ColumnsMissingError(
            missing, source.header, where=str(path), format=f"traffic ({FORMAT})", todo="Rename the columns."
        )
    return source


def _lay_open_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> Source:
    # A literal: a view keeps no parameters.
    literal = "'" + str(path).replace("'", "''") + "'"
    scan = f"read_parquet({literal}, file_row_number = true, hive_partitioning = false)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    except duckdb.Error as error:
        raise FileNotReadableError(
            f"The file is no Parquet that can be read: {str(error).splitlines()[0]}", where=str(path)
        ) from None
    types = {name: kind for name, kind, *_ in described if name in COLUMNS or name == _OPERATOR}
    columns = ", ".join(f'"{name}"' for name in types)
    # The row number plus one: a file without lines counts as if it had a header.
    connection.execute(
        "CREATE VIEW source AS "
        f"SELECT file_row_number + 2 AS line, NULL::VARCHAR AS problem, {columns} FROM {scan}"
    )
    return Source(path, True, types, tuple(name for name, *_ in described))


def _lay_open_csv(connection: duckdb.DuckDBPyConnection, path: Path) -> Source:
    header = _header(path)
    width = len(header)
    cells = ", ".join(
        f"nullif(trim(cells[{place}]), '') AS \"{name}\""
        for place, name in enumerate(header, start=1)
        if name in COLUMNS or name == _OPERATOR
    )
    connection.register("raw_lines", traffic_lines.lines(path))
    # A quoted cell may hold commas; what is not the same after the split has a stray quotation mark.
    connection.execute(
        f"""
        CREATE TEMP TABLE source AS
        WITH bare AS (SELECT line, rtrim(text, chr(13) || chr(10)) AS raw, bytes FROM raw_lines),
        split AS (
            SELECT *, CASE WHEN contains(raw, '"')
                THEN regexp_extract_all(raw || ',', '("(?:[^"]|"")*"|[^,"]*),', 1)
                ELSE string_split(raw, ',') END AS pieces
            FROM bare),
        judged AS (
            SELECT line, raw, bytes,
                CASE
                    WHEN raw IS NULL THEN 'holds bytes that are not UTF-8'
                    WHEN raw = '' THEN 'is empty'
                    WHEN contains(raw, chr(0)) THEN 'holds a NUL character'
                    WHEN contains(raw, '"') AND array_to_string(pieces, ',') <> raw
                        THEN 'has a quotation mark that is not closed or not at the end of its cell'
                    WHEN len(pieces) <> {width}
                        THEN 'has ' || len(pieces) || ' cells where the header has {width}'
                END AS problem,
                CASE WHEN contains(raw, '"')
                    THEN list_transform(pieces, lambda cell:
                        CASE WHEN starts_with(cell, '"') THEN replace(cell[2:-2], '""', '"') ELSE cell END)
                    ELSE pieces END AS cells
            FROM split)
        SELECT line, raw, bytes, problem, {cells} FROM judged
        """
    )
    connection.unregister("raw_lines")
    types = {name: "VARCHAR" for name in header if name in COLUMNS or name == _OPERATOR}
    return Source(path, False, types, tuple(header))


def _header(path: Path) -> list[str]:
    first = traffic_lines.first_line(path)
    if not first:
        raise FileNotReadableError(
            "The file is empty or its header is.", where=str(path), todo="Send a file with a header line."
        )
    try:
        names = [name.strip().lower() for name in next(csv.reader([first.decode()], strict=True))]
    except (UnicodeDecodeError, csv.Error):
        raise FileNotReadableError(
            "The header is not CSV in UTF-8.", where=f"{path}, line 1", todo="Save the file as UTF-8."
        ) from None
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FileNotReadableError(
            f"The header names columns twice: {', '.join(twice)}.", where=f"{path}, line 1"
        )
    return names


def judge(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    *,
    plan: NumberingPlan,
    operator: str,
    at: datetime,
) -> None:
    """Make the table `judged`: line, the archive's columns, operator, day, wrong_column and reason."""
    _read_numbers(connection, source, plan)
    rules = _Rules(source, operator, at)
    joins = "".join(
        f' LEFT JOIN numbers AS {name}_is ON {name}_is.text = source."{name}"'
        for name in ("caller", "called")
        if source.types[name] == "VARCHAR"
    )
    values = ", ".join(f'{rules.value(name)} AS "{name}"' for name in COLUMNS)
    connection.execute(
        f"""
        CREATE TEMP TABLE judged AS
        WITH typed AS (SELECT line, problem, {values}, {rules.operator()} AS operator,
            {", ".join(f"{sql} AS {name}" for name, sql in rules.marks().items())}
            FROM source{joins}),
        weighed AS (SELECT *, {rules.verdict()} AS verdict FROM typed)
        SELECT line, {", ".join(f'"{name}"' for name in COLUMNS)}, operator,
            CASE WHEN verdict IS NULL THEN CAST(start AS DATE) END AS day,
            verdict.wrong_column AS wrong_column, verdict.reason AS reason
        FROM weighed
        """
    )


def _read_numbers(connection: duckdb.DuckDBPyConnection, source: Source, plan: NumberingPlan) -> None:
    """The table `numbers`: the key of each text that stands for a caller or called number, or why not."""
    texts = [name for name in ("caller", "called") if source.types[name] == "VARCHAR"]
    found: list[str] = []
    if texts:
        several = " UNION ".join(f'SELECT "{name}" FROM source WHERE "{name}" IS NOT NULL' for name in texts)
        found = [text for (text,) in connection.execute(several).fetchall()]
    keys: list[int | None] = []
    reasons: list[str | None] = []
    for text in found:
        key, reason = _key(text, plan)
        keys.append(key)
        reasons.append(reason)
    made = pa.table(
        {
            "text": pa.array(found, pa.string()),
            "key": pa.array(keys, pa.int64()),
            "reason": pa.array(reasons, pa.string()),
        }
    )
    connection.register("numbers_made", made)
    connection.execute("CREATE TEMP TABLE numbers AS SELECT * FROM numbers_made")
    connection.unregister("numbers_made")


def _key(text: str, plan: NumberingPlan) -> tuple[int | None, str | None]:
    # A short code's key is negative: no person writes a number so.
    if text[:2] == "-1" and text[2:].isascii() and text[2:].isdigit() and 3 <= len(text) <= 19:
        return int(text), None
    try:
        return key_of(plan.parse(text)), None
    except NotANumberError as error:
        return None, f"is not a number: {error.reason}"
    except NoNumberKeyError:
        return None, "is a name: the archive holds numbers only"


class _Rules:
    """The SQL of one source: each column's value, and the first thing that is wrong with a row."""

    def __init__(self, source: Source, operator: str, at: datetime) -> None:
        self._types = source.types
        self._operator = operator
        self._latest = (at + AHEAD).astimezone(UTC).replace(tzinfo=None)
        self._earliest = (at - OLDEST).astimezone(UTC).replace(tzinfo=None)

    def value(self, name: str) -> str:
        """The column as the archive has it; NULL if it is absent, empty or wrong."""
        kind = self._types.get(name)
        if kind is None:
            return f"NULL::{COLUMNS[name]}"
        column = f'source."{name}"'
        if name in ("caller", "called"):
            return f"{name}_is.key" if kind == "VARCHAR" else _integer_key(column)
        if name == "start":
            return _start(column, kind)
        if name == "answered":
            return _answered(column, kind)
        if name in ("medium", "direction"):
            return f"lower({column}::VARCHAR)"
        if name in _INTEGERS:
            return _integer(column, kind, _INTEGERS[name])
        return f"nullif(trim({column}::VARCHAR), '')"

    def operator(self) -> str:
        """The row's operator: the file's own word, else the one that was named."""
        named = f"'{self._operator}'" if self._operator else "NULL"
        own = "nullif(trim(source.operator::VARCHAR), '')"
        return f"coalesce({own}, {named})" if _OPERATOR in self._types else f"{named}::VARCHAR"

    def marks(self) -> dict[str, str]:
        """Whether something was given in a column, so that a wrong value and an absent one are told apart."""
        names = ("caller", "called", "start", "answered", *_INTEGERS)
        marks = {
            f"given_{name}": f'source."{name}" IS NOT NULL' if name in self._types else "false"
            for name in names
        }
        for name in ("caller", "called"):
            is_text = self._types[name] == "VARCHAR"
            marks[f"why_{name}"] = f"{name}_is.reason" if is_text else "NULL::VARCHAR"
        return marks

    def verdict(self) -> str:
        """NULL for a good row, else the column and the reason."""
        rules: list[tuple[str, str, str]] = [
            ("problem IS NOT NULL", "", "problem"),
            ("record_id IS NULL", "record_id", "'is missing'"),
            *self._number("caller"),
            *self._number("called"),
            ("NOT given_start", "start", "'is missing'"),
            ("start IS NULL", "start", "'is not a time such as 2026-07-01T08:00:00+08:00'"),
            (f"start > {_timestamp(self._latest)}", "start", "'lies in the future'"),
            (f"start < {_timestamp(self._earliest)}", "start", f"'lies more than {OLDEST.days} days back'"),
            ("medium IS NULL", "medium", "'is missing'"),
            ("medium NOT IN ('call', 'sms')", "medium", "'is neither call nor sms'"),
            ("given_answered AND answered IS NULL", "answered", "'is neither true nor false'"),
            ("medium = 'call' AND answered IS NULL", "answered", "'is missing'"),
            ("given_duration_s AND duration_s IS NULL", "duration_s", "'is not a whole number of seconds'"),
            ("duration_s < 0", "duration_s", "'is negative'"),
            # An unanswered call may have a duration: the seconds it rang, which tell one-ring calls.
            ("medium = 'call' AND answered AND duration_s IS NULL", "duration_s", "'is missing'"),
            (
                "given_cause AND (cause IS NULL OR cause NOT BETWEEN 0 AND 127)",
                "cause",
                "'is not a Q.850 cause, 0 to 127'",
            ),
            (
                "direction NOT IN ('originating', 'terminating')",
                "direction",
                "'is neither originating nor terminating'",
            ),
            (
                "given_messages AND (messages IS NULL OR messages < 0)",
                "messages",
                "'is not a count of messages'",
            ),
            (
                "given_text_fingerprint AND text_fingerprint IS NULL",
                "text_fingerprint",
                "'is not a 64-bit number'",
            ),
            ("operator IS NULL", "operator", "'is missing'"),
            (f"NOT regexp_full_match(operator, '{_CODE}')", "operator", "'is not an operator''s code'"),
        ]
        if self._operator:
            rules.append(
                (f"operator <> '{self._operator}'", "operator", "'is not the operator that was named'")
            )
        cases = "".join(
            f" WHEN {when} THEN {{'wrong_column': '{column}', 'reason': {reason}}}"
            for when, column, reason in rules
        )
        return f"CASE{cases} END"

    def _number(self, name: str) -> list[tuple[str, str, str]]:
        return [
            (f"NOT given_{name}", name, "'is missing'"),
            (f"{name} IS NULL", name, f"coalesce(why_{name}, 'is not a number key')"),
        ]


def _integer_key(column: str) -> str:
    """E.164 has 7 to 15 digits; the key of a short code is minus "1" and its digits."""
    key = f"try_cast({column} AS BIGINT)"
    return (
        f"CASE WHEN {key} BETWEEN 1000000 AND 999999999999999 THEN {key} "
        f"WHEN {key} <= -10 AND starts_with({key}::VARCHAR, '-1') THEN {key} END"
    )


def _start(column: str, kind: str) -> str:
    if kind == "VARCHAR":
        # As TIMESTAMP, DuckDB would read over the offset without a word; as TIMESTAMPTZ it obeys it,
        # and takes a time without one as of the connection's zone, which is UTC.
        moment = f"try_cast(replace({column}, ',', '.') AS TIMESTAMPTZ)"
        return (
            f"CASE WHEN regexp_full_match({column}, '{_START}') THEN make_timestamp(epoch_us({moment})) END"
        )
    if kind.startswith("TIMESTAMP WITH TIME ZONE"):
        return f"make_timestamp(epoch_us({column}))"
    if kind.startswith("TIMESTAMP"):
        return f"try_cast({column} AS TIMESTAMP)"
    return "NULL::TIMESTAMP"


def _answered(column: str, kind: str) -> str:
    if kind == "BOOLEAN":
        return column
    return (
        f"CASE WHEN lower({column}::VARCHAR) IN ('true', 't', '1', 'yes', 'y') THEN true "
        f"WHEN lower({column}::VARCHAR) IN ('false', 'f', '0', 'no', 'n') THEN false END"
    )


def _integer(column: str, kind: str, target: str) -> str:
    if kind in ("VARCHAR", "FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        # try_cast alone would round 12.5 to 13.
        whole = f"regexp_full_match({column}::VARCHAR, '[+-]?[0-9]{{1,19}}(\\.0+)?')"
        digits = f"regexp_extract({column}::VARCHAR, '[+-]?[0-9]+')"
        return f"CASE WHEN {whole} THEN try_cast({digits} AS {target}) END"
    return f"try_cast({column} AS {target})"


def _timestamp(moment: datetime) -> str:
    return f"TIMESTAMP '{moment.isoformat(sep=' ')}'"
