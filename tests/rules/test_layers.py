"""A draft lies over the rule-book on which it is based, and holds only what it changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sosiego.rules import errors, loader
from tests.rules.folders import copied, drafted

ON = date(2026, 8, 3)
WINDOWS = "windows.yaml"


def _said(folder: Path, file: str) -> str:
    return (folder / file).read_text(encoding="utf-8")


def _windows(folder: Path, days: int) -> None:
    text = _said(folder.parent / "book", WINDOWS).replace("behaviour_days: 7", f"behaviour_days: {days}")
    (folder / WINDOWS).write_text(text, encoding="utf-8")


def test_a_draft_takes_what_it_does_not_hold_from_below(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    _windows(draft, 14)
    law, below = loader.load(draft), loader.load(draft.parent / "book")
    assert law.windows(ON).behaviour_days == 14
    assert (law.id, law.based_on, law.languages) == ("draft", "../book", below.languages)
    assert [one.id for one in law.criteria(ON)] == [one.id for one in below.criteria(ON)]


def test_a_draft_may_be_based_on_a_shipped_rule_book(tmp_path: Path) -> None:
    (tmp_path / "rulebook.yaml").write_text("id: shorter\nbased_on: cn\n", encoding="utf-8")
    law = loader.load(tmp_path)
    assert law.time_zone.key == loader.time_zone_of(tmp_path) == "Asia/Shanghai"
    assert law.all_criteria == loader.load("cn").all_criteria


def test_criteria_are_taken_file_by_file(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    (draft / "criteria").mkdir()
    one = _said(draft.parent / "book", "criteria/reported-caller.yaml")
    (draft / "criteria" / "another.yaml").write_text(
        one.replace("id: reported-caller", "id: another"), encoding="utf-8"
    )
    assert [criterion.id for criterion in loader.load(draft).criteria(ON)] == ["another", "reported-caller"]


def test_a_file_that_says_only_removed_takes_one_away(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    (draft / "criteria").mkdir()
    (draft / "criteria" / "reported-caller.yaml").write_text("removed: true\n", encoding="utf-8")
    (draft / "penalties.yaml").write_text("removed: true\n", encoding="utf-8")
    law = loader.load(draft)
    assert law.criteria(ON) == law.penalties(ON) == ()


def test_the_digest_covers_the_law_as_it_is_put_together(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    first = loader.load(draft).digest
    assert first != loader.load(draft.parent / "book").digest
    _windows(draft, 14)
    second = loader.load(draft).digest
    scoring = draft.parent / "book" / "scoring.yaml"
    scoring.write_text(
        _said(draft.parent / "book", "scoring.yaml").replace("at_least: 60", "at_least: 65"), encoding="utf-8"
    )
    third = loader.load(draft).digest
    # The draft has its own windows: those below say nothing any more.
    below = draft.parent / "book" / WINDOWS
    below.write_text(below.read_text(encoding="utf-8") + "# not asked\n", encoding="utf-8")
    assert len({first, second, third}) == 3
    assert loader.load(draft).digest == third == loader.digest_of(draft)


def test_an_error_names_the_file_that_was_really_read(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    _windows(draft, 14)
    wrong = (
        (draft, WINDOWS, "smallest_calls: 20", "smallest_calls: many"),
        (draft.parent / "book", "scoring.yaml", "at_least: 60", "at_least: much"),
    )
    for folder, file, old, new in wrong:
        (folder / file).write_text(_said(folder, file).replace(old, new), encoding="utf-8")
    places = {problem.where.rpartition(":")[0].rpartition(":")[0] for problem in loader.check(draft)[1]}
    assert places == {f"draft/{WINDOWS}", "book/scoring.yaml"}


def test_a_draft_based_on_itself_is_refused(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    head = draft.parent / "book" / "rulebook.yaml"
    head.write_text(head.read_text(encoding="utf-8") + "based_on: ../draft\n", encoding="utf-8")
    with pytest.raises(errors.BasedOnItselfError) as refused:
        loader.load(draft)
    line = len(head.read_text(encoding="utf-8").splitlines())
    assert str(refused.value) == (
        "This draft is based on ../draft, which is based on it.\n"
        f"  where: book/rulebook.yaml:{line}:11\n"
        "  do: Name another rule-book."
    )


def test_a_draft_of_nothing_known_is_refused_with_its_place(tmp_path: Path) -> None:
    draft = drafted(tmp_path, based_on="atlantis")
    with pytest.raises(errors.RuleBookNotFoundError) as refused:
        loader.load(draft)
    assert refused.value.where == "draft/rulebook.yaml:2:11"


def test_the_digest_of_a_rule_book_of_its_own_is_that_of_its_files(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    before = loader.load(folder).digest
    (folder / "tests" / "orders-overdue.yaml").unlink()
    (folder / "README.md").write_text("No law.", encoding="utf-8")
    assert loader.load(folder).digest == before
