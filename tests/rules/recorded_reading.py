"""Which keys the readers ask for, of which type, with which words and limits: noted while rule-books load."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sosiego.rules import lawyer_tests, loader, schemas
from sosiego.rules.source import REQUIRED, Section

# Where a key stands: the name of the schema, then keys; what is in a list is named as the list.
Where = tuple[str, ...]
_READING = (
    *("text", "integer", "number", "boolean", "day", "date_as_known", "money", "moneys", "clock"),
    *("clock_of_end", "choice", "translated", "translated_or_neutral", "texts", "integers", "days"),
    *("integer_lists", "section", "optional_section", "sections", "nested"),
)


@dataclass
class Asked:
    """All that the readers said of one key."""

    how: set[str] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)
    least: set[float] = field(default_factory=set)
    most: set[float] = field(default_factory=set)
    # Somewhere it is asked for without saying what holds if it is absent.
    is_needed: bool = False


@dataclass
class Recording:
    asked: dict[Where, dict[str, Asked]] = field(default_factory=dict)
    # The keys of each mapping that was read.
    met: dict[Where, list[frozenset[str]]] = field(default_factory=dict)

    def always_there(self, where: Where, key: str) -> bool:
        return all(key in keys for keys in self.met[where])


class _Recorder:
    def __init__(self) -> None:
        self.recording = Recording()
        self._where: dict[int, Where] = {}
        self._sections: list[Section] = []  # kept, so that no other takes their place in memory
        self._depth = 0

    def wrap(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def reading(section: Section, key: str, *rest: Any, **named: Any) -> Any:
            if self._depth == 0:
                self._note(section, name, key, rest, named)
            self._depth += 1
            try:
                found = original(section, key, *rest, **named)
            finally:
                self._depth -= 1
            if self._depth == 0:
                for child in found if isinstance(found, tuple) else (found,):
                    if isinstance(child, Section):
                        self._enter(child, (*self.where(section), key))
            return found

        return reading

    def where(self, section: Section) -> Where:
        if id(section) not in self._where:
            self._enter(section, (schemas.name_for(section.file.partition("/")[2]),))
        return self._where[id(section)]

    def knows(self, section: Section, keys: Iterable[str]) -> None:
        for key in keys:
            self._asked(section, key)

    def _enter(self, section: Section, where: Where) -> None:
        if where[-1] == "basis":
            where = ("basis",)
        self._where[id(section)] = where
        self._sections.append(section)
        self.recording.met.setdefault(where, []).append(frozenset(section.names))

    def _asked(self, section: Section, key: str) -> Asked:
        return self.recording.asked.setdefault(self.where(section), {}).setdefault(key, Asked())

    def _note(
        self, section: Section, name: str, key: str, rest: tuple[Any, ...], named: dict[str, Any]
    ) -> None:
        asked = self._asked(section, key)
        asked.how.add(name)
        if name == "choice":
            asked.choices.update(rest[0])
            rest = rest[1:]
        if name in ("translated", "translated_or_neutral"):
            rest = ()
        absent = rest[0] if rest else named.get("default", REQUIRED)
        asked.is_needed |= absent is REQUIRED and name != "optional_section"
        asked.least |= {named["least"]} if named.get("least") is not None else set()
        asked.most |= {named["most"]} if named.get("most") is not None else set()


def recorded(books: Iterable[str | Path]) -> Recording:
    """Read rule-books and their tests, and note what was asked of their files."""
    recorder = _Recorder()
    with pytest.MonkeyPatch.context() as patch:
        for name in _READING:
            patch.setattr(Section, name, recorder.wrap(name, getattr(Section, name)))
        only = Section.only

        def noted(section: Section, keys: Iterable[str]) -> None:
            keys = tuple(keys)
            recorder.knows(section, keys)
            only(section, keys)

        patch.setattr(Section, "only", noted)
        for id in books:
            book, problems = loader.check(id)
            assert book is not None and problems == []
            lawyer_tests.tests_of(book)
    return recorder.recording
