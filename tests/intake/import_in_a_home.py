"""A process of its own that imports a file into a home, for the tests that kill it.

usage: import_in_a_home.py migrate | reports FILE | traffic FILE [stage]
`stage` names a step of the traffic import at which it says so and waits to be killed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "sosiego.settings"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

django.setup()

from sosiego.intake import archive, rulebook, services, traffic_import  # noqa: E402
from tests.intake.book import small_book  # noqa: E402

AT = datetime(2026, 8, 4, tzinfo=UTC)


def _wait(*_: Any) -> None:
    sys.stdout.write("now\n")
    sys.stdout.flush()
    time.sleep(60)


def _waiting_after(act: Callable[..., Any]) -> Callable[..., Any]:
    def acting(*values: Any, **named: Any) -> Any:
        done = act(*values, **named)
        _wait()
        return done

    return acting


def main() -> None:
    rulebook.current = small_book
    act, *rest = sys.argv[1:]
    if act == "migrate":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return
    path = Path(rest[0])
    if act == "reports":
        wait = _wait if len(rest) > 1 else None
        totals = services.import_reports(path, format="sosiego", at=AT, progress=wait)
    else:
        stage = rest[1] if len(rest) > 1 else ""
        if stage == "files-renamed":
            traffic_import._Import._write_files = _waiting_after(traffic_import._Import._write_files)  # type: ignore[method-assign]
        elif stage == "rows-recorded":
            archive.write_manifest = _wait  # type: ignore[assignment]
        totals = services.import_traffic(path, operator="norte", at=AT)
    sys.stdout.write(f"{totals.read} {totals.added} {totals.repeated} {totals.set_aside}\n")


if __name__ == "__main__":
    main()
