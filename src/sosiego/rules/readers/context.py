"""What all readers share: the languages, the documents, the problems found, and how a dated value is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import pairwise
from typing import Any, TypeVar

from sosiego.rules.book import Basis, MeasureProposal, Named
from sosiego.rules.conditions import Condition
from sosiego.rules.errors import (
    DocumentAfterValueError,
    DuplicateIdError,
    EndBeforeBeginningError,
    GapInTimeError,
    OverlapInTimeError,
    SurerThanItsDocumentError,
    UnknownReferenceError,
    WeakStandingError,
)
from sosiego.rules.layers import Layers
from sosiego.rules.place import Place
from sosiego.rules.satisfiability import refuse_degenerate
from sosiego.rules.source import REQUIRED, Problems, Section
from sosiego.rules.vocabulary import Fact

# How sure a text is, the surest first: a value may be less sure than its document, never surer.
STATUSES = ("in force", "draft", "illustrative")
STANDINGS = ("S", "W", "R", "own")
# What was read in a public source may be law; anything weaker is illustrative.
_READ, _ILLUSTRATIVE = "S", "illustrative"
MEDIA = ("call", "sms")
# Kinds of measures that the registry knows (registry.Measure.Kind).
MEASURES = ("label", "limit", "bar-outgoing", "suspend", "freeze-allocation")
# Kinds of organisations that the registry knows (registry.Organisation.Kind).
ORGANISATIONS = ("regulator", "operator", "reseller", "call-centre", "business", "authority")
# Facts whose texts are names of entries, by the kind of these.
_LISTED_AS = {
    "number_class": "number class",
    "reported_category": "category",
    "content_category": "category",
}

T = TypeVar("T")


@dataclass(frozen=True)
class Version:
    """One wording's own keys and the dates between which it holds."""

    section: Section
    since: date
    until: date | None


