"""YAML with places: each value knows its file and line; duplicate keys and unread ones are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sosiego.errors import SosiegoError
from sosiego.rules.errors import (
    DuplicateKeyError,
    FileMissingError,
    ImpossibleDateError,
    KeyMissingError,
    KeyUnknownError,
    NotUtf8Error,
    NotYamlError,
    TranslationMissingError,
    UnknownReferenceError,
    WrongValueError,
)
from sosiego.rules.place import Place
from sosiego.rules.written_dates import why_no_date

_KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing",
}
_NUMBERS = ("int", "float")
REQUIRED: Any = object()
# Clauses as every language writes them: digits, their signs, letters that stand alone, Roman numerals.
_NEUTRAL = re.compile(r"(?:[0-9§.,–()°/ -]|(?<![A-Za-z])(?:[A-Za-z]|[ivx]+|[IVX]+)(?![A-Za-z]))+")


class Problems:
    """Collects what is wrong, so that one check shows all of it; what only follows from it is left out."""

    def __init__(self) -> None:
        self.found: list[SosiegoError] = []
        # What is written in the rule-book by kind and id, whether it could be read or was refused.
        self._written: set[tuple[str, str]] = set()
        # Kinds of which not all is known, since their file was refused.
        self._lost: set[str] = set()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep an error raised inside and go on behind the block."""
        try:
            yield
        except SosiegoError as error:
            self.add(error)

    def add(self, error: SosiegoError) -> None:
        if not (isinstance(error, UnknownReferenceError) and self.is_refused(error.kind, error.name)):
            self.found.append(error)

    @contextmanager
    def lost_unless_read(self, *kinds: str) -> Iterator[None]:
        """Reads all that there is of some kinds. If that fails, whoever names one of them is not to blame."""
        self._lost.update(kinds)
        yield
        self.all_read(*kinds)

    def all_read(self, *kinds: str) -> None:
        """All that there is of some kinds is known now, or refused one by one."""
        self._lost.difference_update(kinds)

    def written(self, kind: str, id: str) -> None:
        """Note that an entry is there, before it is read."""
        self._written.add((kind, id))

    def is_refused(self, kind: str, name: str) -> bool:
        """Whether a name that is missing among those read is written all the same, or may be."""
        return kind in self._lost or (kind, name) in self._written


