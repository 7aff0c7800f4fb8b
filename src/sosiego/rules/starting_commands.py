"""`sosiego rules new`: a rule-book for a country that has none."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from sosiego import clock
from sosiego.rules import placeholders, starting
from sosiego.rules.errors import MARK
from sosiego.terminal import AsJson, out, show

GUIDE = "docs/how-to/write-a-rule-book.md"


def new(
    path: Annotated[Path, typer.Argument(help="Folder to make. What is there is never overwritten.")],
    id: Annotated[str, typer.Option("--id", help="Short name of the rule-book, such as fr.")],
    name: Annotated[str, typer.Option("--name", help="What people call it, in the first language.")],
    country_code: Annotated[str, typer.Option("--country-code", help="Telephone country code, such as 33.")],
    time_zone: Annotated[str, typer.Option("--time-zone", help="IANA time zone, such as Europe/Paris.")],
    currency: Annotated[str, typer.Option("--currency", help="ISO 4217 code of the fines, such as EUR.")],
    languages: Annotated[
        str, typer.Option("--languages", help="Languages of every text, with commas: fr,en.")
    ] = "en",
    holidays: Annotated[
        str,
        typer.Option(
            "--holidays",
            help="ISO 3166 code of a country (FR) or part (ES-MD): write its public holidays of last year, "
            "this one and the next, as assumed. Needs the package holidays.",
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Start the rule-book of a country from the template, and say what to do next.

    What nobody has decided yet bears the mark FILL-IN; `sosiego rules check` counts it.
    """
    spoken = tuple(language.strip() for language in languages.split(",") if language.strip())
    head = starting.Head(id, name, country_code, time_zone, currency, spoken)
    year = clock.now().year
    files = starting.start(path, head, holidays=holidays, years=(year - 1, year, year + 1))
    left = len(placeholders.left_in(path))
    folder = shlex.quote(str(path))
    steps = [
        f"Write the sources of the law into {path / 'documents.yaml'}, then the other files as {GUIDE} goes.",
        f"sosiego rules check {folder}   after each file: what is wrong, and what is still to be filled in",
        f"sosiego rules test {folder} --mutate   when a rule stands: do its tests notice a slip?",
    ]
    result = {"rulebook": id, "folder": path, "files": len(files), "placeholders": left, "next": steps}

    def human() -> None:
        out.print(f"Made {id}: {len(files)} files in {path}; {left} places bear the mark {MARK}.")
        for number, step in enumerate(steps, start=1):
            out.print(f"{number}. {step}", markup=False, highlight=False)

    show(result, as_json, human)
