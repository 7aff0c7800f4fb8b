"""What changed from one wording of a rule to the next: clause for clause, old and new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from django.utils.translation import gettext as _

from sosiego.reading.articles import Rule
from sosiego.reading.parts import Article, Grid, Pair, Part, Terms
from sosiego.reading.speech import phrases, say

# Words, numbers, single signs; a Chinese character is a word of its own.
_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_\u4e00-\u9fff]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A piece of a text, and whether it is new or gone."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Change:
    """One thing that the later wording says otherwise; `old` or `new` is empty if it was added or removed."""

    label: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    @property
    def kind(self) -> str:
        return "changed" if self.old and self.new else "added" if self.new else "removed"

    @property
    def old_text(self) -> str:
        return "".join(piece.text for piece in self.old)

    @property
    def new_text(self) -> str:
        return "".join(piece.text for piece in self.new)


@dataclass(frozen=True)
class Epoch:
    """One wording in time, and what it changed in the one before."""

    article: Article
    is_first: bool
    changes: tuple[Change, ...]
    # The rule did not hold from this day until this wording came; none if there was no such gap.
    repealed_on: date | None = None


def history(rule: Rule) -> list[Epoch]:
    """All wordings of a rule, the latest first, each with its differences from the one before."""
    told = [rule.article(wording, wording.version) for wording in rule.wordings]
    found = [Epoch(told[0], True, ())]
    for before, after in pairwise(told):
        gap = before.until if before.until is not None and before.until < after.since else None
        found.append(Epoch(after, False, changes(before, after), gap))
    return found[::-1]


def changes(before: Article, after: Article) -> tuple[Change, ...]:
    """What the later article says otherwise, in the order in which it is read."""
    old, new = dict(_lines(before)), dict(_lines(after))
    labels = sorted(dict.fromkeys([*old, *new]), key=lambda label: label == _("Basis"))
    return tuple(
        change for label in labels for change in _compared(label, old.get(label, ()), new.get(label, ()))
    )


def _lines(article: Article) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The article as labels with lines of text."""
    yield _("Name"), (article.name,)
    if article.lead:
        yield _("Text"), (article.lead,)
    for part in article.parts:
        yield part.label, _lines_of(part)
        if isinstance(part, Terms) and len(part.clauses) > 1:
            yield _("How many of them must hold"), (joining(part.joined_by),)
    yield _("Basis"), tuple(_basis(rest.of, rest.basis) for rest in article.rests)


def joining(joined_by: str) -> str:
    """How the clauses of a condition belong together."""
    return _("one of them is enough") if joined_by == "OR" else _("all of them")


def _basis(of: str, basis: object) -> str:
    instrument, clause = getattr(basis, "instrument", {}), getattr(basis, "clause", {})
    said = phrases((say(instrument), say(clause)))
    return _("%(part)s: %(basis)s") % {"part": of, "basis": said} if of else said


def _lines_of(part: Part) -> tuple[str, ...]:
    match part:
        case Pair():
            return tuple(said.text for said in part.said)
        case Terms():
            return part.clauses
        case Grid():
            return tuple(" · ".join(cell for cell in row if cell) for row in part.rows)


def _compared(label: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    if label == _("Basis") and len(old) == len(new) == 1 and old != new:
        # Another instrument is another instrument, however many words the two have in common.
        yield Change(label, (Piece(old[0], True),), (Piece(new[0], True),))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = list(old[i1:i2]), list(new[j1:j2])
        for was in gone[:]:
            likest = max(come, key=lambda text, was=was: _likeness(was, text), default=None)  # type: ignore[misc]
            if likest is not None and _likeness(was, likest) > _LIKE:
                gone.remove(was)
                come.remove(likest)
                yield Change(label, *_pieces(was, likest))
            elif len(old) == len(new) == 1:
                gone.remove(was)
                come.remove(new[0])
                yield Change(label, (Piece(was, True),), (Piece(new[0], True),))
        yield from (Change(label, (Piece(was, True),), ()) for was in gone)
        yield from (Change(label, (), (Piece(is_, True),)) for is_ in come)


# Two lines that share less than half of their words are two lines, not one that was changed.
_LIKE = 0.5


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _WORD.findall(one), _WORD.findall(other), autojunk=False).ratio()


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, word by word: what is in the other as well, and what is not."""
    was, is_ = _WORD.findall(old), _WORD.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, was, is_, autojunk=False).get_opcodes():
        if i1 < i2:
            left.append(Piece("".join(was[i1:i2]), tag != "equal"))
        if j1 < j2:
            right.append(Piece("".join(is_[j1:j2]), tag != "equal"))
    return _whole(left), _whole(right)


def _whole(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Pieces that changed, together with a lone space or sign that stayed between two of them."""
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        between = 0 < place < len(pieces) - 1 and not any(sign.isalnum() for sign in piece.text)
        changed = piece.changed or (between and pieces[place - 1].changed and pieces[place + 1].changed)
        if found and found[-1].changed == changed:
            found[-1] = Piece(found[-1].text + piece.text, changed)
        else:
            found.append(Piece(piece.text, changed))
    return tuple(found)
