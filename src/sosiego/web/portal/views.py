"""An organisation's own orders, measures, appeals, tracebacks and scorecard, and nobody else's.

Each row is asked for by `own(request)`; another organisation's reference is not found, as if there were none.
A test reads this file and fails if a query names no organisation.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sosiego import clock
from sosiego.cases import queries as cases
from sosiego.cases import services
from sosiego.oversight import queries as oversight
from sosiego.registry import queries as registry
from sosiego.web import book, columns, forms
from sosiego.web.access import AGENTS, allowed
from sosiego.web.console.oversight import figures_of
from sosiego.web.console.procedures import may_ask, order_context
from sosiego.web.console.shell import actor, look
from sosiego.web.members import visitor_of
from sosiego.web.problems import act, act_with
from sosiego.web.procedure_tables import appeal_table, hop_table, measure_columns, order_table
from sosiego.web.tables import Column, Table, table_page
from sosiego.web.templatetags.sosiego import rule_name


def own(request: HttpRequest) -> Any:
    """The organisation for which this person acts: the only one whose rows he may see."""
    return visitor_of(request).organisation


@allowed(AGENTS)
def home(request: HttpRequest) -> HttpResponse:
    mine, now = own(request), clock.now()
    waiting = [one for state in ("overdue", "open") for one in cases.orders(mine, state, at=now)[:10]]
    context = {
        "mine": mine,
        "waiting": waiting,
        "open_count": cases.orders(mine, "open", at=now).count(),
        "overdue_count": cases.orders(mine, "overdue", at=now).count(),
        "hops": [one for state in ("overdue", "open") for one in cases.hops(mine, state, at=now)[:10]],
        "measure_count": registry.measures_in_force(now).filter(holder=mine).count(),
        "cards": oversight.scorecards_of(mine.code)[:1],
        "now": now,
    }
    return render(request, "portal/home.html", context)


@allowed(AGENTS)
def orders(request: HttpRequest) -> HttpResponse:
    rows = cases.orders(own(request), at=clock.now())
    table = order_table(request, rows, for_regulator=False)
    lede = _("Answer each before its deadline: what you found, and what you did.")
    return table_page(request, "portal/list.html", table, {"title": _("Your work orders"), "lede": lede})


@allowed(AGENTS)
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """One order; the answer is given on the same page."""
    one = cases.orders(own(request), at=clock.now()).filter(reference=reference).first()
    if one is None:
        raise Http404
    look(request, one.case.subject)
    form = forms.AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data
        return act(
            request,
            lambda: services.answer_order(
                one,
                outcome=answer["outcome"],
                text=answer["text"],
                actor=actor(request),
                at=clock.now(),
                book=book.current(),
            ),
            _("Your answer stands in the ledger. Thank you."),
            reverse("portal:order", args=[reference]),
        )
    context = {
        "order": one,
        "form": form,
        "may_answer": one.state in ("open", "overdue"),
        "question_form": forms.QuestionForm() if may_ask(one) else None,
        **order_context(one),
    }
    context["crumbs"] = [(_("Your work orders"), reverse("portal:orders")), (reference, None)]
    return render(request, "portal/order.html", context, status=422 if form.errors else 200)


@allowed(AGENTS)
@require_POST
def ask_reporter(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for what the report lacks; the regulator's desk passes it on, for it alone knows the reporter."""
    one = cases.orders(own(request), at=clock.now()).filter(reference=reference).first()
    if one is None:
        raise Http404
    return act_with(
        request,
        forms.QuestionForm(request.POST),
        lambda given: services.ask_reporter(
            one, **given, actor=actor(request), at=clock.now(), book=book.current()
        ),
        _("The question stands in the case. The order waits for the reporter."),
        reverse("portal:order", args=[reference]),
    )


