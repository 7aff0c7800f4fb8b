"""From a criterion's proposal to a measure on a number. The exemption is asked first, by code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sosiego.cases.models import Case, Event, Finding
from sosiego.registry.models import Measure, Organisation
from sosiego.registry.services import MeasureTerms
from sosiego.rules.book import Basis, Criterion, MeasureProposal, RuleBook


class Exempt:
    """The exemptions in force on one day: numbers that no path may block."""

    def __init__(self, book: RuleBook, at: datetime, on: date | None = None) -> None:
        exemptions = book.control(on or at.astimezone(book.time_zone).date()).exemptions
        self.numbers = frozenset(number for exemption in exemptions for number in exemption.numbers)
        self.classes = frozenset(named for exemption in exemptions for named in exemption.classes)

    def __call__(self, subject: str, number_class: str | None) -> bool:
        return subject in self.numbers or number_class in self.classes


def is_exempt(book: RuleBook, subject: str, number_class: str | None, at: datetime) -> bool:
    """True for a number that no path may block, by the exemptions of the rule-book in force at `at`."""
    exempt, classified = Exempt(book, at), book.numbering.classify(subject)
    return exempt(subject, number_class) or exempt(subject, classified.id if classified else None)


def basis_of(book: RuleBook, rule: str, version: object, basis: Basis) -> dict[str, Any]:
    """Where a measure stands in the law, as it is written into the measure and the ledger."""
    return {
        "rulebook": book.id,
        "rule": rule,
        "version": str(version),
        "document": basis.document,
        "clause": dict(basis.clause),
        "status": basis.status,
    }


def terms_of(
    book: RuleBook,
    criterion: Criterion,
    proposal: MeasureProposal,
    *,
    case: Case,
    holder: Organisation | None,
    at: datetime,
    automatic: bool,
    actor: str,
) -> MeasureTerms:
    """The measure that a criterion proposes, on the case's number, from now on and with its end."""
    return MeasureTerms(
        kind=proposal.kind,
        target_kind=Measure.Target.NUMBER,
        target=case.subject,
        holder=holder,
        since=at,
        until=at + timedelta(days=proposal.days),
        review_on=None,
        automatic=automatic,
        basis=basis_of(book, criterion.id, criterion.version, criterion.basis),
        case_reference=case.reference,
        actor=actor,
    )


def proposals(book: RuleBook, findings: Iterable[Finding]) -> list[tuple[Criterion, MeasureProposal]]:
    """What the findings ask of the network, as worded then: for each kind of measure the longest."""
    longest: dict[str, tuple[Criterion, MeasureProposal]] = {}
    for finding in findings:
        criterion = book.criterion(finding.rule, finding.version)
        proposal = criterion.measure
        if proposal is None:
            continue
        known = longest.get(proposal.kind)
        if known is None or proposal.days > known[1].days:
            longest[proposal.kind] = (criterion, proposal)
    return [longest[kind] for kind in sorted(longest)]


def event_of(measure: Measure, case: Case, actor: str) -> Event:
    """The event that tells of a measure in its case."""
    return Event(
        case=case,
        kind=Event.Kind.MEASURE_IN_FORCE,
        at=measure.since,
        actor=actor,
        measure=measure,
        data={"kind": measure.kind, "automatic": measure.automatic},
        ledger_index=measure.ledger_index,
    )
