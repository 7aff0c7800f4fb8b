"""Day by day through the recorded facts, under the law and under the draft."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from sosiego.cases import queries as cases
from sosiego.cases.addressees import Addressees
from sosiego.cases.facts import Facts, traffic_window
from sosiego.cases.firing import firings
from sosiego.intake import archive
from sosiego.intake import queries as intake
from sosiego.replay.record import Record
from sosiego.rules.book import RuleBook


@dataclass(frozen=True)
class Replayed:
    """Both records, and the moments at which both books were asked."""

    first: date
    last: date
    moments: tuple[datetime, ...]
    law: Record
    draft: Record
    # Callers and senders with facts, summed over the days, as the law saw them.
    callers: int
    seconds: float
    # The present moment, if the last day is not over: it was judged as it stands now.
    cut_at: datetime | None


def replay(
    law: RuleBook,
    draft: RuleBook,
    first: date,
    last: date,
    *,
    now: datetime,
    draft_on: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> Replayed:
    """Ask both books of the facts of each day first ≤ day ≤ last. Reads only.

    `now`: the present moment; a last day that is not over is judged as it stands then.
    `draft_on`: the day whose wording of the draft is read throughout; each day's own if left out.
    Raises what the facts and the books raise, e.g. `RuleNotInForceError` where a book does not hold yet.
    """
    begun = time.monotonic()
    addressees = Addressees()
    records = (Record(law, addressees), Record(draft, addressees, draft_on))
    moments = moments_of(law, first, last, now)
    cut_at = now if moments[-1] == now < _end_of(law, last) else None
    callers = 0
    for at in moments:
        facts = Facts(at)
        for place, record in enumerate(records):
            on = record.wording_day(at)
            table = facts.of(record.book, on)
            callers += 0 if place else table.num_rows
            window = traffic_window(record.book, at, on)
            for chunk in firings(table, record.book.criteria(on)):
                record.take(chunk, at, window.since)
        if progress is not None:
            progress(1)
    return Replayed(first, last, tuple(moments), *records, callers, time.monotonic() - begun, cut_at)


def moments_of(book: RuleBook, first: date, last: date, now: datetime) -> list[datetime]:
    """When each day was evaluated; for a day that never was, its end by the clock of the law.

    None lies after `now`: a day that is not over is asked about as it stands.
    """
    done = {
        one.day: one.at for one in cases.days_done(first, last + timedelta(days=1)) if one.step == "evaluate"
    }
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return [done.get(day) or min(_end_of(book, day), now) for day in days]


def _end_of(book: RuleBook, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), clock_time(), book.time_zone)


def has_facts(book: RuleBook, first: date, last: date) -> bool:
    """Whether any report or traffic of these days is on record."""
    since = datetime.combine(first, clock_time(), book.time_zone)
    until = _end_of(book, last)
    return bool(archive.files(since.date(), until.date())) or intake.reports_between(since, until).exists()
