"""Appeals: somebody says that a measure is wrong, and a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sosiego import keys
from sosiego.cases import deadlines, queries, transitions
from sosiego.cases.errors import AppealAlreadyDecidedError, AppealAlreadyFiledError, MeasureNotInForceError
from sosiego.cases.models import Appeal, Case, Event
from sosiego.cases.procedure import SYSTEM, digest_of, lift, settle, tell
from sosiego.registry import queries as registry
from sosiego.registry.models import Measure
from sosiego.registry.references import next_reference
from sosiego.rules.book import RuleBook


@dataclass(frozen=True)
class Decision:
    appeal: str
    upheld: bool
    # False if the measure had ended or was lifted before the decision.
    lifted: bool


@transaction.atomic
def file_appeal(
    measure: Measure,
    *,
    text: str,
    contact: str,
    at: datetime,
    book: RuleBook,
    actor: str = "appellant",
) -> Appeal:
    """Take an appeal against a measure that is or will be in force. The contact is sealed.

    Raises `MeasureNotInForceError`, `AppealAlreadyFiledError`.
    """
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    state = registry.state_of(measure, at)
    if state in ("ended", "lifted"):
        raise MeasureNotInForceError(measure.reference, state)
    filed = queries.appeals("filed").filter(measure=measure).first()
    if filed is not None:
        raise AppealAlreadyFiledError(measure.reference, filed.reference)
    day = at.astimezone(book.time_zone).date()
    case = Case.objects.filter(reference=measure.case_reference).first() if measure.case_reference else None
    appeal = Appeal.objects.create(
        reference=next_reference("A", at.year),
        measure=measure,
        case=case,
        text=text,
        sealed_contact=keys.sealing().encrypt(contact.encode()) if contact else None,
        filed_at=at,
        due_at=book.deadline(deadlines.APPEAL, day).due(at, book.calendar),
    )
    tell(
        Event.Kind.APPEALED,
        at=at,
        actor=actor,
        case=case,
        appeal=appeal,
        measure=measure,
        data={},
        body={"appeal": appeal.reference, "measure": measure.reference, "text_sha256": digest_of(text)},
    )
    return appeal


@transaction.atomic
def decide_appeal(appeal: Appeal, *, upheld: bool, reason: str, actor: str, at: datetime) -> Decision:
    """Decide an appeal. Upheld, the measure is lifted as one that should never have been.

    Raises `AppealAlreadyDecidedError`.
    """
    appeal = (
        Appeal.objects.select_for_update(of=("self",)).select_related("measure", "case").get(pk=appeal.pk)
    )
    state = queries.appeal(appeal.reference).state  # type: ignore[attr-defined]
    refusal = AppealAlreadyDecidedError(appeal.reference)
    transitions.state_after(transitions.APPEAL, state, "uphold" if upheld else "refuse", refusal)
    tell(
        Event.Kind.APPEAL_DECIDED,
        at=at,
        actor=actor,
        case=appeal.case,
        appeal=appeal,
        measure=appeal.measure,
        data={"upheld": upheld, "reason": reason},
        body={"appeal": appeal.reference, "upheld": upheld, "reason_sha256": digest_of(reason)},
    )
    # A measure that ended while the appeal waited is still marked as wrong: it was.
    can_be_lifted = upheld and registry.state_of(appeal.measure, at) != "lifted"
    if can_be_lifted:
        why = f"Appeal {appeal.reference} upheld: {reason}"
        lift(appeal.measure, appeal.case, at=at, actor=actor, reason=why, was_wrong=True)
    if appeal.case is not None:
        settle(appeal.case, at=at, actor=actor)
    return Decision(appeal.reference, upheld, can_be_lifted)


def grant_undecided_appeals(at: datetime, book: RuleBook) -> int:
    """Where the rule-book says that silence grants an appeal, uphold those that nobody decided in time."""
    granted = 0
    for appeal in list(queries.appeals("filed").filter(due_at__lt=at, due__lt=at)):
        filed_on = appeal.filed_at.astimezone(book.time_zone).date()
        if book.deadline(deadlines.APPEAL, filed_on).on_silence == "granted":
            decide_appeal(appeal, upheld=True, reason="Not decided by its deadline.", actor=SYSTEM, at=at)
            granted += 1
    return granted
