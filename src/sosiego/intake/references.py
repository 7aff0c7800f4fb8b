"""Public references of reports ("R-2026-8F3K2-M7QXW"): short, unguessable, clear on the telephone."""

from __future__ import annotations

import secrets

# Crockford's base 32 leaves out I, L, O and U: no letter is taken for a digit, and no word comes about.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# 50 bits: among ten million reports of a year, one guess in a hundred million finds one.
SIGNS = 10
BITS = 5 * SIGNS

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def reference(year: int, number: int) -> str:
    """The reference of a year's report from a number of `BITS` bits."""
    signs = "".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return f"R-{year}-{signs[:5]}-{signs[5:]}"


def drawn(year: int) -> str:
    """A reference that nobody can foresee."""
    return reference(year, secrets.randbits(BITS))


def as_written(text: str) -> str:
    """The reference that a person meant: case, spaces and the letters that look like digits do not matter."""
    signs = "".join(text.upper().split()).replace("-", "")
    if not signs.startswith("R") or len(signs) != 1 + 4 + SIGNS:
        return text.strip()
    signs = signs.translate(_MISREAD)
    return f"R-{signs[1:5]}-{signs[5:10]}-{signs[10:]}"
