"""Where something is written: file, line and column, so that an error leads to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place in a file; line and column count from 1, 0 where they are not known."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])

    def below(self, lines: int, column: int) -> Place:
        """The place `lines` further down, at `column`."""
        return Place(self.file, self.line + lines if self.line else 0, column)
