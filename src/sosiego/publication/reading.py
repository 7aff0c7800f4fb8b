"""Reads what a publication counts, through the rooms' queries. Only `snapshot.freeze` calls it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Count

from sosiego.cases import queries as cases
from sosiego.intake import statistics as intake
from sosiego.oversight import queries as oversight
from sosiego.publication.counts import (
    NOTHING,
    AppealCounts,
    Counts,
    Enterprise,
    IndicatorLine,
    MeasureCounts,
    OrderCounts,
    ReportCounts,
    SanctionLine,
    ScorecardLine,
    SupervisionCounts,
    TracebackCounts,
    Voice,
)
from sosiego.registry import queries as registry
from sosiego.registry import statistics as registry_statistics
from sosiego.registry.answering import ANSWERING_KINDS, answering
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period


def read(book: RuleBook, kind: str, period: Period, at: datetime, time_zone: ZoneInfo) -> Counts:
    """All counts of a list or bulletin, as they stand at `at`."""
    enterprises = _enterprises(period)
    return Counts(
        now=reports(book, period, enterprises, time_zone, with_days=True),
        before=reports(book, period.previous(), enterprises, time_zone),
        last_year=reports(book, period.same_last_year(), enterprises, time_zone),
        enterprises=enterprises,
        supervision=supervision(book, period, at) if kind == "bulletin" else SupervisionCounts(),
    )


def _enterprises(period: Period) -> Mapping[str, Enterprise]:
    made = {}
    for one in registry.organisations():
        stated = registry.statistic(one.code, period.name) if one.kind in ANSWERING_KINDS else None
        made[one.code] = Enterprise(
            one.code,
            one.name,
            one.kind,
            users=stated.users if stated else None,
            messages=stated.messages if stated else None,
        )
    return made


# ---- reports


def reports(
    book: RuleBook,
    period: Period,
    enterprises: Mapping[str, Enterprise],
    time_zone: ZoneInfo,
    *,
    with_days: bool = False,
) -> ReportCounts:
    """What was reported in one period, counted along each dimension."""
    since, until = period.bounds(time_zone)
    by_region = _voices(intake.by_region(since, until))
    if not by_region:
        return NOTHING
    country = book.numbering.country_code
    sources: Counter[tuple[str, str, str]] = Counter()
    port_holders: Counter[str] = Counter()
    for medium, channel, holder, operator, count in intake.by_source(since, until, country):
        sources[medium, channel, _answering(holder, operator, enterprises)] += count
        if medium == "sms" and channel == "port":
            port_holders[holder] += count
    return ReportCounts(
        by_medium=_summed(by_region),
        by_source=sources,
        by_category=intake.by_category(since, until),
        by_region=by_region,
        by_subject=_voices(intake.by_subject(since, until)),
        by_segment=intake.by_segment(since, until, country),
        by_day=intake.by_day(period.first, period.after, time_zone) if with_days else {},
        by_port_holder=port_holders,
    )


Key = TypeVar("Key", bound=Hashable)


def _voices(heard: Mapping[Key, intake.Heard]) -> Mapping[Key, Voice]:
    return {key: Voice(one.reports, one.recorded, one.known) for key, one in heard.items()}


def _summed(by_region: Mapping[tuple[str, str], Voice]) -> Mapping[str, Voice]:
    """The reports of each medium: of all its regions, the unknown one included."""
    made: dict[str, Voice] = {}
    for (medium, _region), voice in by_region.items():
        so_far = made.get(medium, Voice(0))
        made[medium] = Voice(
            so_far.reports + voice.reports, so_far.recorded + voice.recorded, so_far.known + voice.known
        )
    return made


def _answering(holder: str, operator: str, enterprises: Mapping[str, Enterprise]) -> str:
    """The holder if it is an operator or reseller itself; else the operator that serves it; "" if unknown."""
    kind = enterprises[holder].kind if holder in enterprises else None
    responsible = answering(holder, kind, operator)
    return responsible if responsible in enterprises else ""


# ---- supervision


def supervision(book: RuleBook, period: Period, at: datetime) -> SupervisionCounts:
    """What was done in the period, and who answers for it. Deadlines and days are the rule-book's."""
    since, until = period.bounds(book.time_zone)
    found = cases.findings(since=since, until=until).order_by().values_list("rule")
    broken = Counter(violation.rule for violation in oversight.violations(period=period.name))
    return SupervisionCounts(
        orders=_orders(since, until, at),
        findings=dict(found.annotate(n=Count("id")).order_by("rule")),
        measures=tuple(
            MeasureCounts(kind=kind, **counted)
            for kind, counted in registry_statistics.measures_by_kind(since, until, at).items()
        ),
        appeals=_appeals(since, until),
        tracebacks=_tracebacks(since, until, at),
        violations=dict(broken),
        sanctions=_sanctions(book, period, since, until),
        indicators=tuple(
            IndicatorLine(
                value.organisation.code,
                value.indicator,
                value.numerator,
                value.denominator,
                value.value,
                value.low,
                value.high,
                value.standing,
            )
            for value in oversight.indicator_values(period.name)
        ),
        scorecards=tuple(
            ScorecardLine(card.organisation.code, card.score, card.grade)
            for card in oversight.scorecards(period.name)
        ),
    )


