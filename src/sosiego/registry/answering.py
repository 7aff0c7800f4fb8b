"""Who answers for a number in every figure: whoever sells it to its user. Known once, for all rooms."""

from __future__ import annotations

# Kinds of organisation that answer for the numbers they hold (design: governance at the source).
ANSWERING_KINDS = ("operator", "reseller")


def answering(holder: str, holder_kind: str | None, operator: str) -> str:
    """Code of the organisation that answers for a number; "" if nobody is known.

    The holder, if it is an operator or reseller itself; else the operator that serves the holder.
    """
    return holder if holder_kind in ANSWERING_KINDS else operator