class Section:
    """One mapping of a file. Read its keys; at the end of a `with` block, keys left unread are refused."""

    def __init__(self, node: MappingNode, file: str) -> None:
        self.file = file
        self._node = node
        self._values: dict[str, Node] = {}
        self._read: set[str] = set()
        lines: dict[str, int] = {}
        for key, value in node.value:
            place = _place(key, file)
            name = str(key.value)
            if name in lines:
                raise DuplicateKeyError(name, place, lines[name])
            lines[name] = place.line
            self._values[name] = value
        self._lines = lines

    def __enter__(self) -> Section:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.done()

    def done(self) -> None:
        """Refuse keys that nobody has asked for."""
        for key in self._values:
            if key not in self._read:
                raise KeyUnknownError(key, self.place_of_key(key), self._read - set(self._values))

    def only(self, keys: Iterable[str]) -> None:
        """Refuse every other key."""
        self._read.update(keys)
        self.done()

    @property
    def place(self) -> Place:
        return _place(self._node, self.file)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    @property
    def names(self) -> Sequence[str]:
        """The keys, in the order of the file."""
        return list(self._values)

    def place_of_key(self, key: str) -> Place:
        """Where a key itself stands."""
        return next(_place(node, self.file) for node, _ in self._node.value if str(node.value) == key)

    def place_of(self, key: str) -> Place:
        """Where the value of a key begins."""
        return _place(self._values[key], self.file) if key in self._values else self.place

    def text(self, key: str, default: Any = REQUIRED) -> str:
        return self._scalar(key, ("str",), "text", default)  # type: ignore[no-any-return]

    def integer(
        self, key: str, default: Any = REQUIRED, *, least: int | None = None, most: int | None = None
    ) -> int:
        found = self._scalar(key, ("int",), "a whole number", default)
        return self._within(key, "a whole number", found, least, most)  # type: ignore[no-any-return]

    def number(
        self, key: str, default: Any = REQUIRED, *, least: float | None = None, most: float | None = None
    ) -> float:
        found = self._scalar(key, _NUMBERS, "a number", default)
        return self._within(key, "a number", found, least, most)  # type: ignore[no-any-return]

    def _within(self, key: str, kind: str, found: Any, least: float | None, most: float | None) -> Any:
        """Refuse a number outside its limits, both included."""
        if found is None or ((least is None or found >= least) and (most is None or found <= most)):
            return found
        wanted = f"{kind} of at least {least}" if most is None else f"{kind} from {least} to {most}"
        raise WrongValueError(key, wanted, str(found), self.place_of(key))

    def boolean(self, key: str, default: Any = REQUIRED) -> bool:
        return self._scalar(key, ("bool",), "true or false", default)  # type: ignore[no-any-return]

    def day(self, key: str, default: Any = REQUIRED) -> date:
        if key not in self._values and default is not REQUIRED:
            self._read.add(key)
            return default  # type: ignore[no-any-return]
        return as_date(self._value(key), self.file, key)

    def date_as_known(self, key: str) -> tuple[date, str]:
        """A date of which perhaps only the month or year is known: its first day, and the text as written."""
        node = self._value(key)
        written = str(node.value) if isinstance(node, ScalarNode) else ""
        if isinstance(node, ScalarNode) and len(written) in (4, 7):
            tag = "tag:yaml.org,2002:str"
            whole = f"{written}-01-01"[:10]
            node = ScalarNode(tag, whole, node.start_mark, node.end_mark)
        return as_date(node, self.file, key), written

    def money(self, key: str, default: Any = REQUIRED) -> Decimal:
        """A number exactly as written."""
        if key not in self._values and default is not REQUIRED:
            self._read.add(key)
            return default  # type: ignore[no-any-return]
        return self._decimal(self._value(key), key)

    def moneys(self, key: str, default: Any = REQUIRED) -> tuple[Decimal, ...]:
        """A list of numbers exactly as written."""
        return self._list(key, lambda node: self._decimal(node, key), default)

    def _decimal(self, node: Node, key: str) -> Decimal:
        self._of(node, _NUMBERS, "a number", key)
        return Decimal(str(node.value).replace("_", ""))

    def clock(self, key: str) -> time:
        """A time of the day, written "09:00"."""
        text = self.text(key)
        try:
            return time.fromisoformat(text)
        except ValueError:
            raise WrongValueError(key, 'a time such as "09:00"', f'"{text}"', self.place_of(key)) from None

    def clock_of_end(self, key: str) -> time:
        """A time of the day at which something ends; "24:00" is midnight."""
        return time(0) if self.text(key) == "24:00" else self.clock(key)

    def choice(self, key: str, choices: Sequence[str], default: Any = REQUIRED) -> Any:
        """One of the words."""
        found = self.text(key, default)
        if found not in choices:
            wanted = "one of " + ", ".join(choices)
            raise WrongValueError(key, wanted, f'"{found}"', self.place_of(key))
        return found

    def translated(self, key: str, languages: Sequence[str]) -> Mapping[str, str]:
        """One text in each language of the rule-book."""
        section = self.section(key)
        missing = [language for language in languages if not (language in section and section.text(language))]
        if missing:
            raise TranslationMissingError(key, missing, section.place)
        with section:
            return {language: section.text(language) for language in languages}

    def translated_or_neutral(self, key: str, languages: Sequence[str]) -> Mapping[str, str]:
        """One text in each language, or one that is written alike in all of them, such as "§ 4.3(b)"."""
        node = self._value(key)
        if not isinstance(node, ScalarNode):
            return self.translated(key, languages)
        text = self.text(key)
        if not _NEUTRAL.fullmatch(text):
            todo = "Write it in each language, as in {en: article 4, …}; only numbers may stand alone."
            raise TranslationMissingError(key, languages, self.place_of(key), todo)
        return dict.fromkeys(languages, text)

    def texts(self, key: str, default: Any = REQUIRED) -> tuple[str, ...]:
        return self._list(key, lambda node: str(self._of(node, ("str",), "text", key)), default)

    def integers(self, key: str, default: Any = REQUIRED) -> tuple[int, ...]:
        return self._list(key, lambda node: int(self._of(node, ("int",), "a whole number", key)), default)

    def days(self, key: str, default: Any = REQUIRED) -> tuple[date, ...]:
        return self._list(key, lambda node: as_date(node, self.file, key), default)

    def integer_lists(self, key: str, default: Any = REQUIRED) -> tuple[tuple[int, ...], ...]:
        def inner(node: Node) -> tuple[int, ...]:
            if not isinstance(node, SequenceNode):
                raise WrongValueError(key, "a list of lists", _kind(node), _place(node, self.file))
            return tuple(int(self._of(part, ("int",), "a whole number", key)) for part in node.value)

        return self._list(key, inner, default)

    def section(self, key: str) -> Section:
        return _section(self._value(key), self.file, key)

    def optional_section(self, key: str) -> Section | None:
        self._read.add(key)
        return self.section(key) if key in self._values else None

    def sections(self, key: str, default: Any = REQUIRED) -> tuple[Section, ...]:
        return self._list(key, lambda node: _section(node, self.file, key), default)

    def value(self, key: str) -> Any:
        """The plain value of a key, of whatever type."""
        return _plain(self._value(key), self.file, key)

    def values(self) -> Mapping[str, Any]:
        """All keys with plain values, as YAML has them; for facts in tests."""
        self._read.update(self._values)
        return {key: _plain(node, self.file, key) for key, node in self._values.items()}

    def nested(self, key: str) -> Any:
        """The value of a key with all lists and mappings in it; for facts and what tests expect."""
        return _nested(self._value(key), self.file, key)

    @property
    def node(self) -> MappingNode:
        """The mapping as the parser made it."""
        return self._node

    def place_of_text(self, key: str) -> Place:
        """Where the first sign of a text value stands: below the bar of a literal block."""
        node, place = self._values[key], self.place_of(key)
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            # The block's indentation is not kept by the parser: two more than its key is our style.
            key_column = next(k.start_mark.column for k, v in self._node.value if v is node)
            return Place(place.file, place.line + 1, key_column + 3)
        if isinstance(node, ScalarNode) and node.style in ("'", '"'):
            return Place(place.file, place.line, place.column + 1)
        return place

    def _value(self, key: str) -> Node:
        self._read.add(key)
        if key not in self._values:
            raise KeyMissingError(key, self.place)
        return self._values[key]

    def _scalar(self, key: str, kinds: Sequence[str], wanted: str, default: Any) -> Any:
        if key not in self._values and default is not REQUIRED:
            self._read.add(key)
            return default
        return self._of(self._value(key), kinds, wanted, key)

    def _of(self, node: Node, kinds: Sequence[str], wanted: str, key: str) -> Any:
        if not isinstance(node, ScalarNode) or _tag(node) not in kinds:
            raise WrongValueError(key, wanted, _kind(node), _place(node, self.file))
        return _plain(node, self.file, key)

    def _list(self, key: str, read: Callable[[Node], Any], default: Any) -> tuple[Any, ...]:
        if key not in self._values and default is not REQUIRED:
            self._read.add(key)
            return default  # type: ignore[no-any-return]
        node = self._value(key)
        if not isinstance(node, SequenceNode):
            todo = f"Put it in brackets: [{node.value}]." if isinstance(node, ScalarNode) else ""
            raise WrongValueError(key, "a list", _kind(node), _place(node, self.file), todo)
        return tuple(read(part) for part in node.value)


