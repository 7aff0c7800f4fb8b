"""Sosiego's own CSV of reports: what a reporting desk exports, and what the simulated country writes."""

from __future__ import annotations

from operator import itemgetter

from sosiego.intake.report_formats.base import (
    BadCellError,
    ParsedReport,
    Parser,
    category,
    collapsed,
    medium,
    moment_with_offset,
    number,
    yes_no,
)
from sosiego.rules.book import RuleBook


class SosiegoFormat:
    """Times in ISO 8601 with offset; `reporter` is the person's own number, to which the answer goes."""

    id = "sosiego"
    source = "sosiego"
    columns = (
        "report_id",
        "medium",
        "number",
        "received_at",
        "occurred_at",
        "category",
        "subject",
        "text",
        "recorded_voice",
        "reporter",
        "region",
        "city",
        "network",
    )
    encoding = "utf-8"
    delimiter = ","

    def __init__(self, book: RuleBook) -> None:
        self._plan = book.numbering
        self._categories = book.categories

    def bind(self, header: list[str]) -> Parser:
        pick = itemgetter(*(header.index(name) for name in self.columns))
        plan, categories = self._plan, self._categories

        def parse(cells: list[str]) -> ParsedReport:
            (report_id, kind, caller, received, occurred, chosen, subject, text, voice, reporter, *place) = (
                pick(cells)
            )
            report_id = report_id.strip()
            if not report_id:
                raise BadCellError("report_id", "is missing")
            reporter = reporter.strip()
            return ParsedReport(
                identity=(report_id,),
                medium=medium(kind, "medium"),
                number=number(caller, plan, "number"),
                received_at=moment_with_offset(received, "received_at"),
                occurred_at=moment_with_offset(occurred, "occurred_at") if occurred.strip() else None,
                category=category(chosen, categories, "category"),
                subject=collapsed(subject),
                text=text,
                recorded_voice=yes_no(voice, "recorded_voice"),
                reporter=reporter,
                contact=reporter,
                region=collapsed(place[0]),
                city=collapsed(place[1]),
                network=place[2].strip(),
            )

        return parse
