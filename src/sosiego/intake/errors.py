"""What can be wrong with an act of intake, one class per fact. Bad rows are no errors: they are set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from sosiego.errors import SosiegoError, WrongUsageError


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like a mistaken one, without regard to case; "" if none is like it."""
    by_lower = {one.lower(): one for one in known}
    close = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else ""


class FileNotReadableError(WrongUsageError):
    """A file is not what its format says: not text, without a header, broken."""


class ColumnsMissingError(WrongUsageError):
    """The header lacks columns that the format needs. Nothing was written."""

    def __init__(
        self,
        missing: Iterable[str],
        header: Iterable[str],
        *,
        where: str,
        format: str,
        todo: str = "Rename the columns, or name another --format or --mapping.",
    ) -> None:
        self.missing = tuple(missing)
        found = [name for name in header if name]
        named = []
        for name in self.missing:
            close = nearest(name, found)
            named.append(f"{name} (nearest in the file: {close})" if close else name)
        super().__init__(
            f"The header lacks columns that the format {format} needs: {', '.join(named)}.",
            where=where,
            todo=f"{todo} The file has: {', '.join(found) or 'no named column'}.",
        )


class UnknownFormatError(WrongUsageError):
    """No format of report or traffic files has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        close = nearest(name, known)
        super().__init__(
            f"No file format is called {name!r}." + (f" Nearest: {close}." if close else ""),
            todo=f"Name one of: {', '.join(known)}; or save a mapping of the columns.",
        )


class UnknownMappingError(WrongUsageError):
    """No column mapping is saved under this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        close = nearest(name, known)
        super().__init__(
            f"No mapping is called {name!r}." + (f" Nearest: {close}." if close else ""),
            todo="Save it with `sosiego import mapping save NAME --file mapping.yaml`."
            + (f" Saved: {', '.join(known)}." if known else ""),
        )


class MappingNotValidError(WrongUsageError):
    """A column mapping says something that cannot be meant."""


class FormatAndMappingError(WrongUsageError):
    """A file has either a built-in format or a mapping."""

    def __init__(self) -> None:
        super().__init__(
            "A file has either a format or a mapping, not both.", todo="Leave out --format or --mapping."
        )


class ImportsCollidedError(SosiegoError):
    """Two imports took the same rows at the same moment; this one was undone."""

    def __init__(self, where: str) -> None:
        super().__init__(
            "Another import took in the same rows at the same moment; nothing of this one was kept.",
            where=where,
            todo="Run it again: rows that are known by then count as repeated.",
        )


class ReportNotValidError(SosiegoError):
    """A report from the web form or the API cannot be taken as it is. `fields` says why, by field."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(
            "The report cannot be taken: "
            + "; ".join(f"{name} {why}" for name, why in self.fields.items())
            + ".",
            where=", ".join(self.fields),
            todo="Correct these answers and send it again.",
        )


class OperatorMissingError(WrongUsageError):
    """Nobody said which operator recorded the traffic."""

    def __init__(self, where: str) -> None:
        super().__init__(
            "The file has no column operator, and no operator was named.",
            where=where,
            todo="Name the operator that recorded it: --operator CODE.",
        )


class OperatorNotValidError(WrongUsageError):
    """An operator's code has signs that no code has."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"{code!r} is not an operator's code.",
            todo="A code has 1 to 60 letters, digits, hyphens and underscores.",
        )


class ImportedForAnotherOperatorError(WrongUsageError):
    """The very same bytes were imported as another operator's traffic."""

    def __init__(self, where: str, first: str, now: str) -> None:
        super().__init__(
            f"This file stands in the archive as the traffic of {first}; now it is said to be of {now}.",
            where=where,
            todo=f"Name --operator {first}, or ask for the right file.",
        )


class ShortCodeMessageError(SosiegoError):
    """A message to a reporting short code does not follow the code's form."""


class FileNotFoundInIntakeError(SosiegoError):
    """No imported file has this number."""

    def __init__(self, file_id: int) -> None:
        super().__init__(f"No imported file has the number {file_id}.", todo="See `sosiego import files`.")


class ReportNotFoundError(SosiegoError):
    """No report has this reference."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"No report has the reference {reference!r}.",
            todo="Check the letters; 0 and O, 1 and I are the same.",
        )


class NoContactError(SosiegoError):
    """The reporter of a report left no contact, or has been told already and the contact is deleted."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Report {reference} has no contact: none was left, or the reporter was told already.",
            todo="Nothing is left to do for this report.",
        )
