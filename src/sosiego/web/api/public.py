"""What everybody may do: report, look up, read the rules and what is published."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema, Status
from pydantic import Field

from sosiego import clock
from sosiego.cases import reporters
from sosiego.intake import services as intake
from sosiego.publication import queries as publications
from sosiego.web import book
from sosiego.web.api.access import everybody
from sosiego.web.api.root import PROBLEMS, api
from sosiego.web.limits import REPORTS
from sosiego.web.public.publications import published_or_404

Texts = dict[str, str]


class ReportIn(Schema):
    """One person's statement about one call or message."""

    medium: Literal["call", "sms"]
    number: str = Field(
        "", max_length=60, description="Caller or sender, as shown; empty if a call showed none"
    )
    occurred_at: datetime | None = Field(None, description="With an offset from UTC")
    category: str = Field("unsorted", max_length=60, description="A category of GET /rules, or “unsorted”")
    text: str = Field("", max_length=2000)
    recorded_voice: bool | None = None
    contact: str = Field("", max_length=120, description="For the answer; sealed, apart, deleted afterwards")
    region: str = Field("", max_length=80)


class Promise(Schema):
    act: Texts
    amount: int
    unit: str


class ReportOut(Schema):
    reference: str
    received_at: datetime
    next: list[Promise]


def promises() -> list[dict[str, Any]]:
    """What the rule-book promises to whoever reports."""
    found = reporters.promises(book.current(), clock.now())
    return [{"act": dict(one.name), "amount": one.amount, "unit": one.unit} for one in found]


@api.post(
    "/reports",
    auth=everybody,
    response={201: ReportOut, **PROBLEMS},
    summary="Report a call or message",
    tags=["public"],
)
def submit_report(request: HttpRequest, report: ReportIn) -> Status:
    REPORTS.count(request)
    received = intake.receive_report(
        medium=report.medium,
        channel="api",
        number_raw=report.number,
        occurred_at=report.occurred_at,
        category=report.category,
        text=report.text,
        recorded_voice=report.recorded_voice,
        contact=report.contact,
        region=report.region,
        network="",
        at=clock.now(),
    )
    told = {"reference": received.reference, "received_at": received.received_at, "next": promises()}
    return Status(201, told)


class FileOut(Schema):
    name: str
    sha256: str
    address: str


class PublicationOut(Schema):
    reference: str
    kind: str
    period: str
    state: str
    made_at: datetime
    simulated: bool
    snapshot: str
    files: list[FileOut]


def _publication(one: Any) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "kind": one.kind,
        "period": one.period,
        "state": publications.state(one),
        "made_at": one.made_at,
        "simulated": one.simulated,
        "snapshot": one.snapshot,
        "files": [
            {
                "name": name,
                "sha256": digest,
                "address": reverse("publication-file", args=[one.reference, name]),
            }
            for name, digest in sorted(one.files.items())
        ],
    }


@api.get(
    "/publications",
    auth=everybody,
    response={200: list[PublicationOut], **PROBLEMS},
    summary="Everything published",
    tags=["public"],
)
def list_publications(request: HttpRequest) -> list[dict[str, Any]]:
    return [_publication(one) for one in publications.published()]


@api.get(
    "/publications/{reference}",
    auth=everybody,
    response={200: PublicationOut, **PROBLEMS},
    summary="One publication and its files",
    tags=["public"],
)
def get_publication(request: HttpRequest, reference: str) -> dict[str, Any]:
    return _publication(published_or_404(reference))
