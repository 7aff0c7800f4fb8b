"""Writing down one chunk of findings: cases, findings, orders, automatic measures and events, as one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from sosiego.cases import firing as fired
from sosiego.cases.addressees import Addressees
from sosiego.cases.evidence import NO_REPORTS, ReportsOf, Window, evidence, reports_of
from sosiego.cases.firing import Firing
from sosiego.cases.known import Known, known_of
from sosiego.cases.measures import event_of, is_exempt, terms_of
from sosiego.cases.models import Case, Event, Finding, Turn, WorkOrder
from sosiego.ledger import services as ledger
from sosiego.ledger.services import Act
from sosiego.registry import services as registry
from sosiego.registry.models import Measure
from sosiego.registry.references import next_references
from sosiego.registry.services import MeasureTerms
from sosiego.rules.book import Criterion, RuleBook

ACTOR = "system"


@dataclass(frozen=True)
class Opened:
    """What one chunk added."""

    findings: int = 0
    cases: int = 0
    orders: int = 0
    measures: int = 0
    exempt: int = 0


@dataclass
class _New:
    """One finding to be written, with what follows from it."""

    firing: Firing
    criterion: Criterion
    case: Case
    finding: Finding
    # The order that this finding opens; None if it joins one or its criterion asks for none.
    order: WorkOrder | None = None
    joins: WorkOrder | None = None


@dataclass
class _Chunk:
    book: RuleBook
    at: datetime
    window: Window
    digest: str
    addressees: Addressees
    known: Known
    reports: dict[str, ReportsOf]
    new_cases: list[Case] = field(default_factory=list)
    new: list[_New] = field(default_factory=list)


def take_turn() -> None:
    """Wait for everybody else who is opening cases; call it first in the transaction."""
    rows = Turn.objects.select_for_update().filter(name="open cases")
    if rows.first() is None:
        Turn.objects.get_or_create(name="open cases")
        rows.get()


@transaction.atomic
def record(
    firings: Sequence[Firing],
    *,
    book: RuleBook,
    at: datetime,
    window: Window,
    digest: str,
    addressees: Addressees,
) -> Opened:
    """Write down what is news in these firings; wholly, or (if the process dies) not at all."""
    take_turn()
    subjects = [one.subject for one in firings]
    known = known_of(subjects, at)
    news = [
        (one, criterion)
        for one in firings
        for criterion in one.criteria
        if known.is_news(one.subject, criterion, one.row.get("last_report_at"), window.since)
    ]
    if not news:
        return Opened()
    reports = reports_of({one.subject for one, _ in news}, at)
    chunk = _Chunk(book, at, window, digest, addressees, known, reports)
    _draft_cases(chunk, news)
    _draft_orders(chunk)
    _enter_findings(chunk)
    measures, exempt = _automatic_measures(chunk)
    _write_events(chunk, measures)
    orders = sum(new.order is not None for new in chunk.new)
    return Opened(len(chunk.new), len(chunk.new_cases), orders, len(measures), exempt)


def _draft_cases(chunk: _Chunk, news: Sequence[tuple[Firing, Criterion]]) -> None:
    cases = dict(chunk.known.open_cases)
    for one, _ in news:
        if one.subject not in cases:
            cases[one.subject] = Case(
                subject=one.subject,
                opened_at=chunk.at,
                holder=chunk.addressees.named(one.row.get("holder")),
                operator=chunk.addressees.named(one.row.get("operator")),
            )
            chunk.new_cases.append(cases[one.subject])
    references = next_references("C", chunk.at.year, len(chunk.new_cases)) if chunk.new_cases else []
    for case, reference in zip(chunk.new_cases, references, strict=True):
        case.reference = reference
    Case.objects.bulk_create(chunk.new_cases)
    for one, criterion in news:
        case = cases[one.subject]
        facts, clauses = fired.explained(one, criterion)
        finding = Finding(
            case=case,
            at=chunk.at,
            rulebook=chunk.book.id,
            rule=criterion.id,
            version=criterion.version,
            category=_category(criterion, one),
            facts=facts,
            clauses=clauses,
            evidence=evidence(
                criterion, chunk.reports.get(one.subject, NO_REPORTS), chunk.window, chunk.digest
            ),
        )
        chunk.new.append(_New(one, criterion, case, finding))


def _category(criterion: Criterion, one: Firing) -> str:
    """The criterion's category, else what the text or the reporters say."""
    said = criterion.category or one.row.get("content_category") or one.row.get("reported_category")
    return str(said or "")


