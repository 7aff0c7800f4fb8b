"""`sosiego world`: make a simulated country on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sosiego.terminal import AsJson, out, pairs, progress, show
from sosiego.world import folder
from sosiego.world.quarter import Quarter

app = typer.Typer(
    no_args_is_help=True,
    help="A simulated country with known truth: its registry, reports and traffic, for trying and measuring.",
)

# The demo's country: any seed makes another, this one is the one the documents speak of.
SEED, QUARTER = 7, "2026Q3"


@app.callback()
def world() -> None:
    """Keep `make` a command of its own: a group with one command would swallow its name."""


@app.command()
def make(
    to: Annotated[
        Path, typer.Option("--out", help="Folder to write; empty, or a simulated country already.")
    ],
    seed: Annotated[int, typer.Option(help="The same seed makes the same country, to the byte.")] = SEED,
    quarter: Annotated[str, typer.Option(help='The quarter it lives in, as in "2026Q3".')] = QUARTER,
    days: Annotated[int | None, typer.Option(min=1, help="Make only so many days of the quarter.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a country: registry, reports of two earlier quarters, traffic and reports by day, truth.

    Nothing in it is stopped by any measure; `sosiego demo` makes one that feels the measures in force.
    """
    when = Quarter.parse(quarter)
    with progress("Making the country", days or len(when.days())) as advance:
        made = folder.make(to, seed=seed, quarter=when, days=days, progress=advance)
    show(
        made,
        as_json,
        lambda: out.print(
            pairs(
                "A simulated country",
                {
                    "folder": made.folder,
                    "quarter": made.quarter,
                    "subscribers": made.subscribers,
                    "days": made.days,
                    "traffic records": made.traffic_records,
                    "reports": made.reports,
                    "reports of earlier quarters": made.history_reports,
                    "callers with known truth": made.callers,
                },
            )
        ),
    )
