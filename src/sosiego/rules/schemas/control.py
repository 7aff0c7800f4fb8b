"""What the network does, and what is published."""

from __future__ import annotations

from sosiego.rules.readers.context import MEASURES
from sosiego.rules.readers.control import OUTCOMES
from sosiego.rules.schemas.parts import (
    Names,
    Schema,
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
from sosiego.rules.schemas.shared import condition, ids_and_names, media_of
from sosiego.rules.vocabulary import call_facts

_WEEK = {"type": "integer", "minimum": 1, "maximum": 7}
# Texts that the control list is compiled with, by the names under which it asks for them.
_REASONS = {
    "block-measure": "Told when a measure blocks the caller.",
    "limit-measure": "Told when a measure limits the caller's calls.",
    "label-measure": "Told when a measure labels the caller.",
    "over-limit": "Told when a limited number has used up its calls.",
    "within-limit": "Told when a limited number may still call.",
    "exempt-caller": "Told when the caller can never be blocked.",
    "exempt-called": "Told when calls to this number can never be blocked.",
    "no-measure": "Told when no measure is in force.",
}


def control(names: Names) -> Schema:
    exemption = mapping(
        {
            "id": text("The name by which decisions call it."),
            "name": said("What people read."),
            "basis": {"$ref": "#/$defs/basis"},
        },
        {
            "numbers": each({"type": "string"}, "Numbers as people write them."),
            "classes": each(
                names.named("number class", "Id in numbering.yaml."), "All numbers of these classes."
            ),
        },
    )
    outcome = word(OUTCOMES, "What becomes of a call.")
    policy = versions(
        {
            "exemptions": each(
                exemption, "Asked first, for the caller and the called: these are never blocked."
            ),
            "outcomes": mapping(
                {},
                dict.fromkeys(MEASURES, outcome),
                "What each kind of measure makes of a call; left out: nothing.",
            ),
            "outcome_order": each({"type": "string", "enum": list(OUTCOMES)}, "The harshest first: it wins."),
            "limit_calls_per_hour": whole("How many calls a limited number may make.", least=0),
            "redress_url": text("Where somebody who was blocked wrongly is heard."),
            "redress_phone": text("The number where somebody who was blocked wrongly is heard."),
            "reasons": {
                "type": "object",
                "description": "What people are told. The eight named here are asked for by name: keep them.",
                "properties": {name: said(what) for name, what in _REASONS.items()},
                "additionalProperties": {"$ref": "#/$defs/text"},
            },
        }
    )
    return mapping(
        {"versions": policy},
        {
            "hours": each(_hours(), "When calls or messages may be made. May be left out."),
            "caps": each(_cap(), "How many are too many. May be left out."),
            "call_rules": each(_call_rule(names), "What is done with one call or message. May be left out."),
            "notices": each(_notice(), "What the network of a blocked caller is told. May be left out."),
        },
    )


def _hours() -> Schema:
    band = mapping(
        {
            "days": each(_WEEK, "Days of the week: 1 Monday to 7 Sunday.", minItems=1),
            "from": clock("When it begins."),
            "to": clock_of_end('Just before this it ends; "24:00" is midnight.'),
        }
    )
    return entry(
        {},
        versions(
            {
                "media": media_of("Calls, messages or both."),
                "purpose": word(("commercial", "service", "any"), "Of which calls or messages."),
                "bands": each(band, "When they may be made."),
                "holidays": word(("closed", "as-weekday", "as-sunday"), "What holds on holidays."),
            }
        ),
    )


def _cap() -> Schema:
    per = mapping(
        {
            "amount": whole("How many of them.", least=1),
            "unit": word(("hours", "days", "months"), "Of what."),
        },
        description="In which time.",
    )
    return entry(
        {},
        versions(
            {
                "counts": word(("calls", "messages", "attempts"), "What is counted."),
                "of": word(
                    ("caller", "holder", "pair"), "Of whom; holder: all its numbers; pair: to one called."
                ),
                "at_most": whole("One more is too many.", least=0),
                "per": per,
                "outcome": word((*OUTCOMES, "record"), "What follows."),
            }
        ),
    )


def _call_rule(names: Names) -> Schema:
    return entry(
        {},
        versions(
            {
                "condition": condition("When it applies.", call_facts()),
                "outcome": word(("block", "label", "limit", "allow"), "What becomes of the call."),
                "reason": said("What is told of it."),
                "unknown": word(
                    ("allow", "label", "block"), "What is done if the condition cannot be known."
                ),
            },
            {
                "notice": names.named(
                    "notice", "Id of what the caller's network is told; left out, if nothing."
                )
            },
        ),
    )


def _notice() -> Schema:
    return entry(
        {},
        versions(
            {
                "protocol": word(("sip", "smpp", "isup"), "What that network speaks."),
                "code": whole("The code of that protocol."),
            },
            {
                "phrase": text("Words that go with the code."),
                "header": text("A header, with {redress_url} where the address of redress stands."),
            },
        ),
    )


def publications(names: Names) -> Schema:
    publication = mapping(
        {
            "id": text('"list" and "bulletin" are asked for by name.'),
            "every": word(("month", "quarter", "year"), "How often it appears."),
            "versions": versions(
                {
                    "due_working_days": whole("Working days after the end of the period.", least=1),
                    "smallest_count": whole("Smaller counts of people are withheld.", least=1),
                    "signatures": whole("So many people sign before it appears.", least=1),
                },
                {
                    "contents": ids_and_names(
                        "section", "Sections or columns that are printed; may be left out."
                    )
                },
            ),
        }
    )
    return mapping({"publications": each(publication, "What is published, and when.")})
