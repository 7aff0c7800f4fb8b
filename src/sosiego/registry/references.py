"""References that people quote ("M-2026-000123"): one after the other, without gaps."""

from __future__ import annotations

from django.db import transaction

from sosiego.registry.models import Counter


def next_reference(letter: str, year: int) -> str:
    """The next reference of a letter and year; call it in the transaction of the act that bears it.

    If that transaction fails, the number is given to the next act.
    """
    return next_references(letter, year, 1)[0]


def next_references(letter: str, year: int, count: int) -> list[str]:
    """The next `count` references, as one act."""
    with transaction.atomic(savepoint=False):
        rows = Counter.objects.select_for_update()
        counter = rows.filter(name=letter, year=year).first()
        if counter is None:
            Counter.objects.get_or_create(name=letter, year=year)
            counter = rows.get(name=letter, year=year)
        first = counter.last + 1
        counter.last += count
        counter.save(update_fields=["last"])
    return [f"{letter}-{year}-{number:06d}" for number in range(first, first + count)]
