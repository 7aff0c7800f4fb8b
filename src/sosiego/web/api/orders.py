"""Work orders of the organisation that asks, and of no other."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Schema
from pydantic import Field

from sosiego import clock
from sosiego.cases import queries, services
from sosiego.ledger import services as ledger
from sosiego.web import book
from sosiego.web.api.access import agents
from sosiego.web.api.root import PROBLEMS, api

# One answer holds at most this many orders; `offset` pages on.
LARGEST_PAGE = 500


class ClauseOut(Schema):
    text: str
    held: bool | None


class OrderOut(Schema):
    reference: str
    state: str
    number: str
    rule: str
    version: str
    category: str
    clauses: list[ClauseOut]
    issued_at: datetime
    due_at: datetime | None = Field(description="By when to answer; null while the clock stands still")
    waits_since: datetime | None = Field(description="The reporter was asked then and has not answered")
    answered_at: datetime | None
    outcome: str | None


class OrdersOut(Schema):
    total: int
    orders: list[OrderOut]


def _order(one: Any) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "state": one.state,
        "number": one.case.subject,
        "rule": one.finding.rule,
        "version": one.finding.version.isoformat(),
        "category": one.finding.category,
        "clauses": [{"text": clause["text"], "held": clause["held"]} for clause in one.finding.clauses],
        "issued_at": one.issued_at,
        "due_at": one.due,
        "waits_since": one.waits_since if one.answered_at is None else None,
        "answered_at": one.answered_at,
        "outcome": one.outcome,
    }


@api.get(
    "/orders",
    auth=agents,
    response={200: OrdersOut, **PROBLEMS},
    summary="Your work orders",
    tags=["organisations"],
)
def list_orders(
    request: HttpRequest,
    state: Literal["open", "overdue", "answered", "answered late"] | None = None,
    offset: int = Query(0, ge=0, le=10_000_000),
    limit: int = Query(100, ge=1, le=LARGEST_PAGE),
) -> dict[str, Any]:
    visitor = request.auth  # type: ignore[attr-defined]
    found = queries.orders(visitor.organisation, state, at=clock.now())
    page = list(found[offset : offset + limit])
    for subject in {one.case.subject for one in page}:
        ledger.record_look(visitor.actor, subject, request.path, clock.now())
    return {"total": found.count(), "orders": [_order(one) for one in page]}


class AnswerIn(Schema):
    outcome: Literal["confirmed", "not-confirmed", "not-ours"]
    text: str = Field(min_length=1, max_length=4000)


@api.post(
    "/orders/{reference}/answer",
    auth=agents,
    response={200: OrderOut, **PROBLEMS},
    summary="Answer a work order",
    tags=["organisations"],
)
def answer_order(request: HttpRequest, reference: str, answer: AnswerIn) -> dict[str, Any]:
    visitor = request.auth  # type: ignore[attr-defined]
    own = queries.orders(visitor.organisation).filter(reference=reference)
    order = own.first()
    if order is None:
        raise Http404
    services.answer_order(
        order,
        outcome=answer.outcome,
        text=answer.text,
        actor=visitor.actor,
        at=clock.now(),
        book=book.current(),
    )
    return _order(own.get())


class QuestionIn(Schema):
    question: str = Field(min_length=1, max_length=4000)


@api.post(
    "/orders/{reference}/question",
    auth=agents,
    response={200: OrderOut, **PROBLEMS},
    summary="Ask the reporter",
    description="Ask for what the report lacks. While no answer has come, the deadline does not run if the "
    "rule-book says so. The regulator's desk passes the question on and enters the answer.",
    tags=["organisations"],
)
def ask_reporter(request: HttpRequest, reference: str, asked: QuestionIn) -> dict[str, Any]:
    visitor = request.auth  # type: ignore[attr-defined]
    own = queries.orders(visitor.organisation).filter(reference=reference)
    order = own.first()
    if order is None:
        raise Http404
    services.ask_reporter(
        order, question=asked.question, actor=visitor.actor, at=clock.now(), book=book.current()
    )
    return _order(own.get())
