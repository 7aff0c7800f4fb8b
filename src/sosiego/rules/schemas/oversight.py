"""Who answers for it, with what, and what organisations must be able to do."""

from __future__ import annotations

from sosiego.rules.readers.capabilities import ASPECTS
from sosiego.rules.readers.oversight import RESOURCES
from sosiego.rules.schemas.parts import (
    Names,
    Schema,
    day,
    each,
    entry,
    mapping,
    number,
    said,
    text,
    versions,
    whole,
    word,
)
from sosiego.rules.schemas.shared import condition, kinds_of, measure
from sosiego.rules.vocabulary import organisation_facts


def indicators(names: Names) -> Schema:
    indicator = entry(
        {
            "explanation": said("What it measures."),
            "unit": said("What it is counted in."),
            "kind": word(
                ("rate", "share"), "rate: a count, with its Poisson interval; share: a part, with Wilson's."
            ),
        },
        versions(
            {
                "numerator": text("Name of a count (docs/reference/counts.md)."),
                "denominator": text("Name of the count by which it is divided."),
                "per": whole("1 for a share; 1000000, if it is so many per million.", least=1),
                "applies_to": kinds_of("that are measured"),
                "direction": word(("lower is better", "higher is better"), "Which way is good."),
                "target": number("Reached: full points."),
                "warning": number("Here the warning zone begins."),
                "critical": number("Here the critical zone begins."),
                "weight": number("Share of the score; those in force for one kind make 1.", least=0, most=1),
            },
            {"within_days": whole("Look-back of an indicator that compares with what came before.", least=1)},
        ),
    )
    return mapping({"indicators": each(indicator, "How organisations are measured.")})


def scoring(names: Names) -> Schema:
    grade = mapping(
        {
            "id": text("The name by which rules call it."),
            "name": said("What people read."),
            "at_least": number("Points from which it is given; the lowest begins at 0."),
        }
    )
    return mapping(
        {
            "versions": versions(
                {
                    "points_on_target": number(
                        "Points at the target; between the marks they are interpolated."
                    ),
                    "points_at_warning": number("Points at the warning mark."),
                    "points_at_critical": number("Points at the critical mark."),
                    "smallest_known_weight": number(
                        "With less of the weight known there is no score.", least=0, most=1
                    ),
                    "grades": each(grade, "Grades by points."),
                }
            )
        }
    )


def ladders(names: Names) -> Schema:
    step = mapping(
        {
            "id": text("The name by which sanctions call it."),
            "name": said("What is proposed."),
            "at_violation": whole(
                "The number of the violation within the look-back; a ladder has a step at 1."
            ),
            "basis": {"$ref": "#/$defs/basis"},
        },
        {"measure": measure()},
    )
    ladder = entry(
        {},
        each(
            mapping(
                {
                    "from": day("The first day on which this wording holds."),
                    "look_back_days": whole("Violations of so many days count together.", least=1),
                    "steps": each(step, "What follows the first, second, third violation."),
                },
                {"until": day("The first day on which it no longer holds.")},
            ),
            "The wordings of this ladder, by date; the basis stands with each step.",
        ),
    )
    return mapping({"ladders": each(ladder, "What follows violations. Two people sign before a step binds.")})


def violations(names: Names) -> Schema:
    violation = entry(
        {},
        versions(
            {
                "applies_to": kinds_of("that can commit it"),
                "condition": condition("When it is found.", organisation_facts()),
                "ladder": names.named("ladder", "Id in ladders.yaml."),
            }
        ),
    )
    return mapping(
        {"violations": each(violation, "What an organisation must not let happen. May be empty: []")}
    )


def gates(names: Names) -> Schema:
    gate = mapping(
        {
            "id": text("The name by which decisions call it."),
            "resource": word(RESOURCES, "What is refused."),
            "reason": said("What the organisation is told."),
            "versions": versions(
                {
                    "applies_to": kinds_of("of which it is asked"),
                    "closed_when": condition("When the resource is refused.", organisation_facts()),
                }
            ),
        }
    )
    return mapping(
        {
            "gates": each(
                gate, "When an organisation is given no numbers, lines or contracts. May be empty: []"
            )
        }
    )


def capabilities(names: Names) -> Schema:
    measured = {
        "if": {"properties": {"direction": {"const": "yes or no"}}},
        "then": {"not": {"required": ["value"]}},
        "else": {"required": ["measure", "unit", "value"]},
    }
    test = mapping(
        {
            "method": said("How it is tried."),
            "direction": word(("at least", "at most", "yes or no"), "How the value is meant."),
        },
        {
            "measure": said("What is measured; left out where the answer is yes or no."),
            "unit": said("What it is measured in; left out where the answer is yes or no."),
            "value": number("What must be reached; left out where the answer is yes or no."),
            "sample": whole("How many are tried, where that is laid down.", least=1),
        },
        "How one finds out.",
        **measured,
    )
    capability = entry(
        {},
        versions(
            {
                "applies_to": kinds_of("that must be able to do it"),
                "aspect": word(ASPECTS, "Of what kind it is."),
                "requirement": said("What must be possible."),
                "test": test,
            }
        ),
    )
    return mapping({}, {"capabilities": each(capability, "What organisations must be able to do.")})


def penalties(names: Names) -> Schema:
    slab = mapping(
        {
            "above": whole("More breaches than this lie in it; the first begins above 0."),
            "each": number("What each costs."),
        },
        {"up_to": whole("At most so many lie in it; the last has no end.")},
    )
    penalty = entry(
        {},
        versions(
            {
                "applies_to": kinds_of("that pay it"),
                "for": said("What it is for."),
                "per": word(("breach", "violation", "month", "instance"), "What it is counted by."),
            },
            {
                "range": mapping(
                    {"from": number("The lowest.", least=0), "to": number("The highest.", least=0)},
                    description="What the law leaves open.",
                ),
                "amounts": each(
                    {"type": "number", "minimum": 0},
                    "For the first, second, third time; the last repeats.",
                    minItems=1,
                ),
                "slabs": each(slab, "By the number of breaches: without gap, without overlap.", minItems=1),
                "charged": word(
                    ("total", "marginal"),
                    "Slabs only. total: all at the rate of the slab of the total. marginal: each at its own.",
                ),
                "cap": number("Never more than this in all."),
                "share_of_turnover": number("Range only: the upper end is at least this share.", most=1),
            },
            oneOf=[{"required": [form]} for form in ("range", "amounts", "slabs")],
            dependentRequired={"charged": ["slabs"], "share_of_turnover": ["range"]},
        ),
    )
    return mapping({}, {"penalties": each(penalty, "Fines, in the currency of the rule-book.")})


def duties(names: Names) -> Schema:
    keep = mapping(
        {
            "what": said("What is kept."),
            "amount": whole("How many.", least=1),
            "unit": word(("days", "months", "years"), "Of what."),
        },
        description="What must be kept, and how long.",
    )
    duty = entry(
        {},
        versions(
            {"applies_to": kinds_of("that it binds"), "text": said("What must be done.")}, {"keep": keep}
        ),
    )
    return mapping({}, {"duties": each(duty, "What organisations must do and keep.")})
