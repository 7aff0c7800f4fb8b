"""The copy of a draft in the home: one layer, whatever the draft was based on, named by what it says."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from sosiego import home
from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from sosiego.rules.layers import HEAD
from sosiego.shadow.errors import ShadowDraftChangedError


def keep(draft: str | Path) -> RuleBook:
    """Copy a draft into the home and load it from there.

    All layers are merged, so that neither edits of the draft nor a change of its base is seen. Harmless if
    the same text was kept before: a copy lies in a folder named by its digest, and is put there as one act.
    Raises what is wrong with the draft.
    """
    book = loader.load(draft)
    home.current().shadow.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".draft-", dir=home.current().shadow))
    try:
        _merge(draft, book, beside)
        digest = loader.load(beside).digest
        kept = folder_of(digest)
        if not kept.exists():
            beside.replace(kept)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return kept_book(digest)


def folder_of(digest: str) -> Path:
    """Where the copy with this digest lies."""
    return home.current().shadow / digest[:16]


def kept_book(digest: str) -> RuleBook:
    """The copy with this digest. Raises `ShadowDraftChangedError`, `RuleBookNotFoundError`."""
    folder = folder_of(digest)
    book = loader.load(folder)
    if book.digest != digest:
        raise ShadowDraftChangedError(str(folder))
    return book


def _merge(draft: str | Path, book: RuleBook, into: Path) -> None:
    layers = loader.layers_of(draft)
    for name, path in layers.law():
        if name != HEAD and not name.endswith(f"/{HEAD}"):
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, into / name)
    head = {
        "id": book.id,
        "name": dict(book.name),
        "languages": list(book.languages),
        "currency": book.currency,
        "time_zone": book.time_zone.key,
    }
    # JSON is YAML: no writer of YAML is needed.
    (into / HEAD).write_text(json.dumps(head, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
