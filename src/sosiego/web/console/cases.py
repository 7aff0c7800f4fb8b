"""Findings and the whole story of one caller."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sosiego import clock
from sosiego.cases import queries, services
from sosiego.intake import queries as intake
from sosiego.registry import queries as registry
from sosiego.web import book, columns, forms
from sosiego.web.access import DECIDERS, READERS, allowed
from sosiego.web.console.next_step import next_step
from sosiego.web.console.shell import actor, look
from sosiego.web.console.story import story_of
from sosiego.web.lookup import people_who_reported
from sosiego.web.problems import act, act_with, tell_errors
from sosiego.web.procedure_tables import search_number
from sosiego.web.tables import Choice, Column, Table, table_page
from sosiego.web.templatetags.sosiego import caller_address, rule_name
from sosiego.web.words import options

# A caller's page names its latest reports; the whole list is an export away.
_REPORTS_SHOWN = 20


@allowed(READERS)
def findings(request: HttpRequest) -> HttpResponse:
    found = queries.findings()
    table = Table(
        request,
        found,
        name="findings",
        caption=_("Findings"),
        columns=(
            columns.moment("at", _("Found")),
            columns.number("case.subject"),
            columns.rule("rule"),
            Column("category", _("Category"), lambda one: one.category, "category", order="category"),
            columns.organisation("holder", _("Holder"), "case.holder", linked=True),
            columns.organisation("operator", _("Operator"), "case.operator"),
            columns.reference("case", _("Case"), "case.reference"),
        ),
        choices=(
            Choice(
                "rule",
                _("Rule"),
                [(one.id, book.say(one.name)) for one in book.current().criteria(book.local_day())],
                lambda rows, value: rows.filter(rule=value),
            ),
            Choice(
                "class",
                _("Class"),
                options("class", "commercial", "malicious", "illegal"),
                lambda rows, value: rows.filter(category__in=categories_of(value)),
            ),
        ),
        search=lambda rows, text: search_number(rows, text, "case__subject"),
        search_label=_("Number"),
        sort="-at",
    )
    return table_page(request, "console/list.html", table, {"title": _("Findings"), "lede": _findings_lede()})


def _findings_lede() -> str:
    return _("What a rule said of a number, with the facts it rests on. A finding opens a work order.")


def categories_of(class_id: str) -> list[str]:
    return [one.id for one in book.current().categories.values() if one.class_id == class_id]


@allowed(READERS)
def caller(request: HttpRequest, canonical: str) -> HttpResponse:
    """One caller: who holds it, what was found and why, what was done, as a story in time."""
    look(request, canonical)
    now = clock.now()
    holding = registry.holding(canonical, book.local_day(now))
    number_class = book.current().numbering.classify(canonical)
    case = queries.case_of(canonical)
    reports = intake.reports_of(canonical)
    state = queries.case_state(case, now) if case else ""
    orders = list(queries.orders(subject=canonical, at=now))
    measures = [(one, registry.state_of(one, now)) for one in registry.measures_of(canonical, "number")]
    in_force = [one for one, how in measures if how == "in force"]
    findings_of = [_explained(one) for one in queries.findings(subject=canonical)]
    context = {
        "crumbs": [
            (_("Today"), reverse("console:dashboard")),
            (_("Findings"), reverse("console:findings")),
            (book.national(canonical), None),
        ],
        "canonical": canonical,
        "holding": holding,
        "holder": registry.organisation(holding.holder) if holding.holder else None,
        "operator": registry.organisation(holding.operator) if holding.operator else None,
        "number_class": book.say(number_class.name) if number_class else "",
        "case": case,
        "case_state": state,
        "next_step": next_step(case, state, orders, in_force),
        "people": people_who_reported(canonical, now),
        "findings": findings_of,
        "orders": orders,
        "waiting_orders": [one for one in orders if one.state in ("open", "overdue")],
        "measures": measures,
        "in_force": in_force,
        "reports": reports.order_by("-received_at")[:_REPORTS_SHOWN],
        "report_count": reports.count(),
        "story": story_of(canonical),
        "note_form": forms.NoteForm(),
        "traceback_form": forms.TracebackForm(),
    }
    return render(request, "console/caller.html", context)


def _explained(finding: Any) -> dict[str, Any]:
    """A finding with its clauses in the shape that the page shows."""
    wording = next(
        (
            one
            for one in book.current().all_criteria
            if one.id == finding.rule and one.version == finding.version
        ),
        None,
    )
    return {
        "finding": finding,
        "name": rule_name(finding.rule),
        "basis": wording.basis if wording else None,
        "clauses": finding.clauses,
    }


@allowed(READERS)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """A case has no page of its own: its story stands on its caller's page."""
    return redirect(caller_address(queries.case(reference).subject))


@allowed(DECIDERS)
@require_POST
def take_up(request: HttpRequest, canonical: str) -> HttpResponse:
    """Note something in the case; it stays open until a person closes it."""
    back = caller_address(canonical)
    form = forms.NoteForm(request.POST)
    case = queries.case_of(canonical)
    if not form.is_valid() or case is None:
        return tell_errors(request, form, back)
    reason = form.cleaned_data["text"]
    return act(
        request,
        lambda: services.review(case, reason=reason, actor=actor(request), at=clock.now()),
        _("The case is under review, with your note."),
        back,
    )


@allowed(DECIDERS)
@require_POST
def close(request: HttpRequest, canonical: str) -> HttpResponse:
    back = caller_address(canonical)
    form = forms.NoteForm(request.POST)
    case = queries.case_of(canonical)
    if not form.is_valid() or case is None:
        return tell_errors(request, form, back)
    return act(
        request,
        lambda: services.close(
            case,
            outcome="closed by the regulator",
            reason=form.cleaned_data["text"],
            actor=actor(request),
            at=clock.now(),
        ),
        _("The case is closed."),
        back,
    )


@allowed(DECIDERS)
@require_POST
def open_traceback(request: HttpRequest, canonical: str) -> HttpResponse:
    back = caller_address(canonical)
    return act_with(
        request,
        forms.TracebackForm(request.POST),
        lambda asked: services.open_traceback(
            canonical,
            asked["call_at"],
            first=registry.organisation(asked["first"]),
            at=clock.now(),
            book=book.current(),
            case=queries.case_of(canonical),
            actor=actor(request),
        ),
        _("The first operator has been asked."),
        back,
    )
