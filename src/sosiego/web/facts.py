"""Facts in words, as the rule-book in force calls them. How they are said: `reading/facts.py`."""

from __future__ import annotations

from typing import Any

from sosiego.reading import facts
from sosiego.reading.facts import purpose
from sosiego.web import book

__all__ = ["label", "purpose", "said"]


def label(name: str) -> str:
    """What a fact or count is called; an indicator by the rule-book's name of it."""
    return facts.label(name, book.current())


def said(name: str, value: Any) -> str:
    """The value of a fact with its unit, in words."""
    return facts.said(name, value, book.current())
