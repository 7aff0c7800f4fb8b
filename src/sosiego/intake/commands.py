"""`sosiego import`: reports, traffic, the mappings of columns, and what became of each file."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from sosiego import clock, terminal
from sosiego.intake import mappings, queries, services, traffic_rows
from sosiego.intake.models import ImportedFile
from sosiego.registry.totals import ImportTotals
from sosiego.terminal import AsJson

import_app = typer.Typer(
    no_args_is_help=True,
    help="Take in files: each row lands, is repeated, or is set aside with its line and reason.",
)
mapping_app = typer.Typer(no_args_is_help=True, help="Say how the columns of your own CSV become a report.")
import_app.add_typer(mapping_app, name="mapping")

# Enough to see what is wrong; the rest is shown by `sosiego import set-aside`.
PROBLEMS_PRINTED = 10

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", exists=True, dir_okay=False, help="One or more files.")
]
TotalsOf = Callable[[Path, Callable[[int], None]], ImportTotals]


@import_app.command("reports")
def import_reports(
    files: Files,
    format: Annotated[
        str,
        typer.Option(help="Built-in format: sosiego or ftc-dnc. Left out, the header decides."),
    ] = "",
    mapping: Annotated[str, typer.Option(help="Name of a saved mapping, for a CSV of your own.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take in reports from CSV. A row known from before is counted as repeated, so a file may be sent twice.

    A file is taken whole or not at all: if the command is killed, run it again.
    """

    def take(path: Path, step: Callable[[int], None]) -> ImportTotals:
        return services.import_reports(
            path, format=format or None, mapping=mapping or None, at=clock.now(), progress=step
        )

    _take_all("Reports", files, take, as_json)


