"""Which patterns of the rule-book's criteria are meant for which kind of caller: for scoring."""

from __future__ import annotations

from collections.abc import Mapping

# kind of the cast → patterns of criteria (`Criterion.pattern`) that describe it
PATTERNS: Mapping[str, frozenset[str]] = {
    "burst-robocaller": frozenset({"burst"}),
    "call-bomber": frozenset({"call-bombing"}),
    "sequential-dialler": frozenset({"sequential"}),
    "short-call": frozenset({"short-call"}),
    "one-ring": frozenset({"one-ring"}),
    "number-hopping": frozenset({"number-hopping"}),
    "sms-port-spammer": frozenset({"sms-port", "sms-marketing"}),
    "sms-mobile-spammer": frozenset({"sms-person"}),
    "rule-breaking-telemarketer": frozenset({"refusing-users", "night"}),
}
