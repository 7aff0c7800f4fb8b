from __future__ import annotations

from pathlib import Path

from sosiego.world import truth
from sosiego.world.patterns import PATTERNS


def test_truth_is_read_as_it_was_written(place: Path, tmp_path: Path) -> None:
    read = truth.read(place / "truth.csv")
    truth.write(read, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (place / "truth.csv").read_bytes()


def test_every_kind_of_nuisance_has_a_pattern_and_look_alikes_have_none(place: Path) -> None:
    for one in truth.read(place / "truth.csv"):
        assert one.is_nuisance == (one.kind in PATTERNS)
