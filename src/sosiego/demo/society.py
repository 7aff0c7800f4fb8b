"""Everybody but the machine: holders answer, callers appeal, officials trace calls and decide appeals."""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from sosiego.cases import queries as cases
from sosiego.cases import services
from sosiego.cases.errors import (
    AppealAlreadyDecidedError,
    AppealAlreadyFiledError,
    MeasureNotInForceError,
)
from sosiego.cases.models import TracebackHop, WorkOrder
from sosiego.oversight import services as oversight
from sosiego.oversight.models import Sanction
from sosiego.registry import queries as registry
from sosiego.registry.models import Measure
from sosiego.rules.book import RuleBook
from sosiego.world.reactions import Answer, Reactions

OFFICIAL, SUPERVISOR = "user:official", "user:supervisor"
# Of five new orders, the calls of one are traced to their origin: what a small desk manages.
TRACED_ONE_IN = 5
# Days from an appeal to the official's decision: far within any deadline of the rule-book.
APPEAL_DAYS = 0.4
# Whom the desk asks first: the networks in which most calls arrive.
ARRIVES_AT = ("aurora", "brisa", "delta")


class Society:
    """Looks at what is new after each cycle and puts on the agenda what people will do about it, and when."""

    def __init__(self, book: RuleBook, reactions: Reactions) -> None:
        self.book = book
        self.reactions = reactions
        self.done: Counter[str] = Counter()
        self._agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._turn = count()
        self._last_order = self._last_measure = self._last_sanction = 0

    def look(self, now: datetime) -> int:
        """Notice new orders, sanctions and measures. Returns the number of new measures."""
        for order in (
            WorkOrder.objects.filter(pk__gt=self._last_order)
            .select_related("case", "addressee")
            .order_by("pk")
        ):
            self._last_order = order.pk
            self._expect_answer(order)
            if _one_in(TRACED_ONE_IN, order.reference):
                self._plan(now + timedelta(hours=2), partial(self._trace, order))
        for sanction in Sanction.objects.filter(pk__gt=self._last_sanction).order_by("pk"):
            self._last_sanction = sanction.pk
            # Two people look at it, one after the other.
            self._plan(now + timedelta(minutes=20), partial(self._sign, sanction, OFFICIAL))
            self._plan(now + timedelta(minutes=40), partial(self._sign, sanction, SUPERVISOR))
        new = 0
        for measure in Measure.objects.filter(pk__gt=self._last_measure, target_kind="number").order_by("pk"):
            self._last_measure = measure.pk
            new += 1
            appeal = self.reactions.to_measure(measure.reference, measure.target, measure.since)
            if appeal:
                self._plan(max(appeal[1], now), partial(self._appeal, measure, appeal[0]))
        return new

    def act(self, until: datetime) -> None:
        """Everything on the agenda up to `until`, in the order of time."""
        while self._agenda and self._agenda[0][0] <= until:
            at, _, deed = heapq.heappop(self._agenda)
            deed(at)

    def _plan(self, at: datetime, deed: Callable[[datetime], None]) -> None:
        heapq.heappush(self._agenda, (at, next(self._turn), deed))

    def _sign(self, sanction: Sanction, actor: str, at: datetime) -> None:
        oversight.sign_sanction(sanction, actor=actor, at=at)
        self.done["signatures on sanctions"] += 1

    def _expect_answer(self, order: WorkOrder) -> None:
        answer = self.reactions.to_order(
            order.reference, order.addressee.code, order.case.subject, order.issued_at, order.due_at
        )
        if answer:
            self._plan(answer.at, partial(self._answer, order, answer))

    def _answer(self, order: WorkOrder, answer: Answer, at: datetime) -> None:
        services.answer_order(
            order,
            outcome=answer.outcome,
            text=answer.text,
            actor=f"agent:{order.addressee.code}",
            at=at,
            book=self.book,
        )
        self.done[f"orders {answer.outcome}"] += 1

    def _appeal(self, measure: Measure, text: str, at: datetime) -> None:
        try:
            appeal = services.file_appeal(measure, text=text, contact=measure.target, at=at, book=self.book)
        except (MeasureNotInForceError, AppealAlreadyFiledError):
            return
        self.done["appeals"] += 1
        upheld = not self.reactions.is_truly_nuisance(measure.target)
        reason = "The caller's business was shown to be lawful." if upheld else "The findings stand."

        def decide(then: datetime) -> None:
            try:
                services.decide_appeal(appeal, upheld=upheld, reason=reason, actor=OFFICIAL, at=then)
            except AppealAlreadyDecidedError:
                # The story stopped early: on its last day the deadline had passed, and the cycle granted it.
                return
            self.done["appeals upheld" if upheld else "appeals refused"] += 1

        self._plan(at + timedelta(days=APPEAL_DAYS), decide)

    def _trace(self, order: WorkOrder, at: datetime) -> None:
        first = registry.organisation(ARRIVES_AT[order.pk % len(ARRIVES_AT)])
        traceback = services.open_traceback(
            order.case.subject,
            order.issued_at - timedelta(hours=12),
            first=first,
            at=at,
            book=self.book,
            case=order.case,
            actor=OFFICIAL,
        )
        self.done["tracebacks"] += 1
        for hop in cases.hops_of(traceback):
            self._expect_hop(hop)

    def _expect_hop(self, hop: TracebackHop) -> None:
        traceback = hop.traceback
        answer = self.reactions.to_traceback(
            traceback.reference, hop.asked.code, traceback.subject, hop.asked_at, hop.due_at
        )
        if not answer:
            return

        def reply(at: datetime) -> None:
            previous = registry.organisation(answer[0]) if answer[0] else None
            after = services.answer_traceback(
                hop, previous=previous, actor=f"agent:{hop.asked.code}", at=at, book=self.book
            )
            self.done["traceback answers"] += 1
            if after is not None:
                self._expect_hop(after)

        self._plan(answer[1], reply)


def _one_in(many: int, name: str) -> bool:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % many == 0
