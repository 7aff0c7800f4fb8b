from __future__ import annotations

from pathlib import Path

import pytest

from sosiego import home


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for one test: its key, and the checkpoints it keeps."""
    monkeypatch.setattr(home, "current", lambda: home.Home(tmp_path))
    return tmp_path
