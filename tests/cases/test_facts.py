"""The table of facts: what is known, what is zero, what is unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sosiego.cases.facts import Facts, caller_facts
from sosiego.intake import services as intake
from sosiego.rules.vocabulary import caller_facts as vocabulary
from tests.builders import (
    NOON,
    assignment,
    criterion,
    number_range,
    organisation,
    report,
    rule_book,
    sender_name,
)

pytestmark = pytest.mark.django_db

CALLER = "+8613800000001"


def facts_of(subject: str, at: Any = NOON) -> dict[str, Any]:
    table = caller_facts(rule_book(), at)
    return next(row for row in table.to_pylist() if row["subject"] == subject)


def traffic(path: Path, caller: str = CALLER, calls: int = 3) -> None:
    rows = ["record_id,caller,called,start,duration_s,answered,cause,medium,direction"]
    for count in range(calls):
        start = (NOON - timedelta(hours=5, minutes=count)).isoformat()
        rows.append(f"{caller}-{count},{caller},+861390000000{count},{start},20,true,16,call,originating")
    path.write_text("\n".join(rows) + "\n")
    totals = intake.import_traffic(path, operator="norte", at=NOON)
    assert totals.added == calls, totals


def test_all_facts_of_the_vocabulary_are_there_with_their_types_also_for_an_empty_country() -> None:
    table = caller_facts(rule_book(), NOON)
    assert table.num_rows == 0
    assert set(vocabulary()) <= set(table.column_names)
    kinds = {"integer": pa.int64(), "number": pa.float64(), "text": pa.string(), "boolean": pa.bool_()}
    assert all(table.schema.field(name).type == kinds[fact.type] for name, fact in vocabulary().items())


def test_a_reported_caller_without_traffic_has_no_behaviour_and_not_a_behaviour_of_zero() -> None:
    report(CALLER)
    facts = facts_of(CALLER)
    assert facts["call_reporters_7d"] == 1
    assert facts["sms_reports_7d"] == 0
    assert facts["calls"] is None
    assert facts["content_class"] is None
    assert facts["last_report_at"] == NOON


def test_a_caller_with_traffic_that_nobody_reported_has_no_reports_which_is_known(tmp_path: Path) -> None:
    traffic(tmp_path / "traffic.csv")
    facts = facts_of(CALLER)
    assert facts["calls"] == 3
    assert facts["called_distinct"] == 3
    assert facts["call_reporters_30d"] == 0
    assert facts["recorded_voice_share_30d"] is None
    assert facts["last_report_at"] is None


def test_traffic_and_reports_of_one_caller_are_one_row(tmp_path: Path) -> None:
    traffic(tmp_path / "traffic.csv", "+8613800000007", calls=2)
    report("+8613800000007")
    facts = facts_of("+8613800000007")
    assert (facts["calls"], facts["call_reports_7d"]) == (2, 1)


def test_a_sender_name_has_facts_too() -> None:
    report("name:86:BANCO", medium="sms")
    facts = facts_of("name:86:BANCO")
    assert facts["sms_reporters_7d"] == 1
    assert facts["is_assigned"] is None


def test_the_registry_says_who_it_is() -> None:
    norte = organisation("norte")
    number_range("+861380", norte)
    assignment(CALLER, organisation("clinic", "business"), purpose="hospital-recall")
    report(CALLER)
    facts = facts_of(CALLER)
    assert facts["number_class"] == "mobile"
    assert (facts["holder_kind"], facts["purpose"], facts["is_assigned"]) == (
        "business",
        "hospital-recall",
        True,
    )
    assert (facts["holder"], facts["operator"]) == ("clinic", "norte")
    assert facts["is_exempt"] is False


def test_an_unassigned_number_of_the_plan_is_known_as_such_and_a_foreign_one_is_not() -> None:
    number_range("+861380", organisation("norte"))
    report("+8619900000001")
    report("+34910000001")
    assert facts_of("+8619900000001")["is_assigned"] is False
    assert facts_of("+34910000001")["is_assigned"] is None


def test_a_number_with_a_registered_purpose_is_a_registered_sender_and_one_without_is_not() -> None:
    assignment(CALLER, organisation("shop", "business"), purpose="telemarketing")
    for number in (CALLER, "+8619900000001", "+34910000001"):
        report(number)
    assert facts_of(CALLER)["is_registered_sender"] is True
    assert facts_of("+8619900000001")["is_registered_sender"] is False
    assert facts_of("+34910000001")["is_registered_sender"] is None


def test_a_sender_name_with_a_holder_is_a_registered_sender() -> None:
    sender_name("BANCO", organisation("bank", "business"))
    report("name:86:BANCO", medium="sms")
    report("name:86:BANK0", medium="sms")
    assert facts_of("name:86:BANCO")["is_registered_sender"] is True
    assert facts_of("name:86:BANK0")["is_registered_sender"] is False


def test_an_empty_registry_of_senders_does_not_say_who_is_missing() -> None:
    number_range("+861380", organisation("norte"))
    report(CALLER)
    report("name:86:BANCO", medium="sms")
    assert facts_of(CALLER)["is_registered_sender"] is None
    assert facts_of("name:86:BANCO")["is_registered_sender"] is None


def test_people_who_reported_anything_are_zero_where_nobody_did(tmp_path: Path) -> None:
    traffic(tmp_path / "traffic.csv")
    facts = facts_of(CALLER)
    assert (facts["sms_reporters_10d"], facts["reporters_7d"], facts["reporters_10d"]) == (0, 0, 0)


def test_exempt_numbers_and_classes_are_known_as_exempt() -> None:
    report("short:86:110")
    report("short:86:106901234")
    assert facts_of("short:86:110")["is_exempt"] is True
    assert facts_of("short:86:106901234")["is_exempt"] is True


def test_content_is_the_category_given_most_often_with_its_median_probability() -> None:
    for probability in (0.7, 0.8, 0.95):
        said = {
            "content_category": "loan-marketing",
            "content_probability": probability,
            "content_model": "m",
        }
        report(CALLER, medium="sms", text="…", **said)
    report(CALLER, medium="sms", content_category="zzz", content_probability=0.99, content_model="m")
    report(CALLER, medium="sms", content_model="m")
    facts = facts_of(CALLER)
    assert (facts["content_category"], facts["content_class"]) == ("loan-marketing", "commercial")
    assert facts["content_probability"] == 0.8


def test_two_books_that_see_alike_share_one_table_and_others_only_what_they_see_alike() -> None:
    number_range("+861380", organisation("norte"))
    report()
    facts, one, other = Facts(NOON), rule_book(), rule_book(criterion("another", "call_reports_7d >= 1"))
    assert facts.of(one) is facts.of(other)
    longer = rule_book(all_windows=(replace(one.all_windows[0], behaviour_days=14),))
    assert facts.of(longer) is not facts.of(one)
    assert facts.of(longer).equals(facts.of(one))


def test_a_wording_of_later_is_read_when_asked_for() -> None:
    report("short:86:110")
    later = date(2027, 1, 1)
    book = rule_book()
    spared = replace(book.all_controls[0], exemptions=(), version=later)
    book = replace(book, all_controls=(*book.all_controls, spared))
    facts = Facts(NOON)
    assert facts.of(book).column("is_exempt").to_pylist() == [True]
    assert facts.of(book, later).column("is_exempt").to_pylist() == [False]
