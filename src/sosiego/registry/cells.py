"""Reading one cell of an imported file: text to value, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sosiego import keys
from sosiego.registry import errors
from sosiego.registry.models import Line, Organisation
from sosiego.rules.numbers import NotANumberError, NumberingPlan


class CellError(Exception):
    """Why a cell, or a row, cannot be taken. Always caught by the import, which sets the row aside."""

    def __init__(self, reason: str, column: str = "") -> None:
        self.reason = reason
        self.column = column
        super().__init__(reason)


@dataclass
class Known:
    """What cells may refer to. Read once for each round of an import."""

    plan: NumberingPlan
    organisations: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    # What a file calls an organisation -> its code.
    code_of: Callable[[str], str] = str
    # Makes an organisation that the registry does not have; None if rows that name one are set aside.
    make: Callable[[str], int] | None = None

    def refresh(self) -> None:
        self.organisations = dict(Organisation.objects.values_list("code", "pk"))
        self.lines = dict(Line.objects.values_list("code", "pk"))


Read = Callable[[str, Known], Any]

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PREFIX = re.compile(r"\+[1-9]\d{0,14}|short:[1-9]\d{0,2}:\d{1,20}")
_PERIOD = re.compile(r"\d{4}(Q[1-4]|-(0[1-9]|1[0-2]))")
_YES = frozenset({"true", "yes", "1"})
_NO = frozenset({"false", "no", "0"})


def text(longest: int) -> Read:
    """Any text up to a length."""

    def read(written: str, known: Known) -> str:
        if len(written) > longest:
            raise CellError(f"has {len(written)} characters, more than {longest}")
        return written

    return read


def choice(values: list[str]) -> Read:
    """One of some words."""

    def read(written: str, known: Known) -> str:
        if written not in values:
            raise CellError(f'"{written}" is none of: {", ".join(values)}.{errors.nearest(written, values)}')
        return written

    return read


def code(written: str, known: Known) -> str:
    """A stable name for files and addresses."""
    if not _CODE.fullmatch(written) or len(written) > 60:
        raise CellError(f'"{written}" is not a code (small letters a to z, digits, - and _; at most 60)')
    return written


def organisation(written: str, known: Known) -> int | None:
    """Key of the organisation with this code; None for an empty cell."""
    if not written:
        return None
    named = known.code_of(written)
    key = known.organisations.get(named)
    if key is None and known.make:
        key = known.organisations[named] = known.make(named)
    if key is None:
        near = errors.nearest(named, known.organisations)
        raise CellError(f'no organisation has the code "{named}".{near}')
    return key


def line(written: str, known: Known) -> int | None:
    """Key of the line with this code; None for an empty cell."""
    if not written:
        return None
    key = known.lines.get(written)
    if key is None:
        raise CellError(f'no line has the code "{written}".{errors.nearest(written, known.lines)}')
    return key


def day(written: str, known: Known) -> date | None:
    """An ISO date; None for an empty cell."""
    if not written:
        return None
    try:
        if not _DATE.fullmatch(written):
            raise ValueError
        return date.fromisoformat(written)
    except ValueError:
        raise CellError(f'"{written}" is not a date (write it as 2026-08-31)') from None


def count(written: str, known: Known) -> int:
    """A whole number from zero on."""
    # 18 digits always fit the database's 64 bits.
    if not (written.isascii() and written.isdigit() and len(written) <= 18):
        raise CellError(f'"{written}" is not a whole number')
    return int(written)


def count_if_stated(written: str, known: Known) -> int | None:
    """A whole number from zero on; None for an empty cell: it was not stated, which is not zero."""
    return count(written, known) if written else None


def truth(written: str, known: Known) -> bool:
    """True or false; an empty cell is false."""
    word = written.lower()
    if word in _YES:
        return True
    if word in _NO or not word:
        return False
    raise CellError(f'"{written}" is neither true nor false')


def period(written: str, known: Known) -> str:
    """A quarter or month."""
    if not _PERIOD.fullmatch(written):
        raise CellError(f'"{written}" is not a period (write 2026Q3 or 2026-09)')
    return written


def prefix(written: str, known: Known) -> str:
    """A canonical prefix of E.164 numbers or short codes."""
    if not _PREFIX.fullmatch(written):
        country = known.plan.country_code
        raise CellError(f'"{written}" is not a prefix (write +{country}138 or short:{country}:106)')
    return written


def number(written: str, known: Known) -> str:
    """One telephone number or short code, in its canonical form."""
    canonical = _canonical(written, known)
    if canonical.startswith("name:"):
        raise CellError("is a sender name, not a number")
    return canonical


class Citizen(str):
    """A citizen's number as the registry names it: the text is its digest, the number is carried along."""

    __slots__ = ("canonical",)
    canonical: str


def citizens_number(written: str, known: Known) -> Citizen:
    """One telephone number of a citizen."""
    canonical = _canonical(written, known)
    if not canonical.startswith("+"):
        raise CellError("is not a telephone number of a citizen")
    digest = Citizen(keys.preference_digest(canonical))
    digest.canonical = canonical
    return digest


def sender_name(written: str, known: Known) -> str:
    """An alphanumeric sender name, as the network compares it."""
    canonical = _canonical(written, known)
    if not canonical.startswith("name:"):
        raise CellError(f'"{written}" is a number, not a sender name')
    return canonical.split(":", 2)[2]


def unquoted(read: Read) -> Read:
    """The same reading, whose reasons do not repeat the cell: shifted columns bring citizens' numbers."""

    def quiet(written: str, known: Known) -> Any:
        try:
            return read(written, known)
        except CellError as problem:
            raise CellError(problem.reason.replace(f'"{written}"', "what stands there")) from None

    return quiet


def _canonical(written: str, known: Known) -> str:
    try:
        return known.plan.parse(written)
    except NotANumberError as refused:
        # The number itself is not repeated: it may be a citizen's.
        raise CellError(f"is not a number: {refused.reason}") from None
