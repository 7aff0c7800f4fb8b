"""The callers for whom a criterion holds, in bulk: the same as asked one by one, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pytest

from sosiego.cases.errors import EnginesDisagreeError
from sosiego.cases.firing import Firing, explained, firings
from sosiego.rules import loader
from sosiego.rules.book import Criterion
from sosiego.rules.vocabulary import caller_facts
from tests.rules.engines import ROWS, arrow_table, case_by_case, generated_facts

pytestmark = pytest.mark.one_database
DAY = date(2026, 9, 30)


@pytest.fixture(scope="module")
def criteria() -> Sequence[Criterion]:
    return loader.load("cn").criteria(DAY)


@pytest.fixture(scope="module")
def facts() -> pa.Table:
    """Ten thousand callers, out of order, with NULLs and thresholds a step below and above."""
    known = arrow_table({name: generated_facts()[name] for name in caller_facts()})
    subjects = [f"+86138{(row * 7919) % ROWS:08}" for row in range(ROWS)]
    return known.add_column(0, "subject", pa.array(subjects, pa.string()))


@pytest.fixture(scope="module")
def found(facts: pa.Table, criteria: Sequence[Criterion]) -> list[Firing]:
    return [one for chunk in firings(facts, criteria, 500) for one in chunk]


def test_a_criterion_holds_for_ten_thousand_callers_in_bulk_as_for_each_alone(
    facts: pa.Table, criteria: Sequence[Criterion], found: list[Firing]
) -> None:
    columns = {name: generated_facts()[name] for name in caller_facts()}
    alone = {
        (subject, criterion.id)
        for criterion in criteria
        for subject, truth in zip(
            facts.column("subject").to_pylist(), case_by_case(criterion.condition, columns), strict=True
        )
        if truth is True
    }
    in_bulk = {(one.subject, criterion.id) for one in found for criterion in one.criteria}
    assert in_bulk == alone
    assert {criterion.id for criterion in criteria} == {rule for _, rule in alone}


def test_those_that_fire_come_by_subject_in_lists_of_the_size_asked_for(
    facts: pa.Table, criteria: Sequence[Criterion], found: list[Firing]
) -> None:
    chunks = list(firings(facts, criteria, 64))
    assert {len(chunk) for chunk in chunks[:-1]} == {64}
    assert 0 < len(chunks[-1]) <= 64
    subjects = [one.subject for chunk in chunks for one in chunk]
    assert subjects == sorted(subjects) == [one.subject for one in found]


def test_each_criterion_that_fires_is_explained_by_clauses_that_bear_it_out(found: list[Firing]) -> None:
    for one in found:
        for criterion in one.criteria:
            used, clauses = explained(one, criterion)
            assert set(used) == criterion.condition.facts
            assert any(clause["held"] is True for clause in clauses)


def test_nobody_fires_where_nothing_is_asked_or_nobody_is_there(
    facts: pa.Table, criteria: Sequence[Criterion]
) -> None:
    assert list(firings(facts, [], 500)) == []
    assert list(firings(facts.slice(0, 0), criteria, 500)) == []


def test_words_that_do_not_bear_out_the_bulk_are_no_finding(found: list[Firing]) -> None:
    one = found[0]
    nothing_known = Firing({**dict.fromkeys(one.row), "subject": one.subject}, one.criteria)
    with pytest.raises(EnginesDisagreeError):
        explained(nothing_known, one.criteria[0])
