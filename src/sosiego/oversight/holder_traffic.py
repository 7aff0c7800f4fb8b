"""What the holders of numbers did in a period: the archive, added up by who held each number that day.

A rule on holders speaks of all numbers of one organisation together, so that nobody escapes it by spreading
calls over many numbers. Only days with records in the archive are known; of the others nothing is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sosiego.intake import archive
from sosiego.registry import coverage
from sosiego.registry import queries as registry
from sosiego.rules.book import RuleBook
from sosiego.rules.numbers import canonical_of
from sosiego.rules.periods import Period

# Facts of one day: a rule that speaks of one of them is judged day by day, so that what it says of calls and
# of their share is true of one and the same day.
DAY_FACTS = frozenset(
    {
        "holder_day",
        "holder_calls_of_day",
        "holder_short_calls_of_day",
        "holder_short_call_ratio_of_day",
        "holder_number_short_calls_of_day_max",
    }
)
FACTS = DAY_FACTS | {"holder_calls_per_month_max", "holder_unsigned_share"}


@dataclass(frozen=True)
class HolderDay:
    """The calls of all numbers of one holder on one local day."""

    day: date
    calls: int
    short_calls: int
    # The most short calls of a single one of its numbers.
    of_one_number: int

    def facts(self) -> dict[str, object]:
        return {
            "holder_day": self.day,
            "holder_calls_of_day": self.calls,
            "holder_short_calls_of_day": self.short_calls,
            "holder_short_call_ratio_of_day": self.short_calls / self.calls if self.calls else None,
            "holder_number_short_calls_of_day_max": self.of_one_number,
        }


@dataclass(frozen=True)
class HolderTraffic:
    """The traffic of one holder in a period; None is what the archive cannot say."""

    # The days on which it called, the one with the most short calls first.
    days: tuple[HolderDay, ...]
    # Most attempts in one calendar month through one operator from numbers of one class (of one service).
    calls_per_month_max: int | None
    # Of the calls through operators that record attestations: the share without one.
    unsigned_share: float | None

    def facts(self) -> dict[str, object]:
        """The facts of the whole period."""
        return {
            "holder_calls_per_month_max": self.calls_per_month_max,
            "holder_unsigned_share": self.unsigned_share,
        }


UNKNOWN = HolderTraffic((), None, None)


@dataclass
class _Sums:
    """What is added up for one holder."""

    calls: Counter[date] = field(default_factory=Counter)
    short: Counter[date] = field(default_factory=Counter)
    short_of_number: dict[date, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    # (year, month, operator, number class) and operator.
    of_month: Counter[tuple[int, int, str, str]] = field(default_factory=Counter)
    of_operator: Counter[str] = field(default_factory=Counter)
    signed: Counter[str] = field(default_factory=Counter)


def of_period(
    book: RuleBook, period: Period, kinds: Collection[str], root: Path | None = None
) -> Mapping[str, HolderTraffic]:
    """Organisation code -> its traffic, for the organisations of these kinds that held numbers.

    A call is short after the windows in force on its day. Who holds no number in the registry does not
    stand here: from where it calls is not known.
    """
    sums: dict[str, _Sums] = defaultdict(_Sums)
    signing: set[str] = set()
    index = registry.number_index(period.first)
    is_known = False
    for day in _days(period):
        files = _files(book, day, root)
        is_known = is_known or bool(files)
        _add_day(book, day, files, index.on_day(day), kinds, sums, signing)
    if not is_known:
        return {}
    holding = coverage.holders(period.first, period.after)
    codes = {one.code for one in registry.organisations() if one.kind in kinds} & holding
    return {code: _traffic(sums[code], signing) for code in sorted(codes)}


def _days(period: Period) -> Iterator[date]:
    for count in range((period.after - period.first).days):
        yield period.first + timedelta(days=count)


def _files(book: RuleBook, day: date, root: Path | None) -> list[Path]:
    """The archive's files of the UTC days that a local day touches."""
    since, until = Period.day(day).bounds(book.time_zone)
    last = until - timedelta(microseconds=1)
    return archive.files(since.date(), last.date() + timedelta(days=1), root)


def _add_day(
    book: RuleBook,
    day: date,
    files: list[Path],
    index: registry.NumberIndex,
    kinds: Collection[str],
    sums: dict[str, _Sums],
    signing: set[str],
) -> None:
    # The engine is imported where it is used: commands that ask for no traffic begin a tenth sooner.
    from sosiego.detection.caller_days import caller_days

    since, until = Period.day(day).bounds(book.time_zone)
    seconds = book.windows(day).short_call_seconds
    for row in caller_days(files, since=since, until=until, short_call_seconds=seconds):
        if row.signed_calls:
            signing.add(row.operator)
        canonical = canonical_of(row.caller, book.numbering.country_code)
        held = index.holding(canonical)
        if held.holder is None or held.holder_kind not in kinds:
            continue
        number_class = held.number_class
        if number_class is None:
            known = book.numbering.classify(canonical)
            number_class = known.id if known else ""
        one = sums[held.holder]
        one.calls[day] += row.calls
        one.short[day] += row.short_calls
        one.short_of_number[day][row.caller] += row.short_calls
        one.of_month[day.year, day.month, row.operator, number_class] += row.calls
        one.of_operator[row.operator] += row.calls
        one.signed[row.operator] += row.signed_calls


def _traffic(one: _Sums, signing: Collection[str]) -> HolderTraffic:
    days = [
        HolderDay(day, calls, one.short[day], max(one.short_of_number[day].values()))
        for day, calls in one.calls.items()
    ]
    recorded = {operator: calls for operator, calls in one.of_operator.items() if operator in signing}
    told = sum(recorded.values())
    unsigned = told - sum(one.signed[operator] for operator in recorded)
    return HolderTraffic(
        days=tuple(sorted(days, key=lambda day: (-day.short_calls, day.day))),
        calls_per_month_max=max(one.of_month.values(), default=0),
        unsigned_share=unsigned / told if told else None,
    )
