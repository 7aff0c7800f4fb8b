"""The daily Do-Not-Call complaint file of the United States Federal Trade Commission.

One row is one complaint about one call. The file names no complainant, so its reports have no reporter.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from sosiego.intake.report_formats.base import (
    UNSORTED,
    BadCellError,
    ParsedReport,
    Parser,
    collapsed,
    moment_in_zone,
)
from sosiego.rules.book import RuleBook

# The Commission's clock; the file states no zone.
NEW_YORK = ZoneInfo("America/New_York")


@cache
def _subjects() -> dict[str, str]:
    path = Path(__file__).with_name("ftc_subjects.yaml")
    return dict(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))["subjects"] or {})


class FtcDoNotCallFormat:
    """Eight columns, all of which together make a row that same row."""

    id = "ftc-dnc"
    source = "ftc-dnc"
    columns = (
        "Company_Phone_Number",
        "Created_Date",
        "Violation_Date",
        "Consumer_City",
        "Consumer_State",
        "Consumer_Area_Code",
        "Subject",
        "Recorded_Message_Or_Robocall",
    )
    encoding = "utf-8"
    delimiter = ","

    def __init__(self, book: RuleBook) -> None:
        self._categories = {subject: code for subject, code in _subjects().items() if code in book.categories}

    def bind(self, header: list[str]) -> Parser:
        places = [header.index(name) for name in self.columns]
        categories = self._categories

        def parse(cells: list[str]) -> ParsedReport:
            row = tuple(cells[place] for place in places)
            caller, created, happened, city, state, _area, subject, voice = row
            subject = collapsed(subject)
            return ParsedReport(
                identity=row,
                medium="call",
                number=_number(caller),
                received_at=moment_in_zone(created, NEW_YORK, "Created_Date"),
                occurred_at=moment_in_zone(happened, NEW_YORK, "Violation_Date")
                if happened.strip()
                else None,
                category=categories.get(subject, UNSORTED),
                subject=subject,
                text="",
                recorded_voice=_voice(voice),
                reporter="",
                contact="",
                region=collapsed(state),
                city=collapsed(city),
                network="",
            )

        return parse


def _number(raw: str) -> str:
    digits = raw.strip()
    if not digits:
        return ""  # the call showed no number
    if not (digits.isascii() and digits.isdigit()):
        raise BadCellError("Company_Phone_Number", "holds other signs than digits")
    # The file writes no number of another country in a way that one could tell.
    if len(digits) == 11 and digits[0] != "1":
        raise BadCellError("Company_Phone_Number", "has 11 digits and does not begin with 1")
    if len(digits) not in (10, 11):
        raise BadCellError("Company_Phone_Number", f"has {len(digits)} digits, not 10 or 11")
    # Area codes are not checked: a forged number is what the caller showed, and worth keeping.
    return f"+1{digits[-10:]}"


def _voice(raw: str) -> bool | None:
    text = raw.strip().upper()
    if not text:
        return None
    if text not in ("Y", "N"):
        raise BadCellError("Recorded_Message_Or_Robocall", "is neither Y nor N")
    return text == "Y"
