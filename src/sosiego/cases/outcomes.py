"""How the procedure ended for callers: what the holders' answers said, read at once for many."""

from __future__ import annotations

from datetime import datetime

from sosiego.cases.models import Event


def answers_since(since: datetime) -> dict[str, list[tuple[datetime, bool]]]:
    """By subject: when an order about it was answered from `since` on, and whether that confirmed.

    "Not ours" says nothing of the caller and is left out. An answer whose case was found wrong on appeal did
    not confirm.
    """
    told = Event.objects.filter(
        kind=Event.Kind.ORDER_ANSWERED, at__gte=since, data__outcome__in=["confirmed", "not-confirmed"]
    )
    wrong = set(
        Event.objects.filter(kind=Event.Kind.APPEAL_DECIDED, data__upheld=True).values_list("case", flat=True)
    )
    found: dict[str, list[tuple[datetime, bool]]] = {}
    rows = told.order_by("at", "id").values_list("case", "case__subject", "at", "data__outcome")
    for case, subject, at, outcome in rows:
        found.setdefault(subject, []).append((at, outcome == "confirmed" and case not in wrong))
    return found