def read_section(path: Path, root: Path) -> Section:
    """The mapping that a file holds. Raises `RuleBookError`s; places are relative to `root`'s parent."""
    file = path.relative_to(root.parent).as_posix()
    if not path.is_file():
        raise FileMissingError(Place(file))
    stat = path.stat()
    try:
        node = _composed(path, stat.st_size, stat.st_mtime_ns)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding="utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise NotUtf8Error(Place(file, line, column)) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise NotYamlError(str(error.problem or error.context), place) from None
    return _section(node, file, "the file")


# Several readers ask for parts of one file, and a draft's are asked for again with each try.
@lru_cache(maxsize=512)
def _composed(path: Path, size: int, changed: int) -> Node | None:
    """The nodes of a file, never changed by anybody. Raises `MarkedYAMLError`, `UnicodeDecodeError`."""
    text = path.read_text(encoding="utf-8")
    try:
        # By libyaml (ruamel.yaml.clib) where it is installed: the same nodes in an eighth of the time.
        return YAML(typ="safe").compose(text)  # type: ignore[no-any-return]
    except MarkedYAMLError:
        # The slow parser reads a little more, and says better what is wrong.
        return YAML(typ="safe", pure=True).compose(text)  # type: ignore[no-any-return]


def as_date(node: Node, file: str, key: str) -> date:
    """Raises `ImpossibleDateError` for 30 February, `WrongValueError` for what is no date at all."""
    if not isinstance(node, ScalarNode) or _tag(node) not in ("timestamp", "str"):
        raise WrongValueError(key, "a date (YYYY-MM-DD)", _kind(node), _place(node, file))
    reason = why_no_date(node.value)
    if reason:
        raise ImpossibleDateError(node.value, reason, _place(node, file))
    return date.fromisoformat(node.value)


def _section(node: Node | None, file: str, key: str) -> Section:
    if not isinstance(node, MappingNode):
        place = Place(file) if node is None else _place(node, file)
        raise WrongValueError(key, "a mapping (name: value)", _kind(node), place)
    return Section(node, file)


def _place(node: Node, file: str) -> Place:
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1)


def _tag(node: Node) -> str:
    return str(node.tag).rpartition(":")[2]


def _kind(node: Node | None) -> str:
    if node is None:
        return "nothing"
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    return f'{_KINDS.get(_tag(node), "a date")} ("{node.value}")'


def _nested(node: Node, file: str, key: str) -> Any:
    if isinstance(node, SequenceNode):
        return [_nested(part, file, key) for part in node.value]
    if isinstance(node, MappingNode):
        return {str(name.value): _nested(part, file, key) for name, part in node.value}
    return _plain(node, file, key)


def _plain(node: Node, file: str, key: str) -> Any:
    """The Python value of a scalar; mappings and lists are refused."""
    if not isinstance(node, ScalarNode):
        raise WrongValueError(key, "one value", _kind(node), _place(node, file))
    match _tag(node):
        case "int":
            return int(node.value.replace("_", ""))
        case "float":
            return float(node.value.replace("_", ""))
        case "bool":
            return node.value.lower() == "true"
        case "null":
            return None
        case "timestamp":
            return as_date(node, file, key)
    return str(node.value)
