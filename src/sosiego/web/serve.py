"""The server that comes with Sosiego: waitress, in this process."""

from __future__ import annotations

from typing import Any

import waitress
from django.conf import settings

from sosiego.web.wsgi import application

# Two cores answer about as much as eight threads ask; more would only wait for the database.
THREADS = 8
# A report and an API question are small; a larger body is a mistake or an attack.
LARGEST_BODY = 1_048_576


def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the site until the process ends. Behind TLS, a proxy stands before it (SOSIEGO_TLS=1)."""
    waitress.serve(application, host=host, port=port, **options())


def options() -> dict[str, Any]:
    """How waitress serves this home."""
    served: dict[str, Any] = {
        "threads": THREADS,
        "ident": None,
        "max_request_body_size": LARGEST_BODY,
        # Half a minute without a byte: a phone that lost its network, not a person who thinks.
        "channel_timeout": 30,
    }
    if settings.BEHIND_TLS:
        # Waitress strikes out what a proxy says of the visitor unless it is told whom to believe. Without
        # the scheme each page would be redirected to itself; without the address all visitors would be one.
        served |= {
            "trusted_proxy": "127.0.0.1",
            "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"},
        }
    return served
