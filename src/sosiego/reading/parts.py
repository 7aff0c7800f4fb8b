"""What a rule says, as parts that pages, commands and the printed code each set in their own way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sosiego.rules.book import Basis


@dataclass(frozen=True)
class Said:
    """A few words; if they name another rule, with its kind and id."""

    text: str
    kind: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Pair:
    """A name and what is said under it: one thing or several."""

    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Terms:
    """A condition: clause by clause in words, and as the rule-book writes it."""

    label: str
    # "AND" if all clauses must hold, "OR" if one is enough.
    joined_by: str
    clauses: tuple[str, ...]
    written: str


@dataclass(frozen=True)
class Grid:
    """A small table; the first cell of a row is its heading."""

    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    # Places of the columns that are numbers.
    numbers: tuple[int, ...] = ()


Part = Pair | Terms | Grid


@dataclass(frozen=True)
class Rest:
    """A basis, and of which part of the rule it is the basis; "" if of the whole."""

    basis: Basis
    of: str = ""


@dataclass(frozen=True)
class Told:
    """What one wording says."""

    lead: str
    parts: tuple[Part, ...]
    rests: tuple[Rest, ...]


@dataclass(frozen=True)
class Article:
    """One rule in one wording, said in the language that was spoken when it was told."""

    kind: str
    id: str
    name: str
    lead: str
    parts: tuple[Part, ...]
    rests: tuple[Rest, ...]
    since: date
    until: date | None
    wording: Any

    @property
    def status(self) -> str:
        """How sure the law is: its least sure basis decides."""
        found = {rest.basis.status for rest in self.rests}
        return next((status for status in ("illustrative", "draft", "in force") if status in found), "")

    @property
    def links(self) -> frozenset[tuple[str, str]]:
        """Kind and id of the rules that it names."""
        pairs = (part for part in self.parts if isinstance(part, Pair))
        return frozenset((said.kind, said.rule) for pair in pairs for said in pair.said if said.rule)


def pair(label: str, *said: str | Said | None) -> Pair | None:
    """A pair, or nothing if nothing is said."""
    known = tuple(Said(one) if isinstance(one, str) else one for one in said if one)
    return Pair(label, known) if known else None


def told(lead: str, parts: Iterable[Part | None], basis: Basis | None, rests: Iterable[Rest] = ()) -> Told:
    """What a wording says, without the parts that say nothing."""
    of_whole = () if basis is None else (Rest(basis),)
    return Told(lead, tuple(part for part in parts if part is not None), (*of_whole, *rests))
