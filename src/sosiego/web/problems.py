"""What a person sees when an act is refused: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from sosiego.errors import SosiegoError, WrongUsageError
from sosiego.web.limits import TooManyRequestsError


def status_of(error: SosiegoError) -> int:
    """HTTP status of an error: what is not there is 404, what the state forbids is 409, bad input is 422."""
    name = type(error).__name__
    if isinstance(error, TooManyRequestsError):
        return 429
    if name.endswith("NotFoundError") or name == "NoSuchReferenceError":
        return 404
    if isinstance(error, WrongUsageError) or "NotANumber" in name or "NotValid" in name:
        return 422
    return 409


class ProblemMiddleware:
    """Turn an error meant for people into a page meant for people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        from sosiego.web.access import RouteNamesNobodyError

        if not isinstance(error, SosiegoError) or isinstance(error, RouteNamesNobodyError):
            return None
        status = status_of(error)
        context = {"what": error.what, "where": error.where, "todo": error.todo, "back": _back(request)}
        response = render(request, "problem.html", context, status=status)
        if isinstance(error, TooManyRequestsError):
            response["Retry-After"] = str(error.seconds)
        return response


def act(request: HttpRequest, do: Callable[[], Any], said: Any, back: str) -> HttpResponse:
    """Do one act and go back to the page that shows its outcome; a refused act says why there."""
    try:
        do()
    except SosiegoError as error:
        messages.error(request, " ".join(part for part in (error.what, error.todo) if part))
    else:
        messages.success(request, said)
    return redirect(back)


def act_with(
    request: HttpRequest, form: Any, do: Callable[[dict[str, Any]], Any], said: Any, back: str
) -> HttpResponse:
    """Do one act with what a form says; a wrong form says why on the page it came from."""
    if not form.is_valid():
        return tell_errors(request, form, back)
    return act(request, lambda: do(form.cleaned_data), said, back)


def tell_errors(request: HttpRequest, form: Any, back: str) -> HttpResponse:
    """A short form on a longer page was wrong: say so on that page."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, error)
    return redirect(back)


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    here = {request.get_host()}
    return came_from if url_has_allowed_host_and_scheme(came_from, allowed_hosts=here) else "/"
