"""What changed from one wording to the next, clause for clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sosiego.reading import articles, history
from sosiego.reading.articles import Rule
from sosiego.reading.kinds import KINDS
from sosiego.reading.parts import Article, Said, Terms, pair
from sosiego.reading.speech import speaking
from sosiego.rules import loader


@pytest.fixture(autouse=True)
def in_english() -> object:
    with speaking("en"):
        yield


def article(*parts: Any, lead: str = "", name: str = "Rule") -> Article:
    told = tuple(part for part in parts if part is not None)
    return Article("cap", "a-rule", name, lead, told, (), date(2026, 1, 1), None, None)


def told(before: Article, after: Article) -> list[tuple[str, str, str]]:
    return [(one.label, one.old_text, one.new_text) for one in history.changes(before, after)]


def test_a_value_that_changed_is_told_old_and_new() -> None:
    old, new = article(pair("At most", "60")), article(pair("At most", "40"))
    assert told(old, new) == [("At most", "60", "40")]


def test_what_stays_is_not_told() -> None:
    same = article(pair("At most", "60"), Terms("The condition", "AND", ("a", "b"), "a AND b"))
    assert told(same, same) == []


def test_a_clause_that_changed_is_set_against_the_one_it_was() -> None:
    old = Terms("The condition", "AND", ("Calls made: at least 60 calls", "Exempt number: no"), "")
    new = Terms("The condition", "AND", ("Calls made: at least 40 calls", "Exempt number: no"), "")
    change = history.changes(article(old), article(new))[0]
    assert [piece.text for piece in change.old if piece.changed] == ["60"]
    assert [piece.text for piece in change.new if piece.changed] == ["40"]
    assert change.kind == "changed"


def test_a_clause_that_came_and_one_that_went_stand_alone() -> None:
    old = Terms("The condition", "AND", ("Kind of number: Mobile", "Exempt number: no"), "")
    new = Terms("The condition", "AND", ("Exempt number: no", "Calls at night: at least 15 %"), "")
    assert told(article(old), article(new)) == [
        ("The condition", "Kind of number: Mobile", ""),
        ("The condition", "", "Calls at night: at least 15 %"),
    ]


def test_and_that_became_or_is_told_though_no_clause_changed() -> None:
    old, new = (Terms("The condition", word, ("a", "b"), "") for word in ("AND", "OR"))
    assert told(article(old), article(new)) == [
        ("How many of them must hold", "all of them", "one of them is enough")
    ]


def test_chinese_is_compared_sign_by_sign() -> None:
    change = history.changes(article(lead="一小时内呼叫三十次"), article(lead="一小时内呼叫四十次"))[0]
    assert [piece.text for piece in change.old if piece.changed] == ["三"]


def test_a_list_tells_its_new_things_one_by_one() -> None:
    old = article(pair("Then", Said("Close the case")))
    new = article(pair("Then", Said("Close the case"), Said("Open an appeal")))
    assert told(old, new) == [("Then", "", "Open an appeal")]


def test_the_latest_wording_comes_first_and_the_first_changes_nothing() -> None:
    rule = articles.named(loader.load("in"), "complaints")[0]
    found = history.history(rule)
    assert [one.article.since for one in found] == [date(2025, 3, 14), date(2018, 12, 16)]
    assert found[-1].is_first
    assert found[0].changes and not found[-1].changes
    assert found[-1].article.until == date(2025, 3, 14)


def test_a_rule_that_was_gone_for_a_while_says_since_when() -> None:
    law = loader.load("cn")
    cap = law.all_caps[0]

    wordings = (
        replace(cap, version=date(2020, 1, 1), until=date(2021, 1, 1)),
        replace(cap, version=date(2022, 1, 1), at_most=cap.at_most + 1),
    )
    rule = Rule(law, KINDS["cap"], cap.id, wordings)
    latest, first = history.history(rule)
    assert latest.repealed_on == date(2021, 1, 1)
    assert [(one.label, one.old_text) for one in latest.changes] == [("At most", str(cap.at_most))]
    assert first.repealed_on is None
    assert rule.wording(date(2021, 6, 1)) is None
    assert rule.shown(date(2021, 6, 1)) is wordings[0]
    assert rule.shown(date(2019, 1, 1)) is wordings[0]
