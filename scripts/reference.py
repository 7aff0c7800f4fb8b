"""Write docs/reference/ from the code: commands, facts, counts, rule-book. `--check` only compares."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Set before Sosiego is imported: the reference must not touch anybody's home.
os.environ["SOSIEGO_HOME"] = tempfile.mkdtemp(prefix="sosiego-reference-")

import typer
from typer.cli import get_docs_for_click

from sosiego import cli

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
MARK = "<!-- Written by `make docs` from the code; do not edit. -->\n\n"


def commands() -> str:
    """Every command with its arguments and options."""
    command = typer.main.get_command(cli.build())
    text = get_docs_for_click(obj=command, ctx=typer.Context(command), name="sosiego")
    # Defaults that depend on the machine would make the page differ from one to the next.
    return text.replace(os.environ["SOSIEGO_HOME"], "SOSIEGO_HOME").rstrip() + "\n"


def facts() -> str:
    """The vocabulary that conditions may speak of."""
    from sosiego.rules import vocabulary

    lines = [
        "# Facts\n",
        "What conditions of a rule-book may speak of. A fact that is not known is unknown, never false.",
    ]
    for title, known in (
        ("Of a caller", vocabulary.caller_facts()),
        ("Of an organisation", vocabulary.organisation_facts()),
    ):
        lines += [f"\n## {title}\n", "| Fact | Type | Unit | From | Meaning |", "|---|---|---|---|---|"]
        lines += [
            f"| `{name}` | {fact.type} | {fact.unit} | {fact.source} | {fact.meaning} |"
            for name, fact in known.items()
        ]
    return "\n".join(lines) + "\n"


def counts() -> str:
    """The counts that indicators may divide."""
    from sosiego.oversight.counts import COUNTS

    lines = [
        "# Counts\n",
        "What the numerator and denominator of an indicator may name.\n",
        "| Count | Meaning |",
        "|---|---|",
    ]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in COUNTS.items()]
    return "\n".join(lines) + "\n"


def pages() -> Iterator[tuple[str, str]]:
    """File name and content of each generated page."""
    yield "commands.md", commands()
    yield "facts.md", facts()
    yield "counts.md", counts()


def main() -> int:
    """Write the pages, or with --check tell which are old."""
    old = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in pages():
        target = FOLDER / name
        if not target.exists() or target.read_text() != MARK + content:
            old.append(name)
            if "--check" not in sys.argv:
                target.write_text(MARK + content)
    if "--check" in sys.argv and old:
        print(f"Not up to date: {', '.join(old)}. Run: make docs")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
