"""The documents on which the law rests, and which rules rest on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sosiego.reading.articles import articles, chapters
from sosiego.reading.parts import Article
from sosiego.rules.book import Basis, RuleBook


@dataclass(frozen=True)
class Instrument:
    """A document as the rule-book knows it, with the articles that rest on it on a date."""

    basis: Basis
    articles: tuple[Article, ...]


def instruments(law: RuleBook, on: date) -> list[Instrument]:
    """Every document of the rule-book that had been issued by a date, in the order of the book."""
    resting = _resting(law, on)
    known = [one for one in law.documents.values() if one.issued <= on]
    return [Instrument(one, tuple(resting.get(one.document, ()))) for one in known]


def _resting(law: RuleBook, on: date) -> Mapping[str, list[Article]]:
    found: dict[str, list[Article]] = {}
    for article in articles(chapters(law, on)):
        for document in dict.fromkeys(rest.basis.document for rest in article.rests):
            found.setdefault(document, []).append(article)
    return found


def is_model(law: RuleBook) -> bool:
    """Whether part of it is its makers' own: then it is a model, which no authority has published."""
    return any(document.standing == "own" for document in law.documents.values())
