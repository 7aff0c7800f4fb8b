"""Who may use what. Every page and every API route names its access here or by these decorators.

`AccessMiddleware` refuses a page that names nobody, so that a forgotten decorator closes a page instead of
opening it; a test walks all routes and fails before that can be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import ResolverMatch
from django.utils.translation import gettext as _

from sosiego.errors import SosiegoError
from sosiego.web.members import Visitor, visitor_of

ADMINISTRATOR = "administrator"
OFFICIAL = "official"
SUPERVISOR = "supervisor"
AUDITOR = "auditor"
AGENT = "agent"
EVERY_ROLE = frozenset({ADMINISTRATOR, OFFICIAL, SUPERVISOR, AUDITOR, AGENT})


class RouteNamesNobodyError(SosiegoError):
    """A page was asked for that does not say who may use it."""


@dataclass(frozen=True)
class Answer:
    """May this visitor enter, and why or why not."""

    allowed: bool
    reason: str


@dataclass(frozen=True)
class Access:
    """The roles that may use a page; `public` means everybody, signed in or not."""

    roles: frozenset[str] = frozenset()
    public: bool = False

    def answer(self, visitor: Visitor) -> Answer:
        if self.public:
            return Answer(True, _("This page is open to everybody."))
        if not visitor.is_known:
            return Answer(False, _("This page asks you to sign in."))
        if visitor.role in self.roles:
            return Answer(True, _("Your role may use this page."))
        return Answer(False, _("Your role may not use this page."))


PUBLIC = Access(public=True)
SIGNED_IN = Access(EVERY_ROLE)
# Read the console: everybody of the regulator who works on cases.
READERS = Access(frozenset({OFFICIAL, SUPERVISOR, AUDITOR}))
# Act in the console: an auditor reads everything and changes nothing.
DECIDERS = Access(frozenset({OFFICIAL, SUPERVISOR}))
# Signing is a right of officials and supervisors; that two different people sign is kept by the services.
SIGNERS = DECIDERS
AUDITORS = Access(frozenset({AUDITOR, SUPERVISOR}))
AGENTS = Access(frozenset({AGENT}))
ADMINISTRATORS = Access(frozenset({ADMINISTRATOR}))

# Pages of other packages, by the name of their route. A route of theirs that is not here is refused.
FOREIGN_ROUTES: dict[str, Access] = {
    "set_language": PUBLIC,
    "javascript-catalog": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,  # the second step of signing in
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
}

View = Callable[..., HttpResponse]


def allowed(access: Access) -> Callable[[View], View]:
    """Declare who may use a page, and keep everybody else out of it."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return refusal(request, access) or view(request, *args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return declare


def refusal(request: HttpRequest, access: Access) -> HttpResponse | None:
    """None if the visitor may enter; else the way to the log-in, or a page that says why not."""
    visitor = visitor_of(request)
    answer = access.answer(visitor)
    if answer.allowed:
        return None
    if not visitor.is_known and not request.user.is_authenticated:
        where = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{where}")
    return render(request, "403.html", {"reason": answer.reason}, status=403)


def access_of(callback: Any, route_name: str | None, namespaces: list[str] | None = None) -> Access | None:
    """The access that a route names; None if it names nobody."""
    declared: Access | None = getattr(callback, "access", None)
    if declared is not None:
        return declared
    if namespaces and namespaces[0] == "api-v1":
        # Each operation of the API carries its own `auth`, which is walked by the same test.
        return PUBLIC
    return FOREIGN_ROUTES.get(route_name or "")


class AccessMiddleware:
    """Refuse every page that names nobody, and guard the pages that other packages bring."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, callback: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match: ResolverMatch | None = request.resolver_match
        if match is None:
            return None
        access = access_of(callback, match.url_name, match.namespaces)
        if access is None:
            if match.url_name in CLOSED_ROUTES:
                return render(request, "404.html", status=404)
            raise RouteNamesNobodyError(
                f"The page {request.path} does not say who may use it",
                where=f"route {match.route}",
                todo="put @allowed(…) on its view, or name the route in FOREIGN_ROUTES of web/access.py",
            )
        return refusal(request, access)


# Pages that allauth brings and Sosiego does not offer: accounts are given by an administrator.
CLOSED_ROUTES = frozenset(
    {
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_login_code",
        "account_request_login_code",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
        "mfa_signup_webauthn",
        "mfa_trust",
    }
)
