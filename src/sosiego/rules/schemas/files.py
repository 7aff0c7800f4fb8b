"""The keys of each file of a rule-book, described for whoever writes one.

What may stand there is decided by the readers (`rules/readers`); a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sosiego.rules.readers.context import STANDINGS, STATUSES
from sosiego.rules.schemas.cases import test
from sosiego.rules.schemas.control import control, publications
from sosiego.rules.schemas.general import calendar, documents, numbering, rulebook, taxonomy
from sosiego.rules.schemas.oversight import (
    capabilities,
    duties,
    gates,
    indicators,
    ladders,
    penalties,
    scoring,
    violations,
)
from sosiego.rules.schemas.parts import Names, Schema, clause, mapping, translated, word
from sosiego.rules.schemas.procedure import criterion, procedure, windows
from sosiego.rules.schemas.registers import preferences, reporting, senders

# By name of the schema; criterion and test are of the files in criteria/ and tests/.
FILES: Mapping[str, Callable[[Names], Schema]] = {
    "rulebook": rulebook,
    "documents": documents,
    "taxonomy": taxonomy,
    "numbering": numbering,
    "calendar": calendar,
    "windows": windows,
    "procedure": procedure,
    "criterion": criterion,
    "control": control,
    "indicators": indicators,
    "scoring": scoring,
    "ladders": ladders,
    "violations": violations,
    "gates": gates,
    "publications": publications,
    "capabilities": capabilities,
    "penalties": penalties,
    "duties": duties,
    "reporting": reporting,
    "preferences": preferences,
    "senders": senders,
    "test": test,
}


def basis(names: Names) -> Schema:
    """Where a value stands, the same in every file."""
    return mapping(
        {
            "document": names.named("document", "Id in documents.yaml."),
            "clause": clause(),
        },
        {
            "status": word(
                STATUSES, "Left out: as the document. A value may be less sure than it, never surer."
            ),
            "standing": word(STANDINGS, "Left out: as the document. Anything but S is illustrative."),
        },
        "Where it stands: the document, and the clause in it.",
    )


def definitions(names: Names) -> Schema:
    return {"text": translated(names), "basis": basis(names)}
