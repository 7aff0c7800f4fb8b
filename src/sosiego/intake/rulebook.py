"""The rule-book of this home, as intake asks for it."""

from __future__ import annotations

from django.conf import settings

from sosiego.rules import loader
from sosiego.rules.book import RuleBook


def current() -> RuleBook:
    """The rule-book in force in this home."""
    return loader.load(settings.RULEBOOK)
