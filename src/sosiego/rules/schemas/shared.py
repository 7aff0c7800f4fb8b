"""Pieces that several files have in common."""

from __future__ import annotations

from collections.abc import Mapping

from sosiego.rules.readers.context import MEASURES, MEDIA, ORGANISATIONS
from sosiego.rules.schemas.parts import Schema, boolean, each, mapping, said, text, whole, word
from sosiego.rules.vocabulary import Fact


def kinds_of(what: str) -> Schema:
    return each({"type": "string", "enum": list(ORGANISATIONS)}, f"Kinds of organisations {what}.")


def media_of(description: str) -> Schema:
    return each({"type": "string", "enum": list(MEDIA)}, description)


def ids_and_names(items: str, description: str) -> Schema:
    """A list of ids and names and nothing else."""
    one = mapping(
        {"id": text(f"The name by which the {items} is called."), "name": said("What people read.")}
    )
    return each(one, description)


def condition(description: str, facts: Mapping[str, Fact]) -> Schema:
    known = "\n".join(
        f"- `{fact.name}` ({fact.type}{', ' + fact.unit if fact.unit else ''}): {fact.meaning}"
        for fact in facts.values()
    )
    how = (
        "A boolean SQL expression over the facts below: AND OR NOT, = <> < <= > >=, BETWEEN, IN, "
        "IS [NOT] NULL, + - * /. An unknown fact makes it unknown, never false."
    )
    return text(f"{description} {how}", markdownDescription=f"{description} {how}\n\n{known}")


def measure() -> Schema:
    return mapping(
        {
            "kind": word(MEASURES, "What the network does."),
            "days": whole("How many days it lasts.", least=1),
            "automatic": boolean(
                "true: in force at once, and it ends by itself. false: when a person confirms."
            ),
        },
        description="The measure that is proposed. Left out, if none is.",
    )
