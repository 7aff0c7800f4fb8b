"""How long the largest real quarter takes, from the reports' file to findings, figures, list and bulletin.

    python benchmarks/quarter.py [--reports 300000] [--every 7]

A home of its own gets a small registry and a file of reports, made deterministically: a fifth of the
reports are about three hundred numbers, a third about six thousand, the rest about numbers that few complain
of. There is no traffic. The cycle is run on every `--every`-th day of the quarter and on its last. The last
line is JSON. The bar: 300,000 reports in under 5 minutes and 4 GB on two cores.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

SEED = 20260701
QUARTER = "2026Q3"
# The quarter's first moment in Shanghai.
FIRST = datetime(2026, 6, 30, 16, tzinfo=UTC)
DAYS = 92
COLUMNS = (
    "report_id", "medium", "number", "received_at", "occurred_at", "category", "subject",
    "text", "recorded_voice", "reporter", "region", "city", "network",
)  # fmt: skip
CATEGORIES = ("loan-marketing", "insurance-marketing", "retail-marketing", "unsorted", "unsorted")
TEXTS = (
    "您的贷款额度已批，最高{0}万元，点击办理，退订回T",
    "【商城】会员专享第{0}期，满减优惠今晚结束，拒收请回复R",
    "您好，您的快递{0}已到驿站，请凭取件码领取",
    "澳门首家线上平台注册送{0}元，天天返利",
)
REGISTRY = {
    "organisations.csv": "code,kind,name,host,industry,licence,redress_url,since,until\n"
    "desk,regulator,Reporting desk,,,,,2020-01-01,\n"
    "north,operator,North,,,A-1,,2020-01-01,\n"
    "river,operator,River,,,A-2,,2020-01-01,\n"
    "union,operator,Union,,,A-3,,2020-01-01,\n"
    "heron,reseller,Heron,river,,B-1,,2020-01-01,\n",
    "ranges.csv": "prefix,number_class,holder,operator,region,city,since,until\n"
    "+86138,mobile,north,,,,2020-01-01,\n"
    "+86186,mobile,union,,,,2020-01-01,\n"
    "+86189,mobile,river,,,,2020-01-01,\n"
    "+86170,mobile-reseller,heron,river,,,2020-01-01,\n"
    "short:86:106,sms-port,union,,,,2020-01-01,\n",
    "statistics.csv": "organisation,period,users,messages,calls,reported_on\n"
    + "".join(
        f"{code},{QUARTER},{users},{users * 90},{users * 40},2026-10-01\n"
        for code, users in (
            ("north", 61_400_000),
            ("river", 33_200_000),
            ("union", 28_750_000),
            ("heron", 2_140_000),
        )
    ),
}

Result = TypeVar("Result")


class Watch:
    """Seconds and memory by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def step(self, name: str, act: Callable[[], Result]) -> Result:
        began = time.perf_counter()
        done = act()
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - began, 2)
        return done

    @property
    def peak_mb(self) -> int:
        # ru_maxrss is in KiB on Linux.
        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def caller(draw: random.Random) -> int:
    share = draw.random()
    if share < 0.2:
        return draw.randrange(300)
    if share < 0.53:
        return 10_000 + draw.randrange(6_000)
    return 100_000 + draw.randrange(9_000_000)


def report(draw: random.Random, number: int) -> tuple[str, ...]:
    is_sms = draw.random() < 0.4
    who = caller(draw)
    occurred = FIRST + timedelta(seconds=draw.randrange((DAYS - 1) * 86_400))
    received = occurred + timedelta(seconds=draw.randrange(86_400))
    prefix = ("138", "186", "189", "170")[who % 4]
    return (
        f"quarter-{number}",
        "sms" if is_sms else "call",
        f"1069{who:09d}" if is_sms else f"{prefix}{who:08d}",
        received.isoformat(),
        occurred.isoformat(),
        CATEGORIES[who % len(CATEGORIES)],
        "",
        TEXTS[who % len(TEXTS)].format(draw.randrange(10_000)) if is_sms else "",
        "" if is_sms else draw.choice(("yes", "no", "")),
        f"139{draw.randrange(60_000_000):08d}",
        draw.choice(("Guangdong", "Sichuan", "Liaoning")),
        draw.choice(("Guangzhou", "Chengdu", "Shenyang")),
        draw.choice(("north", "river", "union", "heron")),
    )


