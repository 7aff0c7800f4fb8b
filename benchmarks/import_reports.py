"""How long a file of reports takes from disk into an empty database.

    python benchmarks/import_reports.py [--rows 300000]

The file is made deterministically; its last line of output is JSON: seconds, rows_per_s, peak_mb.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

SEED = 20260701
FIRST = datetime(2026, 7, 1, tzinfo=UTC)
QUARTER = timedelta(days=92)
COLUMNS = (
    "report_id", "medium", "number", "received_at", "occurred_at", "category", "subject",
    "text", "recorded_voice", "reporter", "region", "city", "network",
)  # fmt: skip
# Words of no real message: what matters is that texts differ and have a usual length.
WORDS = tuple(
    "oferta crédito hoy casa sin aval llame ahora premio clase tienda curso viaje línea banco aviso".split()  # noqa: SIM905
)


def row(draw: random.Random, number: int) -> tuple[str, ...]:
    """One report; a fifth of all reports are about a few hundred numbers, as in real quarters."""
    is_sms = draw.random() < 0.4
    much_reported = draw.random() < 0.2
    caller = draw.randrange(300) if much_reported else draw.randrange(10_000_000)
    occurred = FIRST + timedelta(seconds=draw.randrange(int(QUARTER.total_seconds()) - 86_400))
    received = occurred + timedelta(seconds=draw.randrange(86_400))
    return (
        f"bench-{number}",
        "sms" if is_sms else "call",
        f"106{caller:09d}" if is_sms else f"138{caller:08d}",
        received.isoformat(),
        occurred.isoformat(),
        "unsorted",
        "marketing",
        " ".join(draw.choices(WORDS, k=draw.randrange(8, 25))) if is_sms else "",
        "" if is_sms else draw.choice(("yes", "no", "")),
        f"139{draw.randrange(60_000_000):08d}",
        draw.choice(("Costa", "Llanura", "Sierra")),
        draw.choice(("Puerto", "Trigal", "Pinar")),
        draw.choice(("norte", "sur")),
    )


def make(path: Path, rows: int) -> None:
    """Write the file; one in a thousand rows has a number that fits no plan."""
    draw = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            cells = row(draw, number)
            writer.writerow(cells if number % 1_000 else (*cells[:2], "12", *cells[3:]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=300_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="sosiego-bench-") as folder:
        os.environ["SOSIEGO_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "sosiego.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from sosiego.intake import services

        path = Path(folder) / "reports.csv"
        make(path, rows)
        began = time.perf_counter()
        totals = services.import_reports(path, format="sosiego", at=FIRST + QUARTER)
        seconds = time.perf_counter() - began
        assert totals.read == rows == totals.added + totals.repeated + totals.set_aside
        print(f"{totals.added:,} added, {totals.repeated:,} repeated, {totals.set_aside:,} set aside")
        result = {
            "seconds": round(seconds, 2),
            "rows_per_s": round(rows / seconds),
            # ru_maxrss is in KiB on Linux.
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
