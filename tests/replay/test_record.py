"""The rule of a replay: cases, findings, orders and measures that never were."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sosiego.rules.book import MeasureProposal
from tests.builders import NOON, criterion, rule_book
from tests.replay.country import CALLER, founded, replayed, reported

pytestmark = pytest.mark.django_db

LABEL = MeasureProposal("label", 7, automatic=True)


@pytest.fixture(autouse=True)
def country() -> None:
    founded()


def test_a_rule_is_found_once_while_the_case_stands() -> None:
    reported(3)
    told = replayed(rule_book(), rule_book(), days=5)
    assert len(told.law.found) == len(told.law.orders) == 1


def test_after_the_case_a_new_report_makes_a_new_finding_and_old_ones_do_not() -> None:
    book = rule_book(criterion(condition="call_reporters_30d >= 3", order="", measure=LABEL))
    reported(3)
    assert len(replayed(book, book, days=12).law.found) == 1
    reported(1, at=NOON + timedelta(days=9))
    assert len(replayed(book, book, days=12).law.found) == 2


def test_two_rules_that_ask_for_the_same_step_share_an_order() -> None:
    book = rule_book(criterion("one"), criterion("two"))
    reported(3)
    told = replayed(book, book)
    assert (len(told.law.found), len(told.law.orders)) == (2, 1)
    assert told.law.orders[0].addressee == "shop"


def test_a_measure_that_waits_begins_at_the_deadline_and_an_automatic_one_at_once() -> None:
    book = rule_book(criterion("waits"), criterion("at-once", measure=LABEL))
    reported(3)
    law = replayed(book, book).law
    waits, at_once = sorted(law.measures, key=lambda one: one.automatic)
    assert waits.since == law.orders[0].due_at
    assert at_once.since == law.found[0].at
    assert (waits.outcome, at_once.outcome) == ("block", "label")


def test_an_exempt_number_is_found_and_gets_no_measure() -> None:
    reported(3, "short:86:110")
    law = replayed(rule_book(), rule_book()).law
    assert (len(law.found), law.measures, law.exempt) == (1, [], 1)


def test_who_stood_behind_the_number_is_kept() -> None:
    reported(3)
    stands = replayed(rule_book(), rule_book()).law.standing[CALLER]
    assert (stands.holder, stands.operator) == ("shop", "norte")
