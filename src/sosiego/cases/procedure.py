"""What follows on a finding: answers to orders, silence, the end of measures, the end of a case.

Each act is one transaction with its entry in the ledger and its event. What may follow what stands in
`transitions`; appeals and tracebacks have files of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from sosiego.cases import measures, queries, transitions
from sosiego.cases.addressees import Addressees
from sosiego.cases.errors import (
    CaseAlreadyClosedError,
    CaseStillInProcedureError,
    OrderAlreadyAnsweredError,
    UnknownOutcomeError,
)
from sosiego.cases.models import Appeal, Case, DayDone, Event, Finding, TracebackHop, WorkOrder
from sosiego.ledger import services as ledger
from sosiego.registry import queries as registry
from sosiego.registry import services as registry_services
from sosiego.registry.models import Measure, Organisation
from sosiego.registry.references import next_reference
from sosiego.registry.services import MeasureTerms
from sosiego.rules.book import RuleBook

OUTCOMES = ("confirmed", "not-confirmed", "not-ours")

# Rows dealt with as one act by the daily steps: a killed step has at most this much to do again.
ROWS_PER_CHUNK = 500

SYSTEM = "system"
_CLOSED = "case-closed"

Row = TypeVar("Row")


@dataclass(frozen=True)
class Silence:
    """What the passing of deadlines led to."""

    orders: int = 0
    hops: int = 0
    measures: int = 0
    appeals_granted: int = 0


# --- answers --------------------------------------------------------------------------------------------


@transaction.atomic
def answer_order(
    order: WorkOrder,
    *,
    outcome: str,
    text: str,
    actor: str,
    at: datetime,
    book: RuleBook,
    rightful: Organisation | None = None,
) -> Event:
    """Take the addressee's answer to an order.

    - confirmed: what the criteria propose comes in force, with its end;
    - not-confirmed: what was put in force provisionally is lifted, and the case ends unless something else
      in it is pending or the regulator reviews it;
    - not-ours: the order goes to `rightful`, or to the next who can hold the number by the registry.

    Raises `UnknownOutcomeError`, `OrderAlreadyAnsweredError`, `NobodyLeftToAskError`.
    """
    if outcome not in OUTCOMES:
        raise UnknownOutcomeError(outcome)
    order = (
        WorkOrder.objects.select_for_update(of=("self",)).select_related("case", "addressee").get(pk=order.pk)
    )
    stands = queries.orders().get(pk=order.pk)
    is_late = stands.due is not None and at > stands.due  # type: ignore[attr-defined]
    act = "answer after the deadline" if is_late else "answer"
    refusal = OrderAlreadyAnsweredError(order.reference)
    state = transitions.state_after(transitions.ORDER, stands.state, act, refusal)  # type: ignore[attr-defined]
    data = {"outcome": outcome, "text": text, "late": state == "answered late"}
    event = tell(
        Event.Kind.ORDER_ANSWERED,
        at=at,
        actor=actor,
        case=order.case,
        order=order,
        data=data,
        body={
            "order": order.reference,
            "outcome": outcome,
            "late": data["late"],
            "text_sha256": digest_of(text),
        },
    )
    follow = {"confirmed": _confirmed, "not-confirmed": _not_confirmed}.get(outcome)
    if follow is None:
        _reissue(order, rightful, at=at, actor=actor, book=book)
    else:
        follow(order, at=at, actor=actor, book=book)
    settle(order.case, at=at, actor=actor)
    return event


def _confirmed(order: WorkOrder, *, at: datetime, actor: str, book: RuleBook) -> None:
    _put_proposals_in_force([order], at=at, actor=actor, book=book, provisional=False)


def _put_proposals_in_force(
    orders: Iterable[WorkOrder], *, at: datetime, actor: str, book: RuleBook, provisional: bool
) -> list[Measure]:
    """The measures that the orders' findings propose; what is in force under a case stays as it is."""
    asked = [order for order in orders if not _is_exempt(order.case, at, book)]
    if not asked:
        return []
    binding = queries.measures_binding(at).filter(case_reference__in={one.case.reference for one in asked})
    in_force = set(binding.values_list("case_reference", "kind"))
    cases: list[Case] = []
    terms: list[MeasureTerms] = []
    for order in asked:
        case = order.case
        for criterion, proposal in measures.proposals(book, findings_of(order, book)):
            if (case.reference, proposal.kind) in in_force:
                continue
            in_force.add((case.reference, proposal.kind))
            cases.append(case)
            terms.append(
                measures.terms_of(
                    book,
                    criterion,
                    proposal,
                    case=case,
                    holder=case.holder,
                    at=at,
                    automatic=provisional,
                    actor=actor,
                )
            )
    if not terms:
        return []
    put = registry_services.put_measures_in_force(terms)
    told = [measures.event_of(one, case, actor) for one, case in zip(put, cases, strict=True)]
    Event.objects.bulk_create(told)
    return put


