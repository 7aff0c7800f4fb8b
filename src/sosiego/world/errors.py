"""What can be wrong with a question to the simulated country."""

from __future__ import annotations

from sosiego.errors import SosiegoError, WrongUsageError


class NotAQuarterError(WrongUsageError):
    """The simulated country lives in quarters."""

    def __init__(self, name: str) -> None:
        super().__init__(f'"{name}" is not a quarter', todo='Write the year and the quarter, as in "2026Q3".')


class DayNotInQuarterError(SosiegoError):
    """A day was asked that the simulated quarter does not have, or out of order."""

    def __init__(self, day: str, expected: str) -> None:
        super().__init__(
            f"{day} cannot be simulated now",
            todo=f"The next day of this country is {expected}: callers react to the day before.",
        )


class FolderNotSimulatedError(SosiegoError):
    """A folder holds files and is not marked as a simulated country: it is left alone."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            "This folder holds files that are not a simulated country's",
            where=folder,
            todo="Name an empty folder with --out.",
        )
