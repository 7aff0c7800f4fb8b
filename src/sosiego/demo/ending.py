"""What follows a quarter: its figures, and what the public gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sosiego.demo.society import OFFICIAL, SUPERVISOR
from sosiego.publication import services as publishing
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period

KINDS = ("list", "bulletin")


@dataclass(frozen=True)
class Published:
    references: list[str]
    files: list[str]


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
