"""Tracebacks: hop by hop, from the network where a call arrived back to whoever let it in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sosiego.cases import deadlines, queries, transitions
from sosiego.cases.errors import HopAlreadyAnsweredError, TracebackGoesInCirclesError
from sosiego.cases.models import Case, Event, Traceback, TracebackHop
from sosiego.cases.procedure import ROWS_PER_CHUNK, SYSTEM, settle, tell
from sosiego.ledger import services as ledger
from sosiego.registry.models import Organisation
from sosiego.registry.references import next_reference
from sosiego.rules.book import RuleBook


@transaction.atomic
def open_traceback(
    subject: str,
    call_at: datetime,
    *,
    first: Organisation,
    at: datetime,
    book: RuleBook,
    case: Case | None = None,
    actor: str = SYSTEM,
) -> Traceback:
    """Ask `first`, in whose network a call of `subject` arrived at `call_at`, from whom it got the call."""
    traceback = Traceback.objects.create(
        reference=next_reference("T", at.year), case=case, subject=subject, call_at=call_at, opened_at=at
    )
    _ask(traceback, first, place=1, at=at, book=book, actor=actor)
    return traceback


@transaction.atomic
def answer_traceback(
    hop: TracebackHop, *, previous: Organisation | None, actor: str, at: datetime, book: RuleBook
) -> TracebackHop | None:
    """Take an operator's answer: the operator it got the call from, or None if the call began with it.

    The next hop is asked at once and returned; None ends the traceback.
    Raises `HopAlreadyAnsweredError`, `TracebackGoesInCirclesError`.
    """
    hop = (
        TracebackHop.objects.select_for_update(of=("self",))
        .select_related("traceback__case", "asked")
        .get(pk=hop.pk)
    )
    traceback = hop.traceback
    act = "answer" if at <= hop.due_at else "answer after the deadline"
    state = queries.with_hop_state(TracebackHop.objects.filter(pk=hop.pk)).values_list("state", flat=True)[0]
    refusal = HopAlreadyAnsweredError(traceback.reference, hop.asked.name)
    late = transitions.state_after(transitions.HOP, state, act, refusal) == "answered late"
    if previous is not None and traceback.hops.filter(asked=previous).exists():
        raise TracebackGoesInCirclesError(traceback.reference, previous.name)
    said = {"previous": previous.code if previous else None, "origin": previous is None, "late": late}
    tell(
        Event.Kind.TRACEBACK_ANSWERED,
        at=at,
        actor=actor,
        case=traceback.case,
        hop=hop,
        data=said | {"traceback": traceback.reference, "asked": hop.asked.code},
        body=said | {"traceback": traceback.reference, "hop": hop.order, "asked": hop.asked.code},
    )
    if previous is not None:
        return _ask(traceback, previous, place=hop.order + 1, at=at, book=book, actor=actor)
    if traceback.case is not None:
        settle(traceback.case, at=at, actor=actor)
    return None


def mark_hops_overdue(at: datetime) -> int:
    """Note the operators that let a traceback's deadline pass. Run again, it adds nothing."""
    waiting = queries.hops(state="open").filter(due_at__lt=at).order_by("id")
    keys, count = list(waiting.values_list("pk", flat=True)), 0
    for start in range(0, len(keys), ROWS_PER_CHUNK):
        with transaction.atomic():
            chunk = TracebackHop.objects.filter(pk__in=keys[start : start + ROWS_PER_CHUNK])
            list(chunk.order_by("pk").select_for_update().values_list("pk"))
            silent = queries.with_hop_state(chunk.select_related("traceback__case", "asked")).filter(
                state="open"
            )
            count += _note_silence(list(silent.order_by("id")), at)
    return count


def _note_silence(hops: list[TracebackHop], at: datetime) -> int:
    said = [{"traceback": hop.traceback.reference, "hop": hop.order, "asked": hop.asked.code} for hop in hops]
    indexes = ledger.append_many(
        ledger.Act(Event.Kind.TRACEBACK_OVERDUE.value, SYSTEM, body | {"due_at": hop.due_at.isoformat()}, at)
        for hop, body in zip(hops, said, strict=True)
    )
    Event.objects.bulk_create(
        Event(
            case=hop.traceback.case,
            hop=hop,
            kind=Event.Kind.TRACEBACK_OVERDUE,
            at=at,
            actor=SYSTEM,
            data=body,
            ledger_index=index,
        )
        for hop, body, index in zip(hops, said, indexes, strict=True)
    )
    return len(hops)


def _ask(
    traceback: Traceback, asked: Organisation, *, place: int, at: datetime, book: RuleBook, actor: str
) -> TracebackHop:
    deadline = book.deadline(deadlines.TRACEBACK, at.astimezone(book.time_zone).date())
    hop = TracebackHop.objects.create(
        traceback=traceback, order=place, asked=asked, asked_at=at, due_at=deadline.due(at, book.calendar)
    )
    said = {"traceback": traceback.reference, "asked": asked.code, "hop": place}
    tell(
        Event.Kind.TRACEBACK_ASKED,
        at=at,
        actor=actor,
        case=traceback.case,
        hop=hop,
        data=said,
        body=said | {"subject": traceback.subject, "call_at": traceback.call_at.isoformat()},
    )
    return hop
