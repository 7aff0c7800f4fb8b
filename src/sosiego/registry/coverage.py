"""Which numbers and prefixes a line or a holder stands for at a date: what a measure on them covers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from sosiego.registry.holdings import in_force
from sosiego.registry.models import NumberAssignment, NumberRange, SenderName


def numbers_on_line(code: str, on: date) -> Iterator[str]:
    """Numbers assigned to calls and messages that come in over one line."""
    rows = NumberAssignment.objects.filter(in_force(on), line__code=code)
    return rows.values_list("number", flat=True).iterator()


def numbers_of_holder(code: str, on: date, country_code: str) -> Iterator[str]:
    """Single numbers and sender names that one organisation holds, canonical."""
    yield from NumberAssignment.objects.filter(in_force(on), holder__code=code).values_list(
        "number", flat=True
    )
    names = SenderName.objects.filter(in_force(on), holder__code=code).values_list("name", flat=True)
    yield from (f"name:{country_code}:{name}" for name in names)


def prefixes_of_holder(code: str, on: date) -> Iterator[str]:
    """Prefixes of the ranges that one organisation holds."""
    ranges = NumberRange.objects.filter(in_force(on), holder__code=code)
    return ranges.values_list("prefix", flat=True).iterator()


def holders(since: date, until: date) -> set[str]:
    """Codes of the organisations that held a number or a range on a day with since ≤ day < until."""
    overlapping = Q(since__lt=until) & (Q(until=None) | Q(until__gt=since))
    return {
        code
        for model in (NumberRange, NumberAssignment)
        for code in model._default_manager.filter(overlapping, holder__isnull=False)
        .order_by()
        .values_list("holder__code", flat=True)
        .distinct()
    }
