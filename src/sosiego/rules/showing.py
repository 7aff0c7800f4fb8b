"""All that has wordings in time in a rule-book, in one list: to show the law as it stands on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from sosiego.rules import dated
from sosiego.rules.book import RuleBook
from sosiego.rules.conditions import Condition
from sosiego.rules.errors import RuleNotKnownError

# What a kind of rule is called -> the wordings of it that a rule-book has.
KINDS: Mapping[str, str] = {
    "windows": "all_windows",
    "criterion": "all_criteria",
    "deadline": "all_deadlines",
    "step": "all_steps",
    "control": "all_controls",
    "hours": "all_hours",
    "cap": "all_caps",
    "call rule": "all_call_rules",
    "notice": "all_notices",
    "capability": "all_capabilities",
    "duty": "all_duties",
    "indicator": "all_indicators",
    "scoring": "all_scorings",
    "violation": "all_violations",
    "ladder": "all_ladders",
    "penalty": "all_penalties",
    "gate": "all_gates",
    "channel": "all_channels",
    "complaint": "all_complaints",
    "preferences": "all_preferences",
    "senders": "all_senders",
    "publication": "all_publications",
}


@dataclass(frozen=True)
class Shown:
    """One rule in one wording. What there is one of at a time is called by its kind."""

    kind: str
    id: str
    wording: Any

    @property
    def version(self) -> date:
        return self.wording.version  # type: ignore[no-any-return]


def wordings(book: RuleBook) -> Iterator[Shown]:
    """Every wording that the rule-book has ever had, by kind, in the order of the book."""
    for kind, collection in KINDS.items():
        for wording in getattr(book, collection):
            yield Shown(kind, getattr(wording, "id", kind), wording)


def in_force(book: RuleBook, on: date) -> list[Shown]:
    """The rules in force on a date."""
    of_one: dict[tuple[str, str], list[Any]] = {}
    for shown in wordings(book):
        of_one.setdefault((shown.kind, shown.id), []).append(shown.wording)
    found = ((kind, id, dated.in_force(every, on)) for (kind, id), every in of_one.items())
    return [Shown(kind, id, wording) for kind, id, wording in found if wording is not None]


def named(book: RuleBook, id: str, on: date) -> list[Shown]:
    """The rules of this id in force on a date: mostly one. Raises `RuleNotKnownError`."""
    found = [shown for shown in in_force(book, on) if shown.id == id]
    if not found:
        every = list(wordings(book))
        raise RuleNotKnownError(
            book.id,
            id,
            on,
            known=[shown.id for shown in every],
            holds=[_span(shown.wording) for shown in every if shown.id == id],
        )
    return found


def _span(wording: Any) -> str:
    return f"from {wording.version}" + (f" until {wording.until}" if wording.until else "")


def plain_rule(shown: Shown) -> dict[str, Any]:
    """A rule as plain values, its kind first; what the rule itself calls its kind is then "channel_kind"."""
    values = plain(shown.wording)
    named = {f"{shown.kind}_kind" if key == "kind" else key: value for key, value in values.items()}
    return {"kind": shown.kind} | named


def plain(value: Any) -> Any:
    """A rule as plain values, as JSON has them; a condition is its text, money is text to its last digit."""
    if isinstance(value, Condition):
        return value.sql
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value) if isinstance(value, Decimal) else value


def flat(values: Mapping[str, Any], before: str = "") -> dict[str, object]:
    """Plain values one below the other: "basis.clause.en", "bands 1.start"."""
    found: dict[str, object] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            found.update(flat(value, f"{before}{key}."))
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for place, one in enumerate(value, start=1):
                found.update(flat(one, f"{before}{key} {place}."))
        else:
            found[f"{before}{key}"] = _joined(value) if isinstance(value, list) else value
    return found


def _joined(values: Sequence[object]) -> str:
    return ", ".join(map(str, values))
