"""Two who append at the same time: only a database that serves several connections can show it."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection, transaction

from sosiego.ledger import queries, services
from sosiego.ledger.models import Entry
from sosiego.registry.references import next_reference
from tests.builders import NOON

APPENDERS = 3
ACTS_EACH = 15


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_home")
def test_appenders_wait_for_each_other_and_leave_no_gap() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: the tests' SQLite has one connection")

    def enter() -> None:
        for _ in range(ACTS_EACH):
            with transaction.atomic():
                reference = next_reference("M", 2026)
                services.append(kind="measure", actor="system", body={"reference": reference}, at=NOON)
        connection.close()

    threads = [Thread(target=enter) for _ in range(APPENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = queries.verify()
    assert (found.entries, found.ok) == (APPENDERS * ACTS_EACH, True)
    references = [queries.told(entry).body["reference"] for entry in Entry.objects.order_by("index")]
    assert references == [f"M-2026-{number:06d}" for number in range(1, APPENDERS * ACTS_EACH + 1)]
