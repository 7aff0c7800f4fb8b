"""A rule-book of one's own for a test: the template, copied, with one thing changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from sosiego.rules.loader import SHIPPED


def copied(tmp_path: Path) -> Path:
    """The template in a folder of the test."""
    folder = tmp_path / "book"
    shutil.copytree(SHIPPED / "template", folder)
    return folder


def changed(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """The template with one text replaced, once; the text must be there."""
    folder = copied(tmp_path)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def drafted(tmp_path: Path, based_on: str = "../book") -> Path:
    """A draft that changes nothing yet, beside the template on which it is based."""
    copied(tmp_path)
    folder = tmp_path / "draft"
    folder.mkdir()
    (folder / "rulebook.yaml").write_text(f"id: draft\nbased_on: {based_on}\n", encoding="utf-8")
    return folder
