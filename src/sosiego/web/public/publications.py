"""What has been published: in the reader's language, with its files."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from sosiego.publication import queries
from sosiego.web import book
from sosiego.web.access import PUBLIC, allowed


@allowed(PUBLIC)
def archive(request: HttpRequest) -> HttpResponse:
    """Everything published, the newest first."""
    found = list(queries.published())
    return render(request, "public/publications.html", {"published": found})


@allowed(PUBLIC)
def publication(request: HttpRequest, reference: str) -> HttpResponse:
    """One publication as it was signed: its own fragment, inside the site."""
    one = published_or_404(reference)
    return render(request, "public/publication.html", publication_context(one))


def publication_context(one: Any) -> dict[str, Any]:
    """The publication in the reader's language and its files, sorted by what they are for."""
    language = book.language()
    names = sorted(one.files)
    fragment = _first(names, f"{one.kind}.{language}.fragment.html", f"{one.kind}.en.fragment.html")
    file = queries.file(one, fragment) if fragment else None
    article = file.read_text(encoding="utf-8") if file and file.is_file() else ""
    return {
        "publication": one,
        "state": queries.state(one),
        # Written by us from figures that are escaped there, signed by two people, and checked by its digest.
        "article": mark_safe(article),
        "pdf": _first(names, f"{one.kind}.{language}.pdf", f"{one.kind}.en.pdf"),
        "data": [name for name in names if name.startswith("data/")],
        "other": [
            name for name in names if name.endswith((".pdf", ".html")) and not name.endswith(".fragment.html")
        ],
        "snapshot": "snapshot.json" if "snapshot.json" in names else "",
    }


def _first(names: list[str], *wanted: str) -> str:
    return next((name for name in wanted if name in names), "")


@allowed(PUBLIC)
def file(request: HttpRequest, reference: str, name: str) -> FileResponse:
    """One file of a publication, by the name under which it was signed."""
    return file_response(published_or_404(reference), name)


def file_response(one: Any, name: str) -> FileResponse:
    found = queries.file(one, name)
    if found is None or not found.is_file():
        raise Http404
    kind = "text/csv; charset=utf-8" if name.endswith(".csv") else mimetypes.guess_type(name)[0]
    response = FileResponse(found.open("rb"), content_type=kind or "application/octet-stream")
    shown_in_browser = name.endswith((".pdf", ".html", ".json"))
    file_name = f"{one.reference}-{name.replace('/', '-')}"
    response["Content-Disposition"] = (
        f'{"inline" if shown_in_browser else "attachment"}; filename="{file_name}"'
    )
    response["ETag"] = f'"{one.files[name]}"'
    if name.endswith(".html"):
        # A page that stands alone brings its style inside; the policy lets in that style and no other.
        response._csp_update = {"style-src": list(_styles_of(found, one.files[name]))}  # type: ignore[attr-defined]
    return response


_STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)


@lru_cache(maxsize=64)
def _styles_of(page: Path, digest: str) -> tuple[str, ...]:
    """The inline styles of a page as a content security policy names them: by their hash.

    `digest` is that of the signed page: another page of the same name is read anew.
    """
    styles = _STYLE.findall(page.read_bytes())
    return tuple(f"'sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}'" for one in styles)


def published_or_404(reference: str) -> Any:
    """A publication that the public may see; withdrawn ones stay, and say so."""
    one = queries.publication(reference)
    if queries.state(one) not in ("published", "withdrawn", "replaced"):
        raise Http404
    return one
