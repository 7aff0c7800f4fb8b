"""What other rooms are told of the reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sosiego.intake import queries, services
from tests.builders import NOON, report

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def facts(number: str = "+8613800000001") -> dict[str, Any]:
    (found,) = [row for row in queries.report_facts(NOON).to_pylist() if row["subject"] == number]
    return found


def test_different_known_people_are_counted_by_medium_and_window() -> None:
    for days, person, medium in (
        (1, "a", "call"),
        (2, "a", "call"),
        (8, "b", "call"),
        (20, "c", "call"),
        (3, "d", "sms"),
    ):
        report(reporter=person, at=NOON - days * DAY, medium=medium)
    found = facts()
    assert (found["call_reports_7d"], found["sms_reports_7d"]) == (2, 1)
    assert [found[f"call_reporters_{days}d"] for days in (7, 10, 30)] == [1, 2, 3]
    assert (found["sms_reporters_7d"], found["sms_reporters_30d"]) == (1, 1)
    assert found["last_report_at"] == NOON - DAY


def test_a_person_who_reported_a_call_and_a_message_is_one_person() -> None:
    for days, person, medium in ((1, "a", "call"), (2, "a", "sms"), (3, "b", "sms"), (8, "c", "call")):
        report(reporter=person, at=NOON - days * DAY, medium=medium)
    found = facts()
    assert (found["call_reporters_7d"], found["sms_reporters_7d"], found["reporters_7d"]) == (1, 2, 2)
    assert (found["sms_reporters_10d"], found["reporters_10d"]) == (2, 3)


def test_nobody_known_is_unknown_and_no_report_is_zero() -> None:
    unnamed = report(at=NOON - DAY)
    unnamed.reporter = ""
    unnamed.save()
    found = facts()
    assert (found["call_reports_7d"], found["call_reporters_7d"]) == (1, None)
    assert (found["sms_reports_7d"], found["sms_reporters_7d"]) == (0, 0)


def test_an_unnamed_person_does_not_add_to_those_known() -> None:
    report(reporter="a", at=NOON - DAY)
    unnamed = report(at=NOON - DAY)
    unnamed.reporter = ""
    unnamed.save()
    assert (facts()["call_reports_7d"], facts()["call_reporters_7d"]) == (2, 1)


def test_a_window_ends_at_the_moment_and_begins_after_its_first() -> None:
    report(at=NOON - 7 * DAY)
    report(at=NOON)
    report(at=NOON + DAY)
    assert (facts()["call_reports_7d"], facts()["call_reporters_10d"]) == (1, 2)


def test_the_share_of_recorded_voices_is_among_the_calls_that_tell() -> None:
    for voice in (True, True, False, None):
        report(recorded_voice=voice, at=NOON - DAY)
    report(recorded_voice=True, medium="sms", at=NOON - DAY)
    assert facts()["recorded_voice_share_30d"] == pytest.approx(2 / 3)
    report("+8613800000002", at=NOON - DAY)
    assert facts("+8613800000002")["recorded_voice_share_30d"] is None


def test_the_most_reported_category_leaves_out_the_unsorted() -> None:
    for category in ("unsorted", "unsorted", "b-marketing", "a-marketing"):
        report(category=category, at=NOON - DAY)
    assert facts()["reported_category"] == "a-marketing"
    report("+8613800000002", category="unsorted", at=NOON - DAY)
    assert facts("+8613800000002")["reported_category"] is None


def test_reports_without_a_number_and_old_ones_are_no_facts() -> None:
    report("", at=NOON - DAY)
    report("+8613800000002", at=NOON - 31 * DAY)
    assert queries.report_facts(NOON).num_rows == 0


def test_facts_bear_the_names_of_the_vocabulary() -> None:
    assert queries.report_facts(NOON).column_names == ["subject", *queries.REPORT_FACTS, "last_report_at"]


def test_a_verdict_is_written_beside_the_report_and_asked_no_more() -> None:
    sms = report(medium="sms", text="Loans today", at=NOON - DAY)
    unsure = report(medium="sms", text="Hm", at=NOON - DAY)
    report(at=NOON - DAY)
    assert queries.unclassified_reports(10) == [(sms.pk, "Loans today"), (unsure.pk, "Hm")]
    recorded = services.record_content(
        [(sms.pk, "loan-marketing", 0.9, "starter"), (unsure.pk, "", None, "starter")]
    )
    assert recorded == 2
    assert queries.unclassified_reports(10) == []
    verdicts = list(queries.content_verdicts(NOON - 30 * DAY, NOON))
    assert verdicts == [("+8613800000001", "loan-marketing", 0.9)]


def test_reports_are_counted_by_who_let_them_in() -> None:
    report(holder="centre", operator="norte")
    report(holder="centre", operator="norte", medium="sms")
    report(at=NOON - DAY)
    assert queries.counts_by_source(NOON, NOON + DAY) == [
        ("centre", "norte", "call", 1),
        ("centre", "norte", "sms", 1),
    ]


def test_reports_of_a_number_come_the_latest_first() -> None:
    old, new = report(at=NOON - DAY), report(at=NOON)
    assert list(queries.reports_of("+8613800000001")) == [new, old]
    assert list(queries.reports_between(NOON, NOON + DAY)) == [new]
