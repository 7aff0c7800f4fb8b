"""What every format of report files yields, and what the formats share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from sosiego.intake.errors import nearest
from sosiego.rules.numbers import NotANumberError, NumberingPlan

UNSORTED = "unsorted"


class ParsedReport(NamedTuple):
    """One report as its source tells it, in our words. Empty strings stand for what it does not tell."""

    # What makes it this report among all of its source: its identifier there, or the whole row.
    identity: tuple[str, ...]
    medium: str  # "call" or "sms"
    number: str  # canonical
    received_at: datetime  # aware
    occurred_at: datetime | None
    category: str
    subject: str
    text: str
    recorded_voice: bool | None
    reporter: str  # the person's own number or address, before it becomes a pseudonym
    contact: str  # how to answer, if the source gives it for that
    region: str
    city: str
    network: str


class BadCellError(Exception):
    """A cell that cannot be taken. The reason never repeats the cell: it may hold a person's number."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        self.reason = reason
        super().__init__(f"{column}: {reason}")


Parser = Callable[[list[str]], ParsedReport]


class ReportFormat(Protocol):
    """One kind of report file."""

    # Stored with each file that was read by it.
    id: str
    # Equal identities of equal sources are the same report.
    source: str
    columns: tuple[str, ...]
    encoding: str
    delimiter: str

    def bind(self, header: list[str]) -> Parser:
        """The parser of one file's rows. It raises `BadCellError` for a row to set aside."""
        ...


def collapsed(text: str) -> str:
    """The same words with single spaces."""
    return " ".join(text.split())


def number(raw: str, plan: NumberingPlan, column: str) -> str:
    """The canonical number of a cell; "" if the cell is empty."""
    if not raw or raw.isspace():
        return ""
    try:
        return plan.parse(raw)
    except NotANumberError as error:
        raise BadCellError(column, f"is not a number: {error.reason}") from None


def moment_with_offset(raw: str, column: str) -> datetime:
    """An ISO 8601 time that names its offset."""
    try:
        moment = datetime.fromisoformat(raw.strip())
    except ValueError:
        raise BadCellError(column, "is not a time such as 2026-07-01T08:00:00+08:00") from None
    if moment.tzinfo is None:
        raise BadCellError(column, "does not say its offset from UTC, as in 2026-07-01T08:00:00+08:00")
    return moment


def moment_in_zone(raw: str, zone: tzinfo, column: str, formats: tuple[str, ...] = ()) -> datetime:
    """A local time in one of the formats (none: ISO 8601). An offset in the cell goes before the zone."""
    text = raw.strip()
    moment = None
    if formats:
        for form in formats:
            try:
                moment = datetime.strptime(text, form)
                break
            except ValueError:
                continue
    else:
        with suppress(ValueError):
            moment = datetime.fromisoformat(text)
    if moment is None:
        expected = " or ".join(formats) or "2026-07-01 08:00:00"
        raise BadCellError(column, f"is not a time such as {expected}")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def category(code: str, known: Mapping[str, object], column: str) -> str:
    """A category of the rule-book; "unsorted" for an empty cell."""
    code = code.strip()
    if not code or code == UNSORTED:
        return UNSORTED
    if code not in known:
        close = nearest(code, known)
        raise BadCellError(
            column, "is not a category of the rule-book" + (f"; nearest: {close}" if close else "")
        )
    return code


YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "y", "1"), True),
    **dict.fromkeys(("false", "no", "n", "0"), False),
}


def yes_no(raw: str, column: str) -> bool | None:
    """Yes or no; None for an empty cell: unknown is not no."""
    text = raw.strip().lower()
    if not text:
        return None
    try:
        return YES_NO[text]
    except KeyError:
        raise BadCellError(column, "is neither yes nor no") from None


def medium(raw: str, column: str) -> str:
    """Call or SMS."""
    text = raw.strip().lower()
    if text not in ("call", "sms"):
        raise BadCellError(column, "is neither call nor sms")
    return text


def zone(name: str) -> ZoneInfo:
    """A time zone by name. Raises `KeyError` or `ValueError` if there is none."""
    return ZoneInfo(name)


EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No report is older: the first GSM network was opened in 1991."""
