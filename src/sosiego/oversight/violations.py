"""Violations of a period, and the step of the ladder that each proposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from sosiego.ledger.services import append
from sosiego.oversight import counts as counting
from sosiego.oversight import facts, queries
from sosiego.oversight.judging import SYSTEM, law_day, require_finished
from sosiego.oversight.models import Sanction, Violation
from sosiego.oversight.sanctions import propose
from sosiego.registry import queries as registry
from sosiego.registry.models import Organisation
from sosiego.registry.references import next_reference
from sosiego.rules.book import RuleBook, ViolationRule
from sosiego.rules.periods import Period


@transaction.atomic
def find_violations(book: RuleBook, period: Period, *, at: datetime, actor: str = SYSTEM) -> list[Violation]:
    """Evaluate the violations of the rule-book; each new one proposes the step of its ladder."""
    require_finished(book, period, at)
    values = queries.indicator_values_by_organisation(period.name)
    cards = {card.organisation.code: card for card in queries.scorecards(period.name)}
    counts = counting.of_period(book, period)
    made = []
    for organisation in registry.organisations():
        known = facts.of_period(
            organisation,
            period,
            values=values.get(organisation.code, {}),
            scorecard=cards.get(organisation.code),
            counts=counts[organisation.code],
            at=at,
        )
        for rule in book.violations(law_day(period)):
            if organisation.kind in rule.applies_to and rule.condition.evaluate(known) is True:
                made.extend(_violation(book, rule, organisation, period, known, at, actor))
    return made


def _violation(
    book: RuleBook,
    rule: ViolationRule,
    organisation: Organisation,
    period: Period,
    known: Mapping[str, object],
    at: datetime,
    actor: str,
) -> Iterable[Violation]:
    if Violation.objects.filter(organisation=organisation, rule=rule.id, period=period.name).exists():
        return
    used = {name: known.get(name) for name in sorted(rule.condition.facts)}
    reference = next_reference("V", at.year)
    index = append(
        kind="violation",
        actor=actor,
        at=at,
        body={
            "reference": reference,
            "organisation": organisation.code,
            "rulebook": book.id,
            "rule": rule.id,
            "version": rule.version.isoformat(),
            "period": period.name,
            "facts": used,
        },
    )
    violation = Violation.objects.create(
        reference=reference,
        organisation=organisation,
        rule=rule.id,
        version=rule.version,
        period=period.name,
        found_at=at,
        facts=used,
        ledger_index=index,
    )
    _propose_step(book, rule, violation, at, actor)
    yield violation


def _propose_step(
    book: RuleBook, rule: ViolationRule, violation: Violation, at: datetime, actor: str
) -> None:
    """Propose the step for the n-th violation of this ladder within its look-back.

    Several violations of one period climb one step only: one judgement, one consequence. The proposal
    stands with the first of them.
    """
    on = at.astimezone(book.time_zone).date()
    ladder = book.ladder(rule.ladder, on)
    of_ladder = tuple(other.id for other in book.violations(on) if other.ladder == ladder.id)
    same_judgement = Sanction.objects.filter(
        violation__organisation=violation.organisation,
        violation__period=violation.period,
        violation__rule__in=of_ladder,
    )
    if same_judgement.exists():
        return
    periods_before = queries.periods_with_violation(
        violation.organisation,
        of_ladder,
        since=at - timedelta(days=ladder.look_back_days),
        before=violation.period,
    )
    count = len(periods_before) + 1
    reached = [step for step in ladder.steps if step.at_violation <= count]
    if reached:
        step = max(reached, key=lambda step: step.at_violation)
        propose(book, ladder, step, violation, at=at, actor=actor)
