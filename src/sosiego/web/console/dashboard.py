"""The first page of the console: how the country stands today, and what waits for me."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sosiego import clock
from sosiego.cases import queries as cases
from sosiego.cases import reporters
from sosiego.intake import queries as intake
from sosiego.oversight import queries as oversight
from sosiego.publication import queries as publications
from sosiego.rules.numbers import NotANumberError
from sosiego.web import book, charts
from sosiego.web.access import DECIDERS, READERS, allowed
from sosiego.web.members import visitor_of
from sosiego.web.templatetags.sosiego import amount

# Six weeks show the rhythm of the week and whether it changes.
TREND_DAYS = 42
_NEWEST = 12


@allowed(READERS)
def dashboard(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return render(
        request,
        "console/dashboard.html",
        {
            "counts": cases.dashboard(now),
            "waiting": waiting(request),
            "found": _newest(),
            "trend": _trend(now),
        },
    )


def _newest() -> list[dict[str, Any]]:
    """The numbers found last, one row each with all the rules that it met that day."""
    rows: dict[tuple[str, Any], dict[str, Any]] = {}
    for one in cases.findings()[: _NEWEST * 4]:
        row = rows.setdefault((one.case.subject, one.at), {"case": one.case, "at": one.at, "rules": []})
        row["rules"].append(one.rule)
    return list(rows.values())[:_NEWEST]


def waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """What a person must decide, the most urgent first. An auditor decides nothing."""
    visitor = visitor_of(request)
    if visitor.role not in DECIDERS.roles:
        return []
    found: list[dict[str, Any]] = [
        {
            "text": _("Appeal %(reference)s") % {"reference": one.reference},
            "href": reverse("console:appeal", args=[one.reference]),
            "due": one.due,
        }
        for one in cases.appeals("filed")[:20]
    ]
    for one in oversight.sanctions()[:200]:
        state = oversight.sanction_state(one)
        if state in ("proposed", "signed once") and visitor.actor not in oversight.signers(one):
            found.append(
                {
                    "text": _("Sanction %(reference)s to sign") % {"reference": one.reference},
                    "href": reverse("console:sanction", args=[one.reference]),
                    "due": None,
                }
            )
    for publication in publications.publications():
        state = publications.state(publication)
        if state in ("made", "signed once") and visitor.actor not in publications.signers(publication):
            found.append(
                {
                    "text": _("Publication %(reference)s to sign") % {"reference": publication.reference},
                    "href": reverse("console:publication", args=[publication.reference]),
                    "due": None,
                }
            )
    found += [
        {
            "text": _("Ask the reporter for order %(reference)s") % {"reference": one.reference},
            "href": reverse("console:order", args=[one.reference]),
            "due": one.due,
        }
        for one in cases.orders_waiting()[:20]
    ]
    found += _reporters_to_tell()
    return sorted(found, key=lambda one: (one["due"] is None, one["due"] or clock.now()))


def _reporters_to_tell() -> list[dict[str, Any]]:
    waiting = reporters.reporters_to_tell(book.current(), clock.now())
    if not waiting:
        return []
    people = sum(one.people for one in waiting)
    said = ngettext("%(n)s reporter to tell", "%(n)s reporters to tell", people) % {"n": amount(people)}
    return [{"text": said, "href": reverse("console:reporters"), "due": waiting[0].due_at}]


def _trend(now: Any) -> charts.Trend:
    """Reports a day, calls and messages."""
    today = book.local_day(now)
    # Today is not over: its count would look like a fall.
    days = [today - timedelta(days=back) for back in range(TREND_DAYS, 0, -1)]
    zone = book.current().time_zone
    since = datetime.combine(days[0], time(), zone)
    received = intake.reports_between(since, datetime.combine(today, time(), zone)).annotate(
        day=TruncDate("received_at", tzinfo=zone)
    )
    counted = received.values_list("day", "medium").annotate(reports=Count("pk")).order_by()
    counts = {(day, medium): reports for day, medium, reports in counted}
    return charts.Trend(
        title=_("Reports a day, last six weeks"),
        remark=_("Calls as a full line, messages as a broken line."),
        labels=[short_day(day) for day in days],
        series=[
            (_("Calls"), [counts.get((day, "call"), 0) for day in days]),
            (_("Messages"), [counts.get((day, "sms"), 0) for day in days]),
        ],
    )


def short_day(day: date) -> str:
    """A day on the axis of a chart."""
    return str(formats.date_format(day, {"zh": "n月j日", "es": "j b"}.get(book.language(), "j M")))


@allowed(READERS)
def search(request: HttpRequest) -> HttpResponse:
    """One box: a reference goes to its page, anything else is a number or a sender's name."""
    asked = request.GET.get("q", "").strip()
    pages = {
        "O": "console:order",
        "M": "console:measure",
        "A": "console:appeal",
        "T": "console:traceback",
        "S": "console:sanction",
        "P": "console:publication",
        "C": "console:case",
    }
    letter, dash, _rest = asked.upper().partition("-")
    if dash and letter in pages and asked[-1:].isdigit():
        return redirect(pages[letter], asked.upper())
    try:
        return redirect("console:caller", book.current().numbering.parse(asked))
    except NotANumberError as error:
        context = {"what": _("Nothing has this number or reference."), "where": asked, "todo": error.todo}
        return render(
            request, "console/problem.html", context | {"back": reverse("console:dashboard")}, status=404
        )
