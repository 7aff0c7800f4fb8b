"""What can be wrong with an act or a question of the registry, one class per fact."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from sosiego.errors import SosiegoError, WrongUsageError


def nearest(name: str, known: Iterable[str]) -> str:
    """ " Nearest: a, b." for the known names most like a mistaken one; "" if none is like it."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f" Nearest: {', '.join(close)}." if close else ""


class OrganisationNotFoundError(SosiegoError):
    """No organisation of the registry has this code."""


class MeasureWithoutEndError(SosiegoError):
    """A measure would neither end by itself nor be looked at again."""


class MeasureWithoutBasisError(SosiegoError):
    """A measure does not say where in the rule-book it stands."""


class MeasureEndsBeforeItBeginsError(SosiegoError):
    """A measure's end is not after its beginning."""


class UnknownMeasureKindError(SosiegoError):
    """The network knows no measure, or no target, of this kind."""


class MeasureNotFoundError(SosiegoError):
    """No measure has this reference."""


class MeasureAlreadyLiftedError(SosiegoError):
    """A measure can be lifted once only."""


class LiftWithoutReasonError(SosiegoError):
    """A lift must say why."""


class NumberCannotRefuseError(SosiegoError):
    """Only a telephone number can refuse calls and messages."""


class OrganisationKindUnknownError(WrongUsageError):
    """There is no such kind of organisation."""


class UnknownTableError(WrongUsageError):
    """The registry has no table of this name."""


class UnknownMappingError(WrongUsageError):
    """No mapping of columns has this name."""


class UnreadableFileError(WrongUsageError):
    """A file is not what the registry reads: its kind, its header or its spelling."""


class UnknownRoleError(WrongUsageError):
    """No log-in can have this role."""
