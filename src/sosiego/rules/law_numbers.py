"""The numbers of a rule-book as they are written: where each stands, and what it would be one step away.

A step is 1 of a whole number, one unit of the last written digit of a fraction, a minute of a clock, a day of
a date, the next day of a week. The comparisons of conditions stand beside them: strict or not is half a step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import sqlglot
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from sqlglot.tokens import Token, TokenType

from sosiego.rules.conditions import DIALECT
from sosiego.rules.law_sources import SOURCES, Source
from sosiego.rules.layers import Layers
from sosiego.rules.place import Place
from sosiego.rules.source import Section

_CONDITIONS = ("condition", "closed_when")
_ONE_DAY = timedelta(days=1)
_MINUTES_A_DAY = 24 * 60
_FLIPPED = {TokenType.GT: ">=", TokenType.GTE: ">", TokenType.LT: "<=", TokenType.LTE: "<"}


@dataclass(frozen=True)
class Number:
    """One number (or comparison) of the law and its neighbours."""

    source: Source
    file: str
    rule: str
    version: date
    key: str  # "measure.days", "condition"
    place: Place
    written: str
    # What would stand there one step down and one step up; empty where there is no such step.
    moved: tuple[str, ...]
    is_comparison: bool
    entry: MappingNode = field(repr=False, compare=False)
    node: ScalarNode = field(repr=False, compare=False)
    # Where in the text of the node it begins.
    start: int = field(default=0, repr=False, compare=False)

    def with_text(self, text: str) -> str:
        """The text of the node with another in this place."""
        value = str(self.node.value)
        return value[: self.start] + text + value[self.start + len(self.written) :]


def of_book(layers: Layers) -> Iterator[Number]:
    """Every number of every rule that can be tested, in the order of the files."""
    for source in SOURCES:
        files = layers.names("criteria") if source.file.endswith("/") else [source.file]
        for file in files:
            if layers.find(file) is not None:
                section = layers.section(file)
                for entry in _entries(source, section):
                    yield from _of_entry(source, file, entry, section.file)


def _entries(source: Source, section: Section) -> Iterator[MappingNode]:
    if not source.key:
        yield section.node
        return
    found = _value(section.node, source.key)
    if isinstance(found, MappingNode):
        yield found
    elif found is not None:
        yield from found.value


def _of_entry(source: Source, file: str, entry: MappingNode, shown: str) -> Iterator[Number]:
    id, versions = _value(entry, "id"), _value(entry, "versions")
    rule = str(id.value) if id is not None else source.kind
    for version in versions.value if versions is not None else ():
        since = _value(version, "from")
        for spot in _in_mapping(version, shown, source.only):
            yield Number(
                source=source,
                file=file,
                rule=rule,
                version=date.fromisoformat(since.value if since is not None else ""),
                key=spot.key,
                place=spot.place,
                written=spot.written,
                moved=spot.moved,
                is_comparison=spot.is_comparison,
                entry=entry,
                node=spot.node,
                start=spot.start,
            )


@dataclass(frozen=True)
class _Spot:
    """A number before it is known of which rule it is."""

    node: ScalarNode
    place: Place
    written: str
    moved: tuple[str, ...]
    key: str
    start: int = 0
    is_comparison: bool = False


def _in_mapping(mapping: MappingNode, file: str, only: Sequence[str], path: str = "") -> Iterator[_Spot]:
    for key, node in mapping.value:
        name = str(key.value)
        if name == "basis" or (only and name not in only):
            continue
        if name in _CONDITIONS and isinstance(node, ScalarNode):
            yield from _in_condition(node, Section(mapping, file).place_of_text(name), path + name)
        else:
            yield from _in_node(node, file, path + name)


def _in_node(node: Node, file: str, path: str) -> Iterator[_Spot]:
    if isinstance(node, MappingNode):
        yield from _in_mapping(node, file, (), f"{path}.")
    elif isinstance(node, SequenceNode) and path.endswith("bands.days"):
        yield from _in_week(node, file, path)
    elif isinstance(node, SequenceNode):
        parts = _above_the_lowest(node) if path == "grades" else node.value
        for part in parts:
            inner = f"{path}.{1 + node.value.index(part)}" if isinstance(part, ScalarNode) else path
            yield from _in_node(part, file, inner)
    elif isinstance(node, ScalarNode) and (moved := _steps(node)):
        yield _Spot(node, _place(node, file), str(node.value), moved, path)


def _above_the_lowest(grades: SequenceNode) -> list[Node]:
    """The lowest grade is given to all below, so that no score can tell where its mark lies."""
    marks = [Decimal(Section(grade, "").number("at_least")) for grade in grades.value]
    return [grade for grade, mark in zip(grades.value, marks, strict=True) if mark > min(marks)]


def _in_week(days: SequenceNode, file: str, path: str) -> Iterator[_Spot]:
    """Days of the week are no quantities; only where a run of them begins or ends can it be a day off."""
    numbers = [int(day.value) for day in days.value]
    for day, number in zip(days.value, numbers, strict=True):
        if number - 1 in numbers and number + 1 in numbers:
            continue
        moved = tuple(str(other) for other in (number - 1, number + 1) if 1 <= other <= 7)
        yield _Spot(day, _place(day, file), str(day.value), moved, path)


def _in_condition(node: ScalarNode, place: Place, path: str) -> Iterator[_Spot]:
    text = str(node.value)
    before: Token | None = None
    for token in sqlglot.tokenize(text, read=DIALECT):
        moved: tuple[str, ...] = ()
        written = text[token.start : token.end + 1]
        if token.token_type == TokenType.NUMBER:
            moved = _decimal_steps(written)
        elif token.token_type == TokenType.STRING and before and before.token_type == TokenType.DATE:
            day = date.fromisoformat(token.text)
            moved = (f"'{day - _ONE_DAY}'", f"'{day + _ONE_DAY}'")
        elif token.token_type in _FLIPPED:
            moved = (_FLIPPED[token.token_type],)
        if moved:
            lines = text[: token.start].count("\n")
            column = max(place.column, 1) + token.start - (text[: token.start].rfind("\n") + 1)
            is_comparison = token.token_type in _FLIPPED
            yield _Spot(node, place.below(lines, column), written, moved, path, token.start, is_comparison)
        before = token


def _steps(node: ScalarNode) -> tuple[str, ...]:
    """What would stand there one step down and one step up; nothing if it is no number."""
    tag = str(node.tag).rpartition(":")[2]
    if tag in ("int", "float"):
        return _decimal_steps(str(node.value))
    return _clock_steps(str(node.value)) if tag == "str" else ()


def _decimal_steps(written: str) -> tuple[str, ...]:
    number = Decimal(written.replace("_", ""))
    exponent = number.as_tuple().exponent
    step = Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))
    return f"{number - step:f}", f"{number + step:f}"


def _clock_steps(written: str) -> tuple[str, ...]:
    hours, colon, minutes = written.partition(":")
    if not (colon and len(hours) == len(minutes) == 2 and (hours + minutes).isdigit()):
        return ()
    total = int(hours) * 60 + int(minutes)
    around = (total - 1, total + 1)
    return tuple(f"{moment // 60:02}:{moment % 60:02}" for moment in around if 0 <= moment <= _MINUTES_A_DAY)


def _value(mapping: MappingNode, key: str) -> Node | None:
    return next((value for name, value in mapping.value if name.value == key), None)


def _place(node: Node, file: str) -> Place:
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1)
