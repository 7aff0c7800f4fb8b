"""`sosiego registry` and `sosiego import registry`: who holds what, which measures are in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.utils import timezone

from sosiego import clock, terminal
from sosiego.errors import WrongUsageError
from sosiego.registry import errors, mapping, queries, reading, services, set_aside, tables
from sosiego.registry.models import Organisation
from sosiego.registry.totals import ImportTotals
from sosiego.rules.loader import load
from sosiego.rules.numbers import NotANumberError, NumberingPlan
from sosiego.terminal import AsJson

app = typer.Typer(
    no_args_is_help=True, help="Who holds numbers, lines and names; which measures are in force."
)

# Enough to see what is wrong; the rest stands in the set-aside file that the command names.
PROBLEMS_PRINTED = 10

Number = Annotated[str, typer.Argument(help="National or international form, short code or sender name.")]
OnDate = Annotated[str, typer.Option("--at", metavar="DATE", help="Day, as 2026-08-31; today if left out.")]


class NothingToImportError(WrongUsageError):
    """A folder holds no file named after a table of the registry."""


def _plan() -> NumberingPlan:
    """The numbering plan of the rule-book of this home."""
    return load(settings.RULEBOOK).numbering


def _day(written: str) -> date:
    return terminal.day(written) if written else timezone.localdate(clock.now())


def _moment(written: str) -> datetime:
    """A moment; a day alone is its beginning, in the time zone of the home."""
    if not written:
        return clock.now()
    return terminal.moment(written)


@app.command()
def holder(number: Number, at: OnDate = "", as_json: AsJson = False) -> None:
    """Tell who holds a number, short code or sender name on a day."""
    plan, on = _plan(), _day(at)
    canonical = plan.parse(number)
    found = queries.holding(canonical, on)
    document = {"number": canonical, "on": on} | asdict(found)

    def human() -> None:
        shown = {"number": plan.national(canonical), "on": on}
        told = {name.replace("_", " "): value for name, value in asdict(found).items() if value}
        terminal.out.print(terminal.pairs("", shown | (told or {"holder": "nobody known"})))

    terminal.show(document, as_json, human)


@app.command()
def organisations(
    kind: Annotated[str, typer.Option(help=f"Only of one kind: {', '.join(Organisation.Kind.values)}.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the organisations of the registry."""
    if kind and kind not in Organisation.Kind.values:
        raise errors.OrganisationKindUnknownError(
            f"There is no kind of organisation {kind!r}.{errors.nearest(kind, Organisation.Kind.values)}",
            todo=f"Name one of: {', '.join(Organisation.Kind.values)}.",
        )
    found = [
        {
            "code": row.code,
            "kind": row.kind,
            "name": row.name,
            "host": row.host.code if row.host else None,
            "industry": row.industry,
            "licence": row.licence,
            "since": row.since,
            "until": row.until,
        }
        for row in queries.organisations(kind or None)
    ]
    terminal.show(found, as_json, lambda: _print(found, ("code", "kind", "name", "host", "licence")))


@app.command()
def people(
    code: Annotated[str, typer.Argument(help="Code of the organisation.")],
    at: OnDate = "",
    as_json: AsJson = False,
) -> None:
    """Tell who answers by name for an organisation."""
    queries.organisation(code)
    columns = ("name", "position", "answerable_for", "email", "since", "until")
    found = list(queries.people_of(code, _day(at)).values(*columns))
    terminal.show(found, as_json, lambda: _print(found, columns))


