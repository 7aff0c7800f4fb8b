"""What came of the findings that were really made: confirmed or not, silence, lifted, upheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sosiego import clock, home
from sosiego.cases import queries as cases
from sosiego.cases.models import Event, Finding, WorkOrder
from sosiego.oversight import statistics
from sosiego.oversight.statistics import Figure
from sosiego.registry.models import MeasureLift
from sosiego.rules.book import RuleBook
from sosiego.rules.errors import RuleNotInForceError
from sosiego.world import truth


@dataclass(frozen=True)
class Outcomes:
    """The answers in this home."""

    # Rule -> findings confirmed of those that were answered yes or no, or whose deadline passed in silence.
    # Silence counts as not confirmed, unless its step says that silence brings the measure.
    confirmed: Mapping[str, Figure]
    # All rules together: what is assumed of a rule about which nobody was asked.
    overall: Figure
    # Rule -> findings whose deadline passed in silence; part of the whole of `confirmed`.
    silent: Mapping[str, int]
    # Numbers of which somebody said, and nobody denied, that they were rightly found.
    right: frozenset[str]
    # Numbers wrongly found: not confirmed, lifted as wrong, or an appeal upheld.
    wrong: frozenset[str]

    def share_of(self, rule: str) -> Figure:
        """Share of confirmed findings; that of all rules for a rule about which nobody was asked."""
        own = self.confirmed.get(rule)
        return own if own is not None and own.denominator else self.overall


def of_home(
    book: RuleBook,
    since: datetime,
    until: datetime,
    *,
    silence_in: RuleBook | None = None,
    on: date | None = None,
) -> Outcomes:
    """The outcomes of the findings made in since ≤ t < until, as they are known today.

    `silence_in`: the book that says what silence brings, `book` if left out; read as worded on the day of
    each order, or on the day `on`.
    """
    answers, silences = _answers(), _silences(silence_in or book, on)
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    silent: dict[str, int] = defaultdict(int)
    confirmed: set[str] = set()
    denied: set[str] = set()
    for finding in Finding.objects.filter(at__gte=since, at__lt=until).select_related("case").order_by("id"):
        asked = finding.case_id, _step(book, finding)
        if asked in answers:
            in_force = "confirmed" in answers[asked]
            (confirmed if in_force else denied).add(finding.case.subject)
        elif asked in silences:
            in_force = silences[asked]
            silent[finding.rule] += 1
        else:
            continue
        counted[finding.rule][0] += in_force
        counted[finding.rule][1] += 1
    wrong = (denied - confirmed) | _undone()
    all_of = [sum(column) for column in zip(*counted.values(), strict=True)] if counted else [0, 0]
    return Outcomes(
        {rule: statistics.share(*both) for rule, both in sorted(counted.items())},
        statistics.share(*all_of),
        dict(silent),
        frozenset(confirmed - wrong),
        frozenset(wrong),
    )


def _step(book: RuleBook, finding: Finding) -> str:
    try:
        return book.criterion(finding.rule, finding.version).order
    except RuleNotInForceError:
        # Found under another rule-book: its own order is the best that is known.
        return str(finding.orders.values_list("step", flat=True).first() or "")


def _answers() -> dict[tuple[int, str], set[str]]:
    """(case, step) -> the outcomes that settle something."""
    told: dict[tuple[int, str], set[str]] = defaultdict(set)
    answered = Event.objects.filter(kind=Event.Kind.ORDER_ANSWERED).order_by("id")
    for case, step, data in answered.values_list("case_id", "order__step", "data"):
        if data["outcome"] in ("confirmed", "not-confirmed"):
            told[case, step].add(data["outcome"])
    return dict(told)


def _silences(book: RuleBook, on: date | None) -> dict[tuple[int, str], bool]:
    """(case, step) of the orders whose deadline passed in silence -> whether silence brings the measure."""
    overdue = cases.with_order_state(WorkOrder.objects.all()).filter(state="overdue").order_by("id")
    return {
        (case, step): _brings_measure(book, step, on or issued_at.astimezone(book.time_zone).date())
        for case, step, issued_at in overdue.values_list("case_id", "step", "issued_at")
    }


def _brings_measure(book: RuleBook, step: str, on: date) -> bool:
    try:
        return book.deadline(step, on).on_silence == "measure"
    except RuleNotInForceError:
        return False  # a step that this book does not know brings nothing


def _undone() -> set[str]:
    lifted = MeasureLift.objects.filter(was_wrong=True, measure__target_kind="number")
    upheld = cases.appeals("upheld").filter(measure__target_kind="number")
    return {
        *lifted.values_list("measure__target", flat=True),
        *upheld.values_list("measure__target", flat=True),
    }


def simulated_truth() -> dict[str, bool] | None:
    """Number -> whether it is truly nuisance, in a simulated country; None in a real one."""
    path = home.current().world / truth.FILE
    if not clock.is_simulated() or not path.exists():
        return None
    return {one.number: one.is_nuisance for one in truth.read(path)}
