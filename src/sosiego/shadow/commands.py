"""`sosiego rules shadow`: let a draft run beside the law, and see what it would have found."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from sosiego import clock, terminal
from sosiego.files import write_bytes
from sosiego.publication.speech import LANGUAGES
from sosiego.registry import acting
from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from sosiego.shadow import copying, data, page, queries, report, services
from sosiego.shadow.report import Report
from sosiego.terminal import AsJson, err, out, pairs, show, table

app = typer.Typer(
    no_args_is_help=True, help="Let a draft run beside the law for weeks; it only records what it would find."
)

RUN = Annotated[str, typer.Argument(metavar="NAME", help="Name of the shadow run.")]
ACTOR = Annotated[str, typer.Option("--as", metavar="USER", help="Log-in of the official who acts.")]


@app.command()
def start(
    draft: Annotated[
        str, typer.Option("--draft", metavar="PATH", help="Folder of the draft, or id of a rule-book.")
    ],
    actor: ACTOR,
    name: Annotated[
        str, typer.Option("--name", help="Name of the run; else that of the draft's folder.")
    ] = "",
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="DATE", help="First day that is recorded: today, or an earlier one run again."
        ),
    ] = "",
    on: Annotated[
        str,
        typer.Option("--on", metavar="DATE", help="Read the draft as worded on this day; else on each."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Copy a draft into the home and let it run beside the law. The start stands in the ledger.

    From then on the daily cycle asks it too. It sends no order, puts no measure in force and opens no case.
    """
    run = services.start(
        draft,
        name=name or _name(draft),
        law=loader.load(settings.RULEBOOK),
        actor=acting.acting_user(actor),
        at=clock.now(),
        since=_date(since),
        wording_of=_date(on),
    )
    made = data.run_plain(run, "running")
    show(made, as_json, lambda: out.print(pairs("Started", made)))
    _tell_later_wordings(run.digest, run.wording_of or run.since)


def _name(draft: str) -> str:
    name = loader.folder_of(draft).name.lower()
    return re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:40]


def _date(written: str) -> date | None:
    return terminal.day(written) if written else None


def _tell_later_wordings(digest: str, on: date) -> None:
    """A draft that binds from next year says nothing new today: that is easily overlooked."""
    book = copying.kept_book(digest)
    later = {one.id: one.version for one in book.all_criteria if one.version > on}
    if later:
        latest = max(later.values())
        err.print(
            f"Not yet read on {on}: later wordings of {', '.join(sorted(later))}. "
            f"Start with --on {latest} to read them now.",
            highlight=False,
        )


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the shadow runs with their days, and why a draft could last say nothing."""
    rows = []
    for one in queries.standings():
        last = one.last
        rows.append(
            {
                **data.run_plain(one.run, one.state),
                "days": one.recorded,
                "failed": one.failed,
                "last_day": last.day.isoformat() if last else None,
                "both": last.both if last else None,
                "draft_only": last.draft_only if last else None,
                "law_only": last.law_only if last else None,
                "failed_day": one.failure.day.isoformat() if one.failure else None,
                "reason": one.failure.reason if one.failure else "",
            }
        )
    columns = (
        "name",
        "draft",
        "state",
        "since",
        "days",
        "failed",
        "last_day",
        "both",
        "draft_only",
        "law_only",
    )

    def human() -> None:
        if not rows:
            out.print("No draft runs or ran: sosiego rules shadow start --draft PATH --as USER")
            return
        lines = [tuple(row[column] for column in columns) for row in rows]
        out.print(table("", [column.replace("_", " ") for column in columns], lines))
        out.print("Callers are those of the last day alone; sosiego rules shadow report NAME has all days.")
        for row in rows:
            if row["reason"]:
                said = f"{row['name']} failed on {row['failed_day']}: {row['reason']}"
                out.print(said, markup=False, highlight=False)

    show(rows, as_json, human)


@app.command("report")
def report_(
    name: RUN,
    to: Annotated[
        Path | None,
        typer.Option(
            "--out", file_okay=False, help="Folder for report.json and report.es.html, .en.html and .zh.html."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a draft found and the law did not, and the other way round, rule by rule.

    Callers are masked on the pages and here; report.json has them in full.
    """
    law = loader.load(settings.RULEBOOK)
    made = report.made(queries.run(name), law)
    plain = data.plain(made, clock.is_simulated())
    if to is not None:
        _write(made, law, plain, to)
    show(plain, as_json, lambda: _print(made, law, to))


def _write(made: Report, law: RuleBook, plain: dict[str, object], to: Path) -> None:
    with terminal.progress("Report", len(LANGUAGES)) as advance:
        for language in LANGUAGES:
            content = page.written(made, law, language, clock.now(), simulated=clock.is_simulated())
            write_bytes(to / f"report.{language}.html", content)
            advance(1)
    write_bytes(to / "report.json", (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode())


def _print(made: Report, law: RuleBook, to: Path | None) -> None:
    run = made.run
    if clock.is_simulated():
        out.print("SIMULATED COUNTRY")
    title = f"{run.name}: draft {run.rulebook} beside {run.law}, {len(made.recorded)} days"
    lines = [
        (one.rule, one.total.both, one.total.draft_only, one.total.law_only, _share(one))
        for one in made.rules
    ]
    lines.append(("any rule", made.total.both, made.total.draft_only, made.total.law_only, _share(made)))
    findings = sum(one.law_findings for one in made.recorded)
    out.print(table(title, ("rule", "both", "draft only", "law only", "draft only, confirmed"), lines))
    out.print(f"Findings that the law itself recorded on these days: {findings}", highlight=False)
    for one in made.rules:
        if one.draft_callers:
            some = ", ".join(law.numbering.mask(caller.subject) for caller in one.draft_callers[:5])
            more = " …" if len(one.draft_callers) > 5 else ""
            held = ", ".join(f"{holder or 'nobody known'} {n}" for holder, n in list(one.holders.items())[:3])
            out.print(f"{one.rule}, by the draft only: {some}{more}; held by {held}", highlight=False)
    if made.failed:
        last = made.failed[-1]
        out.print(f"{len(made.failed)} days failed, last {last.day}: {last.reason}", markup=False)
    if to is not None:
        err.print(f"Written to {to}.")


def _share(told: report.RuleTold | Report) -> str:
    figure = told.confirmed
    if not told.total.draft_only:
        return ""
    if figure.value is None or figure.low is None or figure.high is None:
        return "none judged"
    return f"{figure.numerator} of {figure.denominator} ({figure.low:.0%} to {figure.high:.0%})"


@app.command()
def stop(name: RUN, actor: ACTOR, as_json: AsJson = False) -> None:
    """Stop a shadow run. What it recorded stays; the stop stands in the ledger."""
    services.stop(queries.run(name), actor=acting.acting_user(actor), at=clock.now())
    made = data.run_plain(queries.run(name), "stopped")
    show(made, as_json, lambda: out.print(pairs("Stopped", made)))
