"""Names in a snapshot: a message of the catalog, a text of the rule-book, or somebody's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sosiego.rules.book import RuleBook

Label = Mapping[str, str]


def message(msgid: str) -> Label:
    """A sentence of our own, translated when the page is made."""
    return {"message": msgid}


def name(text: str) -> Label:
    """A proper name or a source's own words: the same in every language."""
    return {"name": text}


@dataclass(frozen=True)
class IndicatorWords:
    name: Label
    explanation: Label
    unit: Label
    kind: str
    per: int
    target: float
    direction: str


@dataclass(frozen=True)
class Words:
    """What the rule-book calls things on the last day of the period."""

    categories: Mapping[str, Label] = field(default_factory=dict)
    class_of: Mapping[str, str] = field(default_factory=dict)
    industry_of: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, Label] = field(default_factory=dict)
    criteria: Mapping[str, Label] = field(default_factory=dict)
    violations: Mapping[str, Label] = field(default_factory=dict)
    grades: Mapping[str, Label] = field(default_factory=dict)
    indicators: Mapping[str, IndicatorWords] = field(default_factory=dict)

    @classmethod
    def of(cls, book: RuleBook, on: date) -> Words:
        return cls(
            categories={category.id: dict(category.name) for category in book.categories.values()},
            class_of={category.id: category.class_id for category in book.categories.values()},
            industry_of={category.id: category.industry for category in book.categories.values()},
            industries={code: dict(text) for code, text in book.industries.items()},
            criteria={criterion.id: dict(criterion.name) for criterion in book.all_criteria},
            violations={rule.id: dict(rule.name) for rule in book.all_violations},
            grades={grade.id: dict(grade.name) for scoring in book.all_scorings for grade in scoring.grades},
            indicators={
                indicator.id: IndicatorWords(
                    name=dict(indicator.name),
                    explanation=dict(indicator.explanation),
                    unit=dict(indicator.unit),
                    kind=indicator.kind,
                    per=indicator.per,
                    target=indicator.target,
                    direction=indicator.direction,
                )
                for indicator in book.indicators(on)
            },
        )
