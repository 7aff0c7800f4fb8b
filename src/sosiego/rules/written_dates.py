"""Dates as people write them, and why one is none."""

from __future__ import annotations

import calendar
import re

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTHS = range(1, 13)


def why_no_date(text: str) -> str:
    """Why there is no such date; "" if there is."""
    written = _DAY.fullmatch(text)
    if not (text.isascii() and written):
        return "it is not written YYYY-MM-DD"
    year, month, day = (int(part) for part in written.groups())
    if not year:
        return "years are counted from 1"
    if month not in _MONTHS:
        return f"there is no month {month}"
    days = calendar.monthrange(year, month)[1]
    return "" if 1 <= day <= days else f"that month has {days} days"
