"""What may go wrong when somebody is held to account."""

from __future__ import annotations

from sosiego.errors import SosiegoError


class SanctionAlreadyDecidedError(SosiegoError):
    """It is in force or was refused: its story has ended."""


class SamePersonSignsTwiceError(SosiegoError):
    """Two people sign a sanction; this person already did."""


class ResourceUnknownError(SosiegoError):
    """No gate of the rule-book guards this resource."""

    exit_code = 2


class PeriodNotFinishedError(SosiegoError):
    """Figures of a period are computed when it is over."""
