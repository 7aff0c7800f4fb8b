"""Times on pages are those of the country whose rules are in force, wherever the server stands."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sosiego.errors import SosiegoError
from sosiego.web import book


class TimeZoneMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            timezone.activate(book.current().time_zone)
        except SosiegoError:
            # A broken rule-book is told by the page that needs it.
            timezone.deactivate()
        return self.get_response(request)
