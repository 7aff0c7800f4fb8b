"""Follow my report: what happened with it, to whoever knows its reference."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sosiego import clock
from sosiego.cases import reporters
from sosiego.intake import queries as intake
from sosiego.intake.errors import ReportNotFoundError
from sosiego.web import book, forms, words
from sosiego.web.access import PUBLIC, allowed
from sosiego.web.limits import FOLLOWS
from sosiego.web.templatetags.sosiego import moment, rule_name
from sosiego.web.told import Told


@allowed(PUBLIC)
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Asked by GET, so that the answer can be kept as a bookmark; counted, so that nobody tries them all."""
    if "reference" not in request.GET:
        return render(request, "public/follow.html", {"form": forms.FollowForm()})
    form = forms.FollowForm(request.GET)
    context: dict[str, Any] = {"form": form}
    status = 422
    if form.is_valid():
        FOLLOWS.count(request)
        try:
            report = intake.report(form.cleaned_data["reference"])
        except ReportNotFoundError:
            form.add_error("reference", _("No report has this reference. Check its letters and digits."))
        else:
            status = 200
            law, now = book.current(), clock.now()
            fate = reporters.fate(report, law, now)
            story = story_of(fate)
            context |= {
                "fate": fate,
                "story": [line for line in story if line.at >= report.received_at],
                # A number that others had reported already.
                "before": [line for line in story if line.at < report.received_at],
                "is_late": fate.tell_by is not None and fate.tell_by < now,
                "promises": reporters.promises(law, now),
            }
    return render(request, "public/follow.html", context, status=status)


def story_of(fate: reporters.Fate) -> list[Told]:
    """What happened, the earliest first, without a number and without a name."""
    lines = [Told(fate.report.received_at, _("Report received"), "info")]
    if fate.examined_at:
        lines.append(Told(fate.examined_at, _("Held against the rules"), "info"))
    for (at, kind), steps in groupby(fate.steps, key=lambda step: (step.at, step.kind)):
        lines.append(_line(at, kind, list(steps)))
    if fate.told_at:
        lines.append(Told(fate.told_at, _("You were told, and your contact was deleted"), "good"))
    return sorted(lines, key=lambda line: line.at)


def _line(at: datetime, kind: str, steps: list[reporters.Step]) -> Told:
    word = words.word("event", kind)
    title = str(word.label)
    texts: list[str] = []
    if kind == "found":
        title = _("A rule was met")
        texts = [rule_name(step.rule) for step in steps]
    elif kind == "order-issued":
        title = _("An order was issued")
        texts = [
            _("To %(who)s, to be answered by %(due)s.")
            % {"who": words.word("asked", step.actor).label, "due": moment(step.due_at)}
            for step in steps
        ]
    elif kind == "order-answered":
        title = _("The order was answered")
        texts = [str(words.word("outcome", step.outcome).label).capitalize() for step in steps]
    elif kind == "order-overdue":
        title = _("The order was not answered in time")
    elif kind == "measure-in-force":
        texts = [_measure(step) for step in steps]
    # To whoever reported, a measure is good news.
    tone = "good" if kind == "measure-in-force" else word.tone
    return Told(at, title, tone, list(dict.fromkeys(texts)))


def _measure(step: reporters.Step) -> str:
    said = str(words.word("measure-said", step.measure).label)
    return f"{said}. " + (_("Until %(until)s.") % {"until": moment(step.until)} if step.until else "")
