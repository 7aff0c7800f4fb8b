"""Reports of a period, counted along one dimension at a time, for what is published; numbers are cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from sosiego.intake.models import Report

UNSORTED = "unsorted"
# A segment of a subscriber's number: the country code and this many digits, enough to name the series of
# an operator and few enough to be shared by millions.
SEGMENT_DIGITS = 3
# A short code is public up to this length (a service's own number); longer ports are cut after it.
CODE_DIGITS = 6
# How much of a number of another country is kept: "+" and four digits.
FOREIGN_SIGNS = 5
# Stands for what was cut off.
CUT = "…"


@dataclass(frozen=True)
class Heard:
    """Reports, and those of them that say whether the voice was a recording."""

    reports: int
    recorded: int
    known: int


def by_source(since: datetime, until: datetime, country_code: str) -> list[tuple[str, str, str, str, int]]:
    """(medium, channel, holder, operator, reports).

    Channel: "p2p" for subscribers' numbers of the country, "port" for short codes and SMS ports, "other"
    for sender names, foreign numbers and reports without a number.
    """
    channel = Case(
        When(number__startswith="short:", then=Value("port")),
        When(number__startswith=f"+{country_code}", then=Value("p2p")),
        default=Value("other"),
        output_field=CharField(),
    )
    found = _received(since, until).annotate(sent_from=channel)
    return list(_counted(found, "medium", "sent_from", "holder", "operator"))


def by_category(since: datetime, until: datetime) -> dict[tuple[str, str], int]:
    """(medium, category) -> reports: what the reporter chose, else what the classifier read in the text."""
    category = Case(
        When(~Q(category=UNSORTED), then=F("category")),
        When(~Q(content_category=""), then=F("content_category")),
        default=Value(UNSORTED),
        output_field=CharField(),
    )
    found = _received(since, until).annotate(sorted_as=category)
    return {(medium, sorted_as): count for medium, sorted_as, count in _counted(found, "medium", "sorted_as")}


def by_region(since: datetime, until: datetime) -> dict[tuple[str, str], Heard]:
    """(medium, region of the reporter) -> reports."""
    return {(medium, region): heard for (medium, region), heard in _by_word("region", since, until).items()}


def by_subject(since: datetime, until: datetime) -> dict[tuple[str, str], Heard]:
    """(medium, the source's own word for the subject) -> reports."""
    return {
        (medium, subject): heard for (medium, subject), heard in _by_word("subject", since, until).items()
    }


def by_segment(since: datetime, until: datetime, country_code: str) -> dict[tuple[str, str], int]:
    """(medium, segment) -> reports: the leading digits of the number, and "…" where the rest was cut off.

    Sender names and short codes up to six digits are whole: they belong to organisations.
    """
    head = Case(
        # One digit more than is shown tells whether there is more.
        When(number__startswith="short:", then=Substr("number", 1, len("short:") + 4 + CODE_DIGITS + 1)),
        When(number__startswith="name:", then=F("number")),
        When(
            number__startswith=f"+{country_code}",
            then=Substr("number", 1, 1 + len(country_code) + SEGMENT_DIGITS),
        ),
        default=Substr("number", 1, FOREIGN_SIGNS),
        output_field=CharField(),
    )
    counted: Counter[tuple[str, str]] = Counter()
    for medium, start, count in _counted(_received(since, until).annotate(head=head), "medium", "head"):
        counted[medium, _shown(start, country_code)] += count
    return dict(counted)


def by_day(first: date, after: date, time_zone: ZoneInfo) -> dict[tuple[str, date], int]:
    """(medium, local day of receipt) -> reports of first ≤ day < after.

    One question a day, answered from the index of the moments: truncating each moment in the database
    takes three times as long on SQLite.
    """
    counted: dict[tuple[str, date], int] = {}
    for day in (first + timedelta(days=place) for place in range((after - first).days)):
        begin, end = (
            datetime.combine(one, time(), time_zone).astimezone(UTC) for one in (day, day + timedelta(days=1))
        )
        counted |= {(medium, day): count for medium, count in _counted(_received(begin, end), "medium")}
    return counted


def _shown(start: str, country_code: str) -> str:
    if start.startswith("short:"):
        code = start.split(":", 2)[2]
        return code if len(code) <= CODE_DIGITS else code[:CODE_DIGITS] + CUT
    if start.startswith("name:"):
        return start.split(":", 2)[2]
    if not start:
        return ""
    if start.startswith(f"+{country_code}"):
        own = len(country_code) + 1
        return f"{start[:own]} {start[own:]}{CUT}"
    return start + CUT


def _received(since: datetime, until: datetime) -> QuerySet[Report]:
    return Report.objects.filter(received_at__gte=since, received_at__lt=until)


def _counted(found: QuerySet[Report], *dimensions: str) -> QuerySet:  # type: ignore[type-arg]
    return found.values_list(*dimensions).annotate(n=Count("id")).order_by(*dimensions)


def _by_word(field: str, since: datetime, until: datetime) -> dict[tuple[str, ...], Heard]:
    return _heard(_received(since, until), "medium", field)


def _heard(found: QuerySet[Report], *dimensions: str) -> dict[tuple[str, ...], Heard]:
    counted = (
        found.values_list(*dimensions)
        .annotate(
            n=Count("id"),
            recorded=Count("id", filter=Q(recorded_voice=True)),
            known=Count("id", filter=Q(recorded_voice__isnull=False)),
        )
        .order_by(*dimensions)
    )
    return {tuple(row[:-3]): Heard(*row[-3:]) for row in counted}