def _is_exempt(case: Case, at: datetime, book: RuleBook) -> bool:
    number_class = registry.holding(case.subject, _day(book, at)).number_class
    return measures.is_exempt(book, case.subject, number_class, at)


def _not_confirmed(order: WorkOrder, *, at: datetime, actor: str, book: RuleBook) -> None:
    for measure in _measures_of_case(order.case, at).filter(automatic=True):
        lift(
            measure,
            order.case,
            at=at,
            actor=actor,
            reason=f"Not confirmed in {order.reference}.",
            was_wrong=False,
        )


def _reissue(
    order: WorkOrder, rightful: Organisation | None, *, at: datetime, actor: str, book: RuleBook
) -> WorkOrder:
    """The same question to whoever is next."""
    case, day = order.case, _day(book, at)
    asked = set(case.orders.filter(step=order.step).values_list("addressee__code", flat=True))
    holding = registry.holding(case.subject, day)
    deadline = book.deadline(order.step, day)
    addressee = rightful or Addressees().of(
        deadline.actor,
        subject=case.subject,
        holder=holding.holder,
        operator=holding.operator,
        asked_before=asked,
    )
    again = WorkOrder.objects.create(
        reference=next_reference("O", at.year),
        case=case,
        finding=order.finding,
        addressee=addressee,
        step=order.step,
        issued_at=at,
        due_at=deadline.due(at, book.calendar),
    )
    tell(
        Event.Kind.ORDER_ISSUED,
        at=at,
        actor=actor,
        case=case,
        order=again,
        data={"addressee": addressee.code, "instead_of": order.reference},
        body={"order": again.reference, "addressee": addressee.code, "instead_of": order.reference},
    )
    return again


def findings_of(order: WorkOrder, book: RuleBook) -> list[Finding]:
    """The findings that an order covers: its own, and those of its case that ask for the same step."""
    covered = []
    for finding in order.case.findings.all():
        criterion = book.criterion(finding.rule, finding.version)
        if finding.pk == order.finding_id or criterion.order == order.step:
            covered.append(finding)
    return covered


# --- silence and time -----------------------------------------------------------------------------------


def mark_overdue(at: datetime, book: RuleBook, progress: Callable[[int], None] | None = None) -> Silence:
    """Note the orders whose deadline has passed without an answer; where the rule-book says so, the measure
    that they were about comes in force provisionally. Run again, it adds nothing.
    """
    orders = put = 0
    waiting = _silent(queries.with_order_state(WorkOrder.objects.filter(due_at__lt=at)), at)
    for chunk in _chunks(waiting.select_related("case", "addressee")):
        with transaction.atomic():
            _lock(WorkOrder, chunk)
            now_overdue = list(
                _silent(queries.with_order_state(_again(WorkOrder, chunk)), at).select_related("case")
            )
            _note_silence(Event.Kind.ORDER_OVERDUE, now_overdue, at)
            acted_on = [
                order
                for order in now_overdue
                if book.deadline(order.step, _day(book, order.issued_at)).on_silence == "measure"
            ]
            put += len(_put_proposals_in_force(acted_on, at=at, actor=SYSTEM, book=book, provisional=True))
        orders += len(now_overdue)
        if progress is not None:
            progress(len(chunk))
    return Silence(orders=orders, measures=put)


def end_measures(at: datetime, progress: Callable[[int], None] | None = None) -> int:
    """Note the measures that have ended by themselves, and close the cases that end with them."""
    noted = Event.objects.filter(
        measure=OuterRef("pk"), kind__in=[Event.Kind.MEASURE_ENDED, Event.Kind.MEASURE_LIFTED]
    )
    ended = (
        Measure.objects.filter(until__lte=at, lift__isnull=True)
        # A sanction's measure stands in no case: its end is told on the sanction's page.
        .filter(Exists(Case.objects.filter(reference=OuterRef("case_reference"))))
        .filter(~Exists(noted))
        .order_by("id")
    )
    count = 0
    for chunk in _chunks(ended):
        with transaction.atomic():
            _lock(Measure, chunk)
            fresh = list(_again(Measure, chunk).filter(~Exists(noted)))
            cases = {case.reference: case for case in _cases_of(fresh)}
            acts = [
                ledger.Act(
                    "measure-ended", SYSTEM, {"measure": one.reference, "case": one.case_reference}, at
                )
                for one in fresh
            ]
            Event.objects.bulk_create(
                Event(
                    case=cases[one.case_reference],
                    kind=Event.Kind.MEASURE_ENDED,
                    at=at,
                    actor=SYSTEM,
                    measure=one,
                    data={"until": one.until.isoformat() if one.until else None},
                    ledger_index=index,
                )
                for one, index in zip(fresh, ledger.append_many(acts), strict=True)
            )
            settle_all(cases.values(), at=at, actor=SYSTEM)
        count += len(fresh)
        if progress is not None:
            progress(len(chunk))
    return count


