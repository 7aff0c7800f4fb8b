"""Who answers for it: organisations, figures with their working, scorecards, the gate and sanctions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sosiego import clock
from sosiego.cases import queries as cases
from sosiego.oversight import gate, queries, services
from sosiego.registry import queries as registry
from sosiego.web import book, charts, columns, forms
from sosiego.web.access import DECIDERS, READERS, SIGNERS, allowed
from sosiego.web.console.shell import actor
from sosiego.web.members import visitor_of
from sosiego.web.problems import act, act_with
from sosiego.web.tables import Choice, Column, Table, table_page
from sosiego.web.templatetags.sosiego import step_name, violation_name
from sosiego.web.words import options


@allowed(READERS)
def organisations(request: HttpRequest) -> HttpResponse:
    table = Table(
        request,
        registry.organisations(),
        (
            Column(
                "name",
                _("Name"),
                lambda one: one.name,
                order="name",
                show=lambda one: book.said_name(one.name),
                link=lambda one: reverse("console:organisation", args=[one.code]),
            ),
            Column("code", _("Code"), lambda one: one.code, "code", order="code"),
            columns.word("kind", _("Kind"), "kind"),
            columns.organisation("host", _("Host operator"), "host"),
            Column("licence", _("Licence"), lambda one: one.licence, "code", order="licence"),
            Column("since", _("Since"), lambda one: one.since, "date", order="since"),
        ),
        name="organisations",
        caption=_("Organisations"),
        choices=(columns.by_code("kind", _("Kind"), "kind"),),
        search=lambda rows, text: rows.filter(name__icontains=text) | rows.filter(code__icontains=text),
        search_label=_("Name or code"),
        sort="name",
    )
    lede = _("Who holds numbers, serves them, and answers for them.")
    return table_page(request, "console/list.html", table, {"title": _("Organisations"), "lede": lede})


@allowed(READERS)
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    one, now = registry.organisation(code), clock.now()
    today = book.local_day(now)
    answer, form = None, forms.GateForm(request.GET if "resource" in request.GET else None)
    if form.is_bound and form.is_valid():
        answer = gate.ask(book.current(), one, form.cleaned_data["resource"], now)
    cards = queries.scorecards_of(code)
    context = {
        "one": one,
        "people": registry.people_of(code, today),
        "contracts": registry.contracts_of(code, today),
        "cards": cards,
        "figures": figures_of(code, cards[0].period) if cards else [],
        "measures": [(m, registry.state_of(m, now)) for m in registry.measures_of(code, "holder")],
        "orders_open": cases.orders(one, "open", at=now).count(),
        "orders_overdue": cases.orders(one, "overdue", at=now).count(),
        "violations": queries.violations(organisation=code)[:20],
        "sanctions": [(s, queries.sanction_state(s)) for s in queries.sanctions(organisation=code)[:20]],
        "form": form,
        "answer": answer,
        "crumbs": [(_("Organisations"), reverse("console:organisations")), (book.said_name(one.name), None)],
    }
    return render(request, "console/organisation.html", context)


def figures_of(code: str, period: str) -> list[dict[str, Any]]:
    """The indicators of one organisation in a period, each with its definition and its working."""
    law = book.current()
    values = queries.indicator_values_by_organisation(period).get(code, {})
    return [_figure(law, value) for _id, value in sorted(values.items())]


def _figure(law: Any, value: Any) -> dict[str, Any]:
    wording = next(
        (one for one in law.all_indicators if (one.id, one.version) == (value.indicator, value.version)), None
    )
    is_share = wording is not None and wording.kind == "share"
    end = 1 if is_share else max(value.high or 0, wording.critical * 1.2 if wording else 0) or 1
    target = wording.target if wording else 0
    return {
        "value": value,
        "indicator": wording,
        "interval": charts.Interval(value.value, value.low, value.high, end, target),
    }


@allowed(READERS)
def scorecards(request: HttpRequest) -> HttpResponse:
    periods = queries.periods()
    period = request.GET.get("period") or (periods[0] if periods else "")
    rows = queries.scorecards(period) if period else []
    table = Table(
        request,
        rows,
        (
            Column(
                "organisation",
                _("Organisation"),
                lambda one: one.organisation.code,
                show=lambda one: book.said_name(one.organisation.name),
                link=lambda one: reverse("console:scorecard", args=[one.organisation.code, one.period]),
            ),
            columns.word("kind", _("Kind"), "kind", "organisation.kind"),
            Column("grade", _("Grade"), lambda one: one.grade),
            Column("score", _("Score"), lambda one: one.score, "points"),
            Column("answerable", _("Answerable"), lambda one: one.answerable),
            columns.moment("computed_at", _("Computed")),
        ),
        name="scorecards",
        caption=_("Scorecards"),
        choices=(Choice("period", _("Period"), [(one, one) for one in periods], lambda found, value: found),),
        sort="-score",
        empty=_("No indicators have been computed yet."),
    )
    title = _("Scorecards") + (f" {period}" if period else "")
    lede = _("How well each operator and reseller did, from 0 to 100. Every figure opens its working.")
    return table_page(request, "console/list.html", table, {"title": title, "lede": lede})


@allowed(READERS)
def scorecard(request: HttpRequest, code: str, period: str) -> HttpResponse:
    card = next((one for one in queries.scorecards_of(code) if one.period == period), None)
    if card is None:
        raise Http404
    context = {
        "card": card,
        "figures": figures_of(code, period),
        "crumbs": [
            (_("Scorecards"), reverse("console:scorecards")),
            (book.said_name(card.organisation.name), reverse("console:organisation", args=[code])),
            (period, None),
        ],
    }
    return render(request, "console/scorecard.html", context)


@allowed(READERS)
def sanctions(request: HttpRequest) -> HttpResponse:
    rows = list(queries.sanctions())
    table = Table(
        request,
        rows,
        (
            columns.reference("reference", _("Sanction"), "reference", "console:sanction"),
            Column("state", _("State"), queries.sanction_state, "tag:sanction"),
            columns.organisation("organisation", _("Organisation"), "violation.organisation", linked=True),
            Column(
                "violation",
                _("Violation"),
                lambda one: one.violation.rule,
                show=lambda one: violation_name(one.violation.rule),
            ),
            Column("period", _("Period"), lambda one: one.violation.period, "period"),
            Column("step", _("Step"), lambda one: one.step, show=lambda one: step_name(one.step)),
            columns.moment("proposed_at", _("Proposed")),
        ),
        name="sanctions",
        caption=_("Sanctions"),
        choices=(
            Choice(
                "state",
                _("State"),
                options("sanction", "proposed", "signed once", "in force", "refused"),
                lambda found, value: [one for one in found if queries.sanction_state(one) == value],
            ),
        ),
        sort="-proposed_at",
        empty=_("No violation has been found."),
    )
    lede = _("The ladder of the rule-book proposes; two people sign; only then does it bind.")
    return table_page(request, "console/list.html", table, {"title": _("Sanctions"), "lede": lede})


def sanction_or_404(reference: str) -> Any:
    found = queries.sanction(reference)
    if found is None:
        raise Http404
    return found


@allowed(READERS)
def sanction(request: HttpRequest, reference: str) -> HttpResponse:
    one = sanction_or_404(reference)
    signers = queries.signers(one)
    me = visitor_of(request)
    state = queries.sanction_state(one)
    context = {
        "sanction": one,
        "state": state,
        "signers": signers,
        "events": one.events.all(),
        "violation_name": violation_name(one.violation.rule),
        "step_name": step_name(one.step),
        "may_sign": me.role in SIGNERS.roles
        and me.actor not in signers
        and state in ("proposed", "signed once"),
        "may_refuse": me.role in DECIDERS.roles and state in ("proposed", "signed once"),
        "form": forms.ReasonForm(),
        "crumbs": [(_("Sanctions"), reverse("console:sanctions")), (reference, None)],
    }
    return render(request, "console/sanction.html", context)


@allowed(SIGNERS)
@require_POST
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    one = sanction_or_404(reference)
    return act(
        request,
        lambda: services.sign_sanction(one, actor=actor(request), at=clock.now()),
        _("You have signed."),
        reverse("console:sanction", args=[reference]),
    )


@allowed(DECIDERS)
@require_POST
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    one = sanction_or_404(reference)
    return act_with(
        request,
        forms.ReasonForm(request.POST),
        lambda said: services.refuse_sanction(
            one, actor=actor(request), reason=said["reason"], at=clock.now()
        ),
        _("The sanction is refused."),
        reverse("console:sanction", args=[reference]),
    )
