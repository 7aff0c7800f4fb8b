"""Each test has its own home (archive and keys), and a small rule-book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sosiego.intake import rulebook
from tests.intake.book import small_book


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SOSIEGO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(rulebook, "current", small_book)
    yield tmp_path / "home"
