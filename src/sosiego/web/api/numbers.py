"""What is known of a number, and what the network does with a call from it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from sosiego import clock
from sosiego.control.commands import current_list_file
from sosiego.control.server import Decider
from sosiego.web import book
from sosiego.web.api.access import desks, everybody
from sosiego.web.api.root import PROBLEMS, api
from sosiego.web.limits import LOOK_UPS
from sosiego.web.lookup import look_up


class MeasureOut(Schema):
    reference: str
    kind: str
    since: datetime
    until: datetime | None
    rule: str


class LookUpOut(Schema):
    number: str
    number_class: str
    holder: str = Field(
        description="Name of the organisation that holds it; empty for a person's or an unknown number"
    )
    holder_kind: str
    network: str
    days: int
    reported_by_at_least: int | None
    reported_by_fewer_than: int | None
    measures: list[MeasureOut]


@api.get(
    "/numbers",
    auth=everybody,
    response={200: LookUpOut, **PROBLEMS},
    summary="What is officially known of a number",
    tags=["public"],
)
def look_up_number(
    request: HttpRequest, number: str = Query(..., min_length=1, max_length=60)
) -> dict[str, Any]:
    LOOK_UPS.count(request)
    found = look_up(number, clock.now())
    return {
        "number": found.number,
        "number_class": found.number_class,
        "holder": found.holder,
        "holder_kind": found.holder_kind,
        "network": found.network,
        "days": found.days,
        "reported_by_at_least": found.reported.at_least,
        "reported_by_fewer_than": found.reported.below,
        "measures": [
            {
                "reference": one.reference,
                "kind": one.kind,
                "since": one.since,
                "until": one.until,
                "rule": one.basis.get("rule", ""),
            }
            for one in found.measures
        ],
    }


class QuestionIn(Schema):
    caller: str = Field(min_length=1, max_length=60)
    called: str = Field(min_length=1, max_length=60)
    medium: Literal["call", "sms"] = "call"
    at: datetime | None = None


class DecisionOut(Schema):
    outcome: str
    reason: str
    rule: str
    rule_version: str
    measure: str
    text: dict[str, str]
    redress_url: str
    redress_phone: str
    list_version: str


@cache
def _decider(list_file: Path) -> Decider:
    """One decider for each control list; it takes up a new list by itself."""
    return Decider(list_file, book.current().numbering)


@api.post(
    "/decide",
    auth=desks,
    response={200: DecisionOut, **PROBLEMS},
    summary="What the network does with one call or message",
    tags=["networks"],
)
def decide(request: HttpRequest, question: QuestionIn) -> dict[str, Any]:
    """For trials and small networks. The door for traffic is `sosiego control serve`."""
    asked = question.dict() | {"at": (question.at or clock.now()).isoformat()}
    decision = asdict(_decider(current_list_file()).answer(asked))
    return decision | {"text": dict(decision["text"])}