def _draft_orders(chunk: _Chunk) -> None:
    """One order for all findings of a case that ask for the same step: whoever is asked is asked once."""
    pending = dict(chunk.known.pending)
    for new in chunk.new:
        step = new.criterion.order
        if not step:
            continue
        new.joins = pending.get((new.case.pk, step))
        if new.joins is not None:
            continue
        deadline = chunk.book.deadline(step, chunk.at.astimezone(chunk.book.time_zone).date())
        new.order = pending[new.case.pk, step] = WorkOrder(
            case=new.case,
            addressee=chunk.addressees.of(
                deadline.actor,
                subject=new.case.subject,
                holder=new.firing.row.get("holder"),
                operator=new.firing.row.get("operator"),
            ),
            step=step,
            issued_at=chunk.at,
            due_at=deadline.due(chunk.at, chunk.book.calendar),
        )
    orders = [new.order for new in chunk.new if new.order is not None]
    references = next_references("O", chunk.at.year, len(orders)) if orders else []
    for order, reference in zip(orders, references, strict=True):
        order.reference = reference


def _enter_findings(chunk: _Chunk) -> None:
    indexes = ledger.append_many(
        Act("finding", ACTOR, _ledger_body(chunk, new), chunk.at) for new in chunk.new
    )
    for new, index in zip(chunk.new, indexes, strict=True):
        new.finding.ledger_index = index
    Finding.objects.bulk_create(new.finding for new in chunk.new)
    for new in chunk.new:
        if new.order is not None:
            new.order.finding = new.finding
    WorkOrder.objects.bulk_create(new.order for new in chunk.new if new.order is not None)


def _ledger_body(chunk: _Chunk, new: _New) -> dict[str, object]:
    finding, order = new.finding, new.order or new.joins
    return {
        "case": new.case.reference,
        "subject": new.case.subject,
        "rulebook": finding.rulebook,
        "rulebook_digest": chunk.book.digest,
        "rule": finding.rule,
        "version": finding.version.isoformat(),
        "category": finding.category,
        "facts": finding.facts,
        "clauses": finding.clauses,
        "evidence": finding.evidence,
        "order": order.reference if order else None,
        "addressee": order.addressee.code if order else None,
        "due_at": order.due_at.isoformat() if order else None,
    }


def _automatic_measures(chunk: _Chunk) -> tuple[list[tuple[Case, Measure]], int]:
    """Put in force what the machine may do alone, once for each case and kind; never on an exempt number."""
    cases: list[Case] = []
    terms: list[MeasureTerms] = []
    seen: set[tuple[int, str]] = set()
    exempt = 0
    for new in chunk.new:
        proposal = new.criterion.measure
        if proposal is None or not proposal.automatic or (new.case.pk, proposal.kind) in seen:
            continue
        seen.add((new.case.pk, proposal.kind))
        row = new.firing.row
        if row.get("is_exempt") or is_exempt(chunk.book, new.case.subject, row.get("number_class"), chunk.at):
            exempt += 1
            continue
        cases.append(new.case)
        terms.append(
            terms_of(
                chunk.book,
                new.criterion,
                proposal,
                case=new.case,
                holder=chunk.addressees.named(row.get("holder")),
                at=chunk.at,
                automatic=True,
                actor=ACTOR,
            )
        )
    measures = registry.put_measures_in_force(terms) if terms else []
    return list(zip(cases, measures, strict=True)), exempt


def _write_events(chunk: _Chunk, measures: Sequence[tuple[Case, Measure]]) -> None:
    events: list[Event] = []
    first_index = {new.case.pk: new.finding.ledger_index for new in reversed(chunk.new)}

    def tell(case: Case, kind: str, index: int, order: WorkOrder | None = None, **data: object) -> None:
        events.append(
            Event(case=case, kind=kind, at=chunk.at, actor=ACTOR, order=order, data=data, ledger_index=index)
        )

    for case in chunk.new_cases:
        tell(case, Event.Kind.OPENED, first_index[case.pk])
    for new in chunk.new:
        joins = {"joins": new.joins.reference} if new.joins else {}
        index = new.finding.ledger_index
        tell(new.case, Event.Kind.FOUND, index, finding=new.finding.pk, rule=new.finding.rule, **joins)
        if new.order is not None:
            tell(new.case, Event.Kind.ORDER_ISSUED, index, new.order, addressee=new.order.addressee.code)
    events.extend(event_of(measure, case, ACTOR) for case, measure in measures)
    Event.objects.bulk_create(events)
