"""Drafts that run beside the law: how each stands, and what it finds that the law does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sosiego.shadow import queries, report
from sosiego.shadow.errors import ShadowNothingRecordedError
from sosiego.web import book, charts
from sosiego.web.access import READERS, allowed
from sosiego.web.console.dashboard import short_day
from sosiego.web.tables import Choice, Column, Table, table_page
from sosiego.web.templatetags.sosiego import caller_address
from sosiego.web.words import options


@allowed(READERS)
def runs(request: HttpRequest) -> HttpResponse:
    """Every run, with the counts of its last day beside the law's."""
    table = Table(
        request,
        queries.standings(),
        (
            Column(
                "name",
                _("Run"),
                lambda one: one.run.name,
                link=lambda one: reverse("console:shadow-run", args=[one.run.name]),
            ),
            Column("state", _("State"), lambda one: one.state, "tag:shadow"),
            Column("draft", _("Draft"), lambda one: one.run.rulebook, "code"),
            Column("since", _("Since"), lambda one: one.run.since, "date"),
            Column("days", _("Days recorded"), lambda one: one.recorded, "number"),
            Column("failed", _("Days failed"), lambda one: one.failed, "number"),
            _of_last_day("both", _("Found by both")),
            _of_last_day("draft_only", _("By the draft only")),
            _of_last_day("law_only", _("By the law only")),
            _of_last_day("law_findings", _("Findings of the law")),
        ),
        name="shadow",
        caption=_("Drafts beside the law"),
        choices=(
            Choice(
                "state",
                _("State"),
                options("shadow", "running", "stopped"),
                lambda found, value: [one for one in found if one.state == value],
            ),
        ),
        empty=_("No draft has run beside the law yet."),
    )
    lede = _(
        "What a draft would find, recorded beside the law and never acted on. Counts are of the last day."
    )
    return table_page(
        request, "console/list.html", table, {"title": _("Drafts beside the law"), "lede": lede}
    )


def _of_last_day(name: str, label: str) -> Column:
    return Column(name, label, lambda one: getattr(one.last, name) if one.last else None, "number")


@dataclass(frozen=True)
class _Row:
    """A caller that only one of the books found, by one rule."""

    rule: str
    by: str
    caller: report.Caller


@allowed(READERS)
def run(request: HttpRequest, name: str) -> HttpResponse:
    """One run: figures, days, rules, and the callers that only one of the books found."""
    one = queries.run(name)
    standing = queries.standing(one)
    try:
        made = report.made(one, book.current())
    except ShadowNothingRecordedError:
        made = None
    context: dict[str, Any] = {
        "run": one,
        "standing": standing,
        "made": made,
        "trend": _trend(made) if made else None,
        "findings": sum(day.law_findings for day in made.recorded) if made else 0,
        "crumbs": [(_("Drafts beside the law"), reverse("console:shadow-runs")), (name, None)],
    }
    table = _callers(request, made)
    return table_page(request, "console/shadow_run.html", table, context)


def _trend(made: report.Report) -> charts.Trend:
    recorded = made.recorded
    return charts.Trend(
        title=_("Callers found each day"),
        remark=_("Under the draft as a full line, under the law as a broken line."),
        labels=[short_day(one.day) for one in recorded],
        series=[
            (_("Draft"), [one.both + one.draft_only for one in recorded]),
            (_("Law"), [one.both + one.law_only for one in recorded]),
        ],
    )


def _callers(request: HttpRequest, made: report.Report | None) -> Table:
    rules = made.rules if made else ()
    names = {one.rule: book.say(one.name) or one.rule for one in rules}
    rows = [
        _Row(told.rule, by, caller)
        for told in rules
        for by, callers in (("draft", told.draft_callers), ("law", told.law_callers))
        for caller in callers
    ]
    return Table(
        request,
        rows,
        (
            Column(
                "number",
                _("Number"),
                lambda one: one.caller.subject,
                "subject",
                link=lambda one: caller_address(one.caller.subject),
            ),
            Column("by", _("Found by"), lambda one: one.by, "word:shadow-by"),
            Column("rule", _("Rule"), lambda one: one.rule, show=lambda one: names[one.rule]),
            Column(
                "holder",
                _("Holder"),
                lambda one: one.caller.holder or None,
                show=lambda one: book.organisation_name(one.caller.holder) if one.caller.holder else None,
            ),
            Column("first", _("First day"), lambda one: one.caller.first, "date"),
            Column("days", _("Days"), lambda one: one.caller.days, "number"),
            Column("judged", _("Judged later"), _judged, "word:shadow-judged"),
        ),
        name="callers",
        caption=_("Callers found by one of the books only"),
        choices=(
            Choice(
                "rule",
                _("Rule"),
                sorted(names.items()),
                lambda found, value: [one for one in found if one.rule == value],
            ),
            Choice(
                "by",
                _("Found by"),
                options("shadow-by", "draft", "law"),
                lambda found, value: [one for one in found if one.by == value],
            ),
        ),
        sort="-days",
        empty=_("Both found the same callers."),
    )


def _judged(one: _Row) -> str:
    return {True: "confirmed", False: "not confirmed", None: "not known"}[one.caller.confirmed]
