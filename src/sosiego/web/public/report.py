"""Report a call or message: one question a page, in under a minute."""

from __future__ import annotations

import json
from typing import Any

from cryptography.fernet import InvalidToken
from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from sosiego import clock, keys
from sosiego.cases import reporters
from sosiego.intake import services as intake
from sosiego.web import book
from sosiego.web import forms as asked
from sosiego.web.access import PUBLIC, allowed
from sosiego.web.limits import REPORTS

STEPS: dict[str, type[forms.Form]] = {
    "kind": asked.KindStep,
    "number": asked.NumberStep,
    "when": asked.WhenStep,
    "what": asked.WhatStep,
    "contact": asked.ContactStep,
}
_ORDER = [*STEPS, "check"]
_DRAFT, _DONE = "report-draft", "report-done"


@allowed(PUBLIC)
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Begin anew. `?number=` (from "who called me") is answered already."""
    draft: dict[str, Any] = {}
    number = asked.WhoForm(request.GET)
    if number.is_valid():
        draft["number"] = {"number": number.cleaned_data["number"], "hidden": False}
    _keep(request, draft)
    return redirect("report-step", "kind")


@allowed(PUBLIC)
@never_cache
def step(request: HttpRequest, name: str) -> HttpResponse:
    """Ask one question, or take its answer and go to the next that is open."""
    if name not in STEPS:
        raise Http404
    draft = _draft(request)
    missing = _first_open(draft)
    if _ORDER.index(missing) < _ORDER.index(name):
        return redirect("report-step", missing)
    options = {"medium": draft["kind"]["medium"]} if name in ("number", "what") else {}
    if request.method == "POST":
        form = STEPS[name](request.POST, **options)
        if form.is_valid():
            draft[name] = form.cleaned_data
            _keep(request, draft)
            return _after(request, draft, name)
    else:
        form = STEPS[name](initial=_initial(draft.get(name, {})), **options)
    place = _ORDER.index(name)
    back = _ORDER[place - 1] if place else ""
    context = {"form": form, "step": name, "place": place + 1, "of": len(_ORDER), "back": back}
    context["checking"] = request.GET.get("then") == "check"
    return render(request, "public/report_step.html", context)


def _after(request: HttpRequest, draft: dict[str, Any], name: str) -> HttpResponse:
    if request.GET.get("then") == "check" or name == "contact":
        return redirect("report-check")
    following = _ORDER[_ORDER.index(name) + 1]
    # What "who called me" has answered already is not asked twice.
    while following in draft and following != "check" and _first_open(draft) != following:
        following = _ORDER[_ORDER.index(following) + 1]
    return redirect("report-check") if following == "check" else redirect("report-step", following)


@allowed(PUBLIC)
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Show all answers; send them as one report."""
    draft = _draft(request)
    missing = _first_open(draft)
    if missing != "check":
        return redirect("report-step", missing)
    if request.method == "POST":
        REPORTS.count(request)
        now = clock.now()
        report = _send(draft, now)
        request.session[_DONE] = report.reference
        request.session.pop(_DRAFT, None)
        return redirect("report-done")
    return render(
        request, "public/report_check.html", {"draft": draft, "place": len(_ORDER), "of": len(_ORDER)}
    )


def _send(draft: dict[str, Any], now: Any) -> Any:
    what = draft["what"]
    voice = {"yes": True, "no": False}.get(what.get("recorded_voice") or "")
    return intake.receive_report(
        medium=draft["kind"]["medium"],
        channel="web",
        number_raw=draft["number"]["number"],
        occurred_at=asked.occurred_at(draft["when"], now),
        category=what["category"],
        text=what.get("text", ""),
        recorded_voice=voice,
        contact=draft["contact"].get("contact", ""),
        region="",
        network="",
        at=now,
    )


@allowed(PUBLIC)
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """The reference number, what happens next and by when."""
    reference = request.session.get(_DONE)
    if not reference:
        return redirect("report-start")
    promises = reporters.promises(book.current(), clock.now())
    return render(request, "public/report_done.html", {"reference": reference, "deadlines": promises})


def _first_open(draft: dict[str, Any]) -> str:
    return next((name for name in STEPS if name not in draft), "check")


def _initial(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as their fields show them again: numbers as people write them."""
    shown = dict(answers)
    if shown.get("number"):
        shown["number"] = book.national(shown["number"])
    return shown


def _draft(request: HttpRequest) -> dict[str, Any]:
    sealed = request.session.get(_DRAFT)
    if not sealed:
        return {}
    try:
        return dict(json.loads(keys.sealing().decrypt(sealed.encode())))
    except (InvalidToken, ValueError):
        return {}


def _keep(request: HttpRequest, draft: dict[str, Any]) -> None:
    """The draft holds the reporter's contact, so even the session keeps it sealed only."""
    written = json.dumps(draft, cls=DjangoJSONEncoder).encode()
    request.session[_DRAFT] = keys.sealing().encrypt(written).decode()
