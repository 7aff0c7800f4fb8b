"""A condition in words, as the rule-book in force calls its facts. See `reading/conditions.py`."""

from __future__ import annotations

from sosiego.reading import conditions
from sosiego.web import book


def in_words(clause: str) -> str:
    """One clause or whole condition in the language of the page; as it is written if it cannot be said."""
    return conditions.in_words(clause, book.current())
