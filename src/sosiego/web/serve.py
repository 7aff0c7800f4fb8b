"""The server that comes with Sosiego: waitress, in this process."""

from __future__ import annotations

import waitress

from sosiego.web.wsgi import application

# Two cores answer about as much as eight threads ask; more would only wait for the database.
THREADS = 8
# A report and an API question are small; a larger body is a mistake or an attack.
LARGEST_BODY = 1_048_576


def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the site until the process ends. Behind TLS, a proxy stands before it (SOSIEGO_TLS=1)."""
    waitress.serve(
        application,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_BODY,
        # Half a minute without a byte: a phone that lost its network, not a person who thinks.
        channel_timeout=30,
    )
