"""The copy of a draft: whole, and the same whatever becomes of the original."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sosiego.rules.book import RuleBook
from sosiego.rules.errors import RuleBookNotFoundError
from sosiego.shadow import copying
from sosiego.shadow.errors import ShadowDraftChangedError
from tests.shadow.drafts import FILE


def test_a_copy_is_one_layer_that_says_what_the_draft_says(draft: Path, law: RuleBook) -> None:
    kept = copying.keep(draft)
    assert (kept.id, kept.based_on, kept.name) == ("fewer", "", law.name)
    assert {one.id for one in kept.all_criteria} == {one.id for one in law.all_criteria}
    changed = next(one for one in kept.all_criteria if one.id == "reported-caller")
    assert "call_reporters_10d >= 3" in changed.condition.sql


def test_a_file_that_the_draft_takes_away_is_not_in_the_copy(draft: Path) -> None:
    (draft / FILE).write_text("removed: true\n", encoding="utf-8")
    assert "reported-caller" not in {one.id for one in copying.keep(draft).all_criteria}


def test_neither_edits_nor_loss_of_the_draft_change_the_copy(draft: Path) -> None:
    kept = copying.keep(draft)
    shutil.rmtree(draft)
    assert copying.kept_book(kept.digest).digest == kept.digest


def test_the_same_text_is_kept_once(draft: Path) -> None:
    kept = copying.keep(draft)
    assert copying.keep(draft).digest == kept.digest
    assert [path.name for path in copying.folder_of(kept.digest).parent.iterdir()] == [kept.digest[:16]]


def test_a_copy_that_was_edited_is_not_the_draft_any_more(draft: Path) -> None:
    kept = copying.keep(draft)
    file = copying.folder_of(kept.digest) / FILE
    file.write_text(file.read_text(encoding="utf-8").replace(">= 3", ">= 2"), encoding="utf-8")
    with pytest.raises(ShadowDraftChangedError, match="no longer the text that was started"):
        copying.kept_book(kept.digest)


def test_a_copy_that_vanished_is_told(draft: Path) -> None:
    kept = copying.keep(draft)
    shutil.rmtree(copying.folder_of(kept.digest))
    with pytest.raises(RuleBookNotFoundError):
        copying.kept_book(kept.digest)
