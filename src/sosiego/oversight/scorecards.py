"""The scorecards of a period: points after the rule-book, a grade, and the person who answers for it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from sosiego.ledger.services import append
from sosiego.oversight import queries, scoring
from sosiego.oversight.judging import SYSTEM, law_day, require_finished
from sosiego.oversight.models import Scorecard
from sosiego.registry import queries as registry
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
        organisation = registry.organisation(code)
        result = scoring.score(
            (
                scoring.points(indicators[id], value.value, law)
                for id, value in sorted(of_organisation.items())
            ),
            law,
        )
        person = registry.answerable_person(code, law_day(period))
        card = Scorecard(
            organisation=organisation,
            period=period.name,
            rulebook=book.id,
            version=max(value.version for value in of_organisation.values()),
            score=result.score,
            grade=result.grade,
            working=[asdict(row) for row in result.working],
            answerable=f"{person.name}, {person.position}" if person else "",
            computed_at=at,
        )
        before = standing_cards.get(code)
        if before is not None and (before.score, before.grade, before.working) == (
            card.score,
            card.grade,
            card.working,
        ):
            made.append(before)
            continue
        card.ledger_index = append(
            kind="scorecard",
            actor=actor,
            at=at,
            body={
                "organisation": code,
                "period": period.name,
                "rulebook": book.id,
                "score": card.score,
                "grade": card.grade,
                "working": card.working,
            },
        )
        card.save(force_insert=True)
        made.append(card)
    return made
