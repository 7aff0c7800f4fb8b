"""What a finding rests on, so that anybody entitled can go and look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sosiego.cases.known import REPORT_FACTS
from sosiego.intake import archive
from sosiego.intake import queries as intake
from sosiego.rules.book import Criterion
from sosiego.rules.vocabulary import caller_facts

# The widest window of the report facts.
REPORT_DAYS = 30

# The facts that rest on traffic.
TRAFFIC_FACTS = frozenset(name for name, fact in caller_facts().items() if fact.source == "detection")

# A finding names its latest reports one by one; a bombed number may have tens of thousands, and the
# count and the window say which they are.
REPORTS_NAMED = 200


@dataclass(frozen=True)
class Window:
    """The traffic that was looked at: since ≤ start < until, from these files."""

    since: datetime
    until: datetime
    files: tuple[Path, ...]

    def digest(self) -> str:
        return archive.digest(list(self.files)) if self.files else ""


@dataclass(frozen=True)
class ReportsOf:
    """The reports about one number in the widest window, the latest first."""

    references: tuple[str, ...]
    models: frozenset[str]


NO_REPORTS = ReportsOf((), frozenset())


def reports_of(numbers: Collection[str], at: datetime) -> dict[str, ReportsOf]:
    """The reports that the facts of some numbers were counted from, read at once."""
    rows = (
        intake.reports_between(at - timedelta(days=REPORT_DAYS), at + timedelta(microseconds=1))
        .filter(number__in=numbers)
        .order_by("number", "-received_at", "-id")
        .values_list("number", "reference", "content_model")
    )
    references: dict[str, list[str]] = defaultdict(list)
    models: dict[str, set[str]] = defaultdict(set)
    for number, reference, model in rows.iterator():
        references[number].append(reference)
        if model:
            models[number].add(model)
    return {
        number: ReportsOf(tuple(found), frozenset(models[number])) for number, found in references.items()
    }


def evidence(criterion: Criterion, reports: ReportsOf, window: Window, digest: str) -> dict[str, Any]:
    """The evidence of one finding: only what its criterion used."""
    names = criterion.condition.facts
    found: dict[str, Any] = {}
    if names & REPORT_FACTS:
        found["reports"] = list(reports.references[:REPORTS_NAMED])
        found["reports_counted"] = len(reports.references)
    if names & TRAFFIC_FACTS:
        found["window"] = [window.since.isoformat(), window.until.isoformat()]
        found["traffic"] = digest
    if _names_content(names):
        found["model"] = sorted(reports.models)
    return found


def _names_content(names: Iterable[str]) -> bool:
    return any(name.startswith("content_") for name in names)
