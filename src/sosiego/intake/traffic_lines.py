"""The raw lines of a traffic CSV, in pieces that DuckDB takes without copying.

A CSV reader that guesses, skips or rejects loses lines; so each physical line is handed on as it is, with
its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

# Large enough that the work per piece does not count, small enough that a few of them fit anywhere.
PIECE = 16 * 1024 * 1024

# `text` is NULL where the bytes are no UTF-8; then `bytes` holds them.
SCHEMA = pa.schema([("line", pa.int64()), ("text", pa.string()), ("bytes", pa.binary())])

_MARK = b"\xef\xbb\xbf"


def first_line(path: Path) -> bytes:
    """The header line, without byte-order mark and line end."""
    with path.open("rb") as content:
        return content.readline().removeprefix(_MARK).rstrip(b"\r\n")


def lines(path: Path) -> pa.RecordBatchReader:
    """All lines after the header, the empty ones too. The header is line 1."""
    return pa.RecordBatchReader.from_batches(SCHEMA, _batches(path))


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    with path.open("rb") as content:
        content.readline()
        line, rest = 2, b""
        while piece := content.read(PIECE):
            piece = rest + piece
            end = piece.rfind(b"\n") + 1
            rest = piece[end:]
            if end:
                batch = _batch(piece[:end], line)
                line += batch.num_rows
                yield batch
        if rest:
            yield _batch(rest + b"\n", line)


def _batch(piece: bytes, first: int) -> pa.RecordBatch:
    """The lines of a piece that ends with a line end; each keeps its own."""
    ends = np.flatnonzero(np.frombuffer(piece, np.uint8) == ord("\n")) + 1
    count = len(ends)
    numbers = pa.array(np.arange(first, first + count, dtype=np.int64))
    if _is_utf8(piece):
        offsets = np.concatenate(([0], ends)).astype(np.int32)
        text = pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(piece))
        return pa.RecordBatch.from_arrays([numbers, text, pa.nulls(count, pa.binary())], schema=SCHEMA)
    several = piece.split(b"\n")[:-1]
    good = [_is_utf8(one) for one in several]
    text = pa.array(
        [one.decode() if ok else None for one, ok in zip(several, good, strict=True)], pa.string()
    )
    broken = pa.array([None if ok else one for one, ok in zip(several, good, strict=True)], pa.binary())
    return pa.RecordBatch.from_arrays([numbers, text, broken], schema=SCHEMA)


def _is_utf8(piece: bytes) -> bool:
    if piece.isascii():
        return True
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True
