"""What all readers share: the languages, the documents, the problems found, and how a dated value is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from sosiego.rules.book import Basis, MeasureProposal
from sosiego.rules.conditions import Condition
from sosiego.rules.errors import (
    DocumentAfterValueError,
    DuplicateIdError,
    OverlapInTimeError,
    UnknownReferenceError,
    WrongValueError,
)
from sosiego.rules.place import Place
from sosiego.rules.source import Problems, Section, read_section
from sosiego.rules.vocabulary import Fact

# How sure a text is, the surest first: a value may be less sure than its document, never surer.
STATUSES = ("in force", "draft", "illustrative")
STANDINGS = ("S", "W", "R", "own")
# Kinds of measures that the registry knows (registry.Measure.Kind).
MEASURES = ("label", "limit", "bar-outgoing", "suspend", "freeze-allocation")
# Kinds of organisations that the registry knows (registry.Organisation.Kind).
ORGANISATIONS = ("regulator", "operator", "reseller", "call-centre", "business", "authority")


@dataclass(frozen=True)
class Version:
    """One wording's own keys and the dates between which it holds."""

    section: Section
    since: date
    until: date | None


@dataclass
class Context:
    root: Path
    problems: Problems
    languages: tuple[str, ...] = ()
    documents: dict[str, Basis] = field(default_factory=dict)
    # Names that conditions may compare a fact with, by fact.
    allowed_texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _places: dict[tuple[str, str], Place] = field(default_factory=dict)

    def file(self, name: str) -> Section:
        return read_section(self.root / name, self.root)

    def entries(self, file: str, key: str, kind: str) -> Iterator[tuple[str, Section]]:
        """Each entry of a list with an id, problems kept entry by entry."""
        with self.problems.kept(), self.file(file) as section:
            for entry in section.sections(key):
                with self.problems.kept():
                    yield self.new_id(kind, entry), entry

    def new_id(self, kind: str, entry: Section) -> str:
        """The entry's id. Raises `DuplicateIdError`."""
        id = entry.text("id")
        first = self._places.setdefault((kind, id), entry.place_of("id"))
        if first != entry.place_of("id"):
            raise DuplicateIdError(kind, id, entry.place_of("id"), first)
        return id

    def versions(self, id: str, entry: Section) -> Sequence[Version]:
        """The wordings of an entry by date. Raises `OverlapInTimeError`."""
        found = []
        for section in entry.sections("versions"):
            since, until = section.day("from"), section.day("until", None)
            if until is not None and until <= since:
                raise WrongValueError("until", f"later than {since}", str(until), section.place_of("until"))
            found.append(Version(section, since, until))
        found.sort(key=lambda version: version.since)
        for before, after in pairwise(found):
            if after.since == before.since or (before.until is not None and before.until > after.since):
                raise OverlapInTimeError(id, before.since, after.since, after.section.place_of("from"))
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
        return Basis(
            document=id,
            instrument=document.instrument,
            number=document.number,
            issued=document.issued,
            clause=section.text("clause"),
            link=document.link,
            # A value may be less sure than the document it rests on: a draft's figure, a weak source's.
            status=section.choice("status", STATUSES[STATUSES.index(document.status) :], document.status),
            standing=section.choice("standing", STANDINGS, document.standing),
        )

    def measure(self, section: Section, key: str = "measure") -> MeasureProposal | None:
        found = section.optional_section(key)
        if found is None:
            return None
        with found:
            return MeasureProposal(
                kind=found.choice("kind", MEASURES),
                days=found.integer("days"),
                automatic=found.boolean("automatic"),
            )

    def condition(self, section: Section, key: str, vocabulary: Mapping[str, Fact]) -> Condition:
        """A condition, its texts checked against the lists of the rule-book."""
        sql = section.text(key).rstrip("\n")
        condition = Condition.parse(sql, vocabulary, section.place_of_text(key))
        for fact, texts in condition.texts.items():
            allowed = self.allowed_texts.get(fact)
            for text in sorted(texts):
                if allowed is not None and text not in allowed:
                    place = section.place_of_text(key)
                    raise UnknownReferenceError(fact, text, place, allowed, "the lists of the rule-book")
        return condition

    def kinds(self, section: Section, key: str = "applies_to") -> tuple[str, ...]:
        """Kinds of organisations."""
        return self.known("kind of organisation", section, key, ORGANISATIONS)

    def known(self, kind: str, section: Section, key: str, names: Iterable[str]) -> tuple[str, ...]:
        """A list of names that must be among `names`."""
        names = tuple(names)
        for name in (found := section.texts(key)):
            if name not in names:
                raise UnknownReferenceError(kind, name, section.place_of(key), names, "the rule-book")
        return found
