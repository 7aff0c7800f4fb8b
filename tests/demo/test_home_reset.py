from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sosiego import clock
from sosiego.demo import home_reset
from sosiego.demo.errors import HomeNotSimulatedError
from tests import builders

AT = datetime(2026, 7, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOSIEGO_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def tables_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's database is not the home's: what is tried here are the files and the refusal."""
    monkeypatch.setattr(home_reset, "call_command", lambda *arguments, **options: None)


def test_an_empty_home_is_marked_as_simulated(home: Path) -> None:
    home_reset.make_ready(AT)
    assert clock.is_simulated()
    assert clock.now() == AT


def test_a_simulated_home_is_emptied_but_keeps_its_keys(home: Path) -> None:
    clock.stop_at(AT)
    for name in (
        "archive/operator=a/x.parquet",
        "world/truth.csv",
        "publications/p.html",
        "keys/signing.key",
    ):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    builders.organisation()
    home_reset.make_ready(AT)
    assert sorted(path.name for path in home.rglob("*") if path.is_file()) == [
        "signing.key",
        "simulated-clock.json",
    ]


def test_a_home_with_organisations_is_left_alone(home: Path) -> None:
    builders.organisation()
    with pytest.raises(
        HomeNotSimulatedError, match="holds organisations, and they are not simulated"
    ) as raised:
        home_reset.make_ready(AT)
    assert "SOSIEGO_HOME" in raised.value.todo
    assert not clock.is_simulated()


def test_a_home_with_traffic_is_left_alone(home: Path) -> None:
    record = home / "archive" / "operator=a" / "day=2026-01-01" / "x.parquet"
    record.parent.mkdir(parents=True)
    record.write_text("x")
    with pytest.raises(HomeNotSimulatedError, match="traffic records"):
        home_reset.make_ready(AT)
    assert record.exists()