def record_step(day: date, step: str, *, totals: Mapping[str, Any], at: datetime) -> None:
    """Write down that the daily cycle has done one step for one day; the last time counts."""
    DayDone.objects.update_or_create(day=day, step=step, defaults={"at": at, "totals": dict(totals)})


# --- the end of a case ----------------------------------------------------------------------------------


@transaction.atomic
def close(case: Case, *, outcome: str, reason: str, actor: str, at: datetime) -> Event:
    """Close a case by a person's decision.

    Raises `CaseAlreadyClosedError`, and `CaseStillInProcedureError` while an order, an appeal or a traceback
    waits for an answer.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    transitions.state_after(
        transitions.CASE, _openness(case), "close", CaseAlreadyClosedError(case.reference)
    )
    pending = _pending(case)
    if pending:
        raise CaseStillInProcedureError(case.reference, pending)
    return _close(case, outcome=outcome, reason=reason, actor=actor, at=at)


@transaction.atomic
def review(case: Case, *, reason: str, actor: str, at: datetime) -> Event:
    """The regulator takes a case up: closed or not, it is now open until it is closed by hand."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    was_closed = _openness(case) == "closed"
    return tell(
        Event.Kind.REOPENED if was_closed else Event.Kind.NOTE,
        at=at,
        actor=actor,
        case=case,
        data={"review": True, "reason": reason},
        body={"case": case.reference, "reason_sha256": digest_of(reason)},
        ledger_kind="case-review",
    )


def settle(case: Case, *, at: datetime, actor: str) -> None:
    """Close a case in which nothing is pending any more: no order, appeal, traceback, measure or review."""
    settle_all([case], at=at, actor=actor)


def settle_all(cases: Iterable[Case], *, at: datetime, actor: str) -> int:
    """Close those of the cases in which nothing is pending any more; how many these were."""
    free = _without_measure(list(cases), at)
    if not free:
        return 0
    answered = Event.objects.filter(case=OuterRef("pk"), kind=Event.Kind.ORDER_ANSWERED)
    binding = queries.measures_binding(at).filter(case_reference=OuterRef("reference"))
    named = Case.objects.filter(pk__in=[case.pk for case in free])
    at_rest = list(
        queries.with_openness(named)
        .exclude(last_word=Event.Kind.CLOSED)
        .filter(
            ~queries.is_under_review(), ~Exists(binding), *(~Exists(rows) for rows in _waiting().values())
        )
        .annotate(
            is_answered=Exists(answered), was_asked=Exists(WorkOrder.objects.filter(case=OuterRef("pk")))
        )
        .filter(Q(is_answered=True) | Q(was_asked=False))
        .order_by("id")
    )
    if not at_rest:
        return 0
    confirmed = set(
        queries.confirmed_cases().filter(pk__in=[case.pk for case in at_rest]).values_list("pk", flat=True)
    )
    outcomes = [
        "confirmed" if case.pk in confirmed else "not-confirmed" if case.is_answered else "ended"
        for case in at_rest
    ]
    acts = [
        ledger.Act(_CLOSED, actor, {"case": case.reference} | _closing(outcome, ""), at)
        for case, outcome in zip(at_rest, outcomes, strict=True)
    ]
    Event.objects.bulk_create(
        Event(
            case=case,
            kind=Event.Kind.CLOSED,
            at=at,
            actor=actor,
            data={"outcome": outcome, "reason": ""},
            ledger_index=index,
        )
        for case, outcome, index in zip(at_rest, outcomes, ledger.append_many(acts), strict=True)
    )
    return len(at_rest)


def _without_measure(cases: list[Case], at: datetime) -> list[Case]:
    """Those in which no measure is or will be in force: a short question, and for most it is the answer."""
    references = [case.reference for case in cases]
    binding = queries.measures_binding(at).filter(case_reference__in=references)
    bound = set(binding.values_list("case_reference", flat=True))
    return [case for case in cases if case.reference not in bound]


@transaction.atomic
def lift_measure(measure: Measure, *, at: datetime, actor: str, reason: str, was_wrong: bool) -> None:
    """A person lifts a measure before its end; its case, if it has one, is told and may close.

    Raises what `registry.services.lift_measure` raises.
    """
    case = Case.objects.filter(reference=measure.case_reference).first() if measure.case_reference else None
    if case is None:
        registry_services.lift_measure(measure, at=at, actor=actor, reason=reason, was_wrong=was_wrong)
        return
    lift(measure, case, at=at, actor=actor, reason=reason, was_wrong=was_wrong)
    settle(case, at=at, actor=actor)


