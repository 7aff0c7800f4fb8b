"""Files of a publication as they are served: a page that stands alone keeps its style and gets no other."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from csp.middleware import CSPMiddleware
from django.http import HttpRequest

from sosiego.publication import queries
from sosiego.web.public.publications import file_response

STYLE = b"\nbody { color: #123 }\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "bulletin.es.html"
    file.write_bytes(b"<!doctype html><style>" + STYLE + b"</style><main>Bolet\xc3\xadn</main>")
    monkeypatch.setattr(queries, "file", lambda one, name: tmp_path / name)
    return file


def policy(name: str, digest: str = "1") -> str:
    one = SimpleNamespace(reference="P-2026-000001", files={name: digest})
    response = file_response(one, name)
    CSPMiddleware(lambda request: response).process_response(HttpRequest(), response)
    return str(response["Content-Security-Policy"])


def test_a_page_that_stands_alone_may_use_its_own_style_and_no_other(page: Path) -> None:
    named = base64.b64encode(hashlib.sha256(STYLE).digest()).decode()
    style = next(part for part in policy(page.name).split("; ") if part.startswith("style-src"))
    assert style == f"style-src 'self' 'sha256-{named}'"
    assert "unsafe" not in policy(page.name)


def test_a_page_made_anew_is_named_anew(page: Path) -> None:
    before = policy(page.name, "a")
    page.write_bytes(b"<style>main { margin: 0 }</style>")
    assert policy(page.name, "b") != before


def test_other_files_keep_the_policy_of_the_site(page: Path) -> None:
    page.with_name("snapshot.json").write_text("{}", encoding="utf-8")
    assert "sha256" not in policy("snapshot.json")
