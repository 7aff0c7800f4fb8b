"""Counting what became of the rows of a file, and keeping those that were set aside."""

from __future__ import annotations

from sosiego import keys
from sosiego.intake.models import ImportedFile, SetAside
from sosiego.registry.totals import PROBLEMS_SHOWN, ImportTotals, Problem

_LONGEST_COLUMN = SetAside._meta.get_field("column").max_length
_LONGEST_REASON = SetAside._meta.get_field("reason").max_length


class Tally:
    """The totals of one reading. Rows set aside are sealed, and stored once for all readings of a file."""

    def __init__(self, file: ImportedFile) -> None:
        self._file = file
        self.read = self.added = self.repeated = self.aside = 0
        self._problems: list[Problem] = []
        self._waiting: list[SetAside] = []
        self._seal = keys.sealing().encrypt
        # The same bytes read in the same way: only what the earlier reading did not set aside is new.
        self._stored = set(
            SetAside.objects.filter(file__sha256=file.sha256, file__kind=file.kind, file__format=file.format)
            .exclude(file=file)
            .values_list("line", "column", "reason")
        )

    def set_aside(self, line: int, column: str, reason: str, raw: bytes) -> None:
        """Keep a row apart with its reason. The caller counts it as read."""
        self.aside += 1
        column, reason = column[:_LONGEST_COLUMN], reason[:_LONGEST_REASON]
        if len(self._problems) < PROBLEMS_SHOWN:
            self._problems.append(Problem(line, column, reason))
        if (line, column, reason) not in self._stored:
            self._waiting.append(
                SetAside(file=self._file, line=line, column=column, reason=reason, sealed_raw=self._seal(raw))
            )

    def store(self) -> None:
        """Write the rows set aside since the last time."""
        SetAside.objects.bulk_create(self._waiting)
        self._waiting = []

    def close(self) -> ImportTotals:
        """Write the totals; the database refuses them if they do not balance."""
        self.store()
        file = self._file
        file.read, file.added, file.repeated, file.set_aside = (
            self.read,
            self.added,
            self.repeated,
            self.aside,
        )
        file.save(update_fields=["read", "added", "repeated", "set_aside"])
        return ImportTotals(self.read, self.added, self.repeated, self.aside, tuple(self._problems))
