from __future__ import annotations

import pytest
from django.db import transaction

from sosiego.registry.references import next_reference, next_references

pytestmark = pytest.mark.django_db


def test_references_follow_each_other_for_each_letter_and_year() -> None:
    given = [next_reference(*which) for which in (("M", 2026), ("M", 2026), ("F", 2026), ("M", 2027))]
    assert given == ["M-2026-000001", "M-2026-000002", "F-2026-000001", "M-2027-000001"]


def test_a_failed_act_leaves_no_gap() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_reference("M", 2026)
        _ = 1 / 0
    assert next_reference("M", 2026) == "M-2026-000001"


def test_many_references_are_taken_at_once() -> None:
    next_reference("F", 2026)
    assert next_references("F", 2026, 2) == ["F-2026-000002", "F-2026-000003"]
    assert next_reference("F", 2026) == "F-2026-000004"
