"""CSV as it really comes: each record with the line on which it starts; a broken one harms no neighbour."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

from sosiego.intake.errors import FileNotReadableError

# A message of 255 parts has at most 39,015 characters; a record of more lines is an unclosed quotation mark.
MOST_LINES_OF_A_RECORD = 100

# Encodings in which the byte of a line end never stands inside another character.
ENCODINGS = ("utf-8", "gb18030", "iso-8859-1", "windows-1252")


class Record(NamedTuple):
    """One record of the file. If `problem` is set, the cells cannot be trusted."""

    line: int  # physical line on which it starts; the header is line 1
    cells: list[str]
    problem: str
    raw: str  # as read; bytes that are no characters stand as lone surrogates


class _Lines:
    """Hands lines to the CSV reader, remembers those of the present record, takes back what it must."""

    def __init__(self, stream: Iterator[str]) -> None:
        self._stream = stream
        self._back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES_OF_A_RECORD:
            raise StopIteration
        line = self._back.popleft() if self._back else next(self._stream)
        self.taken.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))


class CsvFile:
    """A CSV file with a header, read as a stream.

    Raises `FileNotReadableError` on opening if there is no header to read; after that, nothing.
    """

    def __init__(self, path: Path, *, encoding: str = "utf-8", delimiter: str = ",") -> None:
        self.path = path
        self.encoding = encoding
        self._delimiter = delimiter
        self._stream = _open(path, encoding)
        try:
            self.header = self._read_header()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> CsvFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def _read_header(self) -> list[str]:
        self._lines = _Lines(iter(self._stream))
        self._reader = csv.reader(self._lines, delimiter=self._delimiter, strict=True)
        try:
            header = next(self._reader)
        except StopIteration:
            raise FileNotReadableError(
                "The file is empty.", where=str(self.path), todo="Send a file with a header line."
            ) from None
        except csv.Error as error:
            raise FileNotReadableError(
                f"The header is not CSV: {error}.", where=f"{self.path}, line 1"
            ) from None
        if _is_undecodable("".join(self._lines.taken)):
            raise FileNotReadableError(
                f"The header is not {self.encoding.upper()} text.",
                where=f"{self.path}, line 1",
                todo=f"Save it as UTF-8, or name its encoding in a mapping: {', '.join(ENCODINGS)}.",
            )
        names = [name.strip() for name in header]
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            raise FileNotReadableError(
                f"The header names columns twice: {', '.join(twice)}.", where=f"{self.path}, line 1"
            )
        self._line = 1 + len(self._lines.taken)
        return names

    def records(self) -> Iterator[Record]:
        """All records after the header, the blank and broken ones too."""
        width, lines, reader = len(self.header), self._lines, self._reader
        line = self._line
        while True:
            lines.taken = taken = []
            problem, cells = "", []
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                problem = f"is not CSV: {error}"
            if len(cells) != width:
                if len(taken) > 1:
                    # A stray quotation mark has swallowed the next lines: they are read again.
                    lines.give_back(taken[1:])
                    del taken[1:]
                    problem = problem or "has a quotation mark that is not closed on its line"
                elif not problem:
                    problem = f"has {len(cells)} cells where the header has {width}" if cells else "is empty"
            raw = taken[0] if len(taken) == 1 else "".join(taken)
            if not raw.isascii() and _is_undecodable(raw):
                problem = f"holds bytes that are not {self.encoding.upper()}"
            elif "\0" in raw:
                problem = "holds a NUL character"
            yield Record(line, cells, problem, raw)
            line += len(taken)

    def bytes_of(self, raw: str) -> bytes:
        """The bytes of a record as they stood in the file."""
        return raw.encode(self.encoding, "surrogateescape")


def _open(path: Path, encoding: str) -> IO[str]:
    try:
        with path.open("rb") as content:
            mark = content.read(2)
    except OSError as error:
        raise FileNotReadableError(
            f"The file cannot be read: {error.strerror}.", where=str(path), todo="Check its name and rights."
        ) from None
    if mark in (b"\xff\xfe", b"\xfe\xff"):
        raise FileNotReadableError("The file is UTF-16.", where=str(path), todo="Save it as UTF-8.")
    with_mark = "utf-8-sig" if encoding == "utf-8" else encoding
    # newline="": a line end inside quotation marks stays as it is.
    return path.open(encoding=with_mark, errors="surrogateescape", newline="")


def _is_undecodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
