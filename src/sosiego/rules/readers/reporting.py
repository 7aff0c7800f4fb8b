"""How people report, and what makes a report complete."""

from __future__ import annotations

import re

from sosiego.rules.book import ComplaintField, ComplaintRule, ReportChannel
from sosiego.rules.channels import PLACEHOLDERS, placeholders
from sosiego.rules.errors import FormNotReadableError, WrongValueError
from sosiego.rules.readers.context import Context, Version, no_twins
from sosiego.rules.source import Section

_FILE = "reporting.yaml"
# What intake asks of every report; a rule-book may require any of it.
REPORT_FIELDS = (
    "number",
    "occurred_at",
    "text",
    "category",
    "medium",
    "recorded_voice",
    "contact",
    "region",
    "network",
)
FIELD_TYPES = ("text", "integer", "number", "boolean", "date", "moment", "phone")
_MEETING = re.compile(r"\}\s*\{")


def channels(context: Context) -> tuple[ReportChannel, ...]:
    """reporting.yaml: the ways by which people report."""
    context.only(_FILE, "channels", "complaint")

    def read(id: str, entry: Section, version: Version) -> ReportChannel:
        values = version.section
        return ReportChannel(
            id=id,
            name=entry.translated("name", context.languages),
            kind=values.choice("kind", ("sms", "call", "web", "app")),
            address=values.text("address", ""),
            format=_format(values),
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    return context.dated(_FILE, "channels", "channel", read)


def _format(values: Section) -> str:
    """Raises `FormNotReadableError`."""
    format = values.text("format", "")
    names = placeholders(format)
    reason = ""
    if unknown := [name for name in names if name not in PLACEHOLDERS]:
        reason = f"nothing is called {{{unknown[0]}}} here"
    elif len(set(names)) < len(names):
        reason = "a part stands in it twice"
    elif _MEETING.search(format):
        reason = "nothing tells two of its parts apart"
    elif format and not names:
        reason = "it has no part between braces"
    if reason:
        raise FormNotReadableError(format, reason, values.place_of("format"))
    return format


def complaints(context: Context) -> tuple[ComplaintRule, ...]:
    """reporting.yaml: what makes a report complete, one way at a time."""

    def read(version: Version) -> ComplaintRule:
        values = version.section
        fields = _fields(context, values)
        known = (*REPORT_FIELDS, *(field.id for field in fields))
        return ComplaintRule(
            required=context.known("part of a report", values, "required", known),
            within_days=values.integer("within_days", None, least=1),
            fields=fields,
            version=version.since,
            basis=context.basis(version),
            until=version.until,
        )

    if not context.has(_FILE):
        return ()
    with context.problems.kept():
        section = context.file(_FILE).optional_section("complaint")
        return context.one_at_a_time("the complaint", section, read) if section else ()
    return ()


def _fields(context: Context, values: Section) -> tuple[ComplaintField, ...]:
    found = []
    for entry in values.sections("fields", ()):
        with entry:
            id, type_ = entry.text("id"), entry.choice("type", FIELD_TYPES)
            if id in REPORT_FIELDS:
                wanted = "a name that no part of every report has"
                raise WrongValueError("id", wanted, f'"{id}"', entry.place_of("id"))
            found.append(ComplaintField(id, entry.translated("name", context.languages), type_))
    no_twins("fields", [field.id for field in found], values)
    return tuple(found)
