"""Reports from files: each row lands, is repeated or is set aside."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sosiego.intake import services
from sosiego.intake.models import SetAside
from tests.shared_data import shared

AT = datetime(2026, 8, 3, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_real_day_of_complaints_balances_and_adds_nothing_twice() -> None:
    path = shared("complaints_us_ftc_2021-07-08.csv")
    first = services.import_reports(path, format="ftc-dnc", at=AT)
    print(first.read, first.added, first.repeated, first.set_aside, first.problems[:5])
    assert first.read == 14_034
    assert first.read == first.added + first.repeated + first.set_aside
    assert first.set_aside == len(first.problems) == SetAside.objects.count()
    second = services.import_reports(path, format="ftc-dnc", at=AT)
    assert (second.read, second.added) == (14_034, 0)
    assert second.repeated + second.set_aside == 14_034
    assert second.problems == first.problems
    assert SetAside.objects.count() == first.set_aside
