"""Real public data beside the clone, for tests that want it; they are skipped where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(name: str) -> Path:
    """The path of a file of ../shared/data; skips the test if it is not there."""
    path = _SHARED / name
    if not path.exists():
        pytest.skip(f"needs ../shared/data/{name}, which is not part of the project")
    return path
