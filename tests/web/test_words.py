"""Codes become words: facts with their units, conditions, periods, names, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

from sosiego.oversight.counts import COUNTS
from sosiego.rules.vocabulary import call_facts, caller_facts, organisation_facts
from sosiego.web import book, conditions, facts
from sosiego.web.templatetags import sosiego


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


def test_every_fact_and_every_count_has_a_name() -> None:
    for name in [*caller_facts(), *organisation_facts(), *call_facts(), *COUNTS]:
        assert facts.label(name) != name, name


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("calls_per_day_max", 118, "118 calls"),
        ("calls_per_day_max", 1, "1 call"),
        ("refusing_share", 0.125, "12.5 %"),
        ("duration_mean_s", 4.25, "4.25 seconds"),
        ("purpose", None, "unknown"),
        ("purpose", "hospital-recall", "hospital appointments"),
        ("is_exempt", False, "no"),
        ("number_class", "mobile", "Mobile"),
        ("incoming_ratio", 0.25, "0.25"),
    ],
)
def test_a_value_is_said_with_its_unit(name: str, value: object, said: str) -> None:
    assert facts.said(name, value) == said


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("call_reporters_10d >= 5", "People who reported calls in 10 days: at least 5 people"),
        ("reciprocity < 0.1", "Called numbers that also call it: less than 10 %"),
        ("NOT is_exempt", "Exempt number: no"),
        ("purpose IS NULL", "Registered purpose: not known"),
        ("purpose IS NOT NULL", "Registered purpose: known"),
        ("purpose IN ('delivery', 'marketing')", "Registered purpose: deliveries / marketing"),
        (
            "purpose IS NULL OR NOT purpose IN ('emergency')",
            "Registered purpose: not known, or none of: emergency",
        ),
        (
            "calls > 3 AND (calls < 9 OR is_exempt)",
            "Calls made: more than 3 calls, and (Calls made: less than 9 calls, or Exempt number: yes)",
        ),
        (
            "call_reporters_10d >= 0.02 * called_distinct",
            "People who reported calls in 10 days: at least 2 % of “Different numbers called”",
        ),
        ("calls BETWEEN 2 AND 4", "Calls made: from 2 calls to 4 calls"),
        ("lower(purpose) = 'x'", "lower(purpose) = 'x'"),
    ],
)
def test_a_clause_is_said_in_words(clause: str, said: str) -> None:
    assert conditions.in_words(clause) == said


def test_every_condition_of_the_rule_book_can_be_said_in_every_language() -> None:
    for language in ("en", "es", "zh-hans"):
        with translation.override(language):
            for criterion in book.current().all_criteria:
                said = conditions.in_words(criterion.condition.sql)
                assert said != criterion.condition.sql, criterion.id
                names = [name for name in criterion.condition.facts if "_" in name and name in said]
                assert names == [], criterion.id


@pytest.mark.parametrize(
    ("language", "moment", "period", "name"),
    [
        ("en", "1 Oct 2026 10:30", "Q3 2026", "Brisa (simulated)"),
        ("es", "1 oct 2026 10:30", "T3 de 2026", "Brisa (simulado)"),
        ("zh-hans", "2026年10月1日 10:30", "2026年第3季度", "Brisa（模拟）"),
    ],
)
def test_days_periods_and_the_mark_of_simulation_are_said_in_the_language_of_the_page(
    language: str, moment: str, period: str, name: str
) -> None:
    with translation.override(language):
        assert sosiego.moment(datetime(2026, 10, 1, 2, 30, tzinfo=UTC)) == moment
        assert sosiego.period("2026Q3") == period
        assert book.said_name("Brisa (simulated)") == name


def test_a_period_that_is_no_quarter_or_month_is_named_as_it_is() -> None:
    assert sosiego.period("2026-09") == "September 2026"
    assert sosiego.period("2026-09-01/2026-09-15") == "2026-09-01/2026-09-15"
