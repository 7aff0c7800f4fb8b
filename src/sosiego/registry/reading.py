"""Reading the rows of a file, CSV or Parquet, so that one bad row never costs its neighbours."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow
import pyarrow.compute
import pyarrow.parquet

from sosiego.registry.errors import UnreadableFileError

# Parquet rows turned to text at a time: a few megabytes.
ROWS_PER_BATCH = 50_000
KINDS = frozenset({".csv", ".parquet"})


@dataclass(frozen=True)
class Row:
    """One row: its cells in the order of the file's columns, or the reason why it has none."""

    line: int  # line of the file; in Parquet the row's number, counted from 2 as below a header
    cells: Sequence[str]
    problem: str = ""
    # The line as it stands in the file; None if it is to be spelled from the cells.
    written: str | None = None

    @property
    def raw(self) -> str:
        return spelled(self.cells) if self.written is None else self.written


class Source(Protocol):
    """A file that was opened: its columns, and its rows once."""

    @property
    def columns(self) -> list[str]: ...

    def rows(self) -> Iterator[Row]: ...


def rows_in(path: Path) -> int | None:
    """How many rows a file has, for showing progress; None if that cannot be told."""
    if path.suffix.lower() == ".parquet":
        try:
            return pyarrow.parquet.ParquetFile(path).metadata.num_rows
        except (pyarrow.ArrowException, OSError):
            return None
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return max(sum(1 for line in file if line.strip(b"\r\n")) - 1, 0)


def opened(path: Path) -> Source:
    """The file as a source of rows. Raises `UnreadableFileError`."""
    if not path.is_file():
        raise UnreadableFileError(
            "There is no such file.", where=str(path), todo="Name a file that ends in .csv or .parquet."
        )
    kind = path.suffix.lower()
    if kind in KINDS:
        return _Parquet(path) if kind == ".parquet" else _Csv(path)
    raise UnreadableFileError(
        f"The registry does not read files that end in {path.suffix}."
        if path.suffix
        else "The registry does not read files whose name has no ending.",
        where=str(path),
        todo="Give a file that ends in .csv or .parquet.",
    )


def spelled(cells: Sequence[str]) -> str:
    """Cells as one line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


class _Csv:
    """UTF-8, comma, double quotes; one row on one line, so that a lost quote spoils its own line only."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            header = file.readline()
        try:
            self.columns = _cells(header.decode("utf-8-sig").rstrip("\r\n"))
        except (UnicodeDecodeError, csv.Error) as reason:
            raise UnreadableFileError(
                f"The first line is not a header in UTF-8: {reason}.",
                where=f"{path}, line 1",
                todo="Save the file as CSV in UTF-8 with the column names in the first line.",
            ) from None

    def rows(self) -> Iterator[Row]:
        width = len(self.columns)
        with self._path.open("rb") as file:
            file.readline()
            for line, content in enumerate(file, start=2):
                content = content.rstrip(b"\r\n")
                if not content:
                    continue
                yield _csv_row(line, content, width)


def _csv_row(line: int, content: bytes, width: int) -> Row:
    try:
        text = content.decode()
    except UnicodeDecodeError as reason:
        problem = f"is not UTF-8 (byte {reason.start + 1} of the line)"
        return Row(line, (), problem, content.decode(errors="replace"))
    try:
        cells = _cells(text)
    except csv.Error as reason:
        return Row(line, (), f"is not CSV: {reason}", text)
    if len(cells) != width:
        return Row(line, (), f"has {len(cells)} cells; the header has {width}", text)
    return Row(line, cells, written=text)


def _cells(text: str) -> list[str]:
    if '"' not in text:
        return text.split(",")
    return next(csv.reader([text], strict=True))


class _Parquet:
    """Any Parquet whose columns can be spelled as text."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = pyarrow.parquet.ParquetFile(path)
        except pyarrow.ArrowException as reason:
            raise UnreadableFileError(f"The file is not Parquet: {reason}.", where=str(path)) from None
        self.columns = list(self._file.schema_arrow.names)

    def rows(self) -> Iterator[Row]:
        line = 1
        for batch in self._file.iter_batches(batch_size=ROWS_PER_BATCH):
            columns = [
                pyarrow.compute.fill_null(column.cast(pyarrow.large_string()), "").to_pylist()
                for column in batch.columns
            ]
            for cells in zip(*columns, strict=True):
                line += 1
                yield Row(line, cells)
