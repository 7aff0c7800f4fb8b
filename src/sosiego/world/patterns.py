"""Which patterns of the rule-book's criteria are meant for which kind of caller: for scoring."""

from __future__ import annotations

from collections.abc import Mapping

# kind of the cast → patterns of criteria (`Criterion.pattern`) that describe it
PATTERNS: Mapping[str, frozenset[str]] = {
    "burst-robocaller": frozenset({"burst-robocalling"}),
    "call-bomber": frozenset({"call-bombing"}),
    "sequential-dialler": frozenset({"sequential-dialling"}),
    "short-call": frozenset({"short-calls"}),
    "one-ring": frozenset({"one-ring"}),
    "number-hopping": frozenset({"number-hopping"}),
    "sms-port-spammer": frozenset({"port-spam"}),
    "sms-mobile-spammer": frozenset({"person-to-person-spam"}),
    "rule-breaking-telemarketer": frozenset({"telemarketing-violation"}),
}
