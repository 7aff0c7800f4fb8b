"""Numbers that no path may block, by the prefixes of their classes."""

from __future__ import annotations

from sosiego.rules.book import ControlPolicy, RuleBook


def prefixes_of_exempt(book: RuleBook, policy: ControlPolicy) -> dict[str, list[int]]:
    """Prefixes of the exempt number classes, with the lengths that a whole canonical number may have."""
    exempt = {id for exemption in policy.exemptions for id in exemption.classes}
    country_code = book.numbering.country_code
    return {
        prefix: [_length_before_digits(prefix, country_code) + count for count in kind.lengths]
        for kind in book.numbering.classes
        if kind.id in exempt
        for prefix in kind.prefixes
    }


def _length_before_digits(prefix: str, country_code: str) -> int:
    """Characters of a canonical number before the digits that `NumberClass.lengths` counts."""
    return len(f"short:{country_code}:") if prefix.startswith("short:") else len(f"+{country_code}")
