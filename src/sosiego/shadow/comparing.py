"""One day under two books: for whom each rule held, under both, under the draft only, under the law only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sosiego.cases.facts import Facts
from sosiego.cases.firing import Firing, explained, firings
from sosiego.files import canonical_json
from sosiego.rules.book import Criterion, RuleBook


@dataclass(frozen=True)
class Said:
    """A rule that held for a subject."""

    subject: str
    rule: str
    found_by: str  # "both", "draft", "law"
    version: date
    holder: str
    operator: str
    facts: dict[str, Any]
    clauses: list[dict[str, Any]]


@dataclass(frozen=True)
class Compared:
    """All that two books said on one day."""

    callers: int
    said: tuple[Said, ...]

    def callers_by(self) -> dict[str, int]:
        """How many callers were found by both books, by the draft only, by the law only; by whatever rule."""
        draft = {one.subject for one in self.said if one.found_by != "law"}
        law = {one.subject for one in self.said if one.found_by != "draft"}
        return {"both": len(draft & law), "draft_only": len(draft - law), "law_only": len(law - draft)}

    def digest(self) -> str:
        """SHA-256 over all of it."""
        digest = hashlib.sha256(str(self.callers).encode())
        for one in self.said:
            digest.update(canonical_json(asdict(one) | {"version": one.version.isoformat()}))
        return digest.hexdigest()


def compared(law: RuleBook, draft: RuleBook, facts: Facts, wording_of: date | None = None) -> Compared:
    """Ask the criteria of both books of the facts of one moment. Writes nothing.

    `wording_of`: the day whose wording of the draft is read; that of the moment if left out.
    Raises `RuleNotInForceError`, `EnginesDisagreeError`.
    """
    day = _day(law, facts.at)
    draft_day = wording_of or _day(draft, facts.at)
    table = facts.of(draft, draft_day)
    held: dict[tuple[str, str], Said] = {}
    for firing, criterion in _pairs(table, draft.criteria(draft_day)):
        held[firing.subject, criterion.id] = _said(firing, criterion, "draft")
    for firing, criterion in _pairs(facts.of(law, day), law.criteria(day)):
        key = firing.subject, criterion.id
        known = held.get(key)
        # What the draft said of it is kept: the law's own words stand in its finding.
        held[key] = (
            _said(firing, criterion, "law") if known is None else Said(**{**vars(known), "found_by": "both"})
        )
    return Compared(table.num_rows, tuple(held[key] for key in sorted(held)))


def _pairs(table: Any, criteria: tuple[Criterion, ...]) -> Iterator[tuple[Firing, Criterion]]:
    for chunk in firings(table, criteria):
        for firing in chunk:
            for criterion in firing.criteria:
                yield firing, criterion


def _said(firing: Firing, criterion: Criterion, found_by: str) -> Said:
    used, clauses = explained(firing, criterion)
    holder, operator = firing.row.get("holder") or "", firing.row.get("operator") or ""
    return Said(firing.subject, criterion.id, found_by, criterion.version, holder, operator, used, clauses)


def _day(book: RuleBook, at: datetime) -> date:
    return at.astimezone(book.time_zone).date()