@dataclass
class Context:
    layers: Layers
    problems: Problems
    languages: tuple[str, ...] = ()
    documents: dict[str, Basis] = field(default_factory=dict)
    # Names that conditions may compare a fact with, by fact.
    allowed_texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _places: dict[tuple[str, str], Place] = field(default_factory=dict)

    def file(self, name: str) -> Section:
        return self.layers.section(name)

    def has(self, name: str) -> bool:
        """Whether the rule-book has a file that may be absent."""
        return self.layers.find(name) is not None

    def entries(self, file: str, key: str, kind: str) -> Iterator[tuple[str, Section]]:
        """Each entry of a list with an id, problems kept entry by entry."""
        lost = self.problems.lost_unless_read(kind)
        with self.problems.kept(), lost, self.file(file) as section:
            yield from self.entries_of(section, key, kind)

    def entries_of(
        self, section: Section, key: str, kind: str, default: Any = REQUIRED
    ) -> Iterator[tuple[str, Section]]:
        """Each entry of a list in a file that is open already."""
        for entry in section.sections(key, default):
            with self.problems.kept():
                yield self.new_id(kind, entry), entry

    def dated(
        self, file: str, key: str, kind: str, read: Callable[[str, Section, Version], T]
    ) -> tuple[T, ...]:
        """Each wording of each entry of a list as `read` makes it; the list may be absent, and its file."""
        found = []
        if self.has(file):
            with self.problems.kept(), self.problems.lost_unless_read(kind):
                for id, entry in self.entries_of(self.file(file), key, kind, ()):
                    with self.problems.kept(), entry:
                        for version in self.versions(id, entry):
                            with version.section:
                                found.append(read(id, entry, version))
        return tuple(found)

    def one_at_a_time(self, what: str, section: Section, read: Callable[[Version], T]) -> tuple[T, ...]:
        """Each wording of what there is one of at a time."""
        found = []
        with self.problems.kept(), section:
            for version in self.versions(what, section):
                with self.problems.kept(), version.section:
                    found.append(read(version))
        return tuple(found)

    def only(self, file: str, *keys: str) -> None:
        """Refuse what else a file says that may be absent, and whose lists have readers of their own."""
        if self.has(file):
            with self.problems.kept():
                self.file(file).only(keys)

    def new_id(self, kind: str, entry: Section) -> str:
        """The entry's id. Raises `DuplicateIdError`."""
        id = entry.text("id")
        self.problems.written(kind, id)
        first = self._places.setdefault((kind, id), entry.place_of("id"))
        if first != entry.place_of("id"):
            raise DuplicateIdError(id, entry.place_of("id"), first)
        return id

    def place_of(self, kind: str, id: str) -> Place:
        """Where an entry says its id."""
        return self._places[kind, id]

    def versions(self, id: str, entry: Section) -> Sequence[Version]:
        """The wordings of an entry by date.

        Raises `EndBeforeBeginningError`, `OverlapInTimeError`, `GapInTimeError`.
        """
        found = []
        for section in entry.sections("versions"):
            since, until = section.day("from"), section.day("until", None)
            if until is not None and until <= since:
                raise EndBeforeBeginningError(since, until, section.place_of("until"))
            found.append(Version(section, since, until))
        found.sort(key=lambda version: version.since)
        for before, after in pairwise(found):
            if after.since == before.since or (before.until is not None and before.until > after.since):
                raise OverlapInTimeError(id, before.since, after.since, after.section.place_of("from"))
            if before.until is not None and before.until < after.since:
                raise GapInTimeError(id, before.until, after.since, before.section.place_of("until"))
        return found

    def basis(self, version: Version) -> Basis:
        """Where a wording stands. Raises `UnknownReferenceError`, `DocumentAfterValueError`."""
        with version.section.section("basis") as section:
            return self.read_basis(section, version.since)

    def read_basis(self, section: Section, since: date) -> Basis:
        id = section.text("document")
        place = section.place_of("document")
        if id not in self.documents:
            raise UnknownReferenceError("document", id, place, self.documents, "documents.yaml")
        document = self.documents[id]
        if document.issued > since:
            raise DocumentAfterValueError(id, document.issued, since, place)
        # A value may be less sure than the document it rests on: a draft's figure, a weak source's.
        status = section.choice("status", STATUSES, document.status)
        if STATUSES.index(status) < STATUSES.index(document.status):
            place = section.place_of("status")
            raise SurerThanItsDocumentError("status", status, id, document.status, place)
        standing = section.choice("standing", STANDINGS, document.standing)
        check_standing(section, standing, status)
        clause = section.translated_or_neutral("clause", self.languages)
        return replace(document, clause=clause, status=status, standing=standing)

    def named(self, section: Section, key: str) -> tuple[Named, ...]:
        """A list of entries that have an id and a name and nothing else; it may be absent."""
        found = []
        for entry in section.sections(key, ()):
            with entry:
                found.append(Named(entry.text("id"), entry.translated("name", self.languages)))
        no_twins(key, [one.id for one in found], section)
        return tuple(found)

    def measure(self, section: Section, key: str = "measure") -> MeasureProposal | None:
        found = section.optional_section(key)
        if found is None:
            return None
        with found:
            return MeasureProposal(
                kind=found.choice("kind", MEASURES),
                days=found.integer("days", least=1),
                automatic=found.boolean("automatic"),
            )

    def condition(self, section: Section, key: str, vocabulary: Mapping[str, Fact]) -> Condition:
        """A condition, its texts checked against the lists of the rule-book, each part of which decides."""
        sql = section.text(key).rstrip("\n")
        condition = Condition.parse(sql, vocabulary, section.place_of_text(key))
        for fact, texts in condition.texts.items():
            allowed = self.allowed_texts.get(fact)
            for text in sorted(texts):
                if allowed and text not in allowed:
                    if self.problems.is_refused(_LISTED_AS.get(fact, fact), text):
                        return condition
                    raise condition.unknown_text(fact, text, allowed)
        refuse_degenerate(condition, vocabulary, self.allowed_texts)
        return condition

    def kinds(self, section: Section, key: str = "applies_to") -> tuple[str, ...]:
        """Kinds of organisations."""
        return self.known("kind of organisation", section, key, ORGANISATIONS)

    def known(
        self, kind: str, section: Section, key: str, names: Iterable[str], default: Any = REQUIRED
    ) -> tuple[str, ...]:
        """A list of names that must be among `names`."""
        names = tuple(names)
        for name in (found := section.texts(key, default)):
            if name not in names:
                raise UnknownReferenceError(kind, name, section.place_of(key), names, "the rule-book")
        return found


def check_standing(section: Section, standing: str, status: str) -> None:
    """Raises `WeakStandingError`."""
    if standing != _READ and status != _ILLUSTRATIVE:
        place = section.place_of("standing" if "standing" in section else "document")
        raise WeakStandingError(standing, status, place)


def check_band(section: Section, start: time, end: time) -> None:
    """A band of hours of one day; midnight is its end. Raises `EndBeforeBeginningError`."""
    if end <= start and end != time(0):
        hint = '; a night makes two bands, one to "24:00" and one from "00:00"'
        raise EndBeforeBeginningError(f"{start:%H:%M}", f"{end:%H:%M}", section.place_of("to"), hint)


def no_twins(key: str, ids: Sequence[str], section: Section) -> None:
    """Raises `DuplicateIdError` for an id or code that two entries of one list have."""
    places = [entry.place for entry in section.sections(key, ())]
    for at, id in enumerate(ids):
        if id in ids[:at]:
            raise DuplicateIdError(id, places[at], places[ids.index(id)])
