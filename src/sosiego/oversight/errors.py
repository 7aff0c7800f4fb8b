"""What may go wrong when somebody is held to account."""

from __future__ import annotations

from sosiego.errors import SosiegoError, WrongUsageError


class SanctionAlreadyDecidedError(SosiegoError):
    """It is in force or was refused: its story has ended."""


class SamePersonSignsTwiceError(SosiegoError):
    """Two people sign a sanction; this person already did."""


class ResourceUnknownError(WrongUsageError):
    """No gate of the rule-book guards this resource."""


class PeriodNotFinishedError(SosiegoError):
    """Figures of a period are computed when it is over."""


class PeriodNotJudgedError(WrongUsageError):
    """Organisations state their users and are judged by quarter or month, not by other spans."""


class RefusalWithoutReasonError(SosiegoError):
    """A refusal must say why."""


class SanctionNotFoundError(SosiegoError):
    """No sanction has this reference."""