def write_files(folder: Path, reports: int) -> Path:
    """The registry's folder and the file of reports; returns the latter."""
    for name, content in REGISTRY.items():
        (folder / name).write_text(content, encoding="utf-8")
    draw, path = random.Random(SEED), folder / "reports.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(report(draw, number) for number in range(reports))
    return path


def measured(folder: Path, reports: int, every: int) -> dict[str, Any]:
    from django.core.management import call_command

    from sosiego import cycle
    from sosiego.cases.models import Finding, WorkOrder
    from sosiego.intake import services as intake
    from sosiego.oversight import services as oversight
    from sosiego.publication import services as publication
    from sosiego.registry import services as registry
    from sosiego.registry.models import Measure
    from sosiego.rules import loader
    from sosiego.rules.periods import Period

    call_command("migrate", verbosity=0)
    book, watch, period = loader.load("cn"), Watch(), Period.parse(QUARTER)
    after = period.bounds(book.time_zone)[1] + timedelta(hours=8)
    path = write_files(folder, reports)
    for table in ("organisations", "ranges", "statistics"):
        registry.import_table(table, folder / f"{table}.csv", plan=book.numbering, at=FIRST)

    totals = watch.step(
        "import", lambda: intake.import_reports(path, format="sosiego", mapping=None, at=after)
    )
    assert totals.read == reports == totals.added + totals.repeated + totals.set_aside
    print(f"import: {totals.added:,} of {totals.read:,} reports in {watch.seconds['import']} s")
    days = [*range(every - 1, DAYS - 1, every), DAYS - 1]
    for count in days:
        day = date(2026, 7, 1) + timedelta(days=count)
        at = FIRST + timedelta(days=count + 1, hours=8)
        # As `cycle.run_day`, with each step on the watch; the figures of the quarter are a step of their own.
        for name, act in cycle.steps(book, day, at).items():
            if name != "oversight":
                watch.step(name, act)
        sys.stderr.write(f"\r{day}: {Finding.objects.count():,} findings")
    sys.stderr.write("\n")

    def judge() -> int:
        values = oversight.compute_indicators(book, period, at=after)
        oversight.compute_scorecards(book, period, at=after)
        oversight.find_violations(book, period, at=after)
        return len(values)

    indicators = watch.step("indicators", judge)
    files: dict[str, str] = {}
    for kind in ("list", "bulletin"):
        made = watch.step(
            kind,
            lambda kind=kind: publication.make(  # type: ignore[misc]
                kind, QUARTER, book=book, at=after, actor="system", out=folder / "out" / kind
            ),
        )
        files |= made.files
    assert any(name.endswith(".pdf") for name in files)
    return {
        "reports": reports,
        "cycles": len(days),
        "findings": Finding.objects.count(),
        "orders": WorkOrder.objects.count(),
        "measures": Measure.objects.count(),
        "indicators": indicators,
        "steps": watch.seconds,
        "seconds": round(sum(watch.seconds.values()), 1),
        "peak_mb": watch.peak_mb,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=300_000)
    parser.add_argument("--every", type=int, default=7, help="days from one cycle to the next")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sosiego-quarter-") as folder:
        os.environ["SOSIEGO_HOME"] = str(Path(folder) / "home")
        os.environ["DJANGO_SETTINGS_MODULE"] = "sosiego.settings"
        import django

        django.setup()
        result = measured(Path(folder), given.reports, given.every)
    for name, seconds in result["steps"].items():
        print(f"{name:14}{seconds:8.1f} s")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
