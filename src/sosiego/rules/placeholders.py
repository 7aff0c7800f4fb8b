"""What a new rule-book still has from the template: every value that bears the mark.

The mark stands where a country has decided nothing yet: as the document on which an example rests, and in
texts that nobody has written. It is a word of its own, so that a search in any editor finds it too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sosiego.errors import SosiegoError
from sosiego.rules import loader
from sosiego.rules.errors import MARK, RuleBookError
from sosiego.rules.layers import HEAD, TESTS, Layers
from sosiego.rules.place import Place

_MARK = re.compile(rf"(?<![\w-]){MARK}(?![\w-])")


class PlaceholderLeftError(RuleBookError):
    """A value is still the template's: nobody has decided it for this country."""

    def __init__(self, text: str, place: Place) -> None:
        what = (
            f"This still rests on the template's document {MARK}."
            if text == MARK
            else f'This is still the template\'s: "{text}".'
        )
        todo = (
            "Name the document on which it rests, or take the entry away."
            if text == MARK
            else f"Write your country's own, without {MARK}, or take the entry away."
        )
        super().__init__(what, place, todo)


def left_in(id_or_path: str | Path) -> list[PlaceholderLeftError]:
    """What is left in a rule-book; nothing, if its folders cannot be found or its head cannot be read."""
    try:
        return left(loader.layers_of(id_or_path))
    except SosiegoError:
        return []


def by_file(found: Iterable[PlaceholderLeftError]) -> str:
    """How many are left in which file."""
    counted = Counter(error.place.file.partition("/")[2] for error in found)
    return ", ".join(f"{file} {count}" for file, count in counted.items())


def left(layers: Layers) -> list[PlaceholderLeftError]:
    """Each value that still bears the mark, by file and line; a file that is no YAML is passed over."""
    found: list[PlaceholderLeftError] = []
    for name in [HEAD, *_names(layers)]:
        try:
            section = layers.section(name)
        except SosiegoError:
            continue
        for scalar in _scalars(section.node):
            if _MARK.search(scalar.value):
                mark = scalar.start_mark
                found.append(
                    PlaceholderLeftError(scalar.value, Place(section.file, mark.line + 1, mark.column + 1))
                )
    return found


def _names(layers: Layers) -> Iterator[str]:
    """The files of the law and of its tests, the head left out."""
    yield from (name for name, _ in layers.law() if not name.endswith(HEAD))
    yield from layers.names(TESTS)


def _scalars(node: Node) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for part in node.value:
            yield from _scalars(part)
    elif isinstance(node, MappingNode):
        for _, part in node.value:
            yield from _scalars(part)
