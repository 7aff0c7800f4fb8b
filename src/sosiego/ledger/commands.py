"""`sosiego ledger`: reading, proving and verifying the log of all acts."""

from __future__ import annotations

from typing import Annotated

import typer

from sosiego import keys, terminal
from sosiego.files import canonical_json
from sosiego.ledger import checkpoint as checkpoints
from sosiego.ledger import queries
from sosiego.terminal import AsJson

app = typer.Typer(
    no_args_is_help=True, help="The append-only log of every act: read it, prove it, verify it."
)

Index = Annotated[int, typer.Argument(help="Index of the entry; the first is 0.")]


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Recompute the whole ledger and compare. Ends with 1 if anything was changed, added or cut off."""
    with terminal.err.status("Recomputing the ledger…"):
        found = queries.verify()
    document = {
        "entries": found.entries,
        "ok": found.ok,
        "root": found.root,
        "problems": [problem._asdict() for problem in found.problems],
    }

    def human() -> None:
        if found.ok:
            terminal.out.print(f"{found.entries} entries, all as they were entered. Root {found.root}")
            return
        rows = [tuple(problem) for problem in found.problems]
        terminal.out.print(terminal.table("The ledger does not hold", ("entry", "what"), rows))

    terminal.show(document, as_json, human)
    if not found.ok:
        raise typer.Exit(1)


@app.command()
def show(index: Index, as_json: AsJson = False) -> None:
    """Show one entry."""
    told = queries.told(queries.entry(index))

    def human() -> None:
        values = {"index": told.index, "at": told.at, "kind": told.kind, "actor": told.actor}
        terminal.out.print(terminal.pairs("", values | {"leaf hash": told.leaf_hash}))
        for name, value in told.body.items():
            said = value if isinstance(value, str) else canonical_json(value).decode()
            terminal.out.print(f"  {name}: {said}", markup=False, highlight=False)

    terminal.show(told, as_json, human)


@app.command("list")
def list_(
    kind: Annotated[str, typer.Option(help='Only entries of this kind, e.g. "measure".')] = "",
    last: Annotated[int, typer.Option(min=1, help="How many, counted from the last.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the last entries, oldest first."""
    found = [queries.told(entry) for entry in reversed(queries.entries(kind).reverse()[:last])]

    def human() -> None:
        rows = [(told.index, told.at, told.kind, told.actor) for told in found]
        terminal.out.print(terminal.table("", ("entry", "at", "kind", "actor"), rows))

    terminal.show(found, as_json, human)


@app.command()
def proof(index: Index, as_json: AsJson = False) -> None:
    """Prove that an entry stands in the ledger (inclusion proof of RFC 9162)."""
    found = queries.proof(index)

    def human() -> None:
        terminal.out.print(f"entry {found.index} of {found.size}\nleaf {found.leaf_hash}\nroot {found.root}")
        for step in found.path:
            terminal.out.print(f"     {step}", highlight=False)

    terminal.show(found, as_json, human)


@app.command()
def checkpoint(
    save: Annotated[
        bool, typer.Option("--save", help="Keep it in the home: `verify` then finds what is cut off.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Sign the ledger's size and root (C2SP checkpoint). It is proof where others keep a copy."""
    now = checkpoints.current()
    note = checkpoints.signed(now)
    file = checkpoints.save(now) if save else None
    verifier = checkpoints.verifier_key(now.origin, keys.signing_key().public_key())
    document = {
        "origin": now.origin,
        "size": now.size,
        "root": now.root.hex(),
        "note": note,
        "verifier_key": verifier,
        "file": file,
    }

    def human() -> None:
        # The note itself, byte for byte, on standard output: it can be sent on as it is.
        typer.echo(note, nl=False)
        terminal.err.print(f"verifier key: {verifier}", highlight=False)
        if file:
            terminal.err.print(f"kept as {file}", highlight=False)

    terminal.show(document, as_json, human)
