"""Work orders, measures, appeals and tracebacks: lists, one page each, and the acts of an official."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sosiego import clock
from sosiego.cases import queries, services
from sosiego.registry import queries as registry
from sosiego.web import book, columns, forms
from sosiego.web.access import DECIDERS, READERS, allowed
from sosiego.web.console.shell import actor, look
from sosiego.web.console.story import system_reason
from sosiego.web.members import visitor_of
from sosiego.web.problems import act, act_with
from sosiego.web.procedure_tables import (
    appeal_table,
    hop_table,
    measure_columns,
    order_table,
    search_number,
)
from sosiego.web.tables import Choice, Column, Table, table_page
from sosiego.web.templatetags.sosiego import rule_name


@allowed(READERS)
def orders(request: HttpRequest) -> HttpResponse:
    rows = queries.orders(at=clock.now())
    lede = _("A finding sent to whoever must act, with its deadline.")
    table = order_table(request, rows, for_regulator=True)
    return table_page(request, "console/list.html", table, {"title": _("Work orders"), "lede": lede})


@allowed(READERS)
def order(request: HttpRequest, reference: str) -> HttpResponse:
    one = queries.order(reference)
    look(request, one.case.subject)
    crumbs = [(_("Work orders"), reverse("console:orders")), (reference, None)]
    may_enter = visitor_of(request).role in DECIDERS.roles
    context = {
        "order": one,
        "crumbs": crumbs,
        **order_context(one),
        "question_form": forms.QuestionForm() if may_enter and may_ask(one) else None,
        "heard_form": forms.HeardForm() if may_enter and may_hear(one) else None,
    }
    return render(request, "console/order.html", context)


def may_ask(one: Any) -> bool:
    """Whether something may be asked about an order or appeal: it is to be answered, and waits for nobody."""
    return one.state in ("open", "filed") and one.waits_since is None and one.due >= clock.now()


def may_hear(one: Any) -> bool:
    """Whether an answer about an order or appeal may be entered."""
    return one.state in ("open", "filed") and one.waits_since is not None


@allowed(DECIDERS)
@require_POST
def ask_reporter(request: HttpRequest, reference: str) -> HttpResponse:
    return _tell(
        request,
        forms.QuestionForm(request.POST),
        services.ask_reporter,
        queries.order(reference),
        _("The question stands in the case. The order waits for the reporter."),
        reverse("console:order", args=[reference]),
    )


@allowed(DECIDERS)
@require_POST
def reporter_answered(request: HttpRequest, reference: str) -> HttpResponse:
    return _tell(
        request,
        forms.HeardForm(request.POST),
        services.reporter_answered,
        queries.order(reference),
        _("The answer stands in the case. If the clock stood still, it runs again."),
        reverse("console:order", args=[reference]),
    )


def _tell(
    request: HttpRequest, form: Any, service: Callable[..., Any], about: Any, said: str, back: str
) -> HttpResponse:
    """A question or answer about an order or appeal."""
    return act_with(
        request,
        form,
        lambda given: service(about, **given, actor=actor(request), at=clock.now(), book=book.current()),
        said,
        back,
    )


def order_context(one: Any) -> dict[str, Any]:
    """What both sides see of an order: the finding, its clauses, what follows if it is confirmed."""
    law = book.current()
    wording = next(
        (
            found
            for found in law.all_criteria
            if (found.id, found.version) == (one.finding.rule, one.finding.version)
        ),
        None,
    )
    return {
        "rule_name": rule_name(one.finding.rule),
        "criterion": wording,
        "clauses": one.finding.clauses,
        "is_late": one.state in ("overdue", "answered late"),
        "questions": queries.questions_about(one),
    }


# --- measures ---


@allowed(READERS)
def measures(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    every = request.GET.get("in") == "all"
    rows = registry.measures() if every else registry.measures_in_force(now)
    shown = [
        *measure_columns(now, for_regulator=True),
        Column(
            "automatic",
            _("Automatic"),
            lambda one: one.automatic,
            order="automatic",
            show=lambda one: _("by itself") if one.automatic else _("after a decision"),
        ),
    ]
    table = Table(
        request,
        rows,
        shown,
        name="measures",
        caption=_("Measures"),
        choices=(
            Choice("in", _("Which"), [("all", _("also ended and lifted"))], lambda found, value: found),
            columns.by_code("kind", _("Kind"), "measure"),
        ),
        search=lambda found, text: search_number(found, text, "target"),
        search_label=_("Number or target"),
        sort="-since",
        empty=_("No measure is in force."),
    )
    lede = _(
        "What the network must do about a number, a line or a holder. "
        "Each has a basis and an end or a review date."
    )
    return table_page(request, "console/list.html", table, {"title": _("Measures"), "lede": lede})


@allowed(READERS)
def measure(request: HttpRequest, reference: str) -> HttpResponse:
    one = registry.measure(reference)
    if one.target_kind == "number":
        look(request, one.target)
    lift_of = getattr(one, "lift", None)
    context = {
        "measure": one,
        "state": registry.state_of(one, clock.now()),
        "lift": lift_of,
        "lift_reason": (system_reason(lift_of.reason) or lift_of.reason) if lift_of else "",
        "rule_name": rule_name(one.basis.get("rule", "")),
        "form": forms.LiftForm(),
        "crumbs": [(_("Measures"), reverse("console:measures")), (reference, None)],
    }
    return render(request, "console/measure.html", context)


@allowed(DECIDERS)
@require_POST
def lift(request: HttpRequest, reference: str) -> HttpResponse:
    one = registry.measure(reference)
    form = forms.LiftForm(request.POST)
    if not form.is_valid():
        context = {"measure": one, "state": registry.state_of(one, clock.now()), "form": form}
        return render(
            request,
            "console/measure.html",
            context | {"rule_name": rule_name(one.basis.get("rule", ""))},
            status=422,
        )
    return act(
        request,
        lambda: services.lift_measure(
            one,
            at=clock.now(),
            actor=actor(request),
            reason=form.cleaned_data["reason"],
            was_wrong=form.cleaned_data["was_wrong"],
        ),
        _("The measure is lifted. The next control list no longer holds it."),
        reverse("console:measure", args=[reference]),
    )


# --- appeals ---


@allowed(READERS)
def appeals(request: HttpRequest) -> HttpResponse:
    table = appeal_table(request, queries.appeals(), clock.now(), for_regulator=True)
    lede = _("Somebody says that a measure is wrong. A person decides and gives the reason.")
    return table_page(request, "console/list.html", table, {"title": _("Appeals"), "lede": lede})


@allowed(READERS)
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    return _appeal_page(request, reference, forms.AppealDecisionForm())


def _appeal_page(request: HttpRequest, reference: str, form: Any, status: int = 200) -> HttpResponse:
    one = queries.appeal(reference)
    if one.measure.target_kind == "number":
        look(request, one.measure.target)
    may_enter = visitor_of(request).role in DECIDERS.roles
    context = {
        "appeal": one,
        "measure": one.measure,
        "rule_name": rule_name(one.measure.basis.get("rule", "")),
        "form": form,
        "questions": queries.questions_about(one),
        "question_form": forms.QuestionForm() if may_enter and may_ask(one) else None,
        "heard_form": forms.HeardForm() if may_enter and may_hear(one) else None,
        "crumbs": [(_("Appeals"), reverse("console:appeals")), (reference, None)],
    }
    return render(request, "console/appeal.html", context, status=status)


@allowed(DECIDERS)
@require_POST
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    form = forms.AppealDecisionForm(request.POST)
    if not form.is_valid():
        return _appeal_page(request, reference, form, status=422)
    one = queries.appeal(reference)
    return act(
        request,
        lambda: services.decide_appeal(
            one,
            upheld=form.cleaned_data["upheld"] == "yes",
            reason=form.cleaned_data["reason"],
            actor=actor(request),
            at=clock.now(),
        ),
        _("The appeal is decided."),
        reverse("console:appeal", args=[reference]),
    )


@allowed(DECIDERS)
@require_POST
def ask_appellant(request: HttpRequest, reference: str) -> HttpResponse:
    return _tell(
        request,
        forms.QuestionForm(request.POST),
        services.ask_appellant,
        queries.appeal(reference),
        _("The question stands in the case. The appeal waits for the appellant."),
        reverse("console:appeal", args=[reference]),
    )


@allowed(DECIDERS)
@require_POST
def appellant_answered(request: HttpRequest, reference: str) -> HttpResponse:
    return _tell(
        request,
        forms.HeardForm(request.POST),
        services.appellant_answered,
        queries.appeal(reference),
        _("The answer stands in the case. If the clock stood still, it runs again."),
        reverse("console:appeal", args=[reference]),
    )


# --- tracebacks ---


@allowed(READERS)
def tracebacks(request: HttpRequest) -> HttpResponse:
    table = hop_table(request, queries.hops(at=clock.now()), for_regulator=True)
    lede = _("The question, step by step, of who let a call into the network.")
    return table_page(request, "console/list.html", table, {"title": _("Tracebacks"), "lede": lede})


@allowed(READERS)
def traceback(request: HttpRequest, reference: str) -> HttpResponse:
    one = queries.traceback(reference)
    look(request, one.subject)
    context = {
        "traceback": one,
        "state": queries.traceback_state(one),
        "hops": queries.hops_of(one),
        "crumbs": [(_("Tracebacks"), reverse("console:tracebacks")), (reference, None)],
    }
    return render(request, "console/traceback.html", context)
