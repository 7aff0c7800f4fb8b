"""What follows a quarter: figures, judgements with two signatures, and what the public gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sosiego.demo.society import OFFICIAL, SUPERVISOR
from sosiego.oversight import queries as oversight
from sosiego.oversight import services as judging
from sosiego.publication import services as publishing
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period

KINDS = ("list", "bulletin")


@dataclass(frozen=True)
class Judged:
    indicators: int
    violations: int
    sanctions: int


@dataclass(frozen=True)
class Published:
    references: list[str]
    files: list[str]


def indicators(book: RuleBook, period: Period, at: datetime) -> int:
    """Compute the indicators of a finished period; how many have a value."""
    judging.compute_indicators(book, period, at=at)
    return sum(1 for value in oversight.indicator_values(period.name) if value.value is not None)


def judge(book: RuleBook, period: Period, at: datetime) -> Judged:
    """Indicators, scorecards, violations; two officials sign every sanction that follows."""
    computed = indicators(book, period, at)
    judging.compute_scorecards(book, period, at=at)
    violations = judging.find_violations(book, period, at=at)
    signed = 0
    for sanction in oversight.sanctions():
        judging.sign_sanction(sanction, actor=OFFICIAL, at=at + timedelta(minutes=20))
        judging.sign_sanction(sanction, actor=SUPERVISOR, at=at + timedelta(minutes=40))
        signed += 1
    return Judged(computed, len(violations), signed)


def publish(book: RuleBook, period: Period, at: datetime, out: Path) -> Published:
    """Make, sign twice and so publish the report list and the bulletin; copies go to `out`."""
    references, files = [], []
    for kind in KINDS:
        made = publishing.make(kind, period, book=book, at=at, actor=OFFICIAL, out=out / kind)
        publishing.sign(made, actor=OFFICIAL, at=at + timedelta(minutes=5))
        publishing.sign(made, actor=SUPERVISOR, at=at + timedelta(minutes=10))
        references.append(f"{made.reference} ({kind} {period.name})")
        files += [f"{kind}/{name}" for name in sorted(made.files)]
    return Published(references, files)
