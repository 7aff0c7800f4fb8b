"""The counts of a period that oversight divides: each by organisation code, as (numerator, denominator)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from sosiego.cases import queries
from sosiego.cases.models import Case, TracebackHop
from sosiego.registry.answering import answering
from sosiego.registry.models import Measure
from sosiego.rules.marks import is_repetition


@dataclass(frozen=True)
class Share:
    numerator: int
    denominator: int


def responsible(case: Case) -> str:
    """Code of the operator or reseller that answers for the number of a case; "" if nobody is known.

    The holder, if it is one itself; else the operator that serves the holder.
    """
    operator = case.operator.code if case.operator is not None else ""
    if case.holder is None:
        return operator
    return answering(case.holder.code, case.holder.kind, operator)


def orders_answered_in_time(since: datetime, until: datetime) -> dict[str, Share]:
    """By addressee: orders answered by their deadline ÷ orders whose deadline lay in since ≤ t < until."""
    due = queries.orders_due(since, until)
    return _shares(
        (code, state == "answered")
        for code, state in due.values_list("addressee__code", "state").order_by("id")
    )


def orders_overdue(since: datetime, until: datetime) -> dict[str, int]:
    """By addressee: orders with a deadline in since ≤ t < until that were not answered in time."""
    return {
        code: share.denominator - share.numerator
        for code, share in orders_answered_in_time(since, until).items()
    }


def tracebacks_answered_in_time(since: datetime, until: datetime) -> dict[str, Share]:
    """By operator asked: traceback questions answered in time ÷ those with a deadline in the period."""
    due = queries.with_hop_state(TracebackHop.objects.filter(due_at__gte=since, due_at__lt=until))
    return _shares(
        (code, state == "answered") for code, state in due.values_list("asked__code", "state").order_by("id")
    )


def confirmed_cases(since: datetime, until: datetime) -> dict[str, int]:
    """By responsible operator or reseller: cases confirmed in since ≤ t < until."""
    counted: dict[str, int] = defaultdict(int)
    for case in queries.confirmed_cases(since, until).select_related("holder", "operator"):
        counted[responsible(case)] += 1
    return dict(counted)


def repeat_offenders(since: datetime, until: datetime, within_days: int) -> dict[str, Share]:
    """By responsible organisation: numbers with a confirmed case in the period that had another one confirmed
    at most `within_days` before it ÷ numbers with a confirmed case in the period.
    """
    reach = timedelta(days=within_days)
    earlier_of: dict[str, list[datetime]] = defaultdict(list)
    in_period: dict[tuple[str, str], bool] = {}
    confirmed = queries.confirmed_cases(since - reach, until).select_related("holder", "operator")
    for case in confirmed.order_by("confirmed_at", "id"):
        at: datetime = case.confirmed_at  # type: ignore[attr-defined]
        if at >= since:
            key = (responsible(case), case.subject)
            is_repeat = any(is_repetition(before, at, within_days) for before in earlier_of[case.subject])
            in_period[key] = in_period.get(key, False) or is_repeat
        earlier_of[case.subject].append(at)
    return _shares((code, repeat) for (code, _), repeat in in_period.items())


def wrongly_blocked(since: datetime, until: datetime) -> dict[str, Share]:
    """By responsible organisation: measures on numbers that were lifted as wrong ÷ those that came in force
    in since ≤ t < until. A measure counts as wrong whenever that was found.
    """
    measures = list(
        Measure.objects.filter(since__gte=since, since__lt=until, target_kind=Measure.Target.NUMBER)
        .exclude(case_reference="")
        .annotate(wrong=F("lift__was_wrong"))
        .values_list("case_reference", "wrong")
    )
    cases = Case.objects.filter(opened_at__lt=until).select_related("holder", "operator")
    wanted = {reference for reference, _ in measures}
    codes = {case.reference: responsible(case) for case in cases.iterator() if case.reference in wanted}
    return _shares((codes.get(reference, ""), bool(wrong)) for reference, wrong in measures)


def _shares(outcomes: Iterable[tuple[str, bool]]) -> dict[str, Share]:
    hits: dict[str, int] = defaultdict(int)
    all_: dict[str, int] = defaultdict(int)
    for code, hit in outcomes:
        all_[code] += 1
        hits[code] += hit
    return {code: Share(hits[code], total) for code, total in all_.items()}
