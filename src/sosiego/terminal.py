"""How commands speak: tables for people, JSON for programs, progress for whoever waits."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from sosiego.errors import WrongUsageError

# Results go to standard output; progress and remarks to standard error, so that a pipe stays clean.
# In a pipe there is no window to fit: the width at which the widest table is not wrapped.
PIPE_WIDTH = 160
_width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
out = Console(soft_wrap=True, width=_width)
err = Console(stderr=True, soft_wrap=True)

# Commands that take a moment say so in these words.
WHEN = "Without an offset it is of the time zone of the home."

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


class NotADateError(WrongUsageError):
    """A day on the command line is not one."""


class NotAMomentError(WrongUsageError):
    """A moment on the command line is not one."""


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def print_json(value: Any) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def show(value: Any, as_json: bool, human: Callable[[], None]) -> None:
    """Print `value` as JSON if asked, else call `human` to show it to a person."""
    if as_json:
        print_json(value)
    else:
        human()


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """A plain table; columns whose first value is a number are set to the right."""
    made = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for place, column in enumerate(columns):
        first = rows[0][place] if rows else None
        is_number = isinstance(first, int | float) and not isinstance(first, bool)
        made.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        made.add_row(*map(_cell, row))
    return made


def _cell(value: object) -> Text:
    """Words as they are: brackets in a name from a file are no style."""
    return value if isinstance(value, Text) else Text(words(value))


def words(value: object) -> str:
    """A value as people write it: moments in the time zone of the home, lists and names without brackets."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        # Four places are more than a person compares; JSON has them all.
        return f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.4g}"
    if isinstance(value, datetime):
        return local(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, Mapping):
        told = {words(name): words(one) for name, one in value.items()}
        return ", ".join(f"{name} {one}" for name, one in told.items() if one)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(words(one) for one in value)
    return str(value)


def local(moment: datetime) -> datetime:
    """The moment in the time zone of the home, with its offset; a moment without one is of that zone.

    The zone of the home is `settings.TIME_ZONE`, which Django makes the zone of the process.
    """
    return moment.astimezone()


def day(written: str) -> date:
    """A day as people write it. Raises `NotADateError`."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NotADateError(f"{written!r} is not a date.", todo="Write it as 2026-08-31.") from None


def moment(written: str) -> datetime:
    """A moment as people write it; a day alone is its beginning. Raises `NotAMomentError`."""
    try:
        return local(datetime.fromisoformat(written.strip())).astimezone(UTC)
    except ValueError:
        raise NotAMomentError(
            f"{written!r} is not a moment.",
            todo="Write it as 2026-08-31, 2026-08-31T12:00 or 2026-08-31T12:00:00+08:00.",
        ) from None


def pairs(title: str, values: Mapping[str, object]) -> Table:
    """Name and value, one a line."""
    return table(title, ("", ""), list(values.items()))


@contextmanager
def progress(description: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while the block runs; call what is yielded with the steps just done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(description, total=total)
        yield lambda steps: bar.advance(task, steps)
