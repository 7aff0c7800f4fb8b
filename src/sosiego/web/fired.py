"""How often a rule was met, month by month, with the small counts withheld as in publications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sosiego.cases import queries as cases
from sosiego.oversight import queries as oversight
from sosiego.publication.protection import withheld
from sosiego.reading.articles import Rule
from sosiego.rules import dated
from sosiego.rules.book import RuleBook

# A year shows the season and still fits a phone.
MONTHS = 12


@dataclass(frozen=True)
class Month:
    """One month and how often the rule was met in it; None: too few to be told."""

    first: date
    count: int | None


@dataclass(frozen=True)
class Fired:
    months: tuple[Month, ...]
    smallest: int

    @property
    def is_withheld(self) -> bool:
        return any(month.count is None for month in self.months)

    @property
    def ever(self) -> bool:
        return any(month.count != 0 for month in self.months)


def fired(rule: Rule, at: datetime) -> Fired | None:
    """The last twelve months up to now; nothing for kinds of rules that are not met or violated."""
    if not rule.kind.fires:
        return None
    law = rule.law
    today = at.astimezone(law.time_zone).date()
    months = _months(today)
    since = datetime.combine(months[0], datetime.min.time(), law.time_zone)
    count = cases.findings_by_month if rule.kind.fires == "finding" else oversight.violations_by_month
    # What is found at this very moment counts as found.
    counted = count(rule.id, since, at + timedelta(microseconds=1), law.time_zone)
    counts = {month: counted.get(month, 0) for month in months}
    smallest = smallest_count(law, today)
    hidden = withheld(counts, smallest)
    return Fired(tuple(Month(month, None if month in hidden else n) for month, n in counts.items()), smallest)


def smallest_count(law: RuleBook, on: date) -> int:
    """Counts below this are not told: the strictest of the publications."""
    rules = dated.all_in_force(law.all_publications, on)
    return max((rule.smallest_count for rule in rules), default=1)


def _months(last: date) -> list[date]:
    """First days of the last twelve months, the earliest first."""
    number = last.year * 12 + last.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - MONTHS + 1, number + 1)]
