"""How the law is said: texts of the rule-book, numbers, days and lists in the language that is spoken now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.utils import formats, translation
from django.utils.translation import gettext as _

# Language as rule-books spell it -> name of Django's catalog.
CATALOGS = {"en": "en", "es": "es", "zh": "zh-hans"}
LANGUAGES = tuple(CATALOGS)
# Language -> name of Babel's customs.
_LOCALES = {"en": "en", "es": "es", "zh": "zh_Hans_CN"}
# Day as each language writes it, short enough for a table.
DAY_FORMATS = {"zh": "Y年n月j日", "es": "j b Y"}
DAY_FORMAT = "j M Y"
MONTH_FORMATS = {"zh": "Y年n月"}
MONTH_FORMAT = "F Y"
# Between the things of a list.
_COMMAS = {"zh": "、"}
_PHRASES = {"zh": "，"}
_SEMICOLONS = {"zh": "；"}


def language() -> str:
    """The language that is spoken now as rule-books spell it: "es", "en" or "zh"."""
    return (translation.get_language() or "en").split("-")[0]


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak a language: "en", "es" or "zh"."""
    with translation.override(CATALOGS[name]):
        yield


def say(text: Mapping[str, str] | str | None) -> str:
    """A text of the rule-book in the language that is spoken, else in English, else in any."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    return text.get(language()) or text.get("en") or next(iter(text.values()))


def number(value: float | Decimal, places: int = 6) -> str:
    """A number with the language's separators; no more places than it has."""
    rounded = round(value, places)
    shown = int(rounded) if rounded == int(rounded) else rounded
    if language() == "zh":
        # Django groups nothing in Chinese; official figures are grouped by three.
        return f"{shown:,}"
    return str(formats.number_format(shown, use_l10n=True, force_grouping=True))


def percent(share: float | Decimal) -> str:
    """A share as per cent: 0.945 is 94.5 %."""
    return f"{number(round(share * 100, 4))} %"


def day(value: date) -> str:
    return formats.date_format(value, DAY_FORMATS.get(language(), DAY_FORMAT))


def known_date(written: str) -> str:
    """A date of which perhaps only the month or the year is known, as a rule-book writes it."""
    if len(written) == len("2026-01-01"):
        return day(date.fromisoformat(written))
    if len(written) == len("2026-01"):
        return month(date.fromisoformat(f"{written}-01"))
    return written


def month(value: date) -> str:
    return formats.date_format(value, MONTH_FORMATS.get(language(), MONTH_FORMAT))


def clock_of(zone: ZoneInfo) -> str:
    """The place by whose clock a time zone goes: "Shanghai", "上海"."""
    return str(get_timezone_location(zone, locale=_LOCALES.get(language(), "en"), return_city=True))


def listed(things: Iterable[str]) -> str:
    """Things one after the other, with the commas of the language."""
    return _COMMAS.get(language(), ", ").join(thing for thing in things if thing)


def phrases(things: Iterable[str]) -> str:
    """Parts of a sentence one after the other; in Chinese they have another comma than lists."""
    return _PHRASES.get(language(), ", ").join(thing for thing in things if thing)


def clauses(things: Iterable[str]) -> str:
    """Longer things one after the other, with the semicolons of the language."""
    return _SEMICOLONS.get(language(), "; ").join(thing for thing in things if thing)


def until(first: date, end: date | None) -> str:
    """From when to when something holds; `end` is the first day on which it no longer does."""
    if end is None:
        return _("since %(first)s") % {"first": day(first)}
    return _("from %(first)s until before %(end)s") % {"first": day(first), "end": day(end)}
