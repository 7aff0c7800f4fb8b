"""The law as articles: what is in force on a date, and every wording of one rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sosiego.reading.kinds import CHAPTERS, KINDS, Chapter, Kind
from sosiego.reading.parts import Article
from sosiego.reading.speech import language
from sosiego.rules import dated
from sosiego.rules.book import RuleBook


@dataclass(frozen=True)
class Rule:
    """One rule with all its wordings, the earliest first."""

    law: RuleBook
    kind: Kind
    id: str
    wordings: tuple[Any, ...]

    def wording(self, on: date) -> Any | None:
        """The wording in force on a date, or none."""
        return dated.in_force(self.wordings, on)

    def shown(self, on: date) -> Any:
        """The wording in force on a date; else the last before it; else the first."""
        begun = [one for one in self.wordings if one.version <= on]
        return self.wording(on) or (begun or self.wordings[:1])[-1]

    def article(self, wording: Any, on: date) -> Article:
        """A wording, said in the language that is spoken; what it names of other rules as they stand then."""
        told = self.kind.tell(wording, self.law, on)
        return Article(
            self.kind.id,
            self.id,
            self.kind.name_of(wording),
            told.lead,
            told.parts,
            told.rests,
            wording.version,
            self.until(wording),
            wording,
        )

    def until(self, wording: Any) -> date | None:
        """The first day on which a wording no longer holds; none if it has no end."""
        later = [one.version for one in self.wordings if one.version > wording.version]
        ends = [end for end in (wording.until, *later[:1]) if end is not None]
        return min(ends, default=None)

    @cached_property
    def name(self) -> str:
        return self.kind.name_of(self.wordings[-1])


@dataclass(frozen=True)
class Section:
    """The rules of one kind, as they stand on a date."""

    kind: Kind
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class ReadChapter:
    chapter: Chapter
    sections: tuple[Section, ...]


def rules(law: RuleBook) -> list[Rule]:
    """Every rule that the rule-book has or had, chapter by chapter, in the order of the book."""
    found: list[Rule] = []
    for kind in KINDS.values():
        by_id: dict[str, list[Any]] = {}
        for wording in kind.wordings(law):
            by_id.setdefault(kind.id_of(wording), []).append(wording)
        for id, wordings in by_id.items():
            ordered = tuple(sorted(wordings, key=lambda one: one.version))
            found.append(Rule(law, kind, id, ordered))
    return found


def named(law: RuleBook, id: str) -> list[Rule]:
    """The rules of this id: mostly one; a step and its deadline may have the same."""
    return [rule for rule in rules(law) if rule.id == id]


# Digest of the law, date, language -> the chapters. A page of one rule asks which others name it.
_KEPT: dict[tuple[str, date, str], list[ReadChapter]] = {}
# Some dates in some languages; a rule-book is a megabyte or two when it is read.
_MOST_KEPT = 24


def chapters(law: RuleBook, on: date) -> list[ReadChapter]:
    """The law as it stands on a date; chapters and kinds without a rule are left out."""
    key = law.digest, on, language()
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = _read(law, on)
    return _KEPT[key]


def _read(law: RuleBook, on: date) -> list[ReadChapter]:
    of_kind: dict[str, list[Article]] = {}
    for rule in rules(law):
        wording = rule.wording(on)
        if wording is not None:
            of_kind.setdefault(rule.kind.id, []).append(rule.article(wording, on))
    read = []
    for chapter in CHAPTERS:
        sections = tuple(
            Section(kind, tuple(of_kind[kind.id])) for kind in chapter.kinds if kind.id in of_kind
        )
        if sections:
            read.append(ReadChapter(chapter, sections))
    return read


def articles(read: list[ReadChapter]) -> list[Article]:
    """All articles of the chapters, one after the other."""
    return [article for chapter in read for section in chapter.sections for article in section.articles]


def leading_to(read: list[ReadChapter]) -> Mapping[tuple[str, str], list[Article]]:
    """By kind and id of a rule: the articles that name it."""
    found: dict[tuple[str, str], list[Article]] = {}
    for article in articles(read):
        for link in article.links:
            found.setdefault(link, []).append(article)
    return found


def days_of_change(law: RuleBook) -> list[date]:
    """The days on which a wording begins or ends, the latest first."""
    days = {day for rule in rules(law) for one in rule.wordings for day in (one.version, one.until)}
    return sorted((day for day in days if day is not None), reverse=True)
