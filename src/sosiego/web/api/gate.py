"""The gate on resources, for officials."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Schema

from sosiego import clock
from sosiego.oversight import gate
from sosiego.registry import queries as registry
from sosiego.web import book
from sosiego.web.api.access import readers
from sosiego.web.api.root import PROBLEMS, api


class ReasonOut(Schema):
    gate: str
    text: dict[str, str]
    closed: bool | None
    document: str
    clause: dict[str, str]


class GateOut(Schema):
    allowed: bool | None
    resource: str
    holder: str
    at: datetime
    reasons: list[ReasonOut]


@api.get(
    "/gate",
    auth=readers,
    response={200: GateOut, **PROBLEMS},
    summary="May this organisation be given more?",
    tags=["officials"],
)
def ask(
    request: HttpRequest,
    holder: str = Query(..., min_length=1, max_length=60),
    resource: str = Query(..., min_length=1, max_length=60),
) -> dict[str, Any]:
    answer = gate.ask(book.current(), registry.organisation(holder), resource, clock.now())
    return {
        "allowed": answer.allowed,
        "resource": answer.resource,
        "holder": answer.holder,
        "at": answer.at,
        "reasons": [
            {
                "gate": one.gate,
                "text": dict(one.text),
                "closed": one.truth,
                "document": one.basis.document,
                "clause": dict(one.basis.clause),
            }
            for one in answer.reasons
        ],
    }
