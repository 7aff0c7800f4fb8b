"""What a message says, whatever dress it wears: the named steps that a text goes through before it is judged.

Each step is small, has a name, and is tested alone. The names stand in every model's card: a model judges
only text that went through the very steps that it was trained on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# One character of the private use area stands for any link: its kind is evidence, its spelling changes daily.
LINK = "\ue000"

# With a scheme or "www." anything goes up to a space or a Chinese character; without, only what looks like
# host/path.
_LINKS = re.compile(
    r"(?:https?://|www\.)[!-~]+|\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,10}/[!-~]*",
    re.IGNORECASE | re.ASCII,
)

_SPACES = re.compile(r"\s+")


def compatibility(character: str) -> str:
    """Full-width, circled, styled and ligature forms become the plain ones (NFKC)."""
    return unicodedata.normalize("NFKC", character)


def zero_width(character: str) -> str:
    """Characters that nobody sees (format characters, variation selectors, soft hyphens) are dropped."""
    is_selector = "\ufe00" <= character <= "\ufe0f" or character == "\u034f"
    return "" if is_selector or unicodedata.category(character) == "Cf" else character


def case(character: str) -> str:
    """Capitals and small letters are one (case folding)."""
    return character.casefold()


def digits(character: str) -> str:
    """Every digit becomes 0: that an amount or a number stands there is evidence, which one is not."""
    return "0" if character.isdecimal() else character


# Applied to each character in this order.
CHARACTER_STEPS: tuple[Callable[[str], str], ...] = (compatibility, zero_width, case, digits)

# The name of the whole: what a model's card records. A change of any step changes it.
STEPS: tuple[str, ...] = ("links", "compose", *(step.__name__ for step in CHARACTER_STEPS), "spaces")


@lru_cache(maxsize=65_536)
def _character(character: str) -> str:
    text = character
    for step in CHARACTER_STEPS:
        text = "".join(step(one) for one in text)
    return text


class _Table(dict[int, str]):
    """A translation table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = _character(chr(code))
        return self[code]


_TABLE = _Table()


def links(text: str) -> str:
    """Every web address becomes the one character `LINK`."""
    return _LINKS.sub(LINK, text)


def compose(text: str) -> str:
    """A letter written as base and marks becomes the one letter (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def spaces(text: str) -> str:
    """Runs of white space become one space; none stands at either end."""
    return _SPACES.sub(" ", text).strip()


def normalise(text: str) -> str:
    """The text after all steps."""
    return spaces(compose(links(text)).translate(_TABLE))


@dataclass(frozen=True)
class Traced:
    """A normalised text, and for each of its characters the piece of the original that it came from."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, first: int, after: int) -> tuple[int, int]:
        """Where the normalised characters first ≤ i < after stand in the original."""
        return self.begins[first], self.ends[after - 1]


def trace(text: str) -> Traced:
    """Normalise and remember where each character came from. The text equals `normalise(text)`."""
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for link in _LINKS.finditer(text):
        pieces += _traced(text, at, link.start())
        pieces.append((LINK, link.start(), link.end()))
        at = link.end()
    pieces += _traced(text, at, len(text))
    kept: list[tuple[str, int, int]] = []
    for character, begins, ends in pieces:
        if not character.isspace():
            kept.append((character, begins, ends))
        elif kept and kept[-1][0] != " ":
            kept.append((" ", begins, ends))
    if kept and kept[-1][0] == " ":
        kept.pop()
    return Traced(
        "".join(piece[0] for piece in kept),
        tuple(piece[1] for piece in kept),
        tuple(piece[2] for piece in kept),
    )


def _traced(text: str, first: int, after: int) -> list[tuple[str, int, int]]:
    return [
        (character, begins, ends)
        for begins, ends in _clusters(text, first, after)
        for one in compose(text[begins:ends])
        for character in _character(one)
    ]


def _clusters(text: str, first: int, after: int) -> Iterator[tuple[int, int]]:
    """Each letter with what may combine with it: composing the whole changes nothing across these bounds."""
    begins = first
    for at in range(first + 1, after):
        if not _combines(text[at]):
            yield begins, at
            begins = at
    if first < after:
        yield begins, after


def _combines(character: str) -> bool:
    # Marks, and the vowels and finals of which Korean syllables are composed.
    return unicodedata.category(character).startswith("M") or "\u1160" <= character <= "\u11ff"