def _orders(since: datetime, until: datetime, at: datetime) -> tuple[OrderCounts, ...]:
    due = cases.orders_due(since, until, at=at).filter(due__lte=at)
    states: dict[str, Counter[str]] = {}
    for addressee, state in due.order_by().values_list("addressee__code", "state"):
        states.setdefault(addressee, Counter())[state] += 1
    return tuple(
        OrderCounts(
            addressee,
            due=sum(counted.values()),
            in_time=counted["answered"],
            late=counted["answered late"],
            unanswered=counted["open"] + counted["overdue"],
        )
        for addressee, counted in sorted(states.items())
    )


def _appeals(since: datetime, until: datetime) -> AppealCounts:
    filed = cases.appeals()
    decided = filed.filter(decided_at__gte=since, decided_at__lt=until)
    before_end = filed.filter(filed_at__lt=until)
    return AppealCounts(
        filed=filed.filter(filed_at__gte=since, filed_at__lt=until).count(),
        decided=decided.count(),
        upheld=decided.filter(state="upheld").count(),
        open=before_end.filter(decided_at__isnull=True).count()
        + before_end.filter(decided_at__gte=until).count(),
    )


def _tracebacks(since: datetime, until: datetime, at: datetime) -> tuple[TracebackCounts, ...]:
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    hops = cases.hops(at=at).filter(asked_at__gte=since, asked_at__lt=until).order_by()
    for operator, state in hops.values_list("asked__code", "state"):
        asked[operator] += 1
        answered[operator] += state.startswith("answered")
    return tuple(TracebackCounts(operator, asked[operator], answered[operator]) for operator in sorted(asked))


def _sanctions(book: RuleBook, period: Period, since: datetime, until: datetime) -> tuple[SanctionLine, ...]:
    """Sanctions for violations of the period, and those that came into force in it."""
    steps = {step.id: dict(step.name) for ladder in book.all_ladders for step in ladder.steps}
    made = []
    for sanction in oversight.sanctions():
        in_force = next((event for event in sanction.events.all() if event.kind == "in-force"), None)
        if in_force is None:
            continue
        if sanction.violation.period != period.name and not since <= in_force.at < until:
            continue
        made.append(
            SanctionLine(
                sanction.violation.organisation.code,
                sanction.violation.rule,
                steps.get(sanction.step, {"name": sanction.step}),
                _local_day(in_force.at, book.time_zone),
            )
        )
    return tuple(made)


def _local_day(moment: datetime, time_zone: ZoneInfo) -> date:
    return moment.astimezone(time_zone).date()
