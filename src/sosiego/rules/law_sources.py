"""In which file the rules of each kind stand, and which reader makes them from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sosiego.rules.book import RuleBook
from sosiego.rules.readers import (
    calls,
    capabilities,
    control,
    oversight,
    penalties,
    procedure,
    registers,
    reporting,
)
from sosiego.rules.readers.context import Context


@dataclass(frozen=True)
class Source:
    """Where the rules of a kind are written, and which reader makes them from it."""

    kind: str
    file: str  # "criteria/" for every file of the folder
    key: str  # of the list of entries; "" where the file is the one entry
    field: str  # of the rule-book
    read: Callable[[Context, RuleBook], Sequence[Any]]
    # Keys of a wording whose numbers are quantities; empty: all.
    only: tuple[str, ...] = ()
    # Entries that are judged together, as weights are, cannot be read one by one.
    together: bool = False


def _ids(wordings: Iterable[Any]) -> set[str]:
    return {wording.id for wording in wordings}


SOURCES = (
    Source(
        "criterion",
        "criteria/",
        "",
        "all_criteria",
        lambda context, book: procedure.criteria(context, book.categories, _ids(book.all_deadlines)),
        only=("condition", "measure"),
    ),
    Source(
        "violation",
        "violations.yaml",
        "violations",
        "all_violations",
        lambda context, book: oversight.violations(context, _ids(book.all_ladders)),
    ),
    Source("gate", "gates.yaml", "gates", "all_gates", lambda context, book: oversight.gates(context)),
    Source(
        "call rule",
        "control.yaml",
        "call_rules",
        "all_call_rules",
        lambda context, book: calls.rules(context, _ids(book.all_notices)),
    ),
    Source(
        "deadline",
        "procedure.yaml",
        "deadlines",
        "all_deadlines",
        lambda context, book: procedure.deadlines(context),
    ),
    Source("hours", "control.yaml", "hours", "all_hours", lambda context, book: calls.hours(context)),
    Source("cap", "control.yaml", "caps", "all_caps", lambda context, book: calls.caps(context)),
    Source(
        "control",
        "control.yaml",
        "",
        "all_controls",
        lambda context, book: control.control(context, book.numbering),
        only=("limit_calls_per_hour",),
    ),
    Source(
        "indicator",
        "indicators.yaml",
        "indicators",
        "all_indicators",
        lambda context, book: oversight.indicators(context),
        together=True,
    ),
    Source("scoring", "scoring.yaml", "", "all_scorings", lambda context, book: oversight.scoring(context)),
    Source(
        "ladder", "ladders.yaml", "ladders", "all_ladders", lambda context, book: oversight.ladders(context)
    ),
    Source(
        "penalty",
        "penalties.yaml",
        "penalties",
        "all_penalties",
        lambda context, book: penalties.penalties(context),
    ),
    Source(
        "capability",
        "capabilities.yaml",
        "capabilities",
        "all_capabilities",
        lambda context, book: capabilities.capabilities(context),
    ),
    Source("duty", "duties.yaml", "duties", "all_duties", lambda context, book: capabilities.duties(context)),
    Source(
        "complaint",
        "reporting.yaml",
        "complaint",
        "all_complaints",
        lambda context, book: reporting.complaints(context),
        only=("within_days",),
    ),
    Source(
        "preferences",
        "preferences.yaml",
        "",
        "all_preferences",
        lambda context, book: registers.preferences(context, book.industries),
        only=("effective",),
    ),
    Source(
        "senders",
        "senders.yaml",
        "",
        "all_senders",
        lambda context, book: registers.senders(context),
        only=("template", "consent"),
    ),
)
