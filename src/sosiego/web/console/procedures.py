"""Work orders, measures, appeals and tracebacks: lists, one page each, and the acts of an official."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sosiego import clock
from sosiego.cases import queries, services
from sosiego.registry import queries as registry
from sosiego.rules.numbers import NotANumberError
from sosiego.web import book, forms
from sosiego.web.access import DECIDERS, READERS, allowed
from sosiego.web.console.cases import rule_name, search_subject
from sosiego.web.console.shell import actor, look
from sosiego.web.problems import act
from sosiego.web.tables import Choice, Column, Table, table_page
from sosiego.web.templatetags.sosiego import caller_address
from sosiego.web.words import options


def order_table(request: HttpRequest, rows: Any, page: str, *, caller_page: bool) -> Table:
    """Orders as officials and agents see them; `page` is the route of one order."""
    columns = [
        Column(
            "reference",
            _("Order"),
            lambda one: one.reference,
            "code",
            order="reference",
            link=lambda one: reverse(page, args=[one.reference]),
        ),
        Column("state", _("State"), lambda one: one.state, "tag:order", order="state"),
        Column(
            "number",
            _("Number"),
            lambda one: one.case.subject,
            "subject",
            order="case__subject",
            link=(lambda one: caller_address(one.case.subject)) if caller_page else None,
        ),
        Column(
            "rule",
            _("Rule"),
            lambda one: one.finding.rule,
            order="finding__rule",
            show=lambda one: rule_name(one.finding.rule),
        ),
        Column(
            "addressee",
            _("Addressee"),
            lambda one: one.addressee.code,
            order="addressee__name",
            show=lambda one: one.addressee.name,
        ),
        Column("issued_at", _("Issued"), lambda one: one.issued_at, "time", order="issued_at"),
        Column("due_at", _("Due"), lambda one: one.due_at, "time", order="due_at"),
        Column(
            "outcome",
            _("Answer"),
            lambda one: one.outcome,
            order="outcome",
            show=lambda one: (
                None if not one.outcome else dict(options("outcome")).get(one.outcome, one.outcome)
            ),
        ),
    ]
    choices = [
        Choice(
            "state",
            _("State"),
            options("order", *queries.ORDER_STATES),
            lambda found, value: found.filter(state=value),
        )
    ]
    if caller_page:
        everybody = [(one.code, one.name) for one in registry.organisations().order_by("name")]
        choices.append(
            Choice(
                "addressee",
                _("Addressee"),
                everybody,
                lambda found, value: found.filter(addressee__code=value),
            )
        )
    else:
        columns = [column for column in columns if column.key != "addressee"]
    return Table(
        request,
        rows,
        columns,
        name="orders",
        caption=_("Work orders"),
        choices=choices,
        search=search_subject,
        search_label=_("Number"),
        sort="due_at",
        empty=_("No order has been issued."),
    )


@allowed(READERS)
def orders(request: HttpRequest) -> HttpResponse:
    rows = queries.orders(at=clock.now())
    lede = _("A finding sent to whoever must act, with its deadline.")
    table = order_table(request, rows, "console:order", caller_page=True)
    return table_page(request, "console/list.html", table, {"title": _("Work orders"), "lede": lede})


@allowed(READERS)
def order(request: HttpRequest, reference: str) -> HttpResponse:
    one = queries.order(reference)
    look(request, one.case.subject)
    crumbs = [(_("Work orders"), reverse("console:orders")), (reference, None)]
    return render(request, "console/order.html", {"order": one, "crumbs": crumbs, **order_context(one)})


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
        "clauses": [
            {
                "text": clause["text"],
                "values": clause.get("values") or clause.get("value") or {},
                "held": clause["held"],
            }
            for clause in one.finding.clauses
        ],
        "is_late": one.state in ("overdue", "answered late"),
    }


# --- measures ---


@allowed(READERS)
def measures(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    every = request.GET.get("in") == "all"
    rows = registry.measures() if every else registry.measures_in_force(now)
    table = Table(
        request,
        rows,
        (
            Column(
                "reference",
                _("Measure"),
                lambda one: one.reference,
                "code",
                order="reference",
                link=lambda one: reverse("console:measure", args=[one.reference]),
            ),
            Column("state", _("State"), lambda one: registry.state_of(one, now), "tag:measure-state"),
            Column("kind", _("Kind"), lambda one: one.kind, "word:measure", order="kind"),
            Column(
                "target",
                _("Target"),
                lambda one: one.target,
                order="target",
                show=lambda one: book.national(one.target) if one.target_kind == "number" else one.target,
                link=lambda one: caller_address(one.target) if one.target_kind == "number" else None,
            ),
            Column(
                "holder",
                _("Holder"),
                lambda one: one.holder.code if one.holder else None,
                order="holder__name",
                show=lambda one: one.holder.name if one.holder else None,
            ),
            Column("since", _("Since"), lambda one: one.since, "time", order="since"),
            Column("until", _("Until"), lambda one: one.until, "time", order="until"),
            Column(
                "rule",
                _("Rule"),
                lambda one: one.basis.get("rule", ""),
                show=lambda one: rule_name(one.basis.get("rule", "")),
            ),
            Column(
                "automatic",
                _("Automatic"),
                lambda one: one.automatic,
                order="automatic",
                show=lambda one: _("by itself") if one.automatic else _("after a decision"),
            ),
        ),
        name="measures",
        caption=_("Measures"),
        choices=(
            Choice("in", _("Which"), [("all", _("also ended and lifted"))], lambda found, value: found),
            Choice("kind", _("Kind"), options("measure"), lambda found, value: found.filter(kind=value)),
        ),
        search=_search_target,
        search_label=_("Number or target"),
        sort="-since",
        empty=_("No measure is in force."),
    )
    lede = _(
        "What the network must do about a number, a line or a holder. "
        "Each has a basis and an end or a review date."
    )
    return table_page(request, "console/list.html", table, {"title": _("Measures"), "lede": lede})


def _search_target(rows: Any, text: str) -> Any:
    try:
        return rows.filter(target=book.current().numbering.parse(text))
    except NotANumberError:
        return rows.filter(target__contains=text.replace(" ", ""))


@allowed(READERS)
def measure(request: HttpRequest, reference: str) -> HttpResponse:
    one = registry.measure(reference)
    if one.target_kind == "number":
        look(request, one.target)
    context = {
        "measure": one,
        "state": registry.state_of(one, clock.now()),
        "lift": getattr(one, "lift", None),
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
    now = clock.now()
    table = Table(
        request,
        queries.appeals(),
        (
            Column(
                "reference",
                _("Appeal"),
                lambda one: one.reference,
                "code",
                order="reference",
                link=lambda one: reverse("console:appeal", args=[one.reference]),
            ),
            Column(
                "state",
                _("State"),
                lambda one: one.state,
                "tag:appeal",
                order="state",
                show=lambda one: "overdue" if one.state == "filed" and one.due_at < now else one.state,
            ),
            Column(
                "measure",
                _("Measure"),
                lambda one: one.measure.reference,
                "code",
                order="measure__reference",
                link=lambda one: reverse("console:measure", args=[one.measure.reference]),
            ),
            Column("kind", _("Kind"), lambda one: one.measure.kind, "word:measure", order="measure__kind"),
            Column("filed_at", _("Filed"), lambda one: one.filed_at, "time", order="filed_at"),
            Column("due_at", _("Due"), lambda one: one.due_at, "time", order="due_at"),
            Column("decided_at", _("Decided"), lambda one: one.decided_at, "time", order="decided_at"),
        ),
        name="appeals",
        caption=_("Appeals"),
        choices=(
            Choice(
                "state",
                _("State"),
                options("appeal", *queries.APPEAL_STATES),
                lambda found, value: found.filter(state=value),
            ),
        ),
        sort="due_at",
        empty=_("Nobody has appealed."),
    )
    lede = _("Somebody says that a measure is wrong. A person decides and gives the reason.")
    return table_page(request, "console/list.html", table, {"title": _("Appeals"), "lede": lede})


@allowed(READERS)
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    return _appeal_page(request, reference, forms.AppealDecisionForm())


def _appeal_page(request: HttpRequest, reference: str, form: Any, status: int = 200) -> HttpResponse:
    one = queries.appeal(reference)
    if one.measure.target_kind == "number":
        look(request, one.measure.target)
    context = {
        "appeal": one,
        "measure": one.measure,
        "rule_name": rule_name(one.measure.basis.get("rule", "")),
        "form": form,
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


# --- tracebacks ---


@allowed(READERS)
def tracebacks(request: HttpRequest) -> HttpResponse:
    table = Table(
        request,
        queries.hops(at=clock.now()),
        (
            Column(
                "traceback",
                _("Traceback"),
                lambda one: one.traceback.reference,
                "code",
                order="traceback__reference",
                link=lambda one: reverse("console:traceback", args=[one.traceback.reference]),
            ),
            Column("hop", _("Step"), lambda one: one.order, "number", order="order"),
            Column("state", _("State"), lambda one: one.state, "tag:order", order="state"),
            Column(
                "number",
                _("Number"),
                lambda one: one.traceback.subject,
                "subject",
                order="traceback__subject",
                link=lambda one: caller_address(one.traceback.subject),
            ),
            Column(
                "asked",
                _("Operator asked"),
                lambda one: one.asked.code,
                order="asked__name",
                show=lambda one: one.asked.name,
            ),
            Column("asked_at", _("Asked"), lambda one: one.asked_at, "time", order="asked_at"),
            Column("due_at", _("Due"), lambda one: one.due_at, "time", order="due_at"),
        ),
        name="tracebacks",
        caption=_("Tracebacks"),
        choices=(
            Choice(
                "state",
                _("State"),
                options("order", *queries.HOP_STATES),
                lambda found, value: found.filter(state=value),
            ),
        ),
        sort="-asked_at",
        empty=_("No call is being traced back."),
    )
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
