"""The pages that describe the API: a plain list that needs no script, and the interactive reference."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sosiego.web.access import PUBLIC, allowed
from sosiego.web.api import api


@allowed(PUBLIC)
def developers(request: HttpRequest) -> HttpResponse:
    document = api.get_openapi_schema()
    operations: list[dict[str, Any]] = []
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            operations.append(
                {
                    "method": method.upper(),
                    "address": address,
                    "summary": operation.get("summary", ""),
                    "tag": (operation.get("tags") or [""])[0],
                    "open": not operation.get("security"),
                }
            )
    return render(request, "public/developers.html", {"operations": operations})


@allowed(PUBLIC)
def reference(request: HttpRequest) -> HttpResponse:
    """Swagger UI from the package's own files; nothing is loaded from elsewhere."""
    return render(request, "public/api_reference.html")
