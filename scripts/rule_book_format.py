"""The format of rule-books, by watching its readers at work.

Every key is asked for by a reader, whether a rule-book has it or not: so reading the shipped ones tells
which keys there are, how each is written, and which may be left out. Example and meaning are the template's,
and where it says no meaning, that of the schema by which editors explain the key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from ruamel.yaml.nodes import Node, ScalarNode, SequenceNode

from sosiego.rules import loader, schemas, vocabulary
from sosiego.rules.layers import HEAD
from sosiego.rules.readers.context import Context
from sosiego.rules.source import REQUIRED, Section

# How the value of a key is written, by the question that the reader asks of it.
WRITTEN = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "money": "amount",
    "moneys": "list of amounts",
    "boolean": "true or false",
    "day": "date",
    "days": "list of dates",
    "date_as_known": "date, month or year",
    "clock": '"09:00"',
    "clock_of_end": '"21:00"; "24:00" is midnight',
    "choice": "",
    "translated": "text in each language",
    "translated_or_neutral": "text in each language, or one alike in all",
    "texts": "list of texts",
    "integers": "list of whole numbers",
    "integer_lists": "list of lists of whole numbers",
    "section": "mapping",
    "optional_section": "mapping",
    "sections": "list of mappings",
}
# Lists of words that are the same in every rule-book; other lists name what stands elsewhere in the book.
FIXED = ("medium", "kind of organisation", "state", "class", "outcome")
# What all entries have; told once, above.
COMMON = ("versions", "versions[].from", "versions[].until", "basis")
# Keys that a reader looks for before it asks, to say more kindly that they are missing.
REQUIRED_ALL_THE_SAME = (
    (HEAD, "id"),
    (HEAD, "name"),
    (HEAD, "languages"),
    (HEAD, "currency"),
    (HEAD, "time_zone"),
    ("procedure.yaml", "deadlines[].actor"),
    ("publications.yaml", "publications[].versions[].signatures"),
)
# Mappings whose keys each country names itself, and those in which it chooses.
FREE = ("versions[].commands.", "versions[].outcomes.")
# The order in which one writes them.
ORDER = (
    HEAD,
    "documents.yaml",
    "numbering.yaml",
    "calendar.yaml",
    "taxonomy.yaml",
    "windows.yaml",
    "procedure.yaml",
    "criteria/*.yaml",
    "control.yaml",
    "indicators.yaml",
    "scoring.yaml",
    "ladders.yaml",
    "violations.yaml",
    "gates.yaml",
    "publications.yaml",
)


@dataclass
class Key:
    """One key of one file."""

    path: str
    written: str = ""
    words: tuple[str, ...] = ()
    required: bool = True
    example: str = ""
    meaning: str = ""
    line: int = 0  # where it stands in the template; 0 if it does not


@dataclass
class Format:
    """Keys by file, each file's in the order of the questions."""

    files: dict[str, dict[str, Key]] = field(default_factory=dict)

    def key(self, section: Section, name: str) -> Key:
        file = re.sub(r"^[^/]*/", "", section.file)
        file = "criteria/*.yaml" if file.startswith("criteria/") else file
        path = ".".join(part for part in (getattr(section, "path", ""), name) if part)
        return self.files.setdefault(file, {}).setdefault(path, Key(path))


def watched() -> Format:
    """The format as the readers ask for it in all shipped rule-books."""
    found = Format()
    with _watching(found):
        for id in sorted(loader.shipped(), key=lambda id: id != "template"):
            loader.check(id)
    for file, path in REQUIRED_ALL_THE_SAME:
        found.files[file][path].required = True
    for file, keys in found.files.items():
        for key in keys.values():
            key.meaning = key.meaning or _described(file, key.path)
    return found


def _described(file: str, path: str) -> str:
    """What the schema says of a key; nothing of a name that the rule-book gives itself."""
    whole = found = schemas.schema(schemas.name_for(file))
    for part in path.replace("[]", ".").split("."):
        if not part:
            found = found.get("items", {})
            continue
        found = found.get("properties", {}).get(part, {})
        described = str(found.get("description", ""))
        if "$ref" in found:
            found = whole["$defs"][found["$ref"].rpartition("/")[2]]
    # A condition's facts have a page of their own.
    return described.partition(" A boolean SQL")[0]


def page(table: Callable[[Sequence[str], Iterable[Sequence[object]]], str]) -> str:
    """The format as a page of the reference."""
    found = watched()
    parts = [_HEAD.rstrip() + "\n\n" + _rows(found.files["gates.yaml"], "gates[].versions[].basis.", table)]
    for file in [*ORDER, *sorted(set(found.files) - {*ORDER})]:
        needed = "" if file in ORDER else " (may be absent)"
        parts.append(f"## `{file}`{needed}\n\n" + _rows(found.files[file], "", table))
    return "\n".join(parts)


_HEAD = """# The format of a rule-book

A folder of YAML files, in the order in which one writes them: see
[how to write a rule-book](../how-to/write-a-rule-book.md). What is not needed may be left out; a key that
nobody reads is refused. `a[].b` is the key `b` of each entry of the list `a`. Dates are written YYYY-MM-DD.

Entries have `versions`, one for each wording: `from`, the date from which it holds; perhaps `until`, the
first day on which it holds no more; its values; and `basis`. A newer wording ends the older by itself. An
`id` is text that other files and tests name; it never changes.

## `basis`
"""


