"""How long a quarter's figures take from the database to the bulletin and the list in three languages.

    python benchmarks/bulletin.py [--reports 300000]

A home of its own is filled with reports without passing their door; the largest real quarter has about
290,000. The last line is a JSON object: seconds to freeze, to set and to sign each publication, peak_mb.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

SEED = 20260701
FIRST = datetime(2026, 6, 30, 16, tzinfo=UTC)
DAYS = 92
AT = datetime(2026, 10, 9, tzinfo=UTC)
ENTERPRISES = {
    "north": 61_400_000,
    "river": 33_200_000,
    "union": 28_750_000,
    "heron": 2_140_000,
    "maple": 880_000,
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--reports", type=int, default=300_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOSIEGO_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "sosiego.settings"
        import django

        django.setup()
        print(json.dumps(measured(given.reports)))


def measured(reports: int) -> dict[str, Any]:
    from django.core.management import call_command

    from sosiego.ledger import queries as ledger
    from sosiego.publication import render, services, snapshot
    from sosiego.rules import loader
    from sosiego.rules.periods import Period

    call_command("migrate", verbosity=0)
    fill(reports)
    book = loader.load("cn")
    told: dict[str, Any] = {"reports": reports}
    for kind in ("bulletin", "list"):
        frozen = clocked(
            told, f"{kind}_freeze_s", lambda k=kind: snapshot.freeze(book, k, Period.parse("2026Q3"), AT)
        )
        clocked(told, f"{kind}_set_s", lambda f=frozen: render.files(f))
        made = clocked(
            told,
            f"{kind}_make_s",
            lambda k=kind: services.make(k, "2026Q3", book=book, at=AT, actor="user:ana"),
        )
        services.sign(made, actor="user:ana", at=AT)
        clocked(told, f"{kind}_publish_s", lambda m=made: services.sign(m, actor="user:berta", at=AT))
    told["figures_entered"] = ledger.entries("published-figure").count()
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return told


def clocked(told: dict[str, Any], name: str, work: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    made = work()
    told[name] = round(time.perf_counter() - begun, 2)
    return made


def fill(reports: int) -> None:
    from sosiego.intake.models import Report
    from sosiego.registry.models import Organisation, Statistic

    for code, users in ENTERPRISES.items():
        kind = "operator" if users > 10_000_000 else "reseller"
        one = Organisation.objects.create(code=code, name=code.capitalize(), kind=kind)
        Statistic.objects.create(
            organisation=one, period="2026Q3", users=users, messages=users * 140, calls=users * 300,
            reported_on=AT.date(),
        )  # fmt: skip
    Report.objects.bulk_create((Report(**values) for values in rows(reports)), batch_size=5_000)


def rows(reports: int) -> Iterator[dict[str, Any]]:
    draw = random.Random(SEED)
    codes, categories = list(ENTERPRISES), ["loan-marketing", "fraud", "gambling", "unsorted"]
    for place in range(reports):
        is_sms = draw.random() < 0.4
        port = is_sms and draw.random() < 0.6
        number = (
            f"short:86:1069{draw.randrange(10**6):06d}"
            if port
            else f"+861{draw.randrange(3 * 10**9, 10**10)}"
        )
        operator = draw.choice(codes)
        yield {
            "reference": f"R-{place}",
            "source_key": str(place),
            "medium": "sms" if is_sms else "call",
            "channel": "file",
            "number": number,
            "received_at": FIRST + timedelta(seconds=draw.randrange(DAYS * 86_400)),
            "category": draw.choice(categories),
            "recorded_voice": None if is_sms else draw.random() < 0.4,
            "region": f"Region {draw.randrange(31)}",
            "holder": operator,
            "operator": operator,
        }


if __name__ == "__main__":
    main()
