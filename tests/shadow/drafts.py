"""Drafts of `cn` with one text replaced."""

from __future__ import annotations

from pathlib import Path

from sosiego.rules.loader import SHIPPED

FILE = "criteria/reported-caller.yaml"


def drafted(tmp_path: Path, old: str, new: str) -> Path:
    """A draft of `cn` in which one criterion says something else."""
    folder = tmp_path / "fewer-reporters"
    (folder / "criteria").mkdir(parents=True)
    (folder / "rulebook.yaml").write_text("id: fewer\nbased_on: cn\n", encoding="utf-8")
    text = (SHIPPED / "cn" / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new), encoding="utf-8")
    return folder
