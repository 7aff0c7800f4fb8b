"""The law as data: what is in force on a date; one rule with its history, tests and how often it was met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Schema
from pydantic import Field

from sosiego import clock
from sosiego.reading import articles, history, instruments, tests_told
from sosiego.reading.articles import Rule
from sosiego.reading.kinds import chapter_of
from sosiego.reading.parts import Article, Grid, Pair, Rest, Terms
from sosiego.reading.speech import LANGUAGES, speaking
from sosiego.rules import showing
from sosiego.rules.book import Basis, RuleBook
from sosiego.web import book
from sosiego.web.api.access import everybody
from sosiego.web.api.root import PROBLEMS, api
from sosiego.web.fired import fired

Texts = dict[str, str]


class DocumentOut(Schema):
    document: str
    instrument: Texts
    number: str
    issued: date
    issued_as: str = Field(description="The day, month or year of issue, as far as it is known")
    in_force: date | None = Field(description="When it began to bind, if that is known")
    original: str = Field(description="Its title in the language in which it was issued")
    link: str
    status: str
    standing: str = Field(description="What our knowledge of it rests on: S, W, R or own")


class BasisOut(DocumentOut):
    clause: Texts


class RestOut(BasisOut):
    of: Texts = Field(description="The part of the rule that rests on it; empty if the whole does")


class CriterionOut(Schema):
    id: str
    name: Texts
    explanation: Texts
    category: str
    condition: str
    version: date
    basis: BasisOut


class CategoryOut(Schema):
    id: str
    class_id: str
    industry: str
    name: Texts


class RuleSummaryOut(Schema):
    kind: str
    id: str
    chapter: str
    name: Texts
    since: date
    until: date | None = Field(description="The first day on which it no longer holds, if that is known")
    status: str = Field(description="How sure it is, by its least sure basis; empty if it names none")


class RulesOut(Schema):
    id: str
    name: Texts
    digest: str
    on: date
    categories: list[CategoryOut]
    criteria: list[CriterionOut]
    rules: list[RuleSummaryOut] = Field(description="Every rule in force, in the order of the chapters")
    documents: list[DocumentOut]


class LineOut(Schema):
    label: str
    said: list[str]


class ChangeOut(Schema):
    label: str
    old: str = Field(description="Empty if it was added")
    new: str = Field(description="Empty if it fell away")


class WordingOut(Schema):
    since: date
    until: date | None
    status: str
    values: dict[str, Any] = Field(description="As the rule-book holds it")
    text: dict[str, list[LineOut]] = Field(description="In words, by language")
    changes: dict[str, list[ChangeOut]] = Field(description="What it changed, in words, by language")
    bases: list[RestOut]


class TestOut(Schema):
    name: str
    on: date
    facts: dict[str, Any]
    expected: Any
    follows: dict[str, Any]
    passed: bool


class MonthOut(Schema):
    month: str
    count: int | None = Field(description="null if it is withheld to protect reporters")


class RuleOut(Schema):
    kind: str
    id: str
    chapter: str
    name: Texts
    on: date
    in_force: bool = Field(description="Whether it holds on this date")
    wordings: list[WordingOut] = Field(description="The latest first")
    tests: list[TestOut]
    fired: list[MonthOut] | None = Field(
        description="How often it was met, by month; null for rules that are not met"
    )
    simulated: bool = Field(description="True if these counts are those of an invented country")


def _document(basis: Basis) -> dict[str, Any]:
    names = (
        "document",
        "number",
        "issued",
        "issued_as",
        "in_force",
        "original",
        "link",
        "status",
        "standing",
    )
    return {"instrument": dict(basis.instrument), **{name: getattr(basis, name) for name in names}}


def _basis(basis: Basis) -> dict[str, Any]:
    return _document(basis) | {"clause": dict(basis.clause)}


def _in_each(law: RuleBook, say: Callable[[], Any]) -> dict[str, Any]:
    """What is said in each language that the rule-book has and that this program speaks."""
    said = {}
    for language in LANGUAGES:
        if language in law.languages:
            with speaking(language):
                said[language] = say()
    return said


@api.get(
    "/rules",
    auth=everybody,
    response={200: RulesOut, **PROBLEMS},
    summary="The law as it stands on a date",
    tags=["public"],
)
def rules(
    request: HttpRequest, on: date | None = Query(None, description="Default: today")
) -> dict[str, Any]:
    law, day = book.current(), on or book.local_day()
    return {
        "id": law.id,
        "name": dict(law.name),
        "digest": law.digest,
        "on": day,
        "categories": [
            {"id": one.id, "class_id": one.class_id, "industry": one.industry, "name": dict(one.name)}
            for one in law.categories.values()
        ],
        "criteria": [
            {
                "id": one.id,
                "name": dict(one.name),
                "explanation": dict(one.explanation),
                "category": one.category,
                "condition": one.condition.sql,
                "version": one.version,
                "basis": _basis(one.basis),
            }
            for one in law.criteria(day)
        ],
        "rules": _summaries(law, day),
        "documents": [_document(one.basis) for one in instruments.instruments(law, day)],
    }


def _summaries(law: RuleBook, on: date) -> list[dict[str, Any]]:
    read: Mapping[str, list[Article]] = _in_each(law, lambda: articles.articles(articles.chapters(law, on)))
    first = next(iter(read.values()), [])
    return [
        {
            "kind": one.kind,
            "id": one.id,
            "chapter": chapter_of(one.kind).id,
            "name": {language: told[place].name for language, told in read.items()},
            "since": one.since,
            "until": one.until,
            "status": one.status,
        }
        for place, one in enumerate(first)
    ]


@api.get(
    "/rules/{id}",
    auth=everybody,
    response={200: list[RuleOut], **PROBLEMS},
    summary="One rule: its wordings with their differences, its tests, how often it was met",
    description="A list, because a step of the procedure and its deadline may have the same id.",
    tags=["public"],
)
def rule(
    request: HttpRequest,
    id: str,
    on: date | None = Query(None, description="Default: today"),
    kind: str = Query("", description="Only the rule of this kind, e.g. deadline"),
) -> list[dict[str, Any]]:
    law = book.current()
    found = [one for one in articles.named(law, id) if kind in ("", one.kind.id)]
    if not found:
        raise Http404
    return [_rule(one, on or book.local_day()) for one in found]


def _rule(one: Rule, on: date) -> dict[str, Any]:
    counted = fired(one, clock.now())
    return {
        "kind": one.kind.id,
        "id": one.id,
        "chapter": chapter_of(one.kind.id).id,
        "name": _in_each(one.law, lambda: one.kind.name_of(one.shown(on))),
        "on": on,
        "in_force": one.wording(on) is not None,
        "wordings": _wordings(one),
        "tests": [_test(test, passed) for test, passed in tests_told.tests_of(one)],
        "fired": None
        if counted is None
        else [{"month": f"{month.first:%Y-%m}", "count": month.count} for month in counted.months],
        "simulated": clock.is_simulated(),
    }


def _wordings(one: Rule) -> list[dict[str, Any]]:
    told: dict[str, list[history.Epoch]] = _in_each(one.law, lambda: history.history(one))
    return [
        {
            "since": epoch.article.since,
            "until": epoch.article.until,
            "status": epoch.article.status,
            "values": showing.plain(epoch.article.wording),
            "text": {language: _lines(epochs[place].article) for language, epochs in told.items()},
            "changes": {
                language: [
                    {"label": change.label, "old": change.old_text, "new": change.new_text}
                    for change in epochs[place].changes
                ]
                for language, epochs in told.items()
            },
            "bases": [
                _rest(
                    rest, {language: epochs[place].article.rests[n].of for language, epochs in told.items()}
                )
                for n, rest in enumerate(epoch.article.rests)
            ],
        }
        for place, epoch in enumerate(next(iter(told.values()), []))
    ]


def _rest(rest: Rest, of: Texts) -> dict[str, Any]:
    return _basis(rest.basis) | {"of": of if rest.of else {}}


def _lines(article: Article) -> list[dict[str, Any]]:
    lines = [{"label": "", "said": [article.lead]}] if article.lead else []
    for part in article.parts:
        match part:
            case Pair():
                said = [one.text for one in part.said]
            case Terms():
                said = list(part.clauses)
            case Grid():
                said = [" · ".join(row) for row in part.rows]
        lines.append({"label": part.label, "said": said})
    return lines


def _test(test: Any, passed: bool) -> dict[str, Any]:
    return {
        "name": test.name,
        "on": test.on,
        "facts": showing.plain(test.facts),
        "expected": showing.plain(test.expected),
        "follows": showing.plain(test.follows),
        "passed": passed,
    }
