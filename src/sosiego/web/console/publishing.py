"""Make a publication, sign it with two people, withdraw it."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sosiego import clock
from sosiego.publication import queries, services
from sosiego.rules.periods import Period
from sosiego.web import book, columns, forms
from sosiego.web.access import DECIDERS, READERS, SIGNERS, allowed
from sosiego.web.console.shell import actor
from sosiego.web.members import visitor_of
from sosiego.web.problems import act, act_with
from sosiego.web.public.publications import file_response, publication_context
from sosiego.web.tables import Choice, Column, Table, table_page
from sosiego.web.words import options


@allowed(READERS)
def publications(request: HttpRequest) -> HttpResponse:
    rows = list(queries.publications())
    table = Table(
        request,
        rows,
        (
            columns.reference("reference", _("Publication"), "reference", "console:publication"),
            Column("state", _("State"), queries.state, "tag:publication"),
            columns.word("kind", _("Kind"), "publication-kind"),
            Column("period", _("Period"), lambda one: one.period, "period"),
            columns.moment("made_at", _("Made")),
            Column(
                "snapshot", _("Snapshot"), lambda one: one.snapshot, show=lambda one: one.snapshot[:12] + "…"
            ),
        ),
        name="publications",
        caption=_("Publications"),
        choices=(
            Choice(
                "kind",
                _("Kind"),
                options("publication-kind"),
                lambda found, value: [one for one in found if one.kind == value],
            ),
        ),
        sort="-made_at",
        empty=_("Nothing has been made yet."),
    )
    may_make = visitor_of(request).role in DECIDERS.roles
    return table_page(
        request, "console/publications.html", table, {"form": forms.PublicationForm(), "may_make": may_make}
    )


@allowed(DECIDERS)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    return act_with(
        request,
        forms.PublicationForm(request.POST),
        lambda asked: services.make(
            asked["kind"],
            Period.parse(asked["period"]),
            book=book.current(),
            at=clock.now(),
            actor=actor(request),
        ),
        _("The publication is made. Two people must now sign it."),
        reverse("console:publications"),
    )


@allowed(READERS)
def publication(request: HttpRequest, reference: str) -> HttpResponse:
    one, me = queries.publication(reference), visitor_of(request)
    events = list(one.events.all())
    signers = queries.signers(one)
    context = publication_context(one)
    state = context["state"]
    context |= {
        "events": events,
        "signers": signers,
        "may_sign": me.role in SIGNERS.roles and me.actor not in signers and state in ("made", "signed once"),
        "may_withdraw": me.role in DECIDERS.roles and state == "published",
        "form": forms.ReasonForm(),
        "crumbs": [(_("Publications"), reverse("console:publications")), (reference, None)],
    }
    return render(request, "console/publication.html", context)


@allowed(READERS)
def file(request: HttpRequest, reference: str, name: str) -> FileResponse:
    """A file before it is published, for those who must read it before they sign."""
    return file_response(queries.publication(reference), name)


@allowed(SIGNERS)
@require_POST
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    one = queries.publication(reference)
    return act(
        request,
        lambda: services.sign(one, actor=actor(request), at=clock.now()),
        _("You have signed."),
        reverse("console:publication", args=[reference]),
    )


@allowed(DECIDERS)
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    one = queries.publication(reference)
    return act_with(
        request,
        forms.ReasonForm(request.POST),
        lambda said: services.withdraw(one, actor=actor(request), reason=said["reason"], at=clock.now()),
        _("The publication is withdrawn."),
        reverse("console:publication", args=[reference]),
    )
