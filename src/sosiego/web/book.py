"""The rule-book in force, as pages need it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sosiego import clock
from sosiego.registry import queries as registry
from sosiego.registry.errors import OrganisationNotFoundError
from sosiego.rules import loader
from sosiego.rules.book import Basis, RuleBook
from sosiego.rules.numbers import NotANumberError


def current() -> RuleBook:
    """The rule-book of this home (the loader keeps it by its digest)."""
    return loader.load(settings.RULEBOOK)


def local_day(at: datetime | None = None) -> date:
    """The day it is, where the law is in force."""
    return (at or clock.now()).astimezone(current().time_zone).date()


def language() -> str:
    """The page's language as rule-books spell it: "es", "en" or "zh"."""
    return (get_language() or "en").split("-")[0]


def say(text: Mapping[str, str] | str | None) -> str:
    """A rule-book's text in the language of the page, else in English, else in any."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    return text.get(language()) or text.get("en") or next(iter(text.values()))


def national(canonical: str) -> str:
    """A canonical number as people of this country write it."""
    try:
        return current().numbering.national(canonical)
    except (NotANumberError, ValueError):
        return canonical


def organisation_name(code: str) -> str:
    """The name of an organisation by its code; the code if the registry knows it no more."""
    try:
        return said_name(registry.organisation(code).name)
    except OrganisationNotFoundError:
        return code


# Simulated organisations bear this mark in their names, so that no export of theirs is taken for real.
_MARK = " (simulated)"


def said_name(name: str) -> str:
    """The name of an organisation; the mark of a simulated one in the language of the page."""
    if not name.endswith(_MARK):
        return name
    return _("%(name)s (simulated)") % {"name": name.removesuffix(_MARK)}


def basis_of(rule: str, version: str = "") -> Basis | None:
    """Where a criterion or a step of a ladder stands, in the wording of a version."""
    law = current()
    wordings = [one for one in law.all_criteria if one.id == rule]
    exact = [one for one in wordings if one.version.isoformat() == version] or wordings
    if exact:
        return exact[-1].basis
    steps = [step for ladder in law.all_ladders for step in ladder.steps if step.id == rule]
    return steps[-1].basis if steps else None


def category_name(code: str) -> str:
    """The name of a category in the language of the page; its code if the book knows it no more."""
    category = current().categories.get(code)
    return say(category.name) if category else code
