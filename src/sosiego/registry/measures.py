"""Putting measures in force and lifting them: what `services` does for measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sosiego.ledger import services as ledger
from sosiego.registry import errors
from sosiego.registry.models import Measure, MeasureLift, Organisation
from sosiego.registry.references import next_references

# What a basis must say, so that a reader of the ledger finds the rule: see `Measure.basis`.
BASIS_NAMES = ("rulebook", "rule", "version")


# Rows of one statement; more are not faster.
ROWS_PER_STATEMENT = 1_000


@dataclass(frozen=True)
class MeasureTerms:
    """A measure as asked for, before it is checked."""

    kind: str
    target_kind: str
    target: str
    holder: Organisation | None
    since: datetime
    until: datetime | None
    review_on: date | None
    automatic: bool
    basis: dict[str, Any]
    case_reference: str
    actor: str


@transaction.atomic
def put_measure_in_force(
    *,
    kind: str,
    target_kind: str,
    target: str,
    holder: Organisation | None,
    since: datetime,
    until: datetime | None,
    review_on: date | None,
    automatic: bool,
    basis: dict[str, Any],
    case_reference: str,
    actor: str,
) -> Measure:
    """Bring one measure into force from `since` on, and enter it in the ledger.

    Raises `UnknownMeasureKindError`, `MeasureWithoutEndError`, `MeasureEndsBeforeItBeginsError` and
    `MeasureWithoutBasisError`.
    """
    terms = MeasureTerms(
        kind=kind,
        target_kind=target_kind,
        target=target,
        holder=holder,
        since=since,
        until=until,
        review_on=review_on,
        automatic=automatic,
        basis=basis,
        case_reference=case_reference,
        actor=actor,
    )
    return put_measures_in_force([terms])[0]


@transaction.atomic
def put_measures_in_force(asked: Iterable[MeasureTerms]) -> list[Measure]:
    """`put_measure_in_force` for many, in their order: all of them or, if one cannot be, none."""
    terms = list(asked)
    for one in terms:
        _check(one)
    references = _references(terms)
    acts = (
        ledger.Act("measure", one.actor, _ledger_body(one, reference), one.since)
        for one, reference in zip(terms, references, strict=True)
    )
    measures = [
        Measure(
            reference=reference,
            kind=one.kind,
            target_kind=one.target_kind,
            target=one.target,
            holder=one.holder,
            since=one.since,
            until=one.until,
            review_on=one.review_on,
            automatic=one.automatic,
            basis=one.basis,
            case_reference=one.case_reference,
            ledger_index=index,
        )
        for one, reference, index in zip(terms, references, ledger.append_many(acts), strict=True)
    ]
    return Measure.objects.bulk_create(measures, batch_size=ROWS_PER_STATEMENT)


def _references(terms: list[MeasureTerms]) -> list[str]:
    """One for each measure, in order; each year counts for itself."""
    years = [timezone.localdate(one.since).year for one in terms]
    of_year = {
        year: iter(next_references("M", year, count)) for year, count in sorted(Counter(years).items())
    }
    return [next(of_year[year]) for year in years]


def _ledger_body(terms: MeasureTerms, reference: str) -> dict[str, Any]:
    return {
        "reference": reference,
        "kind": terms.kind,
        "target_kind": terms.target_kind,
        "target": terms.target,
        "holder": terms.holder.code if terms.holder else None,
        "since": terms.since.isoformat(),
        "until": terms.until.isoformat() if terms.until else None,
        "review_on": terms.review_on.isoformat() if terms.review_on else None,
        "automatic": terms.automatic,
        "basis": terms.basis,
        "case": terms.case_reference,
    }


@transaction.atomic
def lift_measure(measure: Measure, *, at: datetime, actor: str, reason: str, was_wrong: bool) -> MeasureLift:
    """End a measure before its time, for a reason that stands in the ledger.

    A measure that ended by itself can still be lifted as wrong: it counts as such from then on.
    Raises `LiftWithoutReasonError` and `MeasureAlreadyLiftedError`.
    """
    where = f"measure {measure.reference}"
    if not reason.strip():
        raise errors.LiftWithoutReasonError(
            "A measure is lifted for a reason.",
            where=where,
            todo="Say why, in a sentence that its holder may read.",
        )
    # The row is locked: of two people who lift at the same time, the second is told so.
    Measure.objects.select_for_update().get(pk=measure.pk)
    earlier = MeasureLift.objects.filter(measure=measure).first()
    if earlier is not None:
        raise errors.MeasureAlreadyLiftedError(
            f"The measure was lifted already, on {earlier.at:%Y-%m-%d} by {earlier.actor}.", where=where
        )
    body = {
        "reference": measure.reference,
        "kind": measure.kind,
        "target_kind": measure.target_kind,
        "target": measure.target,
        "reason": reason,
        "was_wrong": was_wrong,
        "case": measure.case_reference,
    }
    index = ledger.append(kind="measure-lifted", actor=actor, body=body, at=at)
    return MeasureLift.objects.create(
        measure=measure, at=at, actor=actor, reason=reason, was_wrong=was_wrong, ledger_index=index
    )


def _check(terms: MeasureTerms) -> None:
    where = f"{terms.kind} on {terms.target_kind} {terms.target}"
    for given, known in ((terms.kind, Measure.Kind.values), (terms.target_kind, Measure.Target.values)):
        if given not in known:
            raise errors.UnknownMeasureKindError(
                f"The network knows no {given!r}.{errors.nearest(given, known)}",
                where=where,
                todo=f"Name one of: {', '.join(known)}.",
            )
    if terms.until is None and (terms.automatic or terms.review_on is None):
        raise errors.MeasureWithoutEndError(
            "An automatic measure ends by itself."
            if terms.automatic
            else "A measure ends or is looked at again.",
            where=where,
            todo="Give an end." if terms.automatic else "Give an end or a review date.",
        )
    if terms.until is not None and terms.until <= terms.since:
        raise errors.MeasureEndsBeforeItBeginsError(
            f"A measure from {terms.since.isoformat()} cannot end at {terms.until.isoformat()}.", where=where
        )
    missing = [name for name in BASIS_NAMES if not terms.basis.get(name)]
    if missing:
        raise errors.MeasureWithoutBasisError(
            f"The basis of a measure does not say: {', '.join(missing)}.",
            where=where,
            todo="Give the rule-book, the rule and its version (and document, clause and status).",
        )
