"""What other rooms may read of oversight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from sosiego.oversight.models import IndicatorValue, Sanction, SanctionEvent, Scorecard, Violation
from sosiego.registry.models import Organisation


def indicator_values(period: str) -> list[IndicatorValue]:
    """The standing value of each indicator and organisation in a period: the one computed last."""
    rows = IndicatorValue.objects.filter(period=period).select_related("organisation")
    newest: dict[tuple[str, str], IndicatorValue] = {}
    for row in rows.order_by("organisation__code", "indicator", "computed_at", "id"):
        newest[row.organisation.code, row.indicator] = row
    return list(newest.values())


def indicator_values_by_organisation(period: str) -> dict[str, dict[str, IndicatorValue]]:
    """The same by organisation code and indicator id."""
    values: dict[str, dict[str, IndicatorValue]] = {}
    for row in indicator_values(period):
        values.setdefault(row.organisation.code, {})[row.indicator] = row
    return values


def scorecards(period: str) -> list[Scorecard]:
    """The standing scorecard of each organisation in a period."""
    newest: dict[str, Scorecard] = {}
    cards = Scorecard.objects.filter(period=period).select_related("organisation")
    for card in cards.order_by("organisation__code", "computed_at", "id"):
        newest[card.organisation.code] = card
    return list(newest.values())


def scorecards_of(organisation_code: str) -> list[Scorecard]:
    """The standing scorecards of one organisation, the newest period first."""
    newest: dict[str, Scorecard] = {}
    cards = Scorecard.objects.filter(organisation__code=organisation_code).select_related("organisation")
    for card in cards.order_by("-period", "computed_at", "id"):
        newest[card.period] = card
    return list(newest.values())


def periods() -> list[str]:
    """Periods with indicators, the newest first."""
    return list(IndicatorValue.objects.order_by("-period").values_list("period", flat=True).distinct())


def violations(*, organisation: str = "", period: str = "") -> QuerySet[Violation]:
    """Violations, the newest first."""
    found = Violation.objects.select_related("organisation").order_by("-found_at", "-id")
    if organisation:
        found = found.filter(organisation__code=organisation)
    return found.filter(period=period) if period else found


def violations_by_month(rule: str, since: datetime, until: datetime, time_zone: ZoneInfo) -> dict[date, int]:
    """How often a rule was found violated in since ≤ t < until, by the first day of the local month."""
    found = Violation.objects.filter(rule=rule, found_at__gte=since, found_at__lt=until)
    counted = found.annotate(month=TruncMonth("found_at", tzinfo=time_zone)).values_list("month")
    return {month.date(): count for month, count in counted.annotate(count=Count("id"))}


def periods_with_violation(
    organisation: Organisation, rules: Iterable[str], *, since: datetime, before: str
) -> set[str]:
    """Periods other than `before` in which one of the rules was violated, found after `since`."""
    found = Violation.objects.filter(organisation=organisation, rule__in=rules, found_at__gt=since)
    return set(found.exclude(period=before).values_list("period", flat=True))


def sanctions(
    *, organisation: str = "", since: datetime | None = None, until: datetime | None = None
) -> QuerySet[Sanction]:
    """Sanctions, the newest first, with their events."""
    found = Sanction.objects.select_related("violation__organisation").prefetch_related("events")
    if organisation:
        found = found.filter(violation__organisation__code=organisation)
    if since is not None:
        found = found.filter(proposed_at__gte=since)
    if until is not None:
        found = found.filter(proposed_at__lt=until)
    return found.order_by("-proposed_at", "-id")


def sanction(reference: str) -> Sanction | None:
    """One sanction by its reference."""
    return Sanction.objects.select_related("violation__organisation").filter(reference=reference).first()


def sanction_state(sanction: Sanction) -> str:
    """Read off the events: "proposed", "signed once", "in force" or "refused"."""
    kinds = {event.kind for event in sanction.events.all()}
    if SanctionEvent.Kind.REFUSED in kinds:
        return "refused"
    if SanctionEvent.Kind.IN_FORCE in kinds:
        return "in force"
    return "signed once" if SanctionEvent.Kind.SIGNED in kinds else "proposed"


def signers(sanction: Sanction) -> list[str]:
    """Who has signed, in order."""
    return [event.actor for event in sanction.events.all() if event.kind == SanctionEvent.Kind.SIGNED]
