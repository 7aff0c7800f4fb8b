"""`sosiego rules`: check, test, read and explain rule-books."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from sosiego import clock
from sosiego.errors import SosiegoError, WrongUsageError
from sosiego.rules import lawyer_tests, loader, report_of_tests
from sosiego.rules.book import RuleBook
from sosiego.rules.conditions import Condition
from sosiego.rules.source import read_section
from sosiego.terminal import AsJson, err, out, pairs, show, table

app = typer.Typer(no_args_is_help=True, help="Check, test, read and explain rule-books.")

BOOK = Annotated[str, typer.Argument(help="Id of a shipped rule-book, or path of its folder.")]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the rule-books that come with Sosiego."""
    rows = []
    for id in loader.shipped():
        book = loader.load(id)
        name = book.name.get("en") or next(iter(book.name.values()))
        rows.append({"id": book.id, "name": name, "languages": book.languages, "digest": book.digest})
    lines = [(row["id"], row["name"], row["digest"][:12]) for row in rows]
    show(rows, as_json, lambda: out.print(table("", ("id", "name", "digest"), lines)))


@app.command()
def check(
    books: Annotated[list[str], typer.Argument(help="Ids of shipped rule-books, or paths of folders.")],
    as_json: AsJson = False,
) -> None:
    """Check rule-books and show everything that is wrong. Ends with 1 if anything is."""
    for name in books:
        loader.folder_of(name)  # an unknown name is wrong usage, not a bad rule-book
    rows = []
    problems: dict[str, list[SosiegoError]] = {}
    for name in books:
        book, problems[name] = loader.check(name)
        rows.append(
            {"rulebook": name, "ok": not problems[name], **_counts(book), "problems": _said(problems[name])}
        )

    def human() -> None:
        for row in rows:
            for problem in problems[str(row["rulebook"])]:
                out.print(str(problem), markup=False, highlight=False)
            counted = ", ".join(
                f"{row[key]} {key}" for key in ("criteria", "deadlines", "gates") if key in row
            )
            said = "all holds" if row["ok"] else f"{len(problems[str(row['rulebook'])])} problems"
            out.print(f"{row['rulebook']}: {said}" + (f" ({counted})" if counted and row["ok"] else ""))

    show(rows, as_json, human)
    if not all(row["ok"] for row in rows):
        raise typer.Exit(1)


def _counts(book: RuleBook | None) -> dict[str, int]:
    if book is None:
        return {}
    return {
        "criteria": len(book.all_criteria),
        "deadlines": len(book.all_deadlines),
        "indicators": len(book.all_indicators),
        "violations": len(book.all_violations),
        "gates": len(book.all_gates),
    }


def _said(problems: Sequence[SosiegoError]) -> list[dict[str, str]]:
    return [
        {"kind": type(problem).__name__, "what": problem.what, "where": problem.where, "todo": problem.todo}
        for problem in problems
    ]


@app.command()
def test(
    rulebook: BOOK,
    mutate: Annotated[
        bool,
        typer.Option(
            "--mutate",
            help="Also move each number of the law by one step, and say which change no test notices. "
            "Windows and publications are left out: no test can ask them.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run the tests beside the law. Ends with 1 if one fails, a rule lacks one, or a change is unnoticed."""
    report = report_of_tests.made(loader.load(rulebook), mutate=mutate)
    show(report_of_tests.plain(report), as_json, lambda: report_of_tests.print_(report))
    if not report.is_sound:
        raise typer.Exit(1)


@app.command("show")
def show_(
    rulebook: Annotated[str, typer.Argument(help="Id or path, and perhaps a date: cn@2026-11-01.")],
    rule: Annotated[str, typer.Argument(help="Id of one rule; without it, all are listed.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show the law as it stands on a date (today's, if none is named)."""
    name, _, day = rulebook.partition("@")
    book, on = loader.load(name), _day(day)
    in_force = _in_force(book, on)
    if not rule:
        rows = [{"kind": kind, "id": one.id, "version": one.version} for kind, one in in_force]
        lines = [(row["kind"], row["id"], row["version"]) for row in rows]
        title = f"{book.id} on {on}"
        show(rows, as_json, lambda: out.print(table(title, ("kind", "id", "since"), lines)))
        return
    found = [(kind, one) for kind, one in in_force if one.id == rule]
    if not found:
        known = ", ".join(one.id for _, one in in_force)
        raise WrongUsageError(
            f"no rule {rule} of {book.id} is in force on {on}", todo=f"name one of: {known}"
        )
    text = {"kind": found[0][0], **_plain(found[0][1])}
    show(text, as_json, lambda: out.print(pairs(f"{rule} ({book.id} on {on})", _flat(text))))


def _day(text: str) -> date:
    if not text:
        return clock.now().date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUsageError(f"{text} is no date: {error}", todo="write the date as YYYY-MM-DD") from None


def _in_force(book: RuleBook, on: date) -> list[tuple[str, Any]]:
    ladders = dict.fromkeys(ladder.id for ladder in book.all_ladders if ladder.version <= on)
    deadlines = dict.fromkeys(deadline.id for deadline in book.all_deadlines if deadline.version <= on)
    publications = dict.fromkeys(one.id for one in book.all_publications if one.version <= on)
    return [
        *(("criterion", one) for one in book.criteria(on)),
        *(("deadline", book.deadline(id, on)) for id in deadlines),
        *(("indicator", one) for one in book.indicators(on)),
        *(("violation", one) for one in book.violations(on)),
        *(("ladder", book.ladder(id, on)) for id in ladders),
        *(("gate", one) for one in book.gates(on)),
        *(("publication", book.publication(id, on)) for id in publications),
    ]


def _plain(value: Any) -> Any:
    """A rule as plain values; a condition is its text."""
    if isinstance(value, Condition):
        return value.sql
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _flat(values: dict[str, Any], before: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            found.update(_flat(value, f"{before}{key}."))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for place, one in enumerate(value, start=1):
                found.update(_flat(one, f"{before}{key} {place}."))
        else:
            found[f"{before}{key}"] = ", ".join(map(str, value)) if isinstance(value, list) else value
    return found


@app.command()
def explain(
    rulebook: BOOK,
    rule: Annotated[str, typer.Argument(help="Id of a criterion, violation, gate or call rule.")],
    facts: Annotated[Path, typer.Option("--facts", help="YAML file of facts by name; null: not known.")],
    on: Annotated[str, typer.Option("--on", help="Date on which the rule is asked; default: today.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say whether a rule holds for these facts, clause by clause."""
    book = loader.load(rulebook)
    if not facts.is_file():
        raise WrongUsageError(f"there is no file {facts}", todo="name a YAML file of facts")
    condition = lawyer_tests.condition_of(book, rule, _day(on))
    given = lawyer_tests.read_facts(
        read_section(facts.resolve(), facts.resolve().parent), lawyer_tests.facts_of(book, rule, _day(on))
    )
    explanation = condition.explain(given)
    result = {"rule": rule, "truth": explanation.truth, "clauses": [asdict(c) for c in explanation.clauses]}

    def human() -> None:
        out.print(f"{rule}: {report_of_tests.MARK[explanation.truth]}")
        report_of_tests.print_clauses(explanation)
        missing = sorted(condition.facts - given.keys())
        if missing:
            err.print(f"not given, so unknown: {shlex.join(missing)}")

    show(result, as_json, human)
