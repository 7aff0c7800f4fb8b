"""The indicators of a period: computed, and entered in the ledger where they changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from sosiego.ledger.services import append
from sosiego.oversight import counts as counting
from sosiego.oversight import queries, statistics
from sosiego.oversight.judging import SYSTEM, law_day, require_finished
from sosiego.oversight.models import IndicatorValue
from sosiego.registry import queries as registry
from sosiego.registry.models import Organisation
from sosiego.rules import marks
from sosiego.rules.book import Indicator, RuleBook
from sosiego.rules.periods import Period


@transaction.atomic
def compute_indicators(
    book: RuleBook, period: Period, *, at: datetime, actor: str = SYSTEM
) -> list[IndicatorValue]:
    """Compute every indicator of every organisation it applies to.

    Computing again adds a row only where a numerator or denominator has changed since.
    Raises `PeriodNotFinishedError`.
    """
    require_finished(book, period, at)
    counts = counting.of_period(book, period)
    standing_values = queries.indicator_values_by_organisation(period.name)
    made = []
    for organisation in registry.organisations():
        for indicator in book.indicators(law_day(period)):
            if organisation.kind not in indicator.applies_to:
                continue
            before = standing_values.get(organisation.code, {}).get(indicator.id)
            value = value_of(book, indicator, organisation, period, counts[organisation.code], at)
            if before is not None and _same_figure(before, value):
                made.append(before)
                continue
            value.ledger_index = append(
                kind="indicator",
                actor=actor,
                at=at,
                body={"organisation": organisation.code, **_working(value)},
            )
            value.save(force_insert=True)
            made.append(value)
    return made


def value_of(
    book: RuleBook,
    indicator: Indicator,
    organisation: Organisation,
    period: Period,
    counts: Mapping[str, int],
    at: datetime,
) -> IndicatorValue:
    """What an indicator says of an organisation in a period. Not saved."""
    figure = statistics.figure(
        indicator.kind, counts[indicator.numerator], counts[indicator.denominator], indicator.per
    )
    return IndicatorValue(
        organisation=organisation,
        period=period.name,
        rulebook=book.id,
        indicator=indicator.id,
        version=indicator.version,
        standing=marks.standing(indicator, figure.value),
        computed_at=at,
        **asdict(figure),
    )


def _working(value: IndicatorValue) -> dict[str, object]:
    return {
        "period": value.period,
        "rulebook": value.rulebook,
        "indicator": value.indicator,
        "version": value.version.isoformat(),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "value": value.value,
        "low": value.low,
        "high": value.high,
        "standing": value.standing,
    }


def _same_figure(one: IndicatorValue, other: IndicatorValue) -> bool:
    return (one.numerator, one.denominator, one.version, one.standing) == (
        other.numerator,
        other.denominator,
        other.version,
        other.standing,
    )
