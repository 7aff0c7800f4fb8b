"""How a publication speaks one language: its sentences, numbers, dates and periods."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent, get_decimal_symbol, get_group_symbol
from django.utils import translation
from django.utils.translation import gettext_noop as _

from sosiego.publication.document import SIMULATED
from sosiego.publication.labels import Label

# Language of a publication -> name of Django's catalog, of our own part of it, and of Babel's customs.
CATALOGS = {"es": "es", "en": "en", "zh": "zh-hans"}
PARTS = {"es": "es.po", "zh": "zh_Hans.po"}
LOCALES = {"es": "es", "en": "en_GB", "zh": "zh_Hans_CN"}
DAYS = {"es": "d MMM y", "en": "d MMM y", "zh": "y年M月d日"}
HTML_LANGUAGES = {"es": "es", "en": "en", "zh": "zh-Hans"}
LANGUAGES = tuple(HTML_LANGUAGES)

NO_BREAK = "\u00a0"
MINUS = "\u2212"


@cache
def _part(room: str, language: str) -> Mapping[str, str]:
    """A room's own part of the catalogs. It is asked first: a short word ("Open") means here what it means
    here, and a checkout whose catalogs are not compiled speaks all the same."""
    if language not in PARTS:
        return {}
    source = resources.files("sosiego").joinpath("locale", "parts", f"{room}.{PARTS[language]}")
    try:
        with source.open("rb") as content:
            return {
                str(entry.id): str(entry.string) for entry in read_po(content) if entry.id and entry.string
            }
    except FileNotFoundError:
        return {}


class Speaker:
    """One language. Every method returns words ready to print, unescaped.

    `rooms`: whose parts of the catalogs are asked, the first first.
    """

    def __init__(self, language: str, rooms: tuple[str, ...] = ("publication",)) -> None:
        self.language = language
        self.rooms = rooms
        self.html_language = HTML_LANGUAGES[language]
        self.locale = Locale.parse(LOCALES[language])

    def say(self, msgid: str, **values: object) -> str:
        """A sentence of the catalog with its values filled in."""
        # A catalog answers the empty message with its own header.
        if not msgid:
            return ""
        parts = (_part(room, self.language) for room in self.rooms)
        said = next((part[msgid] for part in parts if msgid in part), None)
        if said is None:
            with translation.override(CATALOGS[self.language]):
                said = str(translation.gettext(msgid))
        return said.format(**values) if values else said

    def label(self, label: Label) -> str:
        """A name in this language; in English, or any, if the rule-book has it in no other."""
        if "message" in label:
            return self.say(label["message"])
        if "name" in label:
            return label["name"]
        if "date" in label:
            day = self.day(date.fromisoformat(label["date"]))
            return (
                self.say(_("{day} ({days} of 7 days)"), day=day, days=label["days"])
                if "days" in label
                else day
            )
        return label.get(self.language) or label.get("en") or next(iter(label.values()), "")

    def sentences(self, *said: str) -> str:
        """Sentences one after the other: Chinese sets no space between them."""
        return ("" if self.language == "zh" else " ").join(part for part in said if part)

    def mark(self) -> str:
        """The mark of invented figures in this language, and in English: people search for these words."""
        said = self.say(_("SIMULATED COUNTRY"))
        return SIMULATED if said == SIMULATED else f"{said} · {SIMULATED}"

    # ---- numbers

    def whole(self, value: int) -> str:
        return format_decimal(value, format="#,##0", locale=self.locale)

    def decimal(self, value: float, digits: int = 1) -> str:
        return format_decimal(value, format=f"#,##0.{'0' * digits}", locale=self.locale)

    def percent(self, value: float) -> str:
        return format_percent(value, format=self._percent_pattern(), locale=self.locale)

    def _percent_pattern(self) -> str:
        return "#,##0.0%" if self.language != "es" else f"#,##0.0{NO_BREAK}%"

    def change(self, value: float) -> str:
        return self._signed(value, self.percent(abs(value)), zero_below=0.0005)

    def points(self, value: float) -> str:
        """Percentage points; the heading of their column says so."""
        return self._signed(value, self.decimal(abs(value) * 100), zero_below=0.0005)

    @staticmethod
    def _signed(value: float, amount: str, *, zero_below: float) -> str:
        # What is printed as 0.0 has no direction.
        if abs(value) < zero_below:
            return amount
        return ("+" if value > 0 else MINUS) + amount

    def significant(self, value: float) -> str:
        """A rate: one decimal, or two where one would hide it."""
        return self.decimal(value, 1 if abs(value) >= 1 or value == 0 else 2)

    # ---- time

    def day(self, day: date) -> str:
        return format_date(day, format=DAYS[self.language], locale=self.locale)

    def moment(self, moment: datetime) -> str:
        return f"{self.day(moment.date())} {moment:%H:%M} UTC"

    def week(self, iso: str) -> str:
        """Short name of a day on an axis."""
        return format_skeleton("MMMd", date.fromisoformat(iso), locale=self.locale)

    def period(self, period: Mapping[str, Any]) -> str:
        """The period in words: "3rd quarter 2026", "September 2026", "1 Sep 2026 – 15 Sep 2026"."""
        first = date.fromisoformat(period["first"])
        skeletons = {"quarter": "yQQQQ", "month": "yMMMM", "year": "y"}
        if period["kind"] in skeletons:
            return format_skeleton(skeletons[period["kind"]], first, locale=self.locale)
        if period["kind"] == "day":
            return format_date(first, format="long", locale=self.locale)
        last = date.fromordinal(date.fromisoformat(period["after"]).toordinal() - 1)
        return f"{self.day(first)} – {self.day(last)}"

    # ---- cells

    def cell(self, cell: Mapping[str, Any] | None, kind: str, smallest: int) -> str:
        """A cell of a snapshot's table as words. An empty string if the column does not apply to the row."""
        if cell is None:
            return ""
        if cell.get("withheld"):
            return f"<{NO_BREAK}{smallest}" if cell["withheld"] == "small" else "·"
        if "label" in cell:
            return self.label(cell["label"])
        if "date" in cell:
            return self.day(date.fromisoformat(cell["date"]))
        if cell.get("value") is None:
            return "–"
        return self._figure(cell, kind)

    def _figure(self, cell: Mapping[str, Any], kind: str) -> str:
        value = cell["value"]
        if kind == "place":
            best, worst = value, cell["worst"]
            return str(best) if best == worst else f"{best}–{worst}"
        writers = {
            "count": lambda: self.whole(int(value)),
            "share": lambda: self.percent(value),
            "change": lambda: self.change(value),
            "points": lambda: self.points(value),
            "rate": lambda: self.significant(value),
            "score": lambda: self.decimal(value),
        }
        return writers[kind]()

    def interval(self, cell: Mapping[str, Any] | None, kind: str) -> str:
        """The interval of a figure, or nothing."""
        if not cell or cell.get("low") is None:
            return ""
        write = self.percent if kind == "share" else self.significant
        return f"{write(cell['low'])}–{write(cell['high'])}"

    def chart_numbers(self) -> dict[str, Any]:
        """The number customs in the form that d3 reads."""
        return {
            "decimal": get_decimal_symbol(self.locale),
            "thousands": get_group_symbol(self.locale),
            "grouping": [3],
            "currency": ["", ""],
            "minus": MINUS,
            "percent": "%" if self.language != "es" else f"{NO_BREAK}%",
        }
