"""Measures what was found against the truth. Pure: it is given both and imports no other room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median

from sosiego.world.patterns import PATTERNS
from sosiego.world.truth import Truth

# What keeps a number from being heard, and what only tells or slows.
BLOCKING = frozenset({"bar-outgoing", "suspend"})


@dataclass(frozen=True)
class Found:
    """One rule's finding about one number, and the kinds of measures that number ever got."""

    number: str
    rule: str
    pattern: str
    first_at: datetime
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindScore:
    """How well one kind of nuisance was found."""

    kind: str
    # Numbers of this kind that acted in the period.
    callers: int
    # Of those, the numbers with any finding.
    found: int
    # found ÷ callers; None if there were no callers.
    recall: float | None
    # Of the numbers found by criteria of this kind's patterns: the share that is truly nuisance …
    precision: float | None
    # … and the share that is truly of this very kind.
    precision_same_kind: float | None
    # Median days from a number's first act to its first finding.
    median_days_to_find: float | None


@dataclass(frozen=True)
class Score:
    kinds: tuple[KindScore, ...]
    # All nuisance numbers together, and all numbers found together.
    recall: float | None
    precision: float | None
    lookalikes: int
    lookalikes_found: int
    lookalikes_labelled: int
    lookalikes_limited: int
    lookalikes_blocked: int
    # Numbers found that are neither nuisance nor in the cast (a mistyped digit, a quarrel).
    innocents_found: int
    innocents_blocked: int


def share(part: int, whole: int) -> float | None:
    """part ÷ whole, or None where there is nothing to divide by."""
    return round(part / whole, 4) if whole else None


def score(found: Sequence[Found], truths: Iterable[Truth], *, since: date, after: date) -> Score:
    """Score the findings about callers that acted in `since` ≤ day < `after`."""
    everyone = list(truths)
    nuisance = {one.number: one for one in everyone if one.is_nuisance}
    active = {
        one.number: one
        for one in everyone
        if one.is_nuisance and since <= one.last_day and one.first_day < after
    }
    lookalikes = {one.number for one in everyone if not one.is_nuisance}
    first = _first_found(found)
    measures = {one.number: frozenset(one.measures) for one in found}
    innocents = set(first) - set(nuisance) - lookalikes
    kinds = tuple(_kind(kind, found, first, nuisance, active) for kind in PATTERNS)
    return Score(
        kinds,
        share(len(set(first) & set(active)), len(active)),
        share(len(set(first) & set(nuisance)), len(first)),
        len(lookalikes),
        len(set(first) & lookalikes),
        _with_measure(measures, lookalikes, frozenset({"label"})),
        _with_measure(measures, lookalikes, frozenset({"limit"})),
        _with_measure(measures, lookalikes, BLOCKING),
        len(innocents),
        _with_measure(measures, innocents, BLOCKING),
    )


def _first_found(found: Iterable[Found]) -> dict[str, datetime]:
    first: dict[str, datetime] = {}
    for one in found:
        first[one.number] = min(first.get(one.number, one.first_at), one.first_at)
    return first


def _with_measure(measures: Mapping[str, frozenset[str]], among: set[str], kinds: frozenset[str]) -> int:
    return sum(1 for number in among if measures.get(number, frozenset()) & kinds)


def _kind(
    kind: str,
    found: Sequence[Found],
    first: Mapping[str, datetime],
    nuisance: Mapping[str, Truth],
    active: Mapping[str, Truth],
) -> KindScore:
    callers = [one for one in active.values() if one.kind == kind]
    caught = [one for one in callers if one.number in first]
    by_pattern = {one.number for one in found if one.pattern in PATTERNS[kind]}
    days = [_days(one.first_day, first[one.number]) for one in caught]
    return KindScore(
        kind,
        len(callers),
        len(caught),
        share(len(caught), len(callers)),
        share(sum(1 for number in by_pattern if number in nuisance), len(by_pattern)),
        share(sum(1 for n in by_pattern if n in nuisance and nuisance[n].kind == kind), len(by_pattern)),
        round(median(days), 1) if days else None,
    )


def _days(first_day: date, at: datetime) -> float:
    begins = datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC)
    return max(0.0, (at - begins).total_seconds() / 86_400)
