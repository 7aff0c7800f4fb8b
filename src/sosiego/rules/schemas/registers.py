"""How people report, what they may refuse, and what senders must register."""

from __future__ import annotations

from sosiego.rules.readers.general import CLASSES
from sosiego.rules.readers.procedure import UNITS
from sosiego.rules.readers.reporting import FIELD_TYPES, REPORT_FIELDS
from sosiego.rules.schemas.parts import (
    Names,
    Schema,
    boolean,
    clock,
    clock_of_end,
    each,
    entry,
    mapping,
    said,
    text,
    versions,
    whole,
    word,
)
from sosiego.rules.schemas.shared import ids_and_names


def reporting(names: Names) -> Schema:
    channel = entry(
        {},
        versions(
            {"kind": word(("sms", "call", "web", "app"), "How one reports by it.")},
            {
                "address": text("Number, address or name."),
                "format": text(
                    "How a message is written: {number}, {text}, {time}, {source}, with a sign between them."
                ),
            },
        ),
    )
    own_field = mapping(
        {
            "id": text("The name of the field."),
            "name": said("What the reporter is asked."),
            "type": word(FIELD_TYPES, "What the answer is."),
        }
    )
    complaint = mapping(
        {
            "versions": versions(
                {
                    "required": each(
                        text("A part of every report, or a field named below.", examples=list(REPORT_FIELDS)),
                        "What a report must say to be complete.",
                    )
                },
                {
                    "within_days": whole(
                        "An older report is no ground; left out, if there is no limit.", least=1
                    ),
                    "fields": each(own_field, "What this country asks besides."),
                },
            )
        },
        description="What makes a report complete, and until when it is a ground.",
    )
    return mapping(
        {}, {"channels": each(channel, "The ways by which people report."), "complaint": complaint}
    )


def preferences(names: Names) -> Schema:
    code = text("What citizens and operators write for it, in quotes.")
    category = mapping(
        {"code": code, "id": text("The name of the subject."), "name": said("What people read.")},
        {"industries": each(names.named("industry", "Id in taxonomy.yaml."), "Whose calls it covers.")},
    )
    mode = mapping({"code": code, "id": text("The name of the way."), "name": said("What people read.")})
    band = mapping(
        {"code": code, "from": clock("When it begins."), "to": clock_of_end("Just before this it ends.")}
    )
    exchange = mapping(
        {
            "upload_at": clock("When operators hand in what was stated."),
            "distribute_at": clock("When all are given what was stated."),
            "file_name": text("Name of the file, with {operator}, {date}, {sequence}."),
        },
        description="How preferences go round among the operators.",
    )
    effective = mapping(
        {"amount": whole("How many.", least=0), "unit": word(UNITS, "Of what.")},
        description="How soon it binds.",
    )
    return mapping(
        {
            "versions": versions(
                {"effective": effective},
                {
                    "levels": ids_and_names("level", "How much may be refused."),
                    "categories": each(category, "Subjects that may be refused one by one."),
                    "modes": each(mode, "Ways of reaching people that may be refused one by one."),
                    "bands": each(band, "Parts of the day."),
                    "days": each(
                        mapping({"code": code, "name": said("What people read.")}), "Kinds of days."
                    ),
                    "exchange": exchange,
                    "short_code": text("Where a preference is sent or called."),
                    "commands": {
                        "type": "object",
                        "description": "What is meant, and what is sent to the short code.",
                        "additionalProperties": {"type": "string"},
                    },
                },
            )
        }
    )


def senders(names: Names) -> Schema:
    suffix = mapping(
        {
            "code": text("The letter."),
            "name": said("What it says of a message."),
            "classes": each({"type": "string", "enum": list(CLASSES)}, "Classes of the taxonomy."),
        }
    )
    series = mapping(
        {
            "prefix": text("How the numbers begin."),
            "purpose": text("What they are set apart for."),
            "name": said("What people read."),
        }
    )
    reason = mapping(
        {
            "code": whole("Its number."),
            "id": text("Its name among operators."),
            "name": said("What people read."),
        }
    )
    template = mapping(
        {
            "longest_variable": whole("Signs that one open place may have.", least=1),
            "links_listed": boolean("true: every link must stand on the sender's list."),
        },
        description="What a registered text may leave open.",
    )
    consent = mapping(
        {
            "days": whole("How long consent lasts.", least=1),
            "silence_is_refusal": boolean("true: whoever does not answer has refused."),
        },
        description="How long consent lasts, and what silence means.",
    )
    return mapping(
        {
            "versions": versions(
                {},
                {
                    "objects": ids_and_names("object", "What is registered."),
                    "suffixes": each(suffix, "Letters behind a sender's name."),
                    "series": each(series, "Numbers set apart for a purpose."),
                    "template": template,
                    "consent": consent,
                    "reason_codes": each(reason, "Why a message was not let through."),
                },
            )
        }
    )