def _in_order(keys: Iterable[Key]) -> list[Key]:
    """As they stand in the template; what it leaves out behind what was asked before it."""
    placed, line = [], 0
    for place, key in enumerate(keys):
        line = key.line or line
        placed.append((line, not key.line, place, key))
    return [key for *_, key in sorted(placed, key=lambda one: one[:3])]


def _rows(keys: Mapping[str, Key], within: str, table: Callable[..., str]) -> str:
    shown = [
        key
        for path, key in keys.items()
        if path.startswith(within)
        and (within or ("basis." not in path and not path.endswith((*COMMON, ".basis"))))
    ]
    return table(
        ("Key", "Written as", "Needed", "In the template", "Meaning"),
        [
            (
                f"`{key.path.removeprefix(within)}`",
                _written(key),
                "yes" if key.required and not key.path.startswith(FREE) else "",
                f"`{key.example}`" if key.example and "\n" not in key.example else "",
                key.meaning,
            )
            for key in _in_order(shown)
        ],
    )


def _written(key: Key) -> str:
    if key.path.startswith(FREE) and not key.words:
        return WRITTEN["text"]
    words = ", ".join(f"`{word}`" for word in key.words if word)
    if key.written.startswith("list of: "):
        return f"list of {words}" if words else f"list of names: {key.written.removeprefix('list of: ')}"
    if not key.written:
        return f"one of {words}"
    return re.sub(
        r"facts of an? (\w+)$",
        lambda found: f"[facts of {FACTS[found[1]][0]}]({FACTS[found[1]][1]})",
        key.written,
    )


@contextmanager
def _watching(found: Format) -> Iterator[None]:
    inside = [0]

    def watch(name: str, asked: Callable[..., Any]) -> Callable[..., Any]:
        def ask(self: Section, key: str, *more: Any, **named: Any) -> Any:
            if not inside[0]:
                _note(found.key(self, key), name, more, named)
            inside[0] += 1
            try:
                answer = asked(self, key, *more, **named)
            finally:
                inside[0] -= 1
            _name(answer, getattr(self, "path", ""), key)
            if not inside[0] and (node := self._values.get(key)) is not None:
                _show(found.key(self, key), node, self.file, self._lines[key])
            return answer

        return ask

    def contains(self: Section, key: str) -> bool:
        if not inside[0]:
            found.key(self, key).required = False
        return key in self._values

    def known(
        self: Context, kind: str, section: Section, key: str, names: Any, default: Any = REQUIRED
    ) -> Any:
        names = tuple(names)
        noted = found.key(section, key)
        noted.written, noted.words = f"list of: {kind}", names if kind in FIXED else ()
        return was_known(self, kind, section, key, names, default)

    def condition(self: Context, section: Section, key: str, facts: Any) -> Any:
        which = {id(make()): name for name, make in VOCABULARIES.items()}
        found.key(section, key).written = f"condition over the facts of a {which[id(facts)]}"
        return was_condition(self, section, key, facts)

    was_known, was_condition = Context.known, Context.condition
    patches = [patch.object(Section, name, watch(name, getattr(Section, name))) for name in WRITTEN]
    patches += [
        patch.object(Section, "__contains__", contains),
        patch.object(Context, "known", known),
        patch.object(Context, "condition", condition),
    ]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in reversed(patches):
            one.stop()


FACTS = {
    "caller": ("a caller", "facts.md#of-a-caller"),
    "organisation": ("an organisation", "facts.md#of-an-organisation"),
    "call": ("one call or message", "facts.md#of-one-call-or-message"),
}
VOCABULARIES = {
    "caller": vocabulary.caller_facts,
    "organisation": vocabulary.organisation_facts,
    "call": vocabulary.call_facts,
}


def _note(key: Key, name: str, more: tuple[Any, ...], named: dict[str, Any]) -> None:
    if name == "choice":
        key.words = tuple(more[0])
        more = more[1:]
    if name in ("translated", "translated_or_neutral"):
        more = more[1:]  # the languages
    given = [*more, *(value for name, value in named.items() if name == "default")]
    has_default = name == "optional_section" or any(value is not REQUIRED for value in given)
    key.required = key.required and not has_default
    key.written = key.written or WRITTEN[name]


def _name(answer: Any, path: str, key: str) -> None:
    """Tell the mappings that were read where they stand."""
    for part in answer if isinstance(answer, tuple) else (answer,):
        if isinstance(part, Section):
            mark = "[]" if isinstance(answer, tuple) else ""
            part.path = f"{path}.{key}{mark}".lstrip(".")  # type: ignore[attr-defined]


def _show(key: Key, node: Node, file: str, line: int) -> None:
    """The first value that stands in the template, and the remark beside it."""
    if not file.startswith("template/") or key.line:
        return
    key.line = line
    written = (loader.SHIPPED / file).read_text(encoding="utf-8").splitlines()[line - 1]
    begins, _, remark = written.partition(" #")
    name = key.path.rpartition(".")[2]
    # A remark that only lists the words would say them twice.
    if (
        remark
        and (not key.words or " | ".join(key.words) not in remark)
        and re.match(rf"\s*(- )?{name}:", begins)
    ):
        key.meaning = remark.strip()
    if isinstance(node, ScalarNode):
        key.example = node.value.strip()
    elif isinstance(node, SequenceNode) and all(isinstance(part, ScalarNode) for part in node.value):
        key.example = "[" + ", ".join(part.value for part in node.value) + "]"
