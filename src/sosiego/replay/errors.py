"""What keeps a draft from being replayed."""

from __future__ import annotations

from sosiego.errors import SosiegoError, WrongUsageError


class NothingToReplayError(WrongUsageError):
    """No report and no traffic is recorded for the days that were named."""


class ReplayDaysError(WrongUsageError):
    """The days of a replay are not a span of past days."""


class ReplayMustNotWriteError(SosiegoError):
    """A replay was about to change the database: a mistake of ours, and stopped before it did."""
