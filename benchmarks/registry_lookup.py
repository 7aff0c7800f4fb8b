"""How long a whole country's prefix table takes to load, and one look-up of a holder.

Usage: python benchmarks/registry_lookup.py [PARQUET] [--mapping NAME] [--assignments N] [--lookups N]

Without a file it makes a table of the same size and shape. Works in a home of its own, on SQLite or on the
PostgreSQL that SOSIEGO_DATABASE names. The last line is JSON: seconds to load, seconds to read the index,
microseconds a look-up in the index and in the database.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

# Rows of the largest public table of Chinese mobile prefixes.
ROWS = 448_000
DAY = date(2026, 8, 3)
AT = datetime(2026, 8, 3, tzinfo=UTC)


def made_table(folder: Path) -> Path:
    """Seven-digit prefixes of six operators in some hundred places."""
    import pyarrow
    import pyarrow.parquet

    chance = random.Random(7)
    prefixes = sorted(chance.sample(range(1_300_000, 2_000_000), ROWS))
    columns = {
        "prefix7": [str(prefix) for prefix in prefixes],
        "province": [f"Province {prefix % 31}" for prefix in prefixes],
        "city": [f"City {prefix % 369}" for prefix in prefixes],
        "operator": [f"Operator {prefix // 10_000 % 6}" for prefix in prefixes],
    }
    file = folder / "prefixes.parquet"
    pyarrow.parquet.write_table(pyarrow.table(columns), file)
    return file


def measure(file: Path, mapping_name: str, assignments: int, lookups: int) -> dict[str, Any]:
    """Load the table, give some single numbers to holders, and look numbers up."""
    from sosiego.registry import mapping, queries, services
    from sosiego.registry.models import NumberAssignment, NumberRange, Organisation
    from sosiego.rules.numbers import plan_for

    begun = time.perf_counter()
    totals = services.import_table(
        "ranges", file, plan=plan_for("86"), at=AT, mapping=mapping.load(mapping_name), create_holders=True
    )
    load_s = time.perf_counter() - begun

    chance = random.Random(11)
    prefixes = list(NumberRange.objects.values_list("prefix", flat=True))
    asked = [f"{chance.choice(prefixes)}{chance.randrange(10_000):04d}" for _ in range(lookups)]
    given = {f"{chance.choice(prefixes)}{chance.randrange(10_000):04d}" for _ in range(assignments)}
    given.update(asked[: assignments // 2])
    holder = Organisation.objects.order_by("pk").first()
    NumberAssignment.objects.bulk_create(
        [NumberAssignment(number=number, holder=holder, since=date(2020, 1, 1)) for number in sorted(given)]
    )

    begun = time.perf_counter()
    index = queries.number_index(DAY)
    index_s = time.perf_counter() - begun
    begun = time.perf_counter()
    for number in asked:
        index.holding(number)
    lookup_us = (time.perf_counter() - begun) / lookups * 1e6
    some = asked[:300]
    begun = time.perf_counter()
    for number in some:
        queries.holding(number, DAY)
    one_by_one_us = (time.perf_counter() - begun) / len(some) * 1e6
    return {
        "prefixes": totals.added,
        "assignments": len(given),
        "load_s": round(load_s, 2),
        "index_s": round(index_s, 2),
        "lookup_us": round(lookup_us, 2),
        "database_lookup_us": round(one_by_one_us, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", nargs="?", type=Path, help="Parquet or CSV table of prefixes")
    parser.add_argument("--mapping", default="cn-prefixes", help="how its columns become ours")
    parser.add_argument("--assignments", type=int, default=50_000, help="single numbers given to holders")
    parser.add_argument("--lookups", type=int, default=200_000, help="numbers looked up in the index")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sosiego-benchmark-") as folder:
        os.environ["SOSIEGO_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sosiego.settings")
        import django
        from django.core.management import call_command
        from django.db import connection, transaction

        django.setup()
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            file = asked.file or made_table(Path(folder))
            figures = measure(file, asked.mapping, asked.assignments, asked.lookups)
            # A database that was here before is left as it was.
            transaction.set_rollback(True)
        print(json.dumps({"database": connection.vendor} | figures))


if __name__ == "__main__":
    main()
