"""What is still the template's is counted file by file, and refused where a rule-book must be complete."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sosiego.rules import loader, placeholders, starting
from sosiego.rules.commands import app
from sosiego.rules.starting import Head

run = CliRunner().invoke


@pytest.fixture
def book(tmp_path: Path) -> Path:
    starting.start(tmp_path / "fr", Head("fr", "France", "33", "Europe/Paris", "EUR", ("en",)))
    return tmp_path / "fr"


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("id", loader.shipped())
def test_no_shipped_rule_book_has_a_placeholder(id: str) -> None:
    assert placeholders.left_in(id) == []


def test_a_basis_that_nobody_has_given_is_named_with_its_place(book: Path) -> None:
    (left,) = [one for one in placeholders.left_in(book) if one.place.file == "fr/gates.yaml"]
    assert str(left) == (
        "This still rests on the template's document FILL-IN.\n"
        "  where: fr/gates.yaml:11:27\n"
        "  do: Name the document on which it rests, or take the entry away."
    )


def test_a_text_that_nobody_has_written_is_named_with_its_place(book: Path) -> None:
    left = [one for one in placeholders.left_in(book) if one.place.file == "fr/numbering.yaml"]
    assert str(left[0]) == (
        'This is still the template\'s: "FILL-IN Mobile".\n'
        "  where: fr/numbering.yaml:9:16\n"
        "  do: Write your country's own, without FILL-IN, or take the entry away."
    )


def test_the_check_counts_them_by_file_and_still_holds(book: Path) -> None:
    result = run(app, ["check", str(book)])
    assert result.exit_code == 0
    assert "  to fill in: calendar.yaml 1, " in result.stdout
    assert ", gates.yaml 1, " in result.stdout
    row = json.loads(run(app, ["check", str(book), "--json"]).stdout)[0]
    assert (row["ok"], row["placeholders"]) == (True, len(placeholders.left_in(book)))


def test_the_check_refuses_them_where_the_book_must_be_complete(book: Path) -> None:
    result = run(app, ["check", str(book), "--complete", "--json"])
    assert result.exit_code == 1
    row = json.loads(result.stdout)[0]
    assert {problem["kind"] for problem in row["problems"]} == {"PlaceholderLeftError"}
    assert run(app, ["check", "template", "--complete"]).exit_code == 0


def test_what_is_filled_in_is_told_no_more(book: Path) -> None:
    replace(book / "documents.yaml", "id: FILL-IN", "id: act")
    for file in book.rglob("*.yaml"):
        file.write_text(
            file.read_text(encoding="utf-8").replace("document: FILL-IN", "document: act"), "utf-8"
        )
    for file in ("numbering.yaml", "taxonomy.yaml"):
        replace(book / file, "FILL-IN ", "")
    assert placeholders.left_in(book) == []
    assert run(app, ["check", str(book), "--complete"]).exit_code == 0


def test_the_mark_is_a_word_of_its_own(book: Path) -> None:
    replace(book / "numbering.yaml", "FILL-IN Mobile", "REFILL-INS, fill-in")
    assert len([one for one in placeholders.left_in(book) if "numbering" in one.where]) == 2


def test_a_draft_is_asked_for_what_it_takes_from_its_base_too(book: Path) -> None:
    draft = book.parent / "draft"
    draft.mkdir()
    (draft / "rulebook.yaml").write_text("id: draft\nbased_on: ../fr\n", encoding="utf-8")
    assert len(placeholders.left_in(draft)) == len(placeholders.left_in(book))


def test_a_file_that_is_no_yaml_hides_only_itself(book: Path) -> None:
    before = placeholders.by_file(placeholders.left_in(book))
    (book / "gates.yaml").write_text("gates: [", encoding="utf-8")
    assert placeholders.by_file(placeholders.left_in(book)) == before.replace("gates.yaml 1, ", "")
