"""Violations of a period, and the step of the ladder that each proposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from sosiego.ledger.services import append
from sosiego.oversight import counts as counting
from sosiego.oversight import facts, holder_traffic, queries
from sosiego.oversight.holder_traffic import UNKNOWN
from sosiego.oversight.judging import SYSTEM, law_day, require_finished
from sosiego.oversight.models import Sanction, Violation
from sosiego.oversight.sanctions import propose
from sosiego.registry import queries as registry
from sosiego.registry.models import Organisation
from sosiego.registry.references import next_reference
from sosiego.rules import climbing
from sosiego.rules.book import RuleBook, ViolationRule
from sosiego.rules.periods import Period


@transaction.atomic
def find_violations(book: RuleBook, period: Period, *, at: datetime, actor: str = SYSTEM) -> list[Violation]:
    """Evaluate the violations of the rule-book; each new one proposes the step of its ladder."""
    require_finished(book, period, at)
    values = queries.indicator_values_by_organisation(period.name)
    cards = {card.organisation.code: card for card in queries.scorecards(period.name)}
    counts = counting.of_period(book, period)
    rules = book.violations(law_day(period))
    traffic = traffic_asked_for(book, rules, period)
    made = []
    for organisation in registry.organisations():
        known = facts.of_period(
            organisation,
            period,
            values=values.get(organisation.code, {}),
            scorecard=cards.get(organisation.code),
            counts=counts[organisation.code],
            at=at,
            traffic=traffic.get(organisation.code, UNKNOWN),
        )
        for rule in rules:
            if organisation.kind not in rule.applies_to:
                continue
            held = facts_that_violate(rule, known, traffic.get(organisation.code, UNKNOWN))
            if held is not None:
                made.extend(_violation(book, rule, organisation, period, held, at, actor))
    return made


def traffic_asked_for(
    book: RuleBook, rules: Iterable[ViolationRule], period: Period
) -> Mapping[str, holder_traffic.HolderTraffic]:
    """The traffic of the holders whom a rule asks about; a law that asks about none costs nothing."""
    asking = [rule for rule in rules if rule.condition.facts & holder_traffic.FACTS]
    kinds = {kind for rule in asking for kind in rule.applies_to}
    return holder_traffic.of_period(book, period, kinds) if kinds else {}


def facts_that_violate(
    rule: ViolationRule, known: facts.Facts, traffic: holder_traffic.HolderTraffic
) -> facts.Facts | None:
    """The facts for which the condition holds: of the period, or of one of its days, the worst first."""
    of_days = [known]
    if rule.condition.facts & holder_traffic.DAY_FACTS:
        of_days = [{**known, **day.facts()} for day in traffic.days]
    return next((held for held in of_days if rule.condition.evaluate(held) is True), None)


def _used(rule: ViolationRule, held: Mapping[str, object]) -> dict[str, object]:
    """The facts that the condition names, and the day they are of; dates as text, for the record."""
    names = set(rule.condition.facts)
    if names & holder_traffic.DAY_FACTS:
        names.add("holder_day")
    values = {name: held.get(name) for name in sorted(names)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


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
    used = _used(rule, known)
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
        since=climbing.counted_after(ladder, at),
        before=violation.period,
    )
    step = climbing.step_at(ladder, len(periods_before) + 1)
    if step is not None:
        propose(book, ladder, step, violation, at=at, actor=actor)
