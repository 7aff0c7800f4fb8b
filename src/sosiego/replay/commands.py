"""`sosiego rules replay`: try a draft on the past before it binds anyone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings

from sosiego import clock, terminal
from sosiego.replay.errors import NothingToReplayError, ReplayDaysError
from sosiego.rules import loader
from sosiego.terminal import AsJson

LANGUAGES = ("es", "en", "zh")
# Beside the days: summing up, and a page for each language.
OTHER_STEPS = 1 + len(LANGUAGES)


def replay_command(
    draft: Annotated[
        str, typer.Option("--draft", metavar="PATH", help="Folder of the draft, whole or laid over a book.")
    ],
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="First day.")],
    until: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day, itself included.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder for report.html, report.json and the others.")
    ],
    law: Annotated[
        str,
        typer.Option(
            "--law", metavar="PATH_OR_ID", help="The book to compare with; that of the home if left out."
        ),
    ] = "",
    draft_on: Annotated[
        str,
        typer.Option(
            "--draft-on",
            metavar="DATE",
            help="Read the draft as it will be worded on this day; each day's own wording if left out.",
        ),
    ] = "",
    language: Annotated[
        str, typer.Option("--language", help=f"Language of report.html: {', '.join(LANGUAGES)}.")
    ] = "en",
    as_json: AsJson = False,
) -> None:
    """Run a draft and the law over the recorded facts of past days, and report what would have changed.

    Shows findings added and gone, callers and holders affected, calls that would have been blocked, known
    wrong findings, orders, scorecards and gates. Nothing is written but the files of --out: report.html,
    report.es.html, report.en.html, report.zh.html and report.json.
    """
    # Imported where they are used: every other command begins sooner.
    from sosiego.replay import files, summary
    from sosiego.replay.read_only import read_only
    from sosiego.replay.run import has_facts, replay

    begun = time.monotonic()
    if language not in LANGUAGES:
        raise ReplayDaysError(f"There is no report in {language!r}.", todo=f"Choose: {', '.join(LANGUAGES)}.")
    books = loader.load(law or settings.RULEBOOK), loader.load(draft)
    first, last = terminal.day(since), terminal.day(until)
    read_on = terminal.day(draft_on) if draft_on else None
    now = clock.now()
    if last < first:
        raise ReplayDaysError(f"{last} lies before {first}.", todo="Name the earlier day with --from.")
    if last > now.astimezone(books[0].time_zone).date():
        raise ReplayDaysError(f"{last} has not come yet.", todo="Name a day of the past with --to.")
    if not has_facts(books[0], first, last):
        raise NothingToReplayError(
            f"Nothing is recorded from {first} to {last}.",
            todo="Import reports or traffic of these days, or name other days.",
        )
    days = (last - first).days + 1
    with terminal.progress("Replaying", days + OTHER_STEPS) as advance:
        with read_only():
            replayed = replay(*books, first, last, now=now, draft_on=read_on, progress=advance)
            values = summary.made(replayed)
        advance(1)
        made = files.write(out, values, language=language, made_at=now, progress=advance)
    told = _told(values, made, replayed.seconds, time.monotonic() - begun)
    terminal.show(told, as_json, lambda: _print(values, out))


def _told(values: dict[str, Any], made: list[str], replaying: float, in_all: float) -> dict[str, Any]:
    found = values["findings"]
    return {
        "simulated": values["simulated"],
        "days": values["days"],
        "cut_at": values["cut_at"],
        "draft_begins": values["draft_begins"],
        "warnings": _warnings(values),
        "findings": {name: found[name] for name in ("law", "draft", "added", "gone", "earlier", "later")},
        "callers": {name: values["callers"][name] for name in ("law", "draft", "added", "gone")},
        "calls": values["calls"],
        "orders": {name: values["orders"][name] for name in ("law", "draft")},
        "seconds": round(in_all, 2),
        "seconds_per_day": round(replaying / values["days"], 3),
        "files": made,
    }


def _warnings(values: dict[str, Any]) -> list[str]:
    told = []
    if begins := values["draft_begins"]:
        told.append(
            f"Nothing that the draft changes was in force on these days; its changes begin on {begins}. "
            f"To try them on these days, add --draft-on {begins}."
        )
    if values["cut_at"]:
        told.append(f"The last day is not over: it was judged as it stood at {values['cut_at']}.")
    return told


def _print(values: dict[str, Any], out: Path) -> None:
    if values["simulated"]:
        terminal.out.print("SIMULATED COUNTRY: all figures are invented.")
    rows = [
        (name, values[name]["law"], values[name]["draft"], values[name]["draft"] - values[name]["law"])
        for name in ("findings", "callers", "orders")
    ]
    rows += [
        (
            f"calls {_WORDS[row['outcome']]}",
            row["law"]["value"],
            row["draft"]["value"],
            row["difference"]["value"],
        )
        for row in values["calls"]
    ]
    terminal.out.print(terminal.table("", ("", "law", "draft", "difference"), rows))
    added, gone = (values["findings"][name]["value"] for name in ("added", "gone"))
    for warning in _warnings(values):
        terminal.out.print(f"\nWarning: {warning}")
    terminal.out.print(f"\nFindings only the draft makes: {added:.0f}; only the law: {gone:.0f}.")
    terminal.out.print(f"Report: {out / 'report.html'}")


_WORDS = {"block": "blocked", "limit": "limited", "label": "labelled"}
