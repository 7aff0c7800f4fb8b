"""Home, look-up, preferences, appeals and the short pages about the site itself."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from sosiego import clock
from sosiego.cases import services as cases
from sosiego.errors import SosiegoError
from sosiego.publication import queries as publications
from sosiego.registry import services as registry
from sosiego.web import book, forms
from sosiego.web.access import PUBLIC, SIGNED_IN, allowed
from sosiego.web.limits import LOOK_UPS, WISHES
from sosiego.web.lookup import look_up
from sosiego.web.members import visitor_of


@allowed(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    latest = {kind: publications.latest(kind) for kind in ("bulletin", "list")}
    return render(request, "public/home.html", {"latest": latest, "form": forms.WhoForm()})


@allowed(PUBLIC)
@never_cache
def who(request: HttpRequest) -> HttpResponse:
    """Who called me. Asked by GET, so that an answer can be shared; counted, so that none lists them all."""
    if "number" not in request.GET:
        return render(request, "public/who.html", {"form": forms.WhoForm()})
    form = forms.WhoForm(request.GET)
    answer = None
    if form.is_valid():
        LOOK_UPS.count(request)
        answer = look_up(form.cleaned_data["number"], clock.now())
    return render(request, "public/who.html", {"form": form, "answer": answer})


@allowed(PUBLIC)
@never_cache
def refuse(request: HttpRequest) -> HttpResponse:
    form = forms.RefuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        WISHES.count(request)
        wish = form.cleaned_data
        registry.record_preference(
            wish["number"],
            refuses_calls=wish["refuses_calls"],
            refuses_messages=wish["refuses_messages"],
            at=clock.now(),
        )
        request.session["refused"] = {
            "number": book.current().numbering.mask(wish["number"]),
            "calls": wish["refuses_calls"],
            "messages": wish["refuses_messages"],
        }
        return redirect("refuse-done")
    return render(request, "public/refuse.html", {"form": form})


@allowed(PUBLIC)
@never_cache
def refuse_done(request: HttpRequest) -> HttpResponse:
    wish = request.session.get("refused")
    return render(request, "public/refuse_done.html", {"wish": wish}) if wish else redirect("refuse")


@allowed(PUBLIC)
@never_cache
def appeal(request: HttpRequest) -> HttpResponse:
    form = forms.PublicAppealForm(
        request.POST if request.method == "POST" else None,
        initial={"measure": request.GET.get("measure", "")},
    )
    if request.method == "POST" and form.is_valid():
        WISHES.count(request)
        try:
            filed = cases.file_appeal(
                form.cleaned_data["measure"],
                text=form.cleaned_data["text"],
                contact=form.cleaned_data["contact"],
                at=clock.now(),
                book=book.current(),
            )
        except SosiegoError as error:
            form.add_error("measure", error.what)
        else:
            request.session["appeal"] = {"reference": filed.reference, "due": filed.due_at.isoformat()}
            return redirect("appeal-done")
    return render(request, "public/appeal.html", {"form": form})


@allowed(PUBLIC)
@never_cache
def appeal_done(request: HttpRequest) -> HttpResponse:
    filed = request.session.get("appeal")
    if not filed:
        return redirect("appeal")
    context = {"reference": filed["reference"], "due_at": datetime.fromisoformat(filed["due"])}
    return render(request, "public/appeal_done.html", context)


@allowed(PUBLIC)
def open_data(request: HttpRequest) -> HttpResponse:
    return render(request, "public/open_data.html", {"published": list(publications.published())[:8]})


@allowed(PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html")


@allowed(PUBLIC)
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html")


@allowed(SIGNED_IN)
def enter(request: HttpRequest) -> HttpResponse:
    """After signing in: each to his desk."""
    visitor = visitor_of(request)
    if visitor.role == "agent":
        return redirect("portal:home")
    if visitor.role == "administrator":
        return redirect("console:people")
    return redirect("console:dashboard")


@allowed(PUBLIC)
def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@allowed(PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what is published, not the look-ups and desks."""
    closed = "\n".join(f"Disallow: {reverse(name)}" for name in ("who", "console:dashboard", "portal:home"))
    return HttpResponse(f"User-agent: *\n{closed}\n", content_type="text/plain")
