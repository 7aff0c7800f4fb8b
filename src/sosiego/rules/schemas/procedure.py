"""Windows, procedure and criteria: how something is found and what must then be done."""

from __future__ import annotations

from sosiego.rules.readers.procedure import ACTORS, EVENTS, SILENCES, STATES, STEP_ACTORS, UNITS
from sosiego.rules.schemas.parts import (
    Names,
    Schema,
    each,
    entry,
    mapping,
    said,
    text,
    versions,
    whole,
    word,
)
from sosiego.rules.schemas.shared import condition, measure
from sosiego.rules.vocabulary import caller_facts


def windows(names: Names) -> Schema:
    return mapping(
        {
            "versions": versions(
                {
                    "behaviour_days": whole("Facts of behaviour look back so many days.", least=1),
                    "short_call_seconds": whole("A call that lasted at most so long is short.", least=1),
                    "smallest_calls": whole(
                        "With fewer calls in the window, a caller's shares and means are unknown.", least=1
                    ),
                    "night_from_hour": whole("The hour at which night begins.", least=0, most=23),
                    "night_to_hour": whole("The hour before which night ends.", least=0, most=24),
                }
            )
        }
    )


def procedure(names: Names) -> Schema:
    deadline = entry(
        {
            "actor": word(ACTORS, "Who must act."),
            "on_silence": word(SILENCES, "What follows if nothing is done in time."),
        },
        versions(
            {
                "amount": whole("How many.", least=1),
                "unit": word(UNITS, "Of what. Working days and hours are those of calendar.yaml."),
            },
            {
                "stops_while": each(
                    {"type": "string", "enum": list(STATES)}, "States in which the clock stands still."
                )
            },
        ),
        name="What must be done.",
    )
    step = entry(
        {
            "actor": word(STEP_ACTORS, "Who takes the step; that of its deadline, if it has one."),
            "does": said("What is done."),
        },
        versions({}),
        {
            "starts": word(("", *EVENTS), "The event that begins it; left out, if another step leads here."),
            "deadline": names.named("deadline", "Id of its deadline; left out, if it has none."),
            "then": each(names.named("step", "Id of a step."), "Steps that may follow."),
            "on_silence": names.named("step", "Id of the step that follows if nothing is done in time."),
        },
        name="What the step is called.",
    )
    return mapping(
        {
            "deadlines": each(
                deadline,
                'Who must act by when. "decide-appeal" and "answer-traceback" are asked for by name.',
            )
        },
        {"steps": each(step, "The processing specification in order. May be left out.")},
    )


def criterion(names: Names) -> Schema:
    return entry(
        {
            "explanation": said("What it means, as officials and the public read it."),
            "subject": word(("caller", "message"), "What it speaks of."),
            "pattern": text(
                "One word for the shape of the nuisance: criteria of one shape are counted together."
            ),
        },
        versions(
            {"condition": condition("When it is found.", caller_facts())},
            {
                "order": names.named(
                    "deadline", "Id of the deadline of the work order that it opens; left out, if none."
                ),
                "measure": measure(),
            },
        ),
        {
            "category": names.named(
                "category", "Id in taxonomy.yaml; empty: what the text or the reporters say."
            )
        },
    )
