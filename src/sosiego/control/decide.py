"""The decision on one call or message: a pure function of the list, the call and the counters.

Imports nothing but the standard library, the list reader and `sosiego.rules.numbers` (itself
standard library only), so that it can run inside a network element.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sosiego.control.counters import Counters
from sosiego.control.list_file import ControlList, Entry
from sosiego.rules.numbers import NoNumberKeyError, key_of


@dataclass(frozen=True)
class Call:
    """One call or message to decide on. Numbers are canonical (`rules.numbers`); `at` is epoch seconds."""

    caller: str
    called: str
    at: float
    medium: str = "call"


@dataclass(frozen=True)
class Decision:
    """What the network does, and everything the person concerned may ask about it."""

    outcome: str  # "allow", "label", "limit" or "block"
    reason: str
    list_version: str
    rule: str = ""
    rule_version: str = ""
    measure: str = ""
    text: Mapping[str, str] = field(default_factory=dict)
    redress_url: str = ""
    redress_phone: str = ""


def decide(control_list: ControlList, call: Call, counters: Counters | None = None) -> Decision:
    """Decide on one call. The exemption is asked first, for both ends; then measures, the harshest first.

    `limit` is answered only without counters, when the asker must count; with counters it becomes
    allow or block.
    """
    if control_list.is_exempt(call.called):
        return Decision("allow", "exempt-called", control_list.version)
    if control_list.is_exempt(call.caller):
        return Decision("allow", "exempt-caller", control_list.version)
    try:
        key: int | None = key_of(call.caller)
    except NoNumberKeyError:  # an alphanumeric sender name, or nothing readable
        key = None
    entry = _harshest(control_list, call, key)
    if entry is None:
        return Decision("allow", "no-measure", control_list.version)
    if entry.ground.outcome == "limit" and counters is not None and key is not None:
        return _within_limit(control_list, entry, key, call, counters)
    return _answer(control_list, entry, entry.ground.outcome, entry.ground.reason)


def _harshest(control_list: ControlList, call: Call, key: int | None) -> Entry | None:
    """The harshest entry in force for this caller, on its number or on any of its prefixes."""
    entries = control_list.entries_of(key) if key is not None else []
    entries += control_list.entries_of_prefixes(call.caller)
    in_force = [entry for entry in entries if not entry.until or entry.until > call.at]
    if not in_force:
        return None
    order: list[str] = control_list.header["outcome_order"]
    return min(in_force, key=lambda entry: order.index(entry.ground.outcome))


def _within_limit(
    control_list: ControlList, entry: Entry, key: int, call: Call, counters: Counters
) -> Decision:
    if counters.count(key, call.at) < control_list.header["limit_calls_per_hour"]:
        counters.add(key, call.at)
        return _answer(control_list, entry, "allow", "within-limit")
    return _answer(control_list, entry, "block", "over-limit")


def _answer(control_list: ControlList, entry: Entry, outcome: str, reason: str) -> Decision:
    header = control_list.header
    return Decision(
        outcome,
        reason,
        control_list.version,
        rule=entry.ground.rule,
        rule_version=entry.ground.version,
        measure=entry.measure,
        text=header["reasons"].get(reason, {}),
        redress_url=header["redress_url"] if outcome != "allow" else "",
        redress_phone=header["redress_phone"] if outcome != "allow" else "",
    )
