"""One country for the tests of this room; making it costs two seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from sosiego.world import folder
from sosiego.world.quarter import Quarter

DAYS = 14


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> folder.Made:
    """Two weeks of the country of seed 7."""
    return folder.make(tmp_path_factory.mktemp("country"), seed=7, quarter=Quarter.parse("2026Q3"), days=DAYS)


@pytest.fixture(scope="session")
def place(made: folder.Made) -> Path:
    return made.folder
