"""The daily cycle: from what came in to findings, orders, measures and, when a period has ended, figures.

Each step is done once for a day and written down when it is done. A cycle that was killed goes on where it
stopped; one that is run again does nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from django.conf import settings

from sosiego import clock, terminal
from sosiego.cases import queries as cases
from sosiego.cases import services
from sosiego.cases.errors import DayNotBegunError
from sosiego.cases.facts import Facts
from sosiego.errors import WrongUsageError
from sosiego.oversight import services as oversight
from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period
from sosiego.shadow import services as shadow
from sosiego.terminal import AsJson

Act = Callable[[], Any]


# Counts of what a step looked at: without another count it did nothing.
LOOKED_AT = frozenset({"callers", "fired"})


@dataclass(frozen=True)
class DayTotals:
    """What the cycle of one day did."""

    day: date
    # Totals by step, of this run or of the earlier one that did it.
    steps: Mapping[str, Mapping[str, Any]]
    # Steps that an earlier run had done.
    done_before: tuple[str, ...]


def steps(book: RuleBook, day: date, at: datetime) -> dict[str, Act]:
    """The steps of a day, in order."""
    # The law and the drafts beside it look at the same facts.
    facts = Facts(at)
    return {
        "classify": partial(services.classify_reports, at),
        "evaluate": partial(services.evaluate, book, at=at, facts=facts),
        "shadow": partial(_record_drafts, book, day, facts),
        "overdue": partial(services.mark_overdue, at, book),
        "appeals": lambda: {"granted": services.grant_undecided_appeals(at, book)},
        "end-measures": lambda: {"ended": services.end_measures(at)},
        "tracebacks": lambda: {"overdue": services.mark_hops_overdue(at)},
        "oversight": partial(_close_periods, book, day, at),
    }


def run_day(
    book: RuleBook,
    day: date,
    at: datetime,
    progress: Callable[[str], None] | None = None,
    *,
    again: bool = False,
) -> DayTotals:
    """Run the steps of `day` that are not done yet, as of `at`. `progress` is told each step that is over.

    `again`: run them all once more, for what came in late; what they found before is not found twice.
    """
    earlier = {one.step: one.totals for one in cases.days_done(day, day + timedelta(days=1))}
    totals: dict[str, Mapping[str, Any]] = {}
    before = []
    for name, act in steps(book, day, at).items():
        if name in earlier and not again:
            totals[name] = earlier[name]
            before.append(name)
        else:
            totals[name] = _plain(act())
            services.record_step(day, name, totals=totals[name], at=at)
        if progress is not None:
            progress(name)
    return DayTotals(day, totals, tuple(before))


def ended_periods(book: RuleBook, day: date, at: datetime) -> list[Period]:
    """The periods of the bulletin that ended with `day`, or with the day before it, and are over at `at`.

    Organisations are judged by the period of the bulletin: judged by two kinds of period, they would be
    punished twice for one failing. Under a yearly bulletin they are judged by its quarters, because nobody
    states users and traffic for more.
    """
    found = []
    for last in (day - timedelta(days=1), day):
        for every in {rule.every for rule in book.all_publications if rule.id == "bulletin"}:
            period = Period.quarter(last.year, (last.month + 2) // 3)
            if every == "month":
                period = Period.month(last.year, last.month)
            if period.last == last and period.bounds(book.time_zone)[1] <= at:
                found.append(period)
    return found


def _record_drafts(book: RuleBook, day: date, facts: Facts) -> shadow.ShadowTotals:
    """What the drafts that run beside the law would have found."""
    try:
        return shadow.record_day(book, day, facts)
    finally:
        facts.forget()


def _close_periods(book: RuleBook, day: date, at: datetime) -> dict[str, int]:
    """Indicators, scorecards and violations of the periods that have ended."""
    totals = {"indicators": 0, "scorecards": 0, "violations": 0}
    for period in ended_periods(book, day, at):
        totals["indicators"] += len(oversight.compute_indicators(book, period, at=at))
        totals["scorecards"] += len(oversight.compute_scorecards(book, period, at=at))
        totals["violations"] += len(oversight.find_violations(book, period, at=at))
    return totals


def _plain(totals: Any) -> Mapping[str, Any]:
    return asdict(totals) if is_dataclass(totals) and not isinstance(totals, type) else dict(totals)


# --- the command ----------------------------------------------------------------------------------------


def cycle(
    day: Annotated[
        str, typer.Option("--day", metavar="DATE", help="The day to run; the last whole day if left out.")
    ] = "",
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="First of several days.")] = "",
    until: Annotated[
        str, typer.Option("--to", metavar="DATE", help="Last of several days, itself included.")
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Also run steps that were done, for what came in late.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run the daily cycle: classify, evaluate, shadow, overdue, appeals, end-measures, tracebacks, oversight.

    Run it once a day, after the operators' files are in. Killed and run again it goes on where it stopped;
    run twice it does nothing twice.
    """
    book, now = loader.load(settings.RULEBOOK), clock.now()
    days = _days(day, since, until, now.astimezone(book.time_zone).date())
    if days[-1] > now.astimezone(book.time_zone).date():
        raise DayNotBegunError(days[-1].isoformat(), terminal.words(now))
    names_a_day = bool(day or since)
    done: list[DayTotals] = []
    with terminal.progress("Daily cycle", len(days) * len(steps(book, days[0], now))) as advance:
        for one in days:
            at = min(now, _end_of(one, book.time_zone)) if names_a_day else now
            done.append(run_day(book, one, at, lambda _: advance(1), again=again))
    terminal.show(done, as_json, lambda: _print(done))


def _days(day: str, since: str, until: str, today: date) -> list[date]:
    if day and (since or until):
        raise WrongUsageError("--day names one day, --from and --to several.", todo="Name one or the other.")
    if until and not since:
        raise WrongUsageError("--to needs --from.", todo="Name the first day too.")
    first = terminal.day(day or since) if day or since else today - timedelta(days=1)
    last = terminal.day(until) if until else first
    if last < first:
        raise WrongUsageError(f"{last} lies before {first}.", todo="Name the earlier day with --from.")
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _end_of(day: date, time_zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), time_zone)


def _print(done: list[DayTotals]) -> None:
    """One table of the steps that have something to say; a quiet day leaves no line."""
    rows = [
        (totals.day, name, said, "done before" if name in totals.done_before else "")
        for totals in done
        for name, counts in totals.steps.items()
        if (said := _said(counts))
    ]
    if rows:
        # A column for the mark only where a mark stands.
        width = 4 if any(row[-1] for row in rows) else 3
        columns = ("day", "step", "totals", "")[:width]
        terminal.out.print(terminal.table("", columns, [row[:width] for row in rows]))
    quiet = len({totals.day for totals in done} - {row[0] for row in rows})
    if quiet:
        terminal.err.print(
            "Nothing happened on that day."
            if len(done) == 1
            else f"Nothing happened on {quiet} of {len(done)} days."
        )


def _said(counts: Mapping[str, Any]) -> str:
    """What a step did; "" if it only looked."""
    told = {word: count for word, count in counts.items() if count and isinstance(count, int)}
    if not told.keys() - LOOKED_AT:
        return ""
    # Every word of the totals is a plural or a participle.
    return ", ".join(
        f"{count} {word.removesuffix('s') if count == 1 else word}" for word, count in told.items()
    )
