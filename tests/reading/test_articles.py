"""The law as articles: what is in force, in which chapter, and what names what."""

from __future__ import annotations

from datetime import date

import pytest

from sosiego.reading import articles, instruments
from sosiego.reading.kinds import KINDS
from sosiego.reading.parts import Terms
from sosiego.reading.speech import LANGUAGES, speaking
from sosiego.rules import loader, showing
from sosiego.rules.book import RuleBook

AUTUMN = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def in_english() -> object:
    with speaking("en"):
        yield


@pytest.fixture(scope="module")
def law() -> RuleBook:
    return loader.load("cn")


@pytest.mark.parametrize("id", loader.shipped())
def test_every_rule_of_every_shipped_book_stands_in_a_chapter(id: str) -> None:
    book = loader.load(id)
    read = {(KINDS[one.kind].in_tests, one.id) for one in articles.articles(articles.chapters(book, AUTUMN))}
    assert {(one.kind, one.id) for one in showing.in_force(book, AUTUMN)} <= read
    exempt = {one.id for one in book.control(AUTUMN).exemptions}
    assert {id for kind, id in read if kind == "exemption"} == exempt


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_of_every_shipped_book_can_be_said(language: str) -> None:
    with speaking(language):
        for id in loader.shipped():
            for rule in articles.rules(loader.load(id)):
                for wording in rule.wordings:
                    told = rule.article(wording, wording.version)
                    assert told.name, rule.id
                    assert told.lead or told.parts, rule.id


@pytest.mark.parametrize("id", loader.shipped())
def test_every_condition_can_be_said_in_words(id: str) -> None:
    book = loader.load(id)
    for article in articles.articles(articles.chapters(book, AUTUMN)):
        for part in article.parts:
            if isinstance(part, Terms):
                # What has no words is left as it is written: names with underscores would show.
                assert not [clause for clause in part.clauses if "_" in clause], article.id


def test_a_criterion_names_its_deadline_who_must_act_and_the_steps(law: RuleBook) -> None:
    rule = next(one for one in articles.named(law, "over-frequency"))
    article = rule.article(rule.shown(AUTUMN), AUTUMN)
    assert ("deadline", "verify-and-treat") in article.links
    assert any(kind == "step" for kind, _ in article.links)
    said = {part.label: part for part in article.parts}
    assert said["Who must act"].said[0].text == "the operator that serves the number"  # type: ignore[union-attr]
    assert said["Within"].said[0].text == "2 working days"  # type: ignore[union-attr]


def test_a_deadline_is_named_by_the_criteria_and_steps_that_lead_to_it(law: RuleBook) -> None:
    naming = articles.leading_to(articles.chapters(law, AUTUMN))["deadline", "verify-and-treat"]
    assert {"criterion", "step"} <= {one.kind for one in naming}


def test_what_a_rule_says_of_another_is_said_as_it_stood_then() -> None:
    book = loader.load("in")
    rule = articles.named(book, "complaints")[0]

    def within(on: date) -> str:
        told = rule.article(rule.shown(on), on)
        return next(part.said[0].text for part in told.parts if part.label == "Within")  # type: ignore[union-attr]

    assert (within(date(2024, 1, 1)), within(AUTUMN)) == ("30 days", "5 days")


def test_the_law_of_a_date_has_no_rule_that_did_not_hold_then(law: RuleBook) -> None:
    early = articles.articles(articles.chapters(law, date(2016, 1, 1)))
    assert early
    assert all(one.since <= date(2016, 1, 1) for one in early)
    assert not [one for one in early if one.kind == "criterion"]
    assert articles.chapters(law, date(1900, 1, 1)) == []


def test_the_least_sure_basis_decides_how_sure_an_article_is(law: RuleBook) -> None:
    read = articles.articles(articles.chapters(law, AUTUMN))
    by_status = {one.status for one in read}
    assert by_status == {"in force", "draft", "illustrative"}


def test_each_document_names_the_articles_that_rest_on_it(law: RuleBook) -> None:
    found = {one.basis.document: one for one in instruments.instruments(law, AUTUMN)}
    assert found.keys() == law.documents.keys()
    assert "message-records" in {one.id for one in found["order-31"].articles}
    assert instruments.is_model(law)
    assert "order-31" not in {one.basis.document for one in instruments.instruments(law, date(2015, 1, 1))}
