"""What is kept for ever: the ledger, imports and their rows set aside, who looked at what, the log-ins."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sosiego import clock
from sosiego.intake import queries as intake
from sosiego.ledger import checkpoint as checkpoints
from sosiego.ledger import queries as ledger
from sosiego.web import columns, members
from sosiego.web.access import ADMINISTRATORS, AUDITORS, PUBLIC, READERS, allowed
from sosiego.web.console.shell import look
from sosiego.web.tables import Column, Table, table_page
from sosiego.web.templatetags.sosiego import caller_address


@allowed(READERS)
def entries(request: HttpRequest) -> HttpResponse:
    table = Table(
        request,
        ledger.entries(),
        (
            Column(
                "index",
                _("Entry"),
                lambda one: one.index,
                "number",
                order="index",
                link=lambda one: reverse("console:ledger-entry", args=[one.index]),
            ),
            columns.moment("at", _("When")),
            columns.word("kind", _("Kind"), "entry"),
            Column("actor", _("Who"), lambda one: one.actor, "actor", order="actor"),
            Column(
                "hash",
                _("Leaf hash"),
                lambda one: bytes(one.leaf_hash).hex(),
                show=lambda one: bytes(one.leaf_hash).hex()[:16] + "…",
            ),
        ),
        name="ledger",
        caption=_("Ledger entries"),
        choices=(columns.by_code("kind", _("Kind"), "entry", *_kinds()),),
        search=lambda rows, text: rows.filter(actor__icontains=text),
        search_label=_("Who"),
        sort="-index",
        empty=_("The ledger is empty."),
    )
    return table_page(request, "console/ledger.html", table, {"checkpoint": _signed()})


def _signed() -> str:
    return checkpoints.signed(checkpoints.current())


def _kinds() -> list[str]:
    return list(ledger.entries().order_by("kind").values_list("kind", flat=True).distinct())


@allowed(READERS)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Check every entry and every hash of the tree, now."""
    context = {
        "result": ledger.verify(),
        "at": clock.now(),
        "crumbs": [(_("Ledger"), reverse("console:ledger")), (_("Check of all entries"), None)],
    }
    return render(request, "console/ledger_verified.html", context)


@allowed(READERS)
def entry(request: HttpRequest, index: int) -> HttpResponse:
    one, proof = ledger.told(ledger.entry(index)), ledger.proof(index)
    context = {
        "entry": one,
        "body": json.dumps(one.body, ensure_ascii=False, indent=2),
        "proof": proof,
        "crumbs": [(_("Ledger"), reverse("console:ledger")), (str(index), None)],
    }
    return render(request, "console/ledger_entry.html", context)


@allowed(PUBLIC)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed size and root of the ledger: whoever keeps it can prove later that nothing was changed."""
    return HttpResponse(_signed(), content_type="text/plain; charset=utf-8")


@allowed(READERS)
def imports(request: HttpRequest) -> HttpResponse:
    table = Table(
        request,
        intake.imported_files(),
        (
            Column(
                "name",
                _("File"),
                lambda one: one.name,
                order="name",
                link=lambda one: reverse("console:import", args=[one.pk]),
            ),
            columns.word("kind", _("Kind"), "import"),
            Column("format", _("Format"), lambda one: one.format, order="format"),
            columns.moment("at", _("Read")),
            Column("read", _("Rows"), lambda one: one.read, "number", order="read"),
            Column("added", _("Added"), lambda one: one.added, "number", order="added"),
            Column("repeated", _("Repeated"), lambda one: one.repeated, "number", order="repeated"),
            Column("set_aside", _("Set aside"), lambda one: one.set_aside, "number", order="set_aside"),
        ),
        name="imports",
        caption=_("Imports"),
        choices=(columns.by_code("kind", _("Kind"), "import"),),
        search=lambda rows, text: rows.filter(name__icontains=text),
        search_label=_("File name"),
        sort="-at",
        empty=_("No file has been read yet."),
    )
    lede = _("Every reading of a file. Rows = added + repeated + set aside, always: nothing is lost.")
    return table_page(request, "console/list.html", table, {"title": _("Imports"), "lede": lede})


@allowed(READERS)
def imported(request: HttpRequest, file_id: int) -> HttpResponse:
    """One file and its rows that could not be taken. The rows themselves stay sealed here."""
    one = intake.imported_file(file_id)
    table = Table(
        request,
        intake.rows_set_aside(one),
        (
            Column("line", _("Line"), lambda row: row.line, "number", order="line"),
            Column("column", _("Column"), lambda row: row.column, order="column"),
            Column("reason", _("Reason"), lambda row: row.reason, order="reason"),
        ),
        name=f"set-aside-{file_id}",
        caption=_("Rows set aside"),
        search=lambda rows, text: rows.filter(reason__icontains=text),
        search_label=_("Reason"),
        sort="line",
        empty=_("No row was set aside."),
    )
    crumbs = [(_("Imports"), reverse("console:imports")), (one.name, None)]
    return table_page(request, "console/import.html", table, {"file": one, "crumbs": crumbs})


@allowed(AUDITORS)
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at whose number. Looking here is a look too."""
    look(request, "looks")
    table = Table(
        request,
        ledger.looks(),
        (
            columns.moment("at", _("When")),
            Column("actor", _("Who"), lambda one: one.actor, "actor", order="actor"),
            Column(
                "subject",
                _("At whom"),
                lambda one: one.subject,
                order="subject",
                show=lambda one: one.subject,
                link=lambda one: (
                    caller_address(one.subject) if ":" in one.subject or "+" in one.subject else None
                ),
            ),
            Column("page", _("On which page"), lambda one: one.page, order="page"),
        ),
        name="looks",
        caption=_("Looks"),
        search=lambda rows, text: rows.filter(actor__icontains=text) | rows.filter(subject__contains=text),
        search_label=_("Person or number"),
        sort="-at",
    )
    lede = _("Each look of a person at a caller's number.")
    return table_page(request, "console/list.html", table, {"title": _("Looks"), "lede": lede})


@allowed(ADMINISTRATORS)
def people(request: HttpRequest) -> HttpResponse:
    rows: list[dict[str, Any]] = members.users()
    table = Table(
        request,
        rows,
        (
            Column("name", _("Log-in"), lambda one: one["name"]),
            Column("role", _("Role"), lambda one: one["role"], "word:role"),
            Column("organisation", _("Organisation"), lambda one: one["organisation"]),
            Column("active", _("Active"), lambda one: one["active"]),
        ),
        name="people",
        caption=_("Log-ins"),
        sort="name",
    )
    lede = _("Who may sign in, and for whom. Log-ins are made with the command “sosiego user add”.")
    return table_page(request, "console/list.html", table, {"title": _("Log-ins"), "lede": lede})
