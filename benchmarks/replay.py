"""How long a replayed day takes, beside the daily evaluation of the same days in the same run.

    python benchmarks/replay.py [--days 14]

A simulated country lives through the days in a home of its own, under the law of
examples/replays/short-calls. Its days are then evaluated once more, which adds nothing, and replayed: with a
draft that looks back over other windows (nothing is shared), and with one that looks back over the same.
The last line is a JSON object: seconds per day of each, and the quotients.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "replays"
FIRST = date(2026, 7, 1)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--days", type=int, default=14)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SOSIEGO_HOME"] = folder
        os.environ["SOSIEGO_RULEBOOK"] = str(EXAMPLES / "short-calls" / "law")
        os.environ["DJANGO_SETTINGS_MODULE"] = "sosiego.settings"
        import django

        django.setup()
        print(json.dumps(measured(given.days, Path(folder))))


def measured(days: int, folder: Path) -> dict[str, Any]:
    from sosiego import clock
    from sosiego.cases import services
    from sosiego.demo import run
    from sosiego.replay.run import moments_of, replay
    from sosiego.rules import loader

    run.run_demo(folder / "out", seed=7, quarter="2026Q3", days=days)
    law = loader.load(EXAMPLES / "short-calls" / "law")
    last = FIRST + timedelta(days=days - 1)
    begun = time.perf_counter()
    now = clock.now()
    for at in moments_of(law, FIRST, last, now):
        services.evaluate(law, at=at)
    evaluation = (time.perf_counter() - begun) / days
    told: dict[str, Any] = {"days": days, "evaluation_s_per_day": round(evaluation, 3)}
    drafts = {
        "other_windows": EXAMPLES / "short-calls" / "draft",
        "same_windows": EXAMPLES / "short-calls" / "law",
    }
    for name, draft in drafts.items():
        seconds = replay(law, loader.load(draft), FIRST, last, now=now).seconds / days
        told[f"replay_{name}_s_per_day"] = round(seconds, 3)
        told[f"replay_{name}_to_evaluation"] = round(seconds / evaluation, 2)
    return told


if __name__ == "__main__":
    main()
