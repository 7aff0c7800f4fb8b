"""Called numbers that no path may block: the network lets every call to them through, whoever calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time

from sosiego.replay.record import Record
from sosiego.rules.book import ControlPolicy, RuleBook
from sosiego.rules.exempt import prefixes_of_exempt
from sosiego.rules.numbers import key_of

# An international number has at most fifteen digits (ITU-T E.164).
MOST_DIGITS = 15
# The key of a short code holds seventeen; longer ones are cut to them.
MOST_DIGITS_OF_CODE = 17


@dataclass(frozen=True)
class Spared:
    """Keys of called numbers, both ends included, that were exempt in since ≤ t < until."""

    first: int
    last: int
    since: datetime
    until: datetime


def spared(record: Record, since: datetime, until: datetime) -> list[Spared]:
    """The exemptions of a book in since ≤ t < until, as it is read in the replay."""
    zone = record.book.time_zone
    found: list[Spared] = []
    begin, known = since, record.book.control(record.wording_day(since))
    day = since.astimezone(zone).date()
    while begin < until:
        day += timedelta(days=1)
        midnight = min(datetime.combine(day, clock_time(), zone), until)
        policy = known if midnight == until else record.book.control(record.wording_day(midnight))
        if policy is not known or midnight == until:
            found += [Spared(*ends, begin, midnight) for ends in _keys(record.book, known)]
            begin, known = midnight.astimezone(UTC), policy
    return found


def _keys(book: RuleBook, policy: ControlPolicy) -> Iterator[tuple[int, int]]:
    for number in sorted({number for exemption in policy.exemptions for number in exemption.numbers}):
        yield key_of(number), key_of(number)
    for prefix, lengths in prefixes_of_exempt(book, policy).items():
        # What stands before the digits: "+", or "short:86:".
        signs = prefix.rfind(":") + 1 or len("+")
        most = signs + (MOST_DIGITS if prefix.startswith("+") else MOST_DIGITS_OF_CODE)
        for length in lengths or range(len(prefix), most + 1):
            more = length - len(prefix)
            if more >= 0:
                ends = key_of(prefix + "0" * more), key_of(prefix + "9" * more)
                yield min(ends), max(ends)
