"""The gate: may this organisation be given a number range, a line or a contract, and why or why not?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sosiego.oversight import facts
from sosiego.oversight.errors import ResourceUnknownError
from sosiego.registry.models import Organisation
from sosiego.rules.book import Basis, Gate, RuleBook, Text
from sosiego.rules.conditions import Explanation


@dataclass(frozen=True)
class GateReason:
    """One gate that is closed or cannot be judged."""

    gate: str
    version: date
    text: Text
    truth: bool | None
    basis: Basis
    explanation: Explanation


@dataclass(frozen=True)
class GateAnswer:
    """`allowed` is None where a fact is missing: an official must find it out first."""

    allowed: bool | None
    resource: str
    holder: str
    at: datetime
    reasons: tuple[GateReason, ...]


def ask(book: RuleBook, organisation: Organisation, resource: str, at: datetime) -> GateAnswer:
    """Ask all gates of the rule-book on this resource. Raises `ResourceUnknownError`."""
    on = at.astimezone(book.time_zone).date()
    gates = [gate for gate in book.gates(on) if gate.resource == resource]
    if not gates:
        known = sorted({gate.resource for gate in book.gates(on)})
        raise ResourceUnknownError(
            f"No gate of {book.id} guards {resource!r}.", todo=f"Ask for one of: {', '.join(known)}"
        )
    known_facts = facts.at_gate(book, organisation, at)
    reasons = [
        _reason(gate, known_facts)
        for gate in gates
        if organisation.kind in gate.applies_to and gate.closed_when.evaluate(known_facts) is not False
    ]
    return GateAnswer(_allowed(reasons), resource, organisation.code, at, tuple(reasons))


def _reason(gate: Gate, known_facts: facts.Facts) -> GateReason:
    explanation = gate.closed_when.explain(known_facts)
    return GateReason(gate.id, gate.version, gate.reason, explanation.truth, gate.basis, explanation)


def _allowed(reasons: list[GateReason]) -> bool | None:
    if any(reason.truth is True for reason in reasons):
        return False
    return None if reasons else True
