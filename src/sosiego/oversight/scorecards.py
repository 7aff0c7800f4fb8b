"""The scorecards of a period: points after the rule-book, a grade, and the person who answers for it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sosiego.ledger.services import append
from sosiego.oversight import queries
from sosiego.oversight.judging import SYSTEM, law_day, require_finished
from sosiego.oversight.models import Scorecard
from sosiego.registry import queries as registry
from sosiego.rules import marks
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period


@transaction.atomic
def compute_scorecards(
    book: RuleBook, period: Period, *, at: datetime, actor: str = SYSTEM
) -> list[Scorecard]:
    """Score every organisation that has indicators in the period; a card is added only where it changed."""
    require_finished(book, period, at)
    values = queries.indicator_values_by_organisation(period.name)
    standing_cards = {card.organisation.code: card for card in queries.scorecards(period.name)}
    law = book.scoring(law_day(period))
    indicators = {i.id: i for i in book.indicators(law_day(period))}
    made = []
    for code, of_organisation in sorted(values.items()):
        result = marks.score(
            (marks.points(indicators[id], value.value, law) for id, value in sorted(of_organisation.items())),
            law,
        )
        version = max(value.version for value in of_organisation.values())
        card = _card(book, period, code, result, version=version, at=at)
        before = standing_cards.get(code)
        if before is not None and _says(before) == _says(card):
            made.append(before)
            continue
        body = {"organisation": code, "period": period.name, "rulebook": book.id} | _says(card)
        card.ledger_index = append(kind="scorecard", actor=actor, at=at, body=body)
        card.save(force_insert=True)
        made.append(card)
    return made


def _card(
    book: RuleBook, period: Period, code: str, result: marks.Score, *, version: date, at: datetime
) -> Scorecard:
    person = registry.answerable_person(code, law_day(period))
    return Scorecard(
        organisation=registry.organisation(code),
        period=period.name,
        rulebook=book.id,
        version=version,
        score=result.score,
        grade=result.grade,
        working=[asdict(row) for row in result.working],
        answerable=f"{person.name}, {person.position}" if person else "",
        computed_at=at,
    )


def _says(card: Scorecard) -> dict[str, Any]:
    """What a card says: two that say the same are one."""
    return {"score": card.score, "grade": card.grade, "working": card.working}
