"""Orders, measures, appeals and steps of tracebacks in tables, as console and portal show them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sosiego.cases import queries
from sosiego.registry import queries as registry
from sosiego.rules.numbers import NotANumberError
from sosiego.web import book, columns
from sosiego.web.tables import Choice, Column, Table
from sosiego.web.templatetags.sosiego import caller_address, rule_name
from sosiego.web.words import word


def search_number(rows: QuerySet[Any], text: str, field: str) -> QuerySet[Any]:
    """Rows about one number as people write it, or whose number contains the digits typed."""
    try:
        return rows.filter(**{field: book.current().numbering.parse(text)})
    except NotANumberError:
        return rows.filter(**{f"{field}__contains": text.replace(" ", "")})


# What waits for an answer comes first, the most urgent on top; then the latest answers.
WAITING_FIRST = (F("answered_at").desc(nulls_first=True), F("due").asc(nulls_last=True), "pk")


def order_table(request: HttpRequest, rows: Any, *, for_regulator: bool) -> Table:
    page = "console:order" if for_regulator else "portal:order"
    shown = [
        columns.reference("reference", _("Order"), "reference", page),
        columns.state("order"),
        columns.number("case.subject", linked=for_regulator),
        columns.rule("finding.rule"),
        columns.organisation("addressee", _("Addressee"), "addressee"),
        columns.moment("issued_at", _("Issued")),
        columns.moment("due", _("Due")),
        Column("outcome", _("Answer"), lambda one: one.outcome, order="outcome", show=_outcome),
    ]
    choices = [columns.by_code("state", _("State"), "order", *queries.ORDER_STATES)]
    if for_regulator:
        every = registry.organisations().order_by("name")
        everybody = [(one.code, book.said_name(one.name)) for one in every]
        choices.append(
            Choice(
                "addressee",
                _("Addressee"),
                everybody,
                lambda found, value: found.filter(addressee__code=value),
            )
        )
    else:
        shown = [column for column in shown if column.key != "addressee"]
    return Table(
        request,
        rows.order_by(*WAITING_FIRST),
        shown,
        name="orders",
        caption=_("Work orders"),
        choices=choices,
        search=lambda found, text: search_number(found, text, "case__subject"),
        search_label=_("Number"),
        empty=_("No order has been issued."),
    )


def _outcome(one: Any) -> Any:
    return word("outcome", one.outcome).label if one.outcome else None


def target_said(measure: Any) -> str:
    """What a measure is against: a number as people write it, a holder by name."""
    if measure.target_kind == "number":
        return book.national(measure.target)
    if measure.target_kind == "holder":
        return book.organisation_name(measure.target)
    return str(measure.target)


def measure_columns(now: datetime, *, for_regulator: bool) -> list[Column]:
    return [
        columns.reference("reference", _("Measure"), "reference", "console:measure" if for_regulator else ""),
        Column("state", _("State"), lambda one: registry.state_of(one, now), "tag:measure-state"),
        columns.word("kind", _("Kind"), "measure"),
        Column(
            "target",
            _("Target"),
            lambda one: one.target,
            order="target",
            show=target_said,
            link=lambda one: (
                caller_address(one.target) if for_regulator and one.target_kind == "number" else None
            ),
        ),
        columns.organisation("holder", _("Holder"), "holder"),
        columns.day("since", _("Since")),
        columns.day("until", _("Until")),
        Column(
            "rule",
            _("Rule"),
            lambda one: one.basis.get("rule", ""),
            show=lambda one: rule_name(one.basis.get("rule", "")),
        ),
    ]


def hop_table(request: HttpRequest, rows: Any, *, for_regulator: bool) -> Table:
    """Steps of tracebacks: all of them, or those that one organisation was asked."""
    page, to = ("console:traceback", "") if for_regulator else ("portal:hop", "pk")
    shown = [
        columns.reference("traceback", _("Traceback"), "traceback.reference", page, to),
        columns.state("order"),
        columns.number("traceback.subject", linked=for_regulator),
    ]
    if for_regulator:
        shown.insert(1, Column("hop", _("Step"), lambda one: one.order, "number", order="order"))
        shown.append(columns.organisation("asked", _("Operator asked"), "asked"))
        shown.append(columns.moment("asked_at", _("Asked")))
    else:
        shown.append(columns.moment("call_at", _("Time of the call"), "traceback.call_at"))
    return Table(
        request,
        rows.order_by(*WAITING_FIRST),
        [*shown, columns.moment("due", _("Due"))],
        name="tracebacks",
        caption=_("Tracebacks"),
        choices=[columns.by_code("state", _("State"), "order", *queries.HOP_STATES)],
        empty=_("No call is being traced back.") if for_regulator else _("You have not been asked."),
    )


def appeal_table(request: HttpRequest, rows: Any, now: datetime, *, for_regulator: bool) -> Table:
    appeal, measure = ("console:appeal", "console:measure") if for_regulator else ("", "")
    return Table(
        request,
        rows,
        [
            columns.reference("reference", _("Appeal"), "reference", appeal),
            Column(
                "state",
                _("State"),
                lambda one: one.state,
                "tag:appeal",
                order="state",
                show=lambda one: (
                    "overdue" if one.state == "filed" and one.due and one.due < now else one.state
                ),
            ),
            columns.reference("measure", _("Measure"), "measure.reference", measure),
            columns.word("kind", _("Kind"), "measure", "measure.kind"),
            columns.moment("filed_at", _("Filed")),
            columns.moment("due", _("Due")),
            columns.moment("decided_at", _("Decided")),
        ],
        name="appeals",
        caption=_("Appeals"),
        choices=[columns.by_code("state", _("State"), "appeal", *queries.APPEAL_STATES)],
        sort="due" if for_regulator else "-filed_at",
        empty=_("Nobody has appealed.") if for_regulator else _("You have not appealed."),
    )
