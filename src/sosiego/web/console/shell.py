"""What every page of the console shares: the frame, the breadcrumbs and the mark that a look leaves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sosiego import clock
from sosiego.ledger import services as ledger
from sosiego.web.members import visitor_of

Crumbs = list[tuple[Any, str | None]]


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, context, status=status)


def look(request: HttpRequest, subject: str) -> None:
    """Note that this person looked at a caller's number (design principle 7).

    Call it before the page is made, so that no look goes unseen because its page failed.
    """
    ledger.record_look(visitor_of(request).actor, subject, request.path, clock.now())


def actor(request: HttpRequest) -> str:
    return visitor_of(request).actor
