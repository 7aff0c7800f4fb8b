"""Two rule-books side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sosiego.rules import loader, replay
from sosiego.rules.replay import Change, Found
from tests.builders import criterion, rule_book

DAY = date(2026, 8, 3)
FIRST = datetime(2026, 8, 1, tzinfo=UTC)
FOUND = st.builds(
    Found,
    st.sampled_from(["+8613800000001", "+8613800000002"]),
    st.sampled_from(["bursts", "reports"]),
    st.integers(0, 5).map(lambda days: FIRST + timedelta(days=days)),
)


def found(day: int, subject: str = "+8613800000001", rule: str = "reports") -> Found:
    return Found(subject, rule, FIRST + timedelta(days=day))


def test_a_book_changes_nothing_of_itself() -> None:
    book = loader.load("cn")
    assert replay.changes(book, book, DAY, DAY) == []


def test_a_threshold_that_differs_is_a_change_and_a_name_is_none() -> None:
    law = rule_book(criterion(name={"en": "Three people"}))
    draft = rule_book(criterion(condition="call_reporters_7d >= 2", name={"en": "Two people"}))
    assert replay.changes(law, draft, DAY, DAY) == [
        Change(
            "criterion",
            "many-reporters",
            "changed",
            "condition",
            "call_reporters_7d >= 3",
            "call_reporters_7d >= 2",
        )
    ]


def test_a_name_in_a_language_of_another_country_is_no_change_either() -> None:
    law = rule_book(criterion(name={"en": "Three people", "pt": "Três pessoas"}))
    draft = rule_book(criterion(name={"en": "Three people", "pt": "Três clientes"}))
    assert replay.changes(law, draft, DAY, DAY) == []


def test_a_rule_that_is_new_and_one_that_is_no_longer_there_are_told() -> None:
    law, draft = rule_book(criterion("old")), rule_book(criterion("new"))
    told = [(one.id, one.change) for one in replay.changes(law, draft, DAY, DAY)]
    assert told == [("old", "gone"), ("new", "added")]


def test_a_draft_is_read_as_worded_on_its_own_day() -> None:
    later = criterion(condition="call_reporters_7d >= 2", version=date(2027, 1, 1))
    draft = rule_book(replace(criterion(), until=later.version), later)
    assert replay.changes(rule_book(), draft, DAY, DAY) == []
    assert len(replay.changes(rule_book(), draft, DAY, date(2027, 1, 2))) == 1


def test_the_first_finding_under_one_book_is_the_first_under_the_other_though_days_apart() -> None:
    compared = replay.compared([found(3), found(9)], [found(1)])
    assert [(pair.law, pair.draft) for pair in compared.earlier] == [(found(3), found(1))]
    assert compared.gone == (found(9),)
    assert compared.added == compared.later == ()


@given(st.lists(FOUND))
def test_equal_findings_are_all_kept(every: list[Found]) -> None:
    compared = replay.compared(every, reversed(every))
    assert compared.added == compared.gone == compared.earlier == compared.later == ()
    assert len(compared.kept) == len(every)


@given(st.lists(FOUND), st.lists(FOUND))
def test_added_and_gone_account_for_every_finding(law: list[Found], draft: list[Found]) -> None:
    compared = replay.compared(law, draft)
    assert len(compared.gone) + len(compared.kept) == len(law)
    assert len(compared.added) + len(compared.kept) == len(draft)
