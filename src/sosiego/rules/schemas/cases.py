"""The tests of a lawyer, beside the law."""

from __future__ import annotations

from sosiego.rules.schemas.parts import Names, Schema, day, each, mapping, text, word
from sosiego.rules.tested.kinds import KINDS
from sosiego.rules.vocabulary import Fact, call_facts, caller_facts, organisation_facts


def test(names: Names) -> Schema:
    which = {
        "rule": text("Id of the rule; of rules that have none, their kind."),
        "date": day("The day whose wording is asked."),
        "kind": word(tuple(KINDS), "Its kind, where rules of two kinds have one id."),
    }
    types = {"text": "string", "date": "string"}
    facts = {
        "type": "object",
        "description": "What the rule is told; null: not known.",
        "properties": {
            name: {
                "type": [types.get(meant[0].type, meant[0].type), "null"],
                "description": " / ".join(dict.fromkeys(fact.meaning for fact in meant)),
            }
            for name, meant in sorted(_facts().items())
        },
    }
    case = mapping(
        {
            "name": text("What the case shows, in a few words."),
            "expected": {
                "description": "What must come of it: true, false, unknown, a number, a moment, a word."
            },
        },
        {
            **which,
            "facts": {**facts, "description": "What differs from the facts above; null: not known."},
            "follows": {
                "type": "object",
                "description": "What the answer brings with it: order, measure, days …",
            },
        },
    )
    return mapping(
        {"tests": each(case, "At least one that fires, one that just does not, one with a fact not known.")},
        {**which, "facts": facts},
    )


def _facts() -> dict[str, list[Fact]]:
    """By name: a number, an organisation and a call may each have a fact of one name."""
    found: dict[str, list[Fact]] = {}
    for vocabulary in (caller_facts(), organisation_facts(), call_facts()):
        for fact in vocabulary.values():
            found.setdefault(fact.name, []).append(fact)
    return found