@allowed(AGENTS)
def measures(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    rows = registry.measures_in_force(now).filter(holder=own(request))
    shown = [
        column
        for column in measure_columns(now, for_regulator=False)
        if column.key not in ("state", "holder")
    ]
    appeal = Column(
        "appeal",
        _("Appeal"),
        lambda one: "",
        show=lambda one: _("appeal"),
        link=lambda one: reverse("portal:appeal-measure", args=[one.reference]),
    )
    table = Table(
        request,
        rows,
        [*shown, appeal],
        name="measures",
        caption=_("Measures"),
        choices=[columns.by_code("kind", _("Kind"), "measure")],
        sort="-since",
        empty=_("No measure is in force against your numbers."),
    )
    lede = _("Measures in force against you and the numbers you hold.")
    return table_page(request, "portal/list.html", table, {"title": _("Measures"), "lede": lede})


@allowed(AGENTS)
def appeal_measure(request: HttpRequest, reference: str) -> HttpResponse:
    """Appeal against a measure on one's own numbers."""
    mine = own(request)
    one = registry.measures_in_force(clock.now()).filter(holder=mine, reference=reference).first()
    if one is None:
        raise Http404
    form = forms.AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return act(
            request,
            lambda: services.file_appeal(
                one,
                text=form.cleaned_data["text"],
                contact=form.cleaned_data["contact"],
                at=clock.now(),
                book=book.current(),
                actor=actor(request),
            ),
            _("The appeal is filed."),
            reverse("portal:appeals"),
        )
    crumbs = [(_("Measures"), reverse("portal:measures")), (reference, None)]
    context = {
        "measure": one,
        "form": form,
        "crumbs": crumbs,
        "rule_name": rule_name(one.basis.get("rule", "")),
    }
    return render(request, "portal/appeal.html", context, status=422 if form.errors else 200)


@allowed(AGENTS)
def appeals(request: HttpRequest) -> HttpResponse:
    rows = cases.appeals(holder=own(request))
    table = appeal_table(request, rows, clock.now(), for_regulator=False)
    lede = _("Appeals against measures on your numbers.")
    return table_page(request, "portal/list.html", table, {"title": _("Appeals"), "lede": lede})


@allowed(AGENTS)
def tracebacks(request: HttpRequest) -> HttpResponse:
    table = hop_table(request, cases.hops(own(request), at=clock.now()), for_regulator=False)
    lede = _("From whom did you get this call? Each answer leads one step nearer to where it began.")
    return table_page(request, "portal/list.html", table, {"title": _("Tracebacks"), "lede": lede})


@allowed(AGENTS)
def hop(request: HttpRequest, hop_id: int) -> HttpResponse:
    one = cases.hops(own(request), at=clock.now()).filter(pk=hop_id).first()
    if one is None:
        raise Http404
    look(request, one.traceback.subject)
    context = {
        "hop": one,
        "form": forms.TracebackAnswerForm(),
        "may_answer": one.state in ("open", "overdue"),
        "crumbs": [(_("Tracebacks"), reverse("portal:tracebacks")), (one.traceback.reference, None)],
    }
    return render(request, "portal/hop.html", context)


@allowed(AGENTS)
@require_POST
def answer_hop(request: HttpRequest, hop_id: int) -> HttpResponse:
    one = cases.hops(own(request), at=clock.now()).filter(pk=hop_id).first()
    if one is None:
        raise Http404
    form = forms.TracebackAnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/hop.html", {"hop": one, "form": form, "may_answer": True}, status=422)
    previous = form.cleaned_data["previous"]
    return act(
        request,
        lambda: services.answer_traceback(
            one,
            previous=registry.organisation(previous) if previous else None,
            actor=actor(request),
            at=clock.now(),
            book=book.current(),
        ),
        _("Your answer stands in the ledger. Thank you."),
        reverse("portal:tracebacks"),
    )


@allowed(AGENTS)
def scorecard(request: HttpRequest) -> HttpResponse:
    mine = own(request)
    cards = oversight.scorecards_of(mine.code)
    asked = request.GET.get("period")
    card = next((one for one in cards if one.period == asked), cards[0] if cards else None)
    context = {
        "mine": mine,
        "card": card,
        "cards": cards,
        "figures": figures_of(mine.code, card.period) if card else [],
    }
    return render(request, "portal/scorecard.html", context)
