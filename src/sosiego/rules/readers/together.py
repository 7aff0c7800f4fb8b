"""What the rules of different files must be to each other, asked when all of them are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sosiego.rules import dated
from sosiego.rules.book import RuleBook
from sosiego.rules.dated import NamedWording
from sosiego.rules.errors import LadderUnusedError, NamedRuleNotInForceError
from sosiego.rules.readers.context import Context


def check(context: Context, book: RuleBook) -> None:
    """Note each rule that names one which ends before it does, and each ladder that nobody climbs.

    Only if all could be read: what was refused may be the wording that would hold, or use the ladder.
    """
    if context.problems.found:
        return
    # Who names whom: kind and wordings of both, and the attribute that holds the id.
    pairs: tuple[tuple[str, Sequence[Any], str, str, Sequence[Any]], ...] = (
        ("criterion", book.all_criteria, "order", "deadline", book.all_deadlines),
        ("step", book.all_steps, "deadline", "deadline", book.all_deadlines),
        ("violation", book.all_violations, "ladder", "ladder", book.all_ladders),
        ("call rule", book.all_call_rules, "notice", "notice", book.all_notices),
    )
    for kind, rules, key, named_kind, named in pairs:
        for rule in rules:
            id = getattr(rule, key)
            wordings = [wording for wording in named if wording.id == id]
            on = _missing_on(rule, rules, wordings) if wordings else None
            if on is not None:
                place = context.place_of(kind, rule.id)
                context.problems.add(
                    NamedRuleNotInForceError(rule.id, rule.version, named_kind, id, on, place)
                )
    used = {violation.ladder for violation in book.all_violations}
    for id in dict.fromkeys(ladder.id for ladder in book.all_ladders):
        if id not in used:
            context.problems.add(LadderUnusedError(id, context.place_of("ladder", id)))


def _missing_on(
    rule: NamedWording, rules: Sequence[NamedWording], named: Sequence[NamedWording]
) -> date | None:
    """The first day on which a wording holds, and what it names does no longer.

    A rule may be older than what it names: of the past, a book tells what its authors could find.
    """
    wordings = [other for other in rules if other.id == rule.id]
    ends = sorted(one.until for one in named if one.until is not None)
    return next(
        (
            on
            for end in ends
            for on in (max(end, rule.version),)
            if dated.in_force(wordings, on) is rule and dated.in_force(named, on) is None
        ),
        None,
    )
