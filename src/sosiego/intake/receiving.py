"""One report at a time, from the web form, the API or a short code."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from sosiego.intake import rulebook
from sosiego.intake.door import LONGEST_TEXT, Door
from sosiego.intake.errors import ReportNotValidError
from sosiego.intake.models import Report, ReporterContact
from sosiego.intake.report_formats import base
from sosiego.intake.report_formats.base import BadCellError, ParsedReport
from sosiego.intake.report_import import make_references_free

# A telephone's clock may run ahead of ours by this much.
CLOCK_ERROR = timedelta(hours=1)
# RFC 5321 §4.5.3.1: the longest e-mail address; telephone numbers are shorter.
LONGEST_CONTACT = 254


@transaction.atomic
def receive_report(
    *,
    medium: str,
    channel: str,
    number_raw: str,
    occurred_at: datetime | None,
    category: str,
    text: str,
    recorded_voice: bool | None,
    contact: str,
    region: str,
    network: str,
    at: datetime,
) -> Report:
    """Take one report and give it a reference that the person may quote.

    A call may have shown no number; a message always names its sender. The contact becomes a pseudonym, and
    is kept sealed for the answer. Raises `ReportNotValidError` with a reason for each field at once.
    """
    wrong: dict[str, str] = {}
    book = rulebook.current()
    number = ""
    try:
        number = base.number(number_raw, book.numbering, "number")
    except BadCellError as error:
        wrong["number"] = error.reason
    if medium not in Report.Medium.values:
        wrong["medium"] = f"must be one of: {', '.join(Report.Medium.values)}"
    elif medium == Report.Medium.SMS and not number_raw.strip():
        wrong["number"] = "is missing: a message always names its sender"
    if channel not in Report.Channel.values:
        wrong["channel"] = f"must be one of: {', '.join(Report.Channel.values)}"
    try:
        category = base.category(category, book.categories, "category")
    except BadCellError as error:
        wrong["category"] = error.reason
    if occurred_at is not None:
        if occurred_at.tzinfo is None:
            wrong["occurred_at"] = "does not say its offset from UTC"
        elif occurred_at > at + CLOCK_ERROR:
            wrong["occurred_at"] = "lies in the future"
    contact = contact.strip()
    given = {"text": text, "contact": contact, "region": region, "network": network}
    for name, value in given.items():
        if not _is_storable(value):
            wrong[name] = "holds signs that are no characters"
    if len(text) > LONGEST_TEXT:
        wrong["text"] = f"is longer than {LONGEST_TEXT} characters"
    if len(contact) > LONGEST_CONTACT:
        wrong["contact"] = f"is longer than {LONGEST_CONTACT} characters"
    if wrong:
        raise ReportNotValidError(wrong)
    parsed = ParsedReport(
        identity=(),
        medium=medium,
        number=number,
        received_at=at,
        occurred_at=occurred_at,
        category=category,
        subject="",
        text=text.strip(),
        recorded_voice=recorded_voice,
        reporter=contact,
        contact=contact,
        region=base.collapsed(region),
        city="",
        network=network.strip(),
    )
    return _save(parsed, Door(book, at=at, channel=channel))


def _is_storable(text: str) -> bool:
    """False for NUL, which PostgreSQL refuses, and for halves of characters, which UTF-8 has no form for."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _save(parsed: ParsedReport, door: Door) -> Report:
    try:
        # No source names this report: two people who say the same are two reports.
        values, sealed_contact = door.admit(parsed, source_key=secrets.token_hex(32))
    except BadCellError as error:
        raise ReportNotValidError({error.column: error.reason}) from None
    make_references_free([values])
    report = Report.objects.create(**values)
    if sealed_contact:
        ReporterContact.objects.create(report=report, sealed=sealed_contact)
    return report
