"""Every page and every operation names who may use it, and keeps the others out."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sosiego.web import portal
from sosiego.web.access import CLOSED_ROUTES, Access, access_of
from sosiego.web.api import api
from tests.web.builders import CALLER, Country

SignIn = Callable[[str], Client]


def routes(
    resolver: URLResolver, namespaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from routes(pattern, inner)
        else:
            yield str(pattern.pattern), pattern, namespaces


ROUTES = list(routes(get_resolver()))


def test_every_route_names_who_may_use_it() -> None:
    nobody = [
        f"{'/'.join(spaces)} {route}"
        for route, pattern, spaces in ROUTES
        if pattern.name not in CLOSED_ROUTES
        and access_of(pattern.callback, pattern.name, list(spaces)) is None
    ]
    assert nobody == []


def test_every_operation_of_the_api_names_who_may_use_it() -> None:
    nobody = [
        f"{operation.methods} {address}"
        for _prefix, router in api._routers
        for address, view in router.path_operations.items()
        for operation in view.operations
        if not operation.auth_callbacks
        or not all(isinstance(getattr(one, "access", None), Access) for one in operation.auth_callbacks)
    ]
    assert nobody == []


def test_a_view_that_names_nobody_is_refused(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from sosiego.web.access import RouteNamesNobodyError
    from sosiego.web.public import pages

    monkeypatch.delattr(pages.health, "access")
    with pytest.raises(RouteNamesNobodyError) as error:
        visitor.get("/health")
    assert "put @allowed" in error.value.todo


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/console/", "/console/ledger/", "/console/shadow/", "/portal/", "/enter/"]
)
def test_the_public_is_led_to_the_log_in(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"])
@pytest.mark.django_db
def test_nobody_signs_up_or_resets_by_himself(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("norte-agent", "/console/"),
        ("norte-agent", f"/console/callers/{CALLER}/"),
        ("norte-agent", "/console/shadow/"),
        ("root", "/console/shadow/"),
        ("ana", "/portal/"),
        ("ana", "/console/looks/"),
        ("ana", "/console/people/"),
        ("root", "/console/findings/"),
    ],
)
def test_a_role_that_may_not_enter_is_told_so(
    log_ins: Any, signed_in: SignIn, name: str, address: str
) -> None:
    answer = signed_in(name).get(address)
    assert answer.status_code == 403
    assert b"Your role may not use this page." in answer.content


@pytest.mark.parametrize(
    "address",
    [
        "/console/measures/{measure}/lift/",
        "/console/callers/{caller}/take-up/",
        "/console/callers/{caller}/close/",
        "/console/callers/{caller}/traceback/",
        "/console/publications/make/",
    ],
)
def test_an_auditor_reads_everything_and_changes_nothing(
    country: Country, signed_in: SignIn, address: str
) -> None:
    kim = signed_in("kim")
    assert kim.get(f"/console/measures/{country.measure}/").status_code == 200
    asked = address.format(measure=country.measure, caller=country.caller)
    assert kim.post(asked, {"reason": "x", "text": "x"}).status_code == 403


def test_an_agent_sees_no_order_measure_or_answer_of_another_organisation(
    country: Country, signed_in: SignIn
) -> None:
    sur = signed_in("sur-agent")
    assert sur.get(f"/portal/orders/{country.order}/").status_code == 404
    assert (
        sur.post(f"/portal/orders/{country.order}/", {"outcome": "confirmed", "text": "x"}).status_code == 404
    )
    assert sur.get(f"/portal/measures/{country.measure}/appeal/").status_code == 404
    for page in ("orders", "measures", "appeals", "tracebacks"):
        shown = sur.get(f"/portal/{page}/")
        assert country.order.encode() not in shown.content
        assert country.measure.encode() not in shown.content


def test_every_query_of_the_portal_names_the_organisation() -> None:
    # What the portal asks of these rooms is rows of somebody; each such call must pass its own organisation.
    scoped = {
        "cases": {"orders", "hops", "appeals"},
        "oversight": {"scorecards_of", "sanctions", "violations"},
        "registry": {"measures_in_force", "measures_of", "measures"},
    }
    path = Path(portal.__file__).parent / "views.py"
    tree = ast.parse(path.read_text())
    unscoped = []
    for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
        source = ast.unparse(function)
        for call in (one for one in ast.walk(function) if isinstance(one, ast.Call)):
            if not (isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)):
                continue
            if call.func.attr in scoped.get(call.func.value.id, ()):
                passed = ast.unparse(call)
                narrowed = (
                    "own(request)" in passed or "mine" in passed or f"{passed}.filter(holder=" in source
                )
                if not narrowed:
                    unscoped.append(f"line {call.lineno}: {passed}")
    assert unscoped == []
