"""Reporters to tell: who reported, left a contact and waits to hear what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sosiego import clock
from sosiego.cases import reporters
from sosiego.intake import services as intake
from sosiego.web import book, words
from sosiego.web.access import DECIDERS, READERS, allowed
from sosiego.web.console.shell import actor, look
from sosiego.web.problems import act
from sosiego.web.tables import Choice, Column, Table, table_page
from sosiego.web.templatetags.sosiego import caller_address
from sosiego.web.words import options

# Stands in an address for calls that showed no number.
HIDDEN = "hidden"
# As many as a person can write to before the next look at the list.
_AT_ONCE = 50


@allowed(READERS)
def waiting(request: HttpRequest) -> HttpResponse:
    """One row for all who reported the same number and get the same answer."""
    now = clock.now()
    table = Table(
        request,
        reporters.reporters_to_tell(book.current(), now),
        (
            Column("number", _("Number reported"), lambda one: one.number, "subject", link=_page),
            Column("came", _("What came of it"), lambda one: one.came, "tag:came"),
            Column("people", _("To tell"), lambda one: one.people, "number"),
            Column("since", _("Known since"), lambda one: one.since, "time"),
            Column("due_at", _("First due"), lambda one: one.due_at, "time"),
            Column(
                "state",
                _("State"),
                lambda one: "overdue" if one.due_at and one.due_at < now else "open",
                "tag:order",
            ),
        ),
        name="reporters",
        caption=_("Reporters to tell"),
        choices=(
            Choice(
                "came",
                _("What came of it"),
                options("came"),
                lambda found, value: [one for one in found if one.came == value],
            ),
        ),
        search=_search,
        search_label=_("Number"),
        sort="since",
        empty=_("Everybody who asked for an answer has had one."),
    )
    lede = _(
        "They left a contact. Once their report has led to a measure, is closed, or counts no more, they are "
        "told by the deadline of the rule-book; then the contact is deleted."
    )
    return table_page(request, "console/list.html", table, {"title": _("Reporters to tell"), "lede": lede})


def _page(one: reporters.ToTell) -> str:
    return _address("console:reporters-of", one.number or HIDDEN, one.came)


def _address(page: str, number: str, came: str) -> str:
    """Those who reported one number and get one answer; "" means: whatever the answer."""
    return reverse(page, args=[number]) + (f"?came={came}" if came else "")


def _search(rows: list[reporters.ToTell], text: str) -> list[reporters.ToTell]:
    digits = text.replace(" ", "")
    return [
        one for one in rows if digits in one.number or digits in book.national(one.number).replace(" ", "")
    ]


def _came(request: HttpRequest) -> str:
    asked = request.GET.get("came", "")
    return asked if asked in words.WORDS["came"] else ""


def _waiting_for(request: HttpRequest, number: str) -> list[tuple[Any, reporters.Answer]]:
    asked, came = "" if number == HIDDEN else number, _came(request)
    found = reporters.reports_to_tell(asked, book.current(), clock.now())
    return [(report, answer) for report, answer in found if came in ("", answer.came)]


@allowed(READERS)
@never_cache
def of_number(request: HttpRequest, number: str) -> HttpResponse:
    """Who waits to hear of one number; their contacts stay sealed."""
    return _show(request, number, {})


@allowed(DECIDERS)
@never_cache
@require_POST
def open_contacts(request: HttpRequest, number: str) -> HttpResponse:
    """Open the contacts of the first who wait. Each is a look that auditors read."""
    contacts = {
        report.pk: intake.open_contact(report, actor=actor(request), page=request.path, at=clock.now())
        for report, _answer in _waiting_for(request, number)[:_AT_ONCE]
    }
    return _show(request, number, contacts)


@allowed(DECIDERS)
@require_POST
def told(request: HttpRequest, number: str) -> HttpResponse:
    """These people have been told: their contacts are deleted."""
    waiting_now = _waiting_for(request, number)
    shown, chosen = set(request.POST.getlist("shown")), set(request.POST.getlist("report"))
    wanted = shown if "all" in request.POST else chosen
    reports = [report for report, _answer in waiting_now if report.reference in wanted]
    back = _address("console:reporters-of", number, _came(request))
    if not reports:
        messages.error(request, _("Mark who was told."))
        return redirect(back)
    said = ngettext(
        "One reporter was told; the contact is deleted.",
        "%(n)s reporters were told; their contacts are deleted.",
        len(reports),
    ) % {"n": len(reports)}
    everybody = len(reports) == len(waiting_now)
    return act(
        request,
        lambda: intake.reporters_told(reports, actor=actor(request), at=clock.now()),
        said,
        reverse("console:reporters") if everybody else back,
    )


def _written(contact: str) -> str:
    """A telephone number as people write it; what a person typed as it was typed."""
    return book.national(contact) if contact.startswith("+") else contact


def _show(request: HttpRequest, number: str, contacts: dict[int, str]) -> HttpResponse:
    canonical = "" if number == HIDDEN else number
    law, now = book.current(), clock.now()
    if canonical:
        look(request, canonical)
    found = _waiting_for(request, number)
    if not found and not canonical:
        raise Http404
    shown = [(report, answer) for report, answer in found if not contacts or report.pk in contacts][:_AT_ONCE]
    rows: list[dict[str, Any]] = [
        {
            "report": report,
            "answer": answer,
            "due_at": reporters.tell_by(law, answer.since),
            "contact": _written(contacts.get(report.pk, "")),
        }
        for report, answer in shown
    ]
    context = {
        "canonical": canonical,
        "number": number,
        "address": caller_address(canonical) if canonical else "",
        "rows": rows,
        "total": len(found),
        "is_open": bool(contacts),
        "is_mixed": len({answer.came for _report, answer in shown}) > 1,
        "open_address": _address("console:reporters-open", number, _came(request)),
        "told_address": _address("console:reporters-told", number, _came(request)),
        "fate": reporters.fate(found[0][0], law, now) if found else None,
        "crumbs": [
            (_("Reporters to tell"), reverse("console:reporters")),
            (book.national(canonical) if canonical else _("no number shown"), None),
        ],
    }
    return render(request, "console/reporters.html", context)
