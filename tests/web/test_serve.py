"""What the server believes of the proxy before it: asked over a socket, as the proxy asks."""

from __future__ import annotations

import contextlib
import http.client
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import waitress
from django.core.wsgi import get_wsgi_application
from pytest_django.fixtures import Settings

from sosiego.web import serve

# A file of the site itself: it is served without asking the database.
PAGE = "/static/sosiego/sosiego.css"

Ask = Callable[..., http.client.HTTPResponse]


@pytest.fixture
def behind_tls(settings: Settings) -> None:
    settings.BEHIND_TLS = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.fixture
def seen() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def ask(request: pytest.FixtureRequest, seen: list[dict[str, Any]]) -> Iterator[Ask]:
    """Ask a server that was started with the settings of the test."""
    if "behind_tls" in request.fixturenames:
        request.getfixturevalue("behind_tls")
    site = get_wsgi_application()

    def application(environ: dict[str, Any], start: Any) -> Any:
        seen.append(environ)
        return site(environ, start)

    server = waitress.create_server(application, host="127.0.0.1", port=0, **serve.options())

    def run() -> None:
        # Its sockets are closed beneath its loop: there is no other way to end it from outside.
        with contextlib.suppress(OSError):
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def get(**headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", PAGE, headers={"Host": "localhost", "Connection": "close"} | named)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    yield get
    server.close()
    thread.join(timeout=10)


@pytest.mark.usefixtures("behind_tls")
def test_behind_tls_a_page_that_was_asked_for_by_tls_is_served_and_not_redirected(ask: Ask) -> None:
    assert ask(X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.7").status == 200


@pytest.mark.usefixtures("behind_tls")
def test_behind_tls_a_plain_address_is_redirected(ask: Ask) -> None:
    answer = ask(X_Forwarded_Proto="http")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://localhost{PAGE}")


@pytest.mark.usefixtures("behind_tls")
def test_behind_tls_the_visitor_is_who_the_proxy_says(ask: Ask, seen: list[dict[str, Any]]) -> None:
    ask(X_Forwarded_Proto="https", X_Forwarded_For="198.51.100.1, 192.0.2.7")
    assert seen[0]["REMOTE_ADDR"] == seen[0]["HTTP_X_FORWARDED_FOR"] == "192.0.2.7"


def test_without_a_proxy_nobody_is_believed(ask: Ask, seen: list[dict[str, Any]]) -> None:
    assert ask(X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.7").status == 200
    assert seen[0]["REMOTE_ADDR"] == "127.0.0.1"
    assert "HTTP_X_FORWARDED_PROTO" not in seen[0]
