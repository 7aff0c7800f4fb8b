"""`sosiego rules`: check, test, read and explain rule-books."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from sosiego import clock, terminal
from sosiego.errors import SosiegoError, WrongUsageError
from sosiego.rules import (
    lawyer_tests,
    loader,
    placeholders,
    report_of_tests,
    schema_commands,
    showing,
    starting_commands,
)
from sosiego.rules.book import RuleBook
from sosiego.rules.errors import RuleWithoutConditionError
from sosiego.rules.place import Place
from sosiego.rules.source import read_section
from sosiego.terminal import AsJson, err, out, show, table

app = typer.Typer(no_args_is_help=True, help="Check, test, read and explain rule-books.")

# Kinds of rules, as `showing` calls them, that are conditions over facts.
_WITH_CONDITION = {"criterion", "violation", "gate", "call rule"}

app.command()(starting_commands.new)
app.command()(schema_commands.schema)

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
    complete: Annotated[
        bool,
        typer.Option("--complete", help="Also refuse each value that is still the template's (FILL-IN)."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check rule-books and show everything that is wrong. Ends with 1 if anything is."""
    for name in books:
        loader.folder_of(name)  # an unknown name is wrong usage, not a bad rule-book
    rows = []
    problems: dict[str, list[SosiegoError]] = {}
    left = {name: placeholders.left_in(name) for name in books}
    for name in books:
        book, found = loader.check(name)
        problems[name] = sorted([*found, *(left[name] if complete else ())], key=_place)
        rows.append(
            {
                "rulebook": name,
                "ok": not problems[name],
                **_counts(book),
                "placeholders": len(left[name]),
                "problems": _said(problems[name]),
            }
        )

    def human() -> None:
        for row in rows:
            _print_problems(problems[str(row["rulebook"])])
            counted = ", ".join(
                f"{row[key]} {key}" for key in ("criteria", "deadlines", "gates") if key in row
            )
            said = "all holds" if row["ok"] else f"{len(problems[str(row['rulebook'])])} problems"
            out.print(f"{row['rulebook']}: {said}" + (f" ({counted})" if counted and row["ok"] else ""))
            if told := placeholders.by_file(left[str(row["rulebook"])]):
                out.print(f"  to fill in: {told}", highlight=False)

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


def _place(problem: SosiegoError) -> tuple[str, int, int]:
    """One goes through what is wrong file by file, from above; what has no place comes first."""
    place = getattr(problem, "place", None)
    return (place.file, place.line, place.column) if isinstance(place, Place) else ("", 0, 0)


def _print_problems(problems: Iterable[SosiegoError]) -> None:
    for problem in problems:
        out.print(str(problem), markup=False, highlight=False)


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
    book = loader.load(rulebook)
    if broken := lawyer_tests.problems_of(book):
        show({"problems": _said(broken)}, as_json, lambda: _print_problems(broken))
        raise typer.Exit(1)
    report = report_of_tests.made(book, mutate=mutate)
    show(report_of_tests.plain(report), as_json, lambda: report_of_tests.print_(report))
    if not report.is_sound:
        raise typer.Exit(1)


def day_of(text: str, book: RuleBook) -> date:
    """The day that is named, else today where the law holds."""
    return terminal.day(text) if text else clock.now().astimezone(book.time_zone).date()


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
        raise WrongUsageError(f"There is no file {facts}.", todo="Name a YAML file of facts.")
    day = day_of(on, book)
    kinds = [one.kind for one in showing.named(book, rule, day)]
    if not set(kinds) & _WITH_CONDITION:
        raise RuleWithoutConditionError(book.id, rule, kinds[0])
    condition = lawyer_tests.condition_of(book, rule, day)
    given = lawyer_tests.read_facts(
        read_section(facts.resolve(), facts.resolve().parent), lawyer_tests.facts_of(book, rule, day)
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
