"""What conditions on an organisation may ask: the `organisation` facts of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sosiego.cases import queries as cases
from sosiego.oversight.holder_traffic import UNKNOWN, HolderTraffic
from sosiego.oversight.models import IndicatorValue, Scorecard, Violation
from sosiego.registry import queries as registry
from sosiego.registry.models import Measure, Organisation
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period

Facts = dict[str, object]


def of_period(
    organisation: Organisation,
    period: Period,
    *,
    values: Mapping[str, IndicatorValue],
    scorecard: Scorecard | None,
    counts: Mapping[str, int],
    at: datetime,
    traffic: HolderTraffic = UNKNOWN,
) -> Facts:
    """Facts of one organisation in one period; a figure that could not be computed stays None."""
    return {
        "kind": organisation.kind,
        "abandoned_share": _abandoned_share(counts),
        **traffic.facts(),
        **_filing(organisation.code, period.last),
        "score": scorecard.score if scorecard else None,
        "grade": (scorecard.grade or None) if scorecard else None,
        **{indicator: value.value for indicator, value in values.items()},
        "orders_overdue": counts.get("orders_overdue"),
        "confirmed_cases": counts.get("confirmed_cases"),
        "critical_indicators": sum(value.standing == "critical" for value in values.values()),
        "violations_365d": violations_before(organisation, at, days=365, leaving_out=period.name),
    }


def _abandoned_share(counts: Mapping[str, int]) -> float | None:
    live = counts.get("live_calls", 0)
    return counts.get("abandoned_calls", 0) / live if live else None


def _filing(code: str, on: date) -> Facts:
    """What the register of filings says of an organisation; nothing, if it was never brought in."""
    filing = registry.filing_of(code, on)
    if filing is None:
        known = registry.filings_known()
        return {"filing_current": False if known else None, "filing_certified_days": None}
    certified = filing.certified_on
    days = (on - certified).days if certified is not None else None
    return {"filing_current": True, "filing_certified_days": days}


def violations_before(organisation: Organisation, at: datetime, *, days: int, leaving_out: str = "") -> int:
    """Violations found in the `days` before `at`, those of the period being judged left out."""
    found = Violation.objects.filter(
        organisation=organisation, found_at__gt=at - timedelta(days=days), found_at__lte=at
    )
    return found.exclude(period=leaving_out).count()


def _all_have_nuisance_clause(code: str, on: date) -> bool | None:
    """None for an organisation without contracts: there is nothing that could have the clause."""
    clauses = [contract.has_nuisance_clause for contract in registry.contracts_of(code, on)]
    return all(clauses) if clauses else None


def at_gate(book: RuleBook, organisation: Organisation, at: datetime) -> Facts:
    """Facts of one organisation at the moment when it asks for a resource."""
    today = at.astimezone(book.time_zone).date()
    measures = set(
        registry.measures_in_force(at)
        .filter(target_kind=Measure.Target.HOLDER, target=organisation.code)
        .values_list("kind", flat=True)
    )
    card = Scorecard.objects.filter(organisation=organisation).order_by("-period", "-computed_at").first()
    return {
        "kind": organisation.kind,
        "freeze_in_force": Measure.Kind.FREEZE_ALLOCATION in measures,
        "suspension_in_force": Measure.Kind.SUSPEND in measures,
        "bar_in_force": Measure.Kind.BAR_OUTGOING in measures,
        **_filing(organisation.code, today),
        "orders_open_overdue": cases.orders(addressee=organisation.code, state="overdue", at=at).count(),
        "latest_grade": (card.grade or None) if card else None,
        "has_licence": bool(organisation.licence),
        "has_answerable_person": registry.answerable_person(organisation.code, today) is not None,
        "has_nuisance_clause": _all_have_nuisance_clause(organisation.code, today),
        "violations_365d": violations_before(organisation, at, days=365),
    }
