"""A signed-in client of any log-in, and the small country of `builders`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from sosiego import clock
from tests.web import builders


@pytest.fixture(autouse=True)
def quick_and_clean(settings: Settings) -> None:
    # Argon2 is slow on purpose; what is tested here is not its slowness.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture(autouse=True)
def noon_of_the_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' clock stands two hours after the country's rules were evaluated."""
    monkeypatch.setattr(clock, "now", lambda: builders.MORNING.replace(hour=4))


@pytest.fixture
def log_ins(db: None) -> dict[str, Any]:
    return builders.log_ins()


@pytest.fixture
def country(db: None) -> builders.Country:
    return builders.country()


@pytest.fixture
def signed_in() -> Callable[[str], Client]:
    """A client that is signed in as a log-in of the country, in English."""
    from django.contrib.auth import get_user_model

    def make(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        user = get_user_model().objects.get(username=name)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def visitor() -> Client:
    """Somebody from the public, in English."""
    return Client(headers={"accept-language": "en"})
