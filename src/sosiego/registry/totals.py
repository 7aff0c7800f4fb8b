"""What became of the rows of an imported file."""

from __future__ import annotations

from dataclasses import dataclass

# Enough to see what is wrong with a file; the whole of them stands in the set-aside file.
PROBLEMS_SHOWN = 1_000


@dataclass(frozen=True)
class Problem:
    """Why one row was set aside."""

    line: int  # line of the file, the header being line 1; row number + 1 in files without lines
    column: str  # "" if it concerns the whole row
    reason: str


@dataclass(frozen=True)
class ImportTotals:
    """What became of the rows of a file. Always: read = added + repeated + set_aside."""

    read: int
    added: int  # rows that brought something new: a record, or a change of one
    repeated: int  # rows that said only what was known
    set_aside: int
    problems: tuple[Problem, ...]  # the first `PROBLEMS_SHOWN`
