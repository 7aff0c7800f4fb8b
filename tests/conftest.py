"""Every test runs in a home of its own; nothing is read from or written to the developer's."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator

import django
import pytest

# Before Django reads its settings: they make the home's keys and name its database. Were the settings named
# in pyproject.toml, pytest-django would read them before this file.
os.environ["SOSIEGO_HOME"] = tempfile.mkdtemp(prefix="sosiego-tests-")
os.environ["DJANGO_SETTINGS_MODULE"] = "sosiego.settings"
atexit.register(shutil.rmtree, os.environ["SOSIEGO_HOME"], ignore_errors=True)
django.setup()

from sosiego import home  # noqa: E402  (it reads the variable set above)


@pytest.fixture(autouse=True)
def _no_traffic_is_left_behind() -> Iterator[None]:
    """The database is rolled back after a test; the archive is files, and is emptied by hand."""
    yield
    shutil.rmtree(home.current().archive, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Groups that are silently scattered over the processes would make each start what they share."""
    if hasattr(config, "workerinput") and config.getvalue("loadgroup"):
        scattered = [
            item for item in items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid
        ]
        if scattered:
            raise pytest.UsageError(f"pytest-xdist does not keep {scattered[0].nodeid} with its group")