@import_app.command("traffic")
def import_traffic(
    files: Files,
    operator: Annotated[
        str,
        typer.Option(
            help="Code of the operator that recorded it; not needed if the file has a column operator."
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Take traffic records from CSV or Parquet into the archive.

    Needed columns: record_id, caller, called, start, duration_s, answered, medium.

    Taken if they are there: operator, cause, direction, in_trunk, out_trunk, from_operator, to_operator,
    attestation, messages, text_fingerprint. Times without an offset are UTC; the duration of an unanswered
    call is how long it rang.
    """

    def take(path: Path, step: Callable[[int], None]) -> ImportTotals:
        return services.import_traffic(path, operator=operator or None, at=clock.now(), progress=step)

    _take_all("Traffic", files, take, as_json)


def _take_all(title: str, files: Sequence[Path], take: TotalsOf, as_json: bool) -> None:
    """Import one file after the other; show the totals of each, and of all."""
    done: list[dict[str, Any]] = []
    for path in files:
        with terminal.progress(path.name, _rows_of(path)) as step:
            totals = take(path, step)
        done.append(_document(path, totals))
    document = done[0] if len(done) == 1 else {"files": done} | _sums(done)

    def human() -> None:
        columns = ("File", "Read", "Added", "Repeated", "Set aside")
        keys = ("file", "read", "added", "repeated", "set_aside")
        rows = [tuple(one[key] for key in keys) for one in done]
        if len(done) > 1:
            rows.append(("All", *_sums(done).values()))
        terminal.out.print(terminal.table(title, columns, rows))
        for one in done:
            _print_problems(one)

    terminal.show(document, as_json, human)


def _rows_of(path: Path) -> int | None:
    """About how many rows a CSV has, for the progress bar; None for Parquet, which is read at once."""
    if traffic_rows.is_parquet(path):
        return None
    with path.open("rb") as content:
        return sum(piece.count(b"\n") for piece in iter(lambda: content.read(1 << 20), b""))


def _document(path: Path, totals: ImportTotals) -> dict[str, Any]:
    return {
        "file": path.name,
        "read": totals.read,
        "added": totals.added,
        "repeated": totals.repeated,
        "set_aside": totals.set_aside,
        "problems": [vars(problem) for problem in totals.problems],
    }


def _sums(done: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {key: sum(one[key] for one in done) for key in ("read", "added", "repeated", "set_aside")}


def _print_problems(document: dict[str, Any]) -> None:
    problems = document["problems"][:PROBLEMS_PRINTED]
    if not problems:
        return
    rows = [(problem["line"], problem["column"], problem["reason"]) for problem in problems]
    terminal.out.print()
    terminal.out.print(terminal.table(f"Set aside in {document['file']}", ("Line", "Column", "Reason"), rows))
    if document["set_aside"] > len(problems):
        terminal.err.print(
            f"… and {document['set_aside'] - len(problems)} more: see `sosiego import files` "
            "and `sosiego import set-aside`."
        )


@import_app.command("files")
def list_files(
    kind: Annotated[str, typer.Option(help="Only one kind: reports or traffic.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="The latest so many.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the files that were read, the latest first, each with its totals."""
    found = [_file(one) for one in queries.imported_files(kind or None)[:limit]]

    def human() -> None:
        columns = ("Id", "Kind", "File", "Format", "At", "Read", "Added", "Repeated", "Set aside")
        keys = ("id", "kind", "name", "format", "at", "read", "added", "repeated", "set_aside")
        rows = [tuple(one[key] for key in keys) for one in found]
        terminal.out.print(terminal.table("Imported files", columns, rows))

    terminal.show(found, as_json, human)


def _file(one: ImportedFile) -> dict[str, Any]:
    return {
        "id": one.pk,
        "kind": one.kind,
        "name": one.name,
        "format": one.format,
        "sha256": one.sha256,
        "at": one.at,
        "read": one.read,
        "added": one.added,
        "repeated": one.repeated,
        "set_aside": one.set_aside,
    }


@import_app.command("set-aside")
def list_set_aside(
    file_id: Annotated[
        int, typer.Argument(metavar="FILE_ID", help="Number of the file, from `import files`.")
    ],
    reveal: Annotated[
        bool,
        typer.Option("--reveal", help="Unseal the rows. They may hold people's numbers; the look is logged."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the rows of a file that were set aside, each with its line, column and reason."""
    file = queries.imported_file(file_id)
    found: list[dict[str, Any]] = []
    if reveal:
        actor = f"command:{getpass.getuser()}"
        for row, raw in services.reveal_set_aside(file, actor=actor, at=clock.now()):
            text = raw.decode("utf-8", "backslashreplace").rstrip("\r\n")
            found.append({"line": row.line, "column": row.column, "reason": row.reason, "raw": text})
    else:
        found.extend(queries.rows_set_aside(file).values("line", "column", "reason"))

    def human() -> None:
        columns = ("Line", "Column", "Reason", *(("Row",) if reveal else ()))
        rows = [tuple(one.values()) for one in found]
        terminal.out.print(terminal.table(f"Set aside in {file.name}", columns, rows))

    terminal.show(found, as_json, human)


@mapping_app.command("save")
def save_mapping(
    name: Annotated[str, typer.Argument(help="Letters, digits, hyphens and underscores.")],
    file: Annotated[
        Path,
        typer.Option(
            "--file",
            exists=True,
            dir_okay=False,
            help="YAML: columns, constants, time_zone, date_formats, values.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Save a mapping, in the place of an older one of its name, for `import reports --mapping NAME`."""
    saved = services.save_mapping(name, mappings.read_file(file))
    document = {"name": saved.name, "definition": saved.definition}
    terminal.show(document, as_json, lambda: terminal.out.print(f"Saved the mapping {saved.name}."))


@mapping_app.command("list")
def list_mappings(as_json: AsJson = False) -> None:
    """List the saved mappings."""
    found = list(queries.mappings())
    documents = [{"name": one.name, "definition": one.definition} for one in found]

    def human() -> None:
        rows = [(one.name, ", ".join(one.definition["columns"])) for one in found]
        terminal.out.print(terminal.table("Mappings", ("Name", "Fields with a column"), rows))

    terminal.show(documents, as_json, human)


@mapping_app.command("show")
def show_mapping(
    name: Annotated[str, typer.Argument(help="Name of a saved mapping.")], as_json: AsJson = False
) -> None:
    """Show what a saved mapping says."""
    document = {"name": name, "definition": mappings.definition(name)}
    terminal.show(document, as_json, lambda: terminal.out.print(mappings.as_yaml(document["definition"])))
