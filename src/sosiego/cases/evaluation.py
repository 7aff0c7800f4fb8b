"""From facts to findings: the criteria of the rule-book asked of every caller, once a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from sosiego.cases.addressees import Addressees
from sosiego.cases.facts import Facts, traffic_window
from sosiego.cases.firing import firings
from sosiego.cases.opening import Opened, record
from sosiego.rules.book import RuleBook

# Subjects written down as one act: large enough that the statements' cost is shared, small enough that
# others who write wait less than a second, and that a killed evaluation has little to do again.
SUBJECTS_PER_CHUNK = 500


@dataclass(frozen=True)
class EvaluationTotals:
    """What one evaluation saw and added."""

    callers: int  # callers and senders with facts
    fired: int  # of them, those for whom some criterion held
    findings: int  # new ones
    cases: int
    orders: int
    measures: int  # automatic ones put in force
    exempt: int  # automatic measures not put in force, because the number is exempt


def evaluate(
    book: RuleBook,
    *,
    at: datetime,
    progress: Callable[[int], None] | None = None,
    facts: Facts | None = None,
) -> EvaluationTotals:
    """Find, for every caller with facts at `at`, the criteria that hold; write down what is news.

    A chunk of subjects is one transaction: killed at any moment and run again, the evaluation goes on where
    it stopped and ends as if nothing had happened. Run twice for one moment, the second adds nothing.
    `progress` is called with the number of subjects just dealt with; `facts` are those of the moment, if
    somebody else asks for them too.
    Raises `NoRegulatorError`, `EnginesDisagreeError`.
    """
    table = (facts or Facts(at)).of(book)
    window = traffic_window(book, at)
    criteria = book.criteria(at.astimezone(book.time_zone).date())
    digest, addressees = window.digest(), Addressees()
    fired = 0
    sums = asdict(Opened())
    for chunk in firings(table, criteria, SUBJECTS_PER_CHUNK):
        opened = record(chunk, book=book, at=at, window=window, digest=digest, addressees=addressees)
        for name, count in asdict(opened).items():
            sums[name] += count
        fired += len(chunk)
        if progress is not None:
            progress(len(chunk))
    return EvaluationTotals(callers=table.num_rows, fired=fired, **sums)