@app.command()
def measures(
    at: Annotated[
        str, typer.Option("--at", metavar="WHEN", help=f"Day or moment; now if left out. {terminal.WHEN}")
    ] = "",
    target: Annotated[
        str, typer.Option(help="Only against this number, prefix, line or organisation; past ones too.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the measures in force; with --target, all there ever were against it."""
    moment = _moment(at)
    rows = queries.measures_against(_targets(target)) if target else queries.measures_in_force(moment)
    found = [
        {
            "reference": row.reference,
            "kind": row.kind,
            "target_kind": row.target_kind,
            "target": row.target,
            "holder": row.holder.code if row.holder else None,
            "state": queries.state_of(row, moment),
            "since": row.since,
            "until": row.until,
            "review_on": row.review_on,
            "automatic": row.automatic,
            "rule": row.basis.get("rule"),
            "version": row.basis.get("version"),
            "case": row.case_reference,
        }
        for row in rows
    ]
    shown = ("reference", "kind", "target", "holder", "state", "since", "until", "rule", "case")
    terminal.show(found, as_json, lambda: _print(found, shown))


def _targets(written: str) -> list[str]:
    """What a person may mean: the target as written, and as a number."""
    try:
        return [written, _plan().parse(written)]
    except NotANumberError:
        return [written]


@app.command()
def refuse(
    number: Annotated[str, typer.Argument(help="The citizen's own telephone number.")],
    calls: Annotated[bool, typer.Option(help="Refuse calls.")] = True,
    messages: Annotated[bool, typer.Option(help="Refuse messages.")] = False,
    as_json: AsJson = False,
) -> None:
    """Note what a citizen's number refuses from today on; with --no-calls, it refuses none any more."""
    plan, at = _plan(), clock.now()
    canonical = plan.parse(number)
    services.record_preference(canonical, refuses_calls=calls, refuses_messages=messages, at=at)
    document = {
        "number": plan.mask(canonical),
        "refuses_calls": calls,
        "refuses_messages": messages,
        "since": timezone.localdate(at),
    }
    terminal.show(document, as_json, lambda: terminal.out.print(terminal.pairs("", document)))


def _print(rows: list[dict[str, Any]], columns: Iterable[str]) -> None:
    names = tuple(columns)
    cells = [[row[name] for name in names] for row in rows]
    terminal.out.print(terminal.table("", [name.replace("_", " ") for name in names], cells))


# --- sosiego import registry ---


@dataclass(frozen=True)
class _Imported:
    """What became of one file."""

    file: Path
    table: str
    totals: ImportTotals
    set_aside_in: Path | None


def import_registry(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files named after a table (ranges.csv), or folders of them.", metavar="PATH…"),
    ],
    table: Annotated[
        str, typer.Option(help="Table of the registry, if the files are not named after it.")
    ] = "",
    mapping_name: Annotated[
        str,
        typer.Option(
            "--mapping",
            metavar="NAME",
            help=f"How foreign columns become ours: {', '.join(mapping.shipped())}, or a YAML file.",
        ),
    ] = "",
    create_holders: Annotated[
        bool,
        typer.Option(
            "--create-holders", help="Make the organisations that the rows name and the registry lacks."
        ),
    ] = False,
    since: Annotated[
        str,
        typer.Option(
            metavar="DATE", help="With --mapping: the day from which the rows hold, if they do not say."
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Import organisations, numbers and the like from CSV or Parquet files.

    The tables, in the order in which they are read: organisations, people, lines, ranges, numbers,
    sender_names, contracts, statistics, filings, preferences. Good rows land; each bad row is set aside with
    its line and reason, in a file that is named at the end. Importing a file again adds nothing.
    """
    columns = mapping.load(mapping_name) if mapping_name else None
    if columns and since:
        columns = columns.since(_day(since).isoformat())
    plan = _plan()
    done = []
    for name, file in _files(paths, table or (columns.table if columns else "")):
        with terminal.progress(f"Importing {file.name}", reading.rows_in(file)) as progress:
            totals = services.import_table(
                name,
                file,
                plan=plan,
                at=clock.now(),
                mapping=columns,
                create_holders=create_holders,
                progress=progress,
            )
        done.append(_Imported(file, name, totals, set_aside.file_for(file) if totals.set_aside else None))
    terminal.show(_document(done), as_json, lambda: _print_imported(done))


def _files(paths: list[Path], table: str) -> list[tuple[str, Path]]:
    """The files with their tables, in the order in which tables depend on each other."""
    if table:
        tables.table(table)
        return [(table, path) for path in paths]
    order = tables.names_of(tables.TABLES)
    found: list[tuple[str, Path]] = []
    for path in paths:
        if path.is_dir():
            inside = [file for file in sorted(path.iterdir()) if file.suffix.lower() in reading.KINDS]
            here = [(file.stem, file) for file in inside if file.stem in order]
            if not here:
                raise NothingToImportError(
                    "The folder holds no file of the registry.",
                    where=str(path),
                    todo=f"Name the files after their tables: {', '.join(order)} (.csv or .parquet).",
                )
            found += here
        else:
            found.append((tables.table(path.stem).name, path))
    return sorted(found, key=lambda each: order.index(each[0]))


def _document(done: list[_Imported]) -> dict[str, Any]:
    totals = {
        name: sum(getattr(each.totals, name) for each in done)
        for name in ("read", "added", "repeated", "set_aside")
    }
    return totals | {
        "files": [
            {"file": each.file, "table": each.table, "set_aside_in": each.set_aside_in} | asdict(each.totals)
            for each in done
        ]
    }


def _print_imported(done: list[_Imported]) -> None:
    rows = [
        (each.table, each.totals.read, each.totals.added, each.totals.repeated, each.totals.set_aside)
        for each in done
    ]
    terminal.out.print(terminal.table("", ("table", "read", "added", "repeated", "set aside"), rows))
    for each in done:
        for problem in each.totals.problems[:PROBLEMS_PRINTED]:
            place = f"{each.file.name}, line {problem.line}"
            column = f", {problem.column}" if problem.column else ""
            terminal.out.print(f"{place}{column}: {problem.reason}", markup=False, highlight=False)
        if each.set_aside_in:
            count = each.totals.set_aside
            were = (
                f"{count} rows of {each.file.name} were" if count != 1 else f"1 row of {each.file.name} was"
            )
            terminal.out.print(
                f"{were} set aside in {each.set_aside_in}",
                markup=False,
                highlight=False,
            )
