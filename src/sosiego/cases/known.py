"""What is on record about the subjects of one chunk, read at once, so that nothing is found twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from sosiego.cases import queries
from sosiego.cases.models import Case, Event, Finding, WorkOrder
from sosiego.rules.book import Criterion
from sosiego.rules.vocabulary import caller_facts

# The facts that rest on what people reported; `purpose` and its like rest on neither reports nor traffic.
REPORT_FACTS = frozenset(
    name for name, fact in caller_facts().items() if fact.source == "cases" and name != "findings_365d"
)


@dataclass(frozen=True)
class Known:
    """The record of some subjects."""

    open_cases: dict[str, Case]
    # (case id, rule) of the findings in open cases.
    found: set[tuple[int, str]]
    # Orders without an answer by (case id, step).
    pending: dict[tuple[int, str], WorkOrder]
    # subject -> when its last case was closed; (subject, rule) -> the same, of cases that found by this rule.
    closed: dict[str, datetime]
    judged: dict[tuple[str, str], datetime]
    # (subject, rule) with a measure that is or will be in force.
    bound: set[tuple[str, str]]

    def is_news(
        self, subject: str, criterion: Criterion, last_report_at: datetime | None, window_from: datetime
    ) -> bool:
        """Whether a criterion that holds says something that no case has dealt with.

        Not news: it was found in the open case; or a measure under the same rule is in force; or a case that
        was closed has judged the same evidence. Evidence is new if a report came after the last closing or,
        where the criterion rests on no report, if no closed case has judged this rule on traffic of the same
        window.
        """
        case = self.open_cases.get(subject)
        if case is not None:
            return (case.pk, criterion.id) not in self.found
        if (subject, criterion.id) in self.bound:
            return False
        if subject not in self.closed:
            return True
        if criterion.condition.facts & REPORT_FACTS:
            return last_report_at is not None and last_report_at > self.closed[subject]
        judged_at = self.judged.get((subject, criterion.id))
        return judged_at is None or window_from >= judged_at


def known_of(subjects: Collection[str], at: datetime) -> Known:
    """Read the record of some subjects; call it in the transaction that adds to it."""
    open_cases = {case.subject: case for case in queries.open_cases().filter(subject__in=subjects)}
    in_open = [case.pk for case in open_cases.values()]
    waiting = queries.with_order_state(WorkOrder.objects.filter(case__in=in_open)).filter(answered_at=None)
    judged = _judged(subjects)
    closed: dict[str, datetime] = {}
    for (subject, _), closed_at in judged.items():
        closed[subject] = max(closed_at, closed.get(subject, closed_at))
    return Known(
        open_cases=open_cases,
        found=set(Finding.objects.filter(case__in=in_open).values_list("case_id", "rule")),
        pending={(order.case_id, order.step): order for order in waiting.order_by("-id")},
        closed=closed,
        judged=judged,
        bound=set(
            queries.measures_binding(at)
            .filter(target_kind="number", target__in=subjects)
            .values_list("target", "basis__rule")
        ),
    )


def _judged(subjects: Collection[str]) -> dict[tuple[str, str], datetime]:
    last_word = Event.objects.filter(case=OuterRef("case"), kind__in=queries.ABOUT_OPENNESS).order_by(
        "-at", "-id"
    )
    closed = (
        Finding.objects.filter(case__subject__in=subjects)
        .annotate(
            last_word=Subquery(last_word.values("kind")[:1]), word_at=Subquery(last_word.values("at")[:1])
        )
        .filter(last_word=Event.Kind.CLOSED)
    )
    judged: dict[tuple[str, str], datetime] = {}
    for subject, rule, closed_at in closed.values_list("case__subject", "rule", "word_at"):
        judged[subject, rule] = max(closed_at, judged.get((subject, rule), closed_at))
    return judged
