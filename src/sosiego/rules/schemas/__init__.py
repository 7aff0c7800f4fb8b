"""JSON Schemas of the files of a rule-book (draft 2020-12): with them editors complete, explain and check.

One schema for each kind of file, complete in itself. They say what each file may hold; what files must be to
each other (a name that stands elsewhere, dates in order, weights that make one) only the check can say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sosiego.rules.book import RuleBook
from sosiego.rules.schemas.files import FILES, definitions
from sosiego.rules.schemas.parts import Names, Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# The folder of a rule-book in which editors look for the schemas: the files of the template name it.
FOLDER = "schema"
_FOLDERS = {"criterion": "criteria/*.yaml", "test": "tests/*.yaml"}
# Files that a draft may take away with `removed: true`.
_MAY_BE_REMOVED = (
    "criterion",
    "test",
    "capabilities",
    "penalties",
    "duties",
    "reporting",
    "preferences",
    "senders",
)


def names_of(book: RuleBook) -> Names:
    """What a rule-book calls by name."""

    def ids(rules: Iterable[object]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(getattr(rule, "id", "")) for rule in rules))

    return Names(
        languages=book.languages,
        ids={
            "document": tuple(book.documents),
            "industry": tuple(book.industries),
            "category": tuple(book.categories),
            "number class": ids(book.numbering.classes),
            "deadline": ids(book.all_deadlines),
            "step": ids(book.all_steps),
            "ladder": ids(book.all_ladders),
            "notice": ids(book.all_notices),
        },
    )


def schema(name: str, names: Names | None = None) -> Schema:
    """The schema of one kind of file, for any rule-book or for one whose names are given."""
    names = names or Names()
    body = FILES[name](names)
    if name in _MAY_BE_REMOVED:
        body["properties"]["removed"] = {
            "const": True,
            "description": "Of a draft, and alone: takes the file of this name away.",
        }
        needed = {"required": body.pop("required", [])}
        body |= {"if": {"required": ["removed"]}, "then": {"maxProperties": 1}, "else": needed}
    return {
        "$schema": DIALECT,
        "$id": f"urn:sosiego:rule-book:{name}",
        "title": f"{files_of(name)} of a rule-book of Sosiego",
        **body,
        "$defs": definitions(names),
    }


def text(name: str, names: Names | None = None) -> str:
    """The schema as its file has it."""
    return json.dumps(schema(name, names), ensure_ascii=False, indent=1) + "\n"


def write(folder: Path, names: Names | None = None) -> list[Path]:
    """Write every schema into a folder, over what stands there."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in FILES:
        path = folder / f"{name}.json"
        path.write_text(text(name, names), encoding="utf-8")
        paths.append(path)
    return paths


def files_of(name: str) -> str:
    """Which files of a rule-book it is for."""
    return _FOLDERS.get(name, f"{name}.yaml")


def modeline(name: str) -> str:
    """The first line of such a file, by which editors find the schema in the folder of the rule-book."""
    up = "../" if "/" in files_of(name) else ""
    return f"# yaml-language-server: $schema={up}{FOLDER}/{name}.json"


def name_for(file: str) -> str:
    """The schema of a file by its path within the rule-book: "criteria/x.yaml" -> "criterion"."""
    folder, _, stem = file.removesuffix(".yaml").rpartition("/")
    return {"criteria": "criterion", "tests": "test"}.get(folder, stem)
