"""Scorecards, violations and gates under both books, from the counts that the record holds."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sosiego import cycle
from sosiego.oversight import trial
from sosiego.oversight.trial import TriedCard, TriedPeriod
from sosiego.replay.record import Record
from sosiego.replay.run import Replayed
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period

Values = dict[str, Any]


def compared(replayed: Replayed) -> Values:
    """The whole periods within the replay, judged by both books, and the gates at its end."""
    at = replayed.moments[-1]
    periods = _periods(replayed.law.book, replayed.first, replayed.last, at)
    law = [_tried(replayed.law, period, at) for period in periods]
    draft = [_tried(replayed.draft, period, at) for period in periods]
    return {
        "periods": [_period(one, other) for one, other in zip(law, draft, strict=True)],
        "gates": _gates(replayed, law, draft),
    }


def _periods(book: RuleBook, first: date, last: date, at: datetime) -> list[Period]:
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    found = {period.name: period for day in days for period in cycle.ended_periods(book, day, at)}
    return [period for _, period in sorted(found.items()) if period.first >= first]


def _tried(record: Record, period: Period, at: datetime) -> TriedPeriod:
    return trial.of_period(record.book, period, at=at, on=record.on)


def _period(law: TriedPeriod, draft: TriedPeriod) -> Values:
    cards = [
        {
            "organisation": code,
            "law": _card(law.cards.get(code)),
            "draft": _card(draft.cards.get(code)),
            "changed": law.cards.get(code) != draft.cards.get(code),
        }
        for code in sorted({*law.cards, *draft.cards})
    ]
    return {
        "period": law.period.name,
        "cards": cards,
        "violations_law": len(law.violations),
        "violations_draft": len(draft.violations),
        "violations_added": [list(one) for one in sorted(draft.violations - law.violations)],
        "violations_gone": [list(one) for one in sorted(law.violations - draft.violations)],
    }


def _card(card: TriedCard | None) -> Values | None:
    return None if card is None else asdict(card)


def _gates(replayed: Replayed, law: list[TriedPeriod], draft: list[TriedPeriod]) -> Values:
    at = replayed.moments[-1]
    both = {}
    for name, record, periods in (("law", replayed.law, law), ("draft", replayed.draft, draft)):
        grades = {code: card.grade for code, card in periods[-1].cards.items()} if periods else None
        told = trial.gates(record.book, at=at, on=record.on, grades=grades)
        both[name] = {(one.organisation, one.resource, one.gate): one.closed for one in told}
    keys = sorted({*both["law"], *both["draft"]})
    return {
        "asked": len(keys),
        "closed_law": sum(both["law"].get(key) is True for key in keys),
        "closed_draft": sum(both["draft"].get(key) is True for key in keys),
        "changed": [
            {
                "organisation": organisation,
                "resource": resource,
                "gate": gate,
                "law": both["law"].get((organisation, resource, gate)),
                "draft": both["draft"].get((organisation, resource, gate)),
            }
            for organisation, resource, gate in keys
            if both["law"].get((organisation, resource, gate))
            != both["draft"].get((organisation, resource, gate))
        ],
    }
