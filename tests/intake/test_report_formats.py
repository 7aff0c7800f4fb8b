"""What each format makes of a row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from sosiego.intake import report_formats
from sosiego.intake.report_formats.base import BadCellError, ParsedReport
from sosiego.intake.report_formats.ftc_dnc import _subjects
from sosiego.rules import loader
from tests.intake.book import small_book

FTC = {
    "Company_Phone_Number": "2025550100",
    "Created_Date": "2026-07-07 00:01:15",
    "Violation_Date": "2026-07-06 11:48:00",
    "Consumer_City": "Springfield",
    "Consumer_State": "Oregon",
    "Consumer_Area_Code": "503",
    "Subject": "Reducing your debt  (credit cards, mortgage, student loans)",
    "Recorded_Message_Or_Robocall": "Y",
}


def ftc(**values: str) -> ParsedReport:
    row = FTC | values
    parse = report_formats.built_in("ftc-dnc", small_book()).bind(list(row))
    return parse(list(row.values()))


def mapped(definition: dict[str, Any], row: dict[str, str]) -> ParsedReport:
    return report_formats.of_mapping("mine", definition, small_book()).bind(list(row))(list(row.values()))


def test_a_complaint_is_a_call_on_the_commissions_clock() -> None:
    report = ftc()
    assert (report.medium, report.number, report.region, report.city) == (
        "call",
        "+12025550100",
        "Oregon",
        "Springfield",
    )
    assert report.received_at == datetime(2026, 7, 7, 4, 1, 15, tzinfo=UTC)
    assert report.occurred_at == datetime(2026, 7, 6, 15, 48, tzinfo=UTC)
    assert (report.reporter, report.contact, report.text) == ("", "", "")


def test_the_subject_keeps_the_sources_words_with_single_spaces() -> None:
    report = ftc()
    assert report.subject == "Reducing your debt (credit cards, mortgage, student loans)"
    assert report.category == "loan-marketing"
    assert ftc(Subject="Something new").category == "unsorted"


@pytest.mark.parametrize(("cell", "voice"), [("Y", True), ("N", False), ("", None)])
def test_a_recorded_voice_is_yes_no_or_not_told(cell: str, voice: bool | None) -> None:
    assert ftc(Recorded_Message_Or_Robocall=cell).recorded_voice is voice


@pytest.mark.parametrize(
    ("cell", "number"), [("", ""), ("2025550100", "+12025550100"), ("12025550100", "+12025550100")]
)
def test_a_number_has_ten_digits_or_is_not_shown(cell: str, number: str) -> None:
    assert ftc(Company_Phone_Number=cell).number == number


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("5550100", "has 7 digits, not 10 or 11"),
        ("22025550100", "has 11 digits and does not begin with 1"),
        ("202-555-0100", "holds other signs than digits"),
    ],
)
def test_any_other_number_is_refused(cell: str, reason: str) -> None:
    with pytest.raises(BadCellError) as caught:
        ftc(Company_Phone_Number=cell)
    assert (caught.value.column, caught.value.reason) == ("Company_Phone_Number", reason)


def test_every_listed_subject_is_a_category_of_the_rule_book_of_china() -> None:
    assert set(_subjects().values()) <= set(loader.load("cn").categories)


MAPPING = {
    "columns": {
        "number": "Número",
        "received_at": "Fecha",
        "recorded_voice": "Grabada",
        "category": "Motivo",
        "reporter": "Denunciante",
    },
    "constants": {"medium": "call", "network": "norte"},
    "time_zone": "America/Bogota",
    "date_formats": ["%d/%m/%Y %H:%M", "%d/%m/%Y"],
    "values": {
        "recorded_voice": {"S": True, "N": False},
        "category": {"Préstamos": "loan-marketing", "*": "unsorted"},
    },
}
ROW = {
    "Número": "13800000001",
    "Fecha": "03/08/2026 09:30",
    "Grabada": "S",
    "Motivo": "Préstamos",
    "Denunciante": "ana@example.org",
}


def test_a_mapping_gives_columns_constants_zone_dates_and_words() -> None:
    report = mapped(MAPPING, ROW)
    assert (report.medium, report.number, report.network) == ("call", "+8613800000001", "norte")
    assert report.received_at == datetime(2026, 8, 3, 14, 30, tzinfo=UTC)
    assert (report.recorded_voice, report.category) == (True, "loan-marketing")
    assert (report.reporter, report.contact) == ("ana@example.org", "")


def test_words_that_are_not_listed_take_the_star_or_are_refused() -> None:
    assert mapped(MAPPING, ROW | {"Motivo": "Otro"}).category == "unsorted"
    assert mapped(MAPPING, ROW | {"Grabada": ""}).recorded_voice is None
    with pytest.raises(BadCellError, match="Grabada: is a word that the mapping does not list"):
        mapped(MAPPING, ROW | {"Grabada": "Tal vez"})


def test_a_second_date_format_is_tried() -> None:
    assert mapped(MAPPING, ROW | {"Fecha": "03/08/2026"}).received_at == datetime(2026, 8, 3, 5, tzinfo=UTC)
    with pytest.raises(BadCellError, match=r"Fecha: is not a time such as %d/%m/%Y %H:%M or %d/%m/%Y"):
        mapped(MAPPING, ROW | {"Fecha": "2026-08-03"})


def test_a_changed_mapping_has_another_id_and_the_same_source() -> None:
    one = report_formats.of_mapping("mine", MAPPING, small_book())
    other = report_formats.of_mapping("mine", MAPPING | {"time_zone": "America/Lima"}, small_book())
    assert one.id != other.id
    assert one.source == other.source
