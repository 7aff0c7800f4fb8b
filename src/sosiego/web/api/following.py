"""What happened with a report, to whoever knows its reference."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Path, Schema
from pydantic import Field

from sosiego import clock
from sosiego.cases import reporters
from sosiego.intake import queries as intake
from sosiego.web import book
from sosiego.web.api.access import everybody
from sosiego.web.api.public import Promise, promises
from sosiego.web.api.root import PROBLEMS, api
from sosiego.web.limits import FOLLOWS


class StepOut(Schema):
    at: datetime
    kind: str = Field(
        description="What happened, e.g. found, order-issued, order-answered, measure-in-force, closed"
    )
    rule: str = Field("", description="Criterion of GET /rules that was met")
    outcome: str = Field("", description="How an order was answered, or how the case ended")
    measure: str = Field("", description="Kind of measure")
    actor: str = Field("", description="Who must act: holder or operator; never a name")
    due_at: datetime | None = None
    until: datetime | None = None


class FateOut(Schema):
    """Neither the number nor anybody's name."""

    reference: str
    state: Literal["received", "examined", "in procedure", "measure in force", "closed", "nothing found"]
    received_at: datetime
    examined_at: datetime | None
    counts_until: datetime = Field(description="Until then the criteria in force count this report")
    steps: list[StepOut]
    tell_by: datetime | None = Field(description="By when the reporter is told, if a contact was left")
    told_at: datetime | None
    promised: list[Promise]


@api.get(
    "/reports/{reference}",
    auth=everybody,
    response={200: FateOut, **PROBLEMS},
    summary="What happened with a report",
    tags=["public"],
)
def follow_report(
    request: HttpRequest, reference: str = Path(..., min_length=1, max_length=40)
) -> dict[str, Any]:
    FOLLOWS.count(request)
    report = intake.report(reference)
    fate = reporters.fate(report, book.current(), clock.now())
    named = ("state", "examined_at", "counts_until", "tell_by", "told_at")
    return {
        "reference": report.reference,
        "received_at": report.received_at,
        "steps": [vars(step) for step in fate.steps],
        "promised": promises(),
        **{name: getattr(fate, name) for name in named},
    }
