"""Sanctions: proposed by a ladder, signed by two people, or refused with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from sosiego.ledger.services import append
from sosiego.oversight import queries
from sosiego.oversight.errors import (
    RefusalWithoutReasonError,
    SamePersonSignsTwiceError,
    SanctionAlreadyDecidedError,
)
from sosiego.oversight.models import Sanction, SanctionEvent, Violation
from sosiego.registry import services as registry_services
from sosiego.registry.models import Measure
from sosiego.registry.references import next_reference
from sosiego.rules.book import Basis, Ladder, LadderStep, RuleBook


def propose(
    book: RuleBook, ladder: Ladder, step: LadderStep, violation: Violation, *, at: datetime, actor: str
) -> Sanction:
    """Enter a step of a ladder as a proposed sanction."""
    reference = next_reference("S", at.year)
    measure = {"kind": step.measure.kind, "days": step.measure.days} if step.measure else {}
    basis = {
        "rulebook": book.id,
        "rule": step.id,
        "version": ladder.version.isoformat(),
        **_cited(step.basis),
    }
    index = append(
        kind="sanction",
        actor=actor,
        at=at,
        body={
            "reference": reference,
            "violation": violation.reference,
            "organisation": violation.organisation.code,
            "step": step.id,
            "measure": measure,
            "basis": basis,
            "event": SanctionEvent.Kind.PROPOSED,
        },
    )
    sanction = Sanction.objects.create(
        reference=reference,
        violation=violation,
        step=step.id,
        measure_proposed=measure,
        proposed_at=at,
        basis=basis,
        ledger_index=index,
    )
    SanctionEvent.objects.create(
        sanction=sanction, kind=SanctionEvent.Kind.PROPOSED, at=at, actor=actor, ledger_index=index
    )
    return sanction


def _cited(basis: Basis) -> dict[str, Any]:
    return {
        "document": basis.document,
        "number": basis.number,
        "clause": dict(basis.clause),
        "status": basis.status,
    }


def _record(
    sanction: Sanction,
    kind: str,
    *,
    actor: str,
    at: datetime,
    reason: str = "",
    measure: Measure | None = None,
) -> SanctionEvent:
    body = {"reference": sanction.reference, "event": kind, "reason": reason}
    if measure is not None:
        body["measure"] = measure.reference
    index = append(kind="sanction", actor=actor, at=at, body=body)
    return SanctionEvent.objects.create(
        sanction=sanction, kind=kind, at=at, actor=actor, reason=reason, measure=measure, ledger_index=index
    )


def _require_open(sanction: Sanction) -> None:
    state = queries.sanction_state(sanction)
    if state in ("in force", "refused"):
        raise SanctionAlreadyDecidedError(
            f"Sanction {sanction.reference} is already {state}.",
            todo="Look at its page for who decided and when.",
        )


@transaction.atomic
def sign_sanction(sanction: Sanction, *, actor: str, at: datetime, reason: str = "") -> Sanction:
    """Sign a proposed sanction; the second person's signature puts it in force.

    Raises `SamePersonSignsTwiceError`, `SanctionAlreadyDecidedError`.
    """
    sanction = Sanction.objects.select_for_update().get(pk=sanction.pk)
    _require_open(sanction)
    signers = set(sanction.events.filter(kind=SanctionEvent.Kind.SIGNED).values_list("actor", flat=True))
    if actor in signers:
        raise SamePersonSignsTwiceError(
            f"{actor} has signed sanction {sanction.reference} already.",
            todo="Ask a second person to sign it.",
        )
    _record(sanction, SanctionEvent.Kind.SIGNED, actor=actor, at=at, reason=reason)
    if signers:
        measure = _measure_of(sanction, at, actor)
        _record(sanction, SanctionEvent.Kind.IN_FORCE, actor=actor, at=at, measure=measure)
    return sanction


def _measure_of(sanction: Sanction, at: datetime, actor: str) -> Measure | None:
    if not sanction.measure_proposed:
        return None
    organisation = sanction.violation.organisation
    return registry_services.put_measure_in_force(
        kind=sanction.measure_proposed["kind"],
        target_kind=Measure.Target.HOLDER,
        target=organisation.code,
        holder=organisation,
        since=at,
        until=at + timedelta(days=sanction.measure_proposed["days"]),
        review_on=None,
        automatic=False,
        basis=sanction.basis,
        case_reference=sanction.reference,
        actor=actor,
    )


@transaction.atomic
def refuse_sanction(sanction: Sanction, *, actor: str, at: datetime, reason: str) -> Sanction:
    """Refuse a proposed sanction, with the reason.

    Raises `RefusalWithoutReasonError` and `SanctionAlreadyDecidedError`.
    """
    if not reason.strip():
        raise RefusalWithoutReasonError(
            "A sanction is refused for a reason.",
            where=f"sanction {sanction.reference}",
            todo="Say why, in a sentence that the organisation may read.",
        )
    sanction = Sanction.objects.select_for_update().get(pk=sanction.pk)
    _require_open(sanction)
    _record(sanction, SanctionEvent.Kind.REFUSED, actor=actor, at=at, reason=reason)
    return sanction
