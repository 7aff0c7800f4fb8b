from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from sosiego.world.commands import app


def test_make_prints_its_totals_as_json(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["make", "--out", str(tmp_path / "country"), "--days", "2", "--json"])
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert (made["days"], made["subscribers"]) == (2, 3000)
    assert made["traffic_records"] > 5000
    assert (tmp_path / "country" / "truth.csv").exists()
