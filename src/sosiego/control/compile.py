"""Compiling the control list: measures in force become entries, the rule-book's exemptions go along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sosiego import keys
from sosiego.control import list_file
from sosiego.control.list_file import Entry, Ground
from sosiego.registry import coverage, queries
from sosiego.registry.models import Measure
from sosiego.rules.book import ControlPolicy, RuleBook
from sosiego.rules.exempt import prefixes_of_exempt
from sosiego.rules.numbers import NoNumberKeyError, key_of


@dataclass(frozen=True)
class ListSummary:
    """What was written."""

    path: str
    version: str
    entries: int
    prefixes: int
    exempt_numbers: int
    exempt_prefixes: int
    sha256: str


def compile_list(out: Path, *, at: datetime, book: RuleBook) -> ListSummary:
    """Write the control list of everything in force at `at` to `out`, beside and renamed."""
    policy = book.control(at.astimezone(book.time_zone).date())
    numbers: list[Entry] = []
    prefixes: dict[str, list[Entry]] = {}
    for canonical, is_prefix, entry in _entries(book, policy, at):
        if is_prefix:
            prefixes.setdefault(canonical, []).append(entry)
        else:
            numbers.append(entry)
    exempt_numbers = sorted({number for exemption in policy.exemptions for number in exemption.numbers})
    exempt_prefixes = prefixes_of_exempt(book, policy)
    version = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    digest = list_file.write(
        out,
        header={
            "version": version,
            "made_at": at.isoformat(),
            "rulebook": book.id,
            "rulebook_digest": book.digest,
            "outcome_order": list(policy.outcome_order),
            "limit_calls_per_hour": policy.limit_calls_per_hour,
            "redress_url": policy.redress_url,
            "redress_phone": policy.redress_phone,
            "reasons": {reason: dict(text) for reason, text in policy.reasons.items()},
            "exempt_numbers": exempt_numbers,
            "exempt_prefixes": exempt_prefixes,
        },
        entries=numbers,
        prefixes=prefixes,
        sign=keys.signing_key().sign,
    )
    return ListSummary(
        str(out), version, len(numbers), len(prefixes), len(exempt_numbers), len(exempt_prefixes), digest
    )


def _entries(book: RuleBook, policy: ControlPolicy, at: datetime) -> Iterator[tuple[str, bool, Entry]]:
    """(number or prefix, whether it is a prefix, entry) of each measure that the network acts on."""
    # Who holds what is written by the day, in the days of the rule-book.
    on = at.astimezone(book.time_zone).date()
    for measure in queries.measures_in_force(at).iterator(chunk_size=5000):
        outcome = policy.outcomes.get(measure.kind)
        if outcome is None:  # e.g. a freeze of allocation: the gate acts on it, not the network
            continue
        ground = Ground(
            measure.kind,
            outcome,
            f"{outcome}-measure",
            measure.basis.get("rule", ""),
            str(measure.basis.get("version", "")),
        )
        until = int(measure.until.timestamp()) if measure.until else 0
        for canonical, is_prefix in _covered(measure, on, book.numbering.country_code):
            try:
                key = 0 if is_prefix else key_of(canonical)
            except NoNumberKeyError:  # sender names have no key: they stand among the prefixes, whole
                key, is_prefix = 0, True
            yield canonical, is_prefix, Entry(key, until, measure.reference, ground)


def _covered(measure: Measure, on: date, country_code: str) -> Iterator[tuple[str, bool]]:
    """The numbers and prefixes that a measure covers."""
    if measure.target_kind == Measure.Target.NUMBER:
        yield measure.target, False
    elif measure.target_kind == Measure.Target.RANGE:
        yield measure.target, True
    elif measure.target_kind == Measure.Target.LINE:
        for number in coverage.numbers_on_line(measure.target, on):
            yield number, False
    else:
        for prefix in coverage.prefixes_of_holder(measure.target, on):
            yield prefix, True
        for number in coverage.numbers_of_holder(measure.target, on, country_code):
            yield number, False
