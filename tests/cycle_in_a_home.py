"""Run as a program by `test_cycle`: the same days in one home, undisturbed and killed on the way.

Each run is a forked process, because only a process of its own can be killed. Prints JSON: how the runs ended
and what stood on record after the undisturbed and after the killed ones.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sosiego.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from sosiego import cycle, home  # noqa: E402
from sosiego.cases import evaluation, opening  # noqa: E402
from sosiego.cases.models import Case, DayDone, Event, Finding, WorkOrder  # noqa: E402
from sosiego.ledger.models import Entry  # noqa: E402
from sosiego.registry.models import Measure  # noqa: E402
from sosiego.rules.book import MeasureProposal, RuleBook  # noqa: E402
from tests.builders import (  # noqa: E402
    NOON,
    criterion,
    deadline,
    number_range,
    organisation,
    report,
    rule_book,
)

DAY = NOON.date()
CALLERS = 12


def book() -> RuleBook:
    limit = MeasureProposal("limit", 3, automatic=False)
    return rule_book(
        criterion(measure=MeasureProposal("label", 7, automatic=True)),
        criterion("many-reports", "call_reports_7d >= 4", measure=limit),
        deadlines=(deadline("verify-and-treat", 1, "hours", on_silence="measure"),),
    )


def set_up() -> None:
    """Reports of a week, and a first day whose orders are overdue on the second."""
    call_command("migrate", verbosity=0)
    organisation("desk", "regulator")
    number_range("+861380", organisation("norte"))
    for caller in range(CALLERS):
        for _ in range(3 + caller % 2):
            report(f"+86138000000{caller:02d}", at=NOON - timedelta(hours=1))
    for _ in range(4):
        report("+8613800000099", at=NOON - timedelta(days=1, hours=1))
    run(days=-1)


def run(days: int = 0) -> None:
    evaluation.SUBJECTS_PER_CHUNK = 5
    cycle.run_day(book(), DAY + timedelta(days=days), NOON + timedelta(days=days))


def dying(module: Any, name: str, call: int) -> None:
    """Run the day and die, as by `kill -9`, when `name` is called for the `call`-th time."""
    calls, real = [0], getattr(module, name)

    def deadly(*values: Any, **named: Any) -> Any:
        calls[0] += 1
        if calls[0] == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*values, **named)

    setattr(module, name, deadly)
    run()


def everything() -> dict[str, list[Any]]:
    """What stands on record, by its natural keys."""
    told = Event.objects.values_list("case__reference", "kind", "data__joins", "measure__reference")
    return {
        "cases": list(Case.objects.order_by("reference").values_list("reference", "subject")),
        "findings": sorted(Finding.objects.values_list("case__reference", "rule")),
        "orders": list(WorkOrder.objects.order_by("reference").values_list("reference", "addressee__code")),
        "measures": list(Measure.objects.order_by("reference").values_list("reference", "kind", "target")),
        "events": sorted(told, key=str),
        "ledger": [(entry.kind, bytes(entry.body).decode()) for entry in Entry.objects.order_by("index")],
        "days": list(DayDone.objects.order_by("day", "step").values_list("day", "step")),
    }


def forked(act: Callable[[], None], result: Path) -> int:
    """Do it in a process of its own; how that ended. What stands on record is written to `result`."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act()
            result.write_text(json.dumps(everything(), default=str), encoding="utf-8")
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    root = home.current().root
    kept = root.with_name(f"{root.name}-kept")
    result = root.with_name(f"{root.name}.json")
    ends = [forked(set_up, result)]
    shutil.copytree(root, kept)
    ends.append(forked(run, result))
    calm = json.loads(result.read_text(encoding="utf-8"))
    shutil.rmtree(root)
    shutil.copytree(kept, root)
    # In the second chunk; between two chunks; with silence noted, but the step not written down.
    ends.append(forked(partial(dying, opening, "_write_events", 2), result))
    ends.append(forked(partial(dying, evaluation, "record", 2), result))
    ends.append(forked(partial(dying, cycle.services, "record_step", 4), result))
    ends.append(forked(run, result))
    killed = json.loads(result.read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps({"ends": ends, "calm": calm, "killed": killed}))


if __name__ == "__main__":
    main()
