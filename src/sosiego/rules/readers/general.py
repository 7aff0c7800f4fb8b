"""Documents, taxonomy, numbering plan and calendar: what the rules speak of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sosiego.rules.book import Basis, Category, Text
from sosiego.rules.calendar import CalendarYear, WorkingCalendar
from sosiego.rules.errors import (
    DuplicateIdError,
    EndBeforeBeginningError,
    UnknownReferenceError,
    WrongValueError,
)
from sosiego.rules.numbers import NumberClass, NumberingPlan
from sosiego.rules.place import Place
from sosiego.rules.readers.context import MEDIA, STANDINGS, STATUSES, Context, check_standing
from sosiego.rules.source import Section

_WEEK = frozenset(range(1, 8))
CLASSES = ("commercial", "malicious", "illegal", "harmless", "other")


def documents(context: Context) -> dict[str, Basis]:
    """documents.yaml: each instrument as the basis that rules then narrow to a clause."""
    found = {}
    for id, entry in context.entries("documents.yaml", "documents", "document"):
        with context.problems.kept(), entry:
            found[id] = _document(context, id, entry)
    return found


def _document(context: Context, id: str, entry: Section) -> Basis:
    issued, issued_as = entry.date_as_known("issued")
    in_force = entry.day("in_force", None)
    if in_force is not None and in_force < issued:
        wanted = f"no earlier than the day of issue, {issued}"
        todo = "Correct one of the two dates."
        raise WrongValueError("in_force", wanted, str(in_force), entry.place_of("in_force"), todo)
    status, standing = entry.choice("status", STATUSES), entry.choice("standing", STANDINGS)
    check_standing(entry, standing, status)
    return Basis(
        document=id,
        instrument=entry.translated("name", context.languages),
        number=entry.text("number", ""),
        issued=issued,
        clause={},
        link=entry.text("link", ""),
        status=status,
        standing=standing,
        issued_as=issued_as,
        in_force=in_force,
        original=entry.text("original", ""),
    )


def taxonomy(context: Context) -> tuple[dict[str, Category], dict[str, Text]]:
    """taxonomy.yaml: industries with their lead authority, and categories."""
    industries: dict[str, Text] = {}
    leads: dict[str, str] = {}
    categories: dict[str, Category] = {}
    lost = context.problems.lost_unless_read("industry", "category")
    with context.problems.kept(), lost, context.file("taxonomy.yaml") as section:
        for entry in section.sections("industries"):
            with context.problems.kept(), entry:
                id = context.new_id("industry", entry)
                industries[id] = entry.translated("name", context.languages)
                leads[id] = entry.text("lead_authority", "")
        context.problems.all_read("industry")
        for entry in section.sections("categories"):
            with context.problems.kept(), entry:
                id = context.new_id("category", entry)
                industry = entry.text("industry", "")
                if industry and industry not in industries:
                    place = entry.place_of("industry")
                    raise UnknownReferenceError("industry", industry, place, industries, "taxonomy.yaml")
                categories[id] = Category(
                    id=id,
                    class_id=entry.choice("class", CLASSES),
                    industry=industry,
                    name=entry.translated("name", context.languages),
                    lead_authority=entry.text("lead_authority", leads.get(industry, "")),
                    media=context.known("medium", entry, "media", MEDIA, MEDIA),
                )
    return categories, industries


def numbering(context: Context) -> NumberingPlan:
    """numbering.yaml."""
    classes = []
    with context.file("numbering.yaml") as section:
        country_code = section.text("country_code")
        for entry in section.sections("classes"):
            with context.problems.kept(), entry:
                classes.append(_number_class(context, entry, country_code))
        return NumberingPlan(
            country_code=country_code,
            international_prefix=section.text("international_prefix"),
            trunk_prefix=section.text("trunk_prefix", ""),
            classes=tuple(classes),
        )


def _number_class(context: Context, entry: Section, country_code: str) -> NumberClass:
    prefixes = entry.texts("prefixes")
    for prefix in prefixes:
        if not prefix.startswith((f"+{country_code}", f"short:{country_code}:")):
            wanted = f'"+{country_code}…" or "short:{country_code}:…"'
            raise WrongValueError("prefixes", wanted, f'"{prefix}"', entry.place_of("prefixes"))
    return NumberClass(
        id=context.new_id("number class", entry),
        name=entry.translated("name", context.languages),
        prefixes=prefixes,
        lengths=entry.integers("lengths", ()),
        outbound=entry.boolean("outbound", True),
        medium=entry.choice("medium", ("call", "sms", "both"), "both"),
        trunk=entry.boolean("trunk", False),
        groups={sum(groups): groups for groups in entry.integer_lists("groups", ())},
    )


def calendar(context: Context, time_zone: ZoneInfo) -> WorkingCalendar:
    """calendar.yaml."""
    years: dict[int, CalendarYear] = {}
    places: dict[int, Place] = {}
    with context.file("calendar.yaml") as section:
        weekly_rest = frozenset(section.integers("weekly_rest"))
        if not weekly_rest < _WEEK:
            wanted = "days of the week, 1 Monday to 7 Sunday, at least one of them worked"
            place = section.place_of("weekly_rest")
            raise WrongValueError("weekly_rest", wanted, str(sorted(weekly_rest)), place)
        for entry in section.sections("years"):
            with context.problems.kept(), entry:
                year = _year(context, entry, weekly_rest)
                first = places.setdefault(year.year, entry.place_of("year"))
                if year.year in years:
                    raise DuplicateIdError(str(year.year), entry.place_of("year"), first)
                years[year.year] = year
        opens, closes = section.clock("opens"), section.clock("closes")
        if closes <= opens:
            place = section.place_of("closes")
            raise EndBeforeBeginningError(f"{opens:%H:%M}", f"{closes:%H:%M}", place)
        return WorkingCalendar(
            time_zone=time_zone,
            years=years,
            weekly_rest=weekly_rest,
            opens=opens,
            closes=closes,
            source=section.file,
        )


def _year(context: Context, entry: Section, weekly_rest: frozenset[int]) -> CalendarYear:
    number = entry.integer("year")
    holidays = _holidays(entry, number)
    make_up = entry.days("make_up_days", ())
    for day in make_up:
        place = entry.place_of("make_up_days")
        if day.year != number:
            raise WrongValueError("make_up_days", f"a day of {number}", str(day), place)
        if day.isoweekday() not in weekly_rest or day in holidays:
            raise WrongValueError("make_up_days", "a day of weekly rest that is no holiday", str(day), place)
    with entry.section("basis") as basis:
        return CalendarYear(
            year=number,
            holidays=holidays,
            make_up_days=frozenset(make_up),
            assumed=entry.boolean("assumed", False),
            # An announcement founds the days of its year: it must stand before the year has ended.
            basis=context.read_basis(basis, date(number, 12, 31)),
        )


def _holidays(entry: Section, year: int) -> Mapping[date, str]:
    holidays: dict[date, str] = {}
    for section in entry.sections("holidays"):
        with section:
            name, first = section.text("name"), section.day("from")
            last = section.day("to", first)
            if not first.year == last.year == year or last < first:
                wanted = f"days of {year}, the first before the last"
                raise WrongValueError("holidays", wanted, f"{first} to {last}", section.place)
            for n in range((last - first).days + 1):
                holidays[first + timedelta(days=n)] = name
    return holidays
