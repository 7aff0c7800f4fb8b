"""Public holidays of a country as a package reckons them, written as years that are assumed.

No authority stands behind them: they spare an afternoon the typing, and each year says `assumed: true` until
somebody has held it against the gazette. The package `holidays` (MIT, a release every month, some 250
countries) is an optional extra, because nothing that runs needs it: once written, the days are data.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from sosiego.errors import WrongUsageError


class HolidaysNotInstalledError(WrongUsageError):
    """The optional package that knows public holidays is not there."""

    def __init__(self) -> None:
        super().__init__(
            "The package holidays is not installed.",
            todo="pip install holidays, or leave --holidays out and write the days into calendar.yaml.",
        )


class CountryWithoutHolidaysError(WrongUsageError):
    """The package of public holidays knows no such country, or no such part of it."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        near = get_close_matches(code, known, n=3) or list(known[:5])
        super().__init__(
            f"The package holidays knows no public holidays of {code}.",
            todo=f"Write an ISO 3166 code, such as {', '.join(near)}; a part of a country as ES-MD.",
        )


@dataclass(frozen=True)
class Holidays:
    """The holidays of some years, and the days on which each week rests (1 Monday to 7 Sunday)."""

    weekly_rest: tuple[int, ...]
    years: dict[int, dict[date, str]]


def of(code: str, years: Sequence[int]) -> Holidays:
    """Holidays by an ISO 3166 code: FR, or ES-MD for a part.

    Raises `HolidaysNotInstalledError`, `CountryWithoutHolidaysError`.
    """
    try:
        package: Any = importlib.import_module("holidays")
    except ImportError:
        raise HolidaysNotInstalledError from None
    country, _, part = code.partition("-")
    known: dict[str, list[str]] = package.list_supported_countries()
    if country not in known or (part and part not in known[country]):
        raise CountryWithoutHolidaysError(
            code, [f"{country}-{one}" for one in known[country]] if country in known else sorted(known)
        )
    language = package.country_holidays(country).default_language
    found = package.country_holidays(country, subdiv=part or None, years=list(years), language=language)
    return Holidays(
        weekly_rest=tuple(sorted(day + 1 for day in found.weekend)),
        years={
            year: {day: str(name) for day, name in sorted(found.items()) if day.year == year}
            for year in years
        },
    )


def written(holidays: Holidays, basis: str) -> str:
    """The years as calendar.yaml has them; `basis` is the text of each year's basis."""
    lines = []
    for year, days in holidays.years.items():
        lines += [f"  - year: {year}", "    assumed: true", f"    basis: {basis}", "    holidays:"]
        lines += [
            f"      - {{name: {json.dumps(name, ensure_ascii=False)}, from: {day}}}"
            for day, name in days.items()
        ]
        if not days:
            lines[-1] += " []"
        lines.append("    make_up_days: []")
    return "\n".join(lines) + "\n"
