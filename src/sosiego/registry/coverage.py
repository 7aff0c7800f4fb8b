"""Which numbers and prefixes a line or a holder stands for at a date: what a measure on them covers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from sosiego.registry.models import NumberAssignment, NumberRange, SenderName


def _held(on: date) -> Q:
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def numbers_on_line(code: str, on: date) -> Iterator[str]:
    """Numbers assigned to calls and messages that come in over one line."""
    rows = NumberAssignment.objects.filter(_held(on), line__code=code)
    return rows.values_list("number", flat=True).iterator()


def numbers_of_holder(code: str, on: date) -> Iterator[str]:
    """Single numbers and sender names that one organisation holds."""
    yield from NumberAssignment.objects.filter(_held(on), holder__code=code).values_list("number", flat=True)
    yield from SenderName.objects.filter(_held(on), holder__code=code).values_list("name", flat=True)


def prefixes_of_holder(code: str, on: date) -> Iterator[str]:
    """Prefixes of the ranges that one organisation holds."""
    return (
        NumberRange.objects.filter(_held(on), holder__code=code).values_list("prefix", flat=True).iterator()
    )
