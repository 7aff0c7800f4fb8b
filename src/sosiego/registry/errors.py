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


class UnknownLogInError(SosiegoError):
    """Nobody acts under this name: it has no log-in, or its log-in was closed."""

    def __init__(self, name: str, roles: Iterable[str]) -> None:
        super().__init__(
            f"There is no log-in {name!r}.",
            where=f"--as {name}",
            todo=f"Name a log-in with --as (`sosiego user list` shows them). This asks for the role "
            f"{_either(roles)}.",
        )


class RoleNotAllowedError(SosiegoError):
    """A log-in has a role that may not do this."""

    def __init__(self, name: str, role: str, roles: Iterable[str]) -> None:
        super().__init__(
            f"{name!r} is {role}, and may not do this.",
            where=f"--as {name}",
            todo=f"It is for somebody with the role {_either(roles)}.",
        )


class NotForThisOrganisationError(SosiegoError):
    """A person acts for one organisation, and this is another's matter."""

    def __init__(self, name: str, own: str, other: str) -> None:
        whose = f"for {other}" if other else "for nobody known"
        super().__init__(
            f"{name!r} acts for {own}, and this is {whose} to do.",
            where=f"--as {name}",
            todo=f"Let somebody of {other} do it." if other else "Let an official or supervisor do it.",
        )


def _either(roles: Iterable[str]) -> str:
    *first, last = roles
    return f"{', '.join(first)} or {last}" if first else last
