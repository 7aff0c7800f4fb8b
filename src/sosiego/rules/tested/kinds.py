"""All kinds of rules that can be tested, and which of them a rule is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sosiego.rules import dated
from sosiego.rules.book import RuleBook
from sosiego.rules.errors import RuleNotInForceError
from sosiego.rules.tested import by_condition, by_number, by_time
from sosiego.rules.tested.kind import Kind

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        by_condition.CriterionKind(),
        by_condition.ViolationKind(),
        by_condition.GateKind(),
        by_condition.CallRuleKind(),
        by_time.DeadlineKind(),
        by_time.HoursKind(),
        by_number.CapKind(),
        by_number.ControlKind(),
        by_number.IndicatorKind(),
        by_number.ScoringKind(),
        by_number.LadderKind(),
        by_number.PenaltyKind(),
        by_number.CapabilityKind(),
        by_time.DutyKind(),
        by_number.ChannelKind(),
        by_time.ComplaintKind(),
        by_time.PreferencesKind(),
        by_number.SendersKind(),
    )
}


def kinds_of(book: RuleBook, rule: str) -> list[Kind]:
    """The kinds that have a rule of this id: mostly one."""
    return [kind for kind in KINDS.values() if kind.of_rule(book, rule)]


def wording(kind: Kind, book: RuleBook, rule: str, on: date) -> Any:
    """The wording of a rule on a date. Raises `RuleNotInForceError`."""
    found = dated.in_force(kind.of_rule(book, rule), on)
    if found is None:
        raise RuleNotInForceError(kind.name, rule, on)
    return found


def ids(book: RuleBook) -> list[str]:
    """Ids of all rules that can be tested."""
    return list(
        dict.fromkeys(kind.id_of(wording) for kind in KINDS.values() for wording in kind.wordings(book))
    )
