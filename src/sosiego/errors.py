"""The shape of every error that Sosiego shows: what is wrong, where, and what to do now."""

from __future__ import annotations


class SosiegoError(Exception):
    """Base of all errors meant for people.

    Subclasses are named as the fact ("RuleBookNotFoundError"), one class per kind of error, and
    give `what`, `where` (file, line, record; may be empty) and `todo` (the next step, may be empty).
    """

    # Commands end with this code; 1 is "a rule, test or check failed", 2 is wrong usage.
    exit_code = 1

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what = what
        self.where = where
        self.todo = todo
        super().__init__(what)

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.todo:
            lines.append(f"  do: {self.todo}")
        return "\n".join(lines)


class WrongUsageError(SosiegoError):
    """The command or call was asked in a way that cannot be meant."""

    exit_code = 2


class SettingNotValidError(WrongUsageError):
    """An environment variable says something that cannot be meant."""


class FileRefusedError(SosiegoError):
    """The system refused a file, a folder or an address: rights, a full disk, a port in use."""

    @classmethod
    def of(cls, error: OSError) -> FileRefusedError:
        """The system's own words, and what they speak of."""
        return cls(
            f"The system refused: {error.strerror or error}.",
            where=str(error.filename or ""),
            todo="See that it is there, that you may use it, and that the disk has room.",
        )
