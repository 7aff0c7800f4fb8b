"""A real Chromium against the site in this process. Without one the tests skip; in CI they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sosiego import clock
from tests.web import builders

# Without these Chromium asks the world for updates and fonts at each start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


def skip_or_fail(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        skip_or_fail("Chromium is not installed (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    # Playwright runs a loop of its own in this thread; Django must not take it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of axe-core, from the npm registry if it is within reach."""
    folder: Path = tmp_path_factory.mktemp("axe")
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed, so axe-core cannot be had")
    asked = ["npm", "install", "--silent", "--no-audit", "--no-fund", "axe-core@4"]
    ended = subprocess.run(asked, cwd=folder, capture_output=True, check=False, timeout=120)
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if ended.returncode or not script.exists():
        pytest.skip("axe-core could not be installed from npm")
    return script.read_text(encoding="utf-8")


@pytest.fixture
def country(transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> builders.Country:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(clock, "now", lambda: builders.MORNING.replace(hour=4))
    return builders.country()


@pytest.fixture
def opened(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open a page at an address of the site; any message that Chromium logs as an error fails the test."""
    contexts, complaints = [], []

    def complain(message: Any) -> None:
        # A refused form answers 422, which Chromium logs as an error although the page is right.
        if message.type == "error" and "422" not in message.text:
            complaints.append(message.text)

    def make(size: dict[str, int] = DESK, *, scripts: bool = True, language: str = "en") -> Any:
        context = chromium.new_context(
            viewport=size,
            base_url=live_server.url,
            java_script_enabled=scripts,
            locale=language,
            # A colour half-way between two is nobody's choice.
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", complain)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in() -> Callable[[Any, str], None]:
    def do(page: Any, name: str) -> None:
        page.goto("/accounts/login/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(builders.PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()

    return do
