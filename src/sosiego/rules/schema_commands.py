"""`sosiego rules schema`: what editors need to complete, explain and check the files of a rule-book."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sosiego.rules import loader, schemas
from sosiego.rules.schemas.files import FILES
from sosiego.terminal import AsJson, out, show, table


def schema(
    to: Annotated[
        Path | None,
        typer.Option("--out", help="Folder to write them into: PATH/schema of the rule-book at PATH."),
    ] = None,
    of: Annotated[
        str,
        typer.Option(
            "--of",
            help="Id or path of a rule-book: offer what it calls by name (documents, deadlines, ladders …) "
            "and ask for every text in its languages.",
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Write the JSON Schemas of the files of a rule-book, or list them.

    Editors with a YAML language server find them by the first line of each file.
    """
    names = schemas.names_of(loader.load(of)) if of else None
    if to is not None:
        paths = schemas.write(to, names)
        show(
            {"folder": to, "schemas": [path.name for path in paths]},
            as_json,
            lambda: out.print(f"Wrote {len(paths)} schemas into {to}.", markup=False, highlight=False),
        )
        return
    found = {name: schemas.schema(name, names) for name in FILES}
    lines = [(schemas.files_of(name), f"{name}.json", schemas.modeline(name)) for name in found]
    show(
        found,
        as_json,
        lambda: out.print(table("Schemas of a rule-book's files", ("file", "schema", "first line"), lines)),
    )
