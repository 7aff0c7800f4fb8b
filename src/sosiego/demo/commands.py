"""`sosiego demo` and `sosiego world score`."""

from __future__ import annotations

import gc
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from sosiego import clock, home
from sosiego.demo import measuring, run
from sosiego.demo.errors import NothingToScoreError
from sosiego.demo.summary import kinds_table, lookalikes_line, tell, tell_accounts
from sosiego.rules import loader
from sosiego.terminal import AsJson, out, progress, show
from sosiego.web.serve import serve
from sosiego.world.commands import QUARTER, SEED
from sosiego.world.quarter import Quarter


def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Do everything but serve the site.")] = False,
    to: Annotated[
        Path | None, typer.Option("--out", help="Folder for summary.json and the published files.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same country.")] = SEED,
    quarter: Annotated[str, typer.Option(help='The quarter to live through, as in "2026Q3".')] = QUARTER,
    days: Annotated[
        int | None, typer.Option(min=1, help="Live through so many days of it only, for a quick try.")
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the site, on 127.0.0.1.")] = 8000,
    as_json: AsJson = False,
) -> None:
    """Let a simulated country live through a quarter, tell what happened, and serve its site.

    It makes the country, imports registry, traffic and reports day by day, runs the daily cycle, lets
    holders answer and callers appeal, computes the indicators, signs sanctions, publishes the list and the
    bulletin, and measures what was found against the truth. The home (SOSIEGO_HOME) is emptied first if it
    is simulated, and left alone if it holds anything real.
    """
    _collect_seldom()
    target = to or home.current().root / "demo"
    with progress("Living through the quarter", run.steps_of(quarter, days)) as advance:
        summary = run.run_demo(target, seed=seed, quarter=quarter, days=days, progress=advance)
    show(asdict(summary), as_json, lambda: tell(summary))
    if no_serve:
        return
    if not as_json:
        tell_accounts()
        out.print(f"Public site:  http://127.0.0.1:{port}/\nConsole:      http://127.0.0.1:{port}/console/\n")
    serve("127.0.0.1", port)


def _collect_seldom() -> None:
    """Look for garbage seldom: the usual pace costs a tenth of the run, and what is loaded now stays."""
    gc.collect()
    gc.freeze()
    # Rooms make objects by the ten thousand and drop nearly all at once, without cycles.
    gc.set_threshold(100_000, 50, 50)


def score(as_json: AsJson = False) -> None:
    """Measure what was found in this home's simulated country against its truth, kind by kind."""
    if not clock.is_simulated():
        raise NothingToScoreError(str(home.current().root))
    # The country stands shortly after its quarter.
    quarter = _quarter_before()
    scored = measuring.scored(loader.load(settings.RULEBOOK), quarter)

    def human() -> None:
        out.print(kinds_table({one.kind: one for one in scored.kinds}))
        out.print(lookalikes_line(scored))

    show(asdict(scored), as_json, human)


def _quarter_before() -> Quarter:
    now = clock.now()
    return Quarter(now.year, (now.month - 1) // 3 + 1).previous()
