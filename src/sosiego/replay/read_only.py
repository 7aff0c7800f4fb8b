"""A promise kept by the machine: while the block runs, nothing is written to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from sosiego.replay.errors import ReplayMustNotWriteError

READING = ("SELECT", "WITH", "EXPLAIN", "PRAGMA", "SHOW", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")


@contextmanager
def read_only() -> Iterator[None]:
    """Raises `ReplayMustNotWriteError` for every statement that does not read."""
    with connection.execute_wrapper(_refuse_to_write):
        yield


def _refuse_to_write(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not sql.lstrip(" (\n").upper().startswith(READING):
        raise ReplayMustNotWriteError(
            "A replay reads and never writes.",
            where=sql.split("(")[0].strip()[:80],
            todo="Report this as a mistake of Sosiego; nothing was changed.",
        )
    return execute(sql, params, many, context)
