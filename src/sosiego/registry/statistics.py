"""Measures of a period, counted by kind, for what is published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Q

from sosiego.registry.models import Measure
from sosiego.registry.queries import measures_in_force


def measures_by_kind(since: datetime, until: datetime, at: datetime) -> Mapping[str, Mapping[str, int]]:
    """Kind -> begun, automatic, lifted, wrong (in since ≤ t < until) and in_force (at the end or `at`)."""
    begun = Q(since__gte=since, since__lt=until)
    lifted = Q(lift__at__gte=since, lift__at__lt=until)
    counted = (
        Measure.objects.values("kind")
        .annotate(
            begun=Count("id", filter=begun),
            automatic=Count("id", filter=begun & Q(automatic=True)),
            lifted=Count("id", filter=lifted),
            wrong=Count("id", filter=lifted & Q(lift__was_wrong=True)),
        )
        .order_by("kind")
    )
    in_force = dict(
        measures_in_force(min(until, at)).order_by("kind").values_list("kind").annotate(n=Count("id"))
    )
    return {
        row["kind"]: {
            **{part: row[part] for part in ("begun", "automatic", "lifted", "wrong")},
            "in_force": in_force.get(row["kind"], 0),
        }
        for row in counted
    }