def lift(
    measure: Measure, case: Case | None, *, at: datetime, actor: str, reason: str, was_wrong: bool
) -> None:
    """Lift a measure and tell of it in its case; call it in the transaction of the act that lifts it."""
    lifted = registry_services.lift_measure(measure, at=at, actor=actor, reason=reason, was_wrong=was_wrong)
    Event.objects.create(
        case=case,
        kind=Event.Kind.MEASURE_LIFTED,
        at=at,
        actor=actor,
        measure=measure,
        data={"reason": reason, "was_wrong": was_wrong},
        ledger_index=lifted.ledger_index,
    )


def tell(
    kind: str,
    *,
    at: datetime,
    actor: str,
    case: Case | None,
    data: dict[str, Any],
    body: dict[str, Any],
    ledger_kind: str = "",
    **links: Any,
) -> Event:
    """One event with its ledger entry. Free text stands in the event; the ledger, which forgets nothing,
    holds its digest only.
    """
    entry = {"case": case.reference if case else None} | body
    index = ledger.append(kind=ledger_kind or kind, actor=actor, body=entry, at=at)
    return Event.objects.create(
        case=case, kind=kind, at=at, actor=actor, data=data, ledger_index=index, **links
    )


def digest_of(text: str) -> str:
    """What the ledger holds of a free text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _close(case: Case, *, outcome: str, reason: str, actor: str, at: datetime) -> Event:
    return tell(
        Event.Kind.CLOSED,
        at=at,
        actor=actor,
        case=case,
        data={"outcome": outcome, "reason": reason},
        body=_closing(outcome, reason),
        ledger_kind=_CLOSED,
    )


def _closing(outcome: str, reason: str) -> dict[str, str]:
    return {"outcome": outcome, "reason_sha256": digest_of(reason)}


def _openness(case: Case) -> str:
    word = queries.with_openness(Case.objects.filter(pk=case.pk)).values_list("last_word", flat=True)[0]
    if word == Event.Kind.CLOSED:
        return "closed"
    return "under review" if Case.objects.filter(queries.is_under_review(), pk=case.pk).exists() else "open"


def _waiting() -> dict[str, QuerySet[Any]]:
    """By what is said of it: what of a case waits for somebody's answer. An operator that was asked in a
    traceback and stayed silent beyond its deadline holds no case open.
    """
    case = OuterRef("pk")
    return {
        "an order is not answered": queries.with_order_state(WorkOrder.objects.filter(case=case)).filter(
            answered_at=None
        ),
        "an appeal is not decided": queries.with_appeal_state(Appeal.objects.filter(case=case)).filter(
            state="filed"
        ),
        "a traceback has not come to its end": queries.with_hop_state(
            TracebackHop.objects.filter(traceback__case=case)
        ).filter(state="open"),
    }


def _pending(case: Case) -> str:
    """What in a case waits for somebody; "" if nothing."""
    this = Case.objects.filter(pk=case.pk)
    return next((said for said, rows in _waiting().items() if this.filter(Exists(rows)).exists()), "")


def _measures_of_case(case: Case, at: datetime) -> QuerySet[Measure]:
    return queries.measures_binding(at).filter(case_reference=case.reference)


def _cases_of(measures_: Iterable[Measure]) -> QuerySet[Case]:
    return Case.objects.filter(reference__in={one.case_reference for one in measures_}).order_by("id")


def _note_silence(kind: str, orders: list[WorkOrder], at: datetime) -> None:
    acts = [
        ledger.Act(
            kind,
            SYSTEM,
            {"case": one.case.reference, "order": one.reference, "due_at": one.due.isoformat()},  # type: ignore[attr-defined]
            at,
        )
        for one in orders
    ]
    Event.objects.bulk_create(
        Event(case=one.case, order=one, kind=kind, at=at, actor=SYSTEM, data={}, ledger_index=index)
        for one, index in zip(orders, ledger.append_many(acts), strict=True)
    )


def _silent(orders: QuerySet[WorkOrder], at: datetime) -> QuerySet[WorkOrder]:
    return orders.filter(state="open", due__lt=at).order_by("id")


def _chunks(rows: QuerySet[Row]) -> Iterable[list[Row]]:
    """The rows as they are now, in lists; what is done with one list does not disturb the next."""
    found = list(rows)
    return [found[start : start + ROWS_PER_CHUNK] for start in range(0, len(found), ROWS_PER_CHUNK)]


def _again(model: type[Any], rows: Iterable[Any]) -> QuerySet[Any]:
    return model.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")


def _lock(model: type[Any], rows: Iterable[Any]) -> None:
    list(_again(model, rows).select_for_update().values_list("pk"))


def _day(book: RuleBook, at: datetime) -> date:
    return at.astimezone(book.time_zone).date()
