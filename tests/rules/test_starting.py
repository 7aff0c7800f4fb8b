"""A new rule-book from the template: sound at once, filled in, marked, and nothing overwritten."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sosiego.rules import lawyer_tests, loader, mutation, placeholders, starting
from sosiego.rules.commands import app
from sosiego.rules.errors import MARK
from sosiego.rules.starting import FolderNotEmptyError, Head, NotForARuleBookError

run = CliRunner().invoke
FRANCE = Head("fr", "France", "33", "Europe/Paris", "EUR", ("fr", "en"))


def made(tmp_path: Path, head: Head = FRANCE) -> Path:
    starting.start(tmp_path / "made", head)
    return tmp_path / "made"


def test_a_new_rule_book_is_sound_and_says_of_itself_what_it_was_told(tmp_path: Path) -> None:
    book, problems = loader.check(made(tmp_path))
    assert problems == []
    assert book is not None
    assert (book.id, book.currency, book.time_zone.key) == ("fr", "EUR", "Europe/Paris")
    assert (book.languages, book.name["fr"]) == (("fr", "en"), "France")
    assert book.numbering.country_code == "33"
    assert book.numbering.parse("+33612345678") == "+33612345678"


@pytest.mark.parametrize("languages", [("en",), ("es",), ("ja",), ("fr", "en"), ("zh", "es", "en", "ar")])
def test_its_tests_pass_and_notice_every_number_whatever_its_languages(
    tmp_path: Path, languages: tuple[str, ...]
) -> None:
    book = loader.load(made(tmp_path, Head("xx", "Land", "999", "Asia/Tokyo", "JPY", languages)))
    assert all(outcome.passed for outcome in lawyer_tests.run(book))
    if languages == ("fr", "en"):
        moved = mutation.check(book)
        assert not moved.unnoticed
        assert not moved.unnoticed_operators


def test_every_file_of_the_template_and_every_comment_is_there(tmp_path: Path) -> None:
    folder, template = made(tmp_path), loader.SHIPPED / "template"
    names = [path.relative_to(template) for path in template.rglob("*.yaml")]
    assert sorted(path.relative_to(folder) for path in folder.rglob("*.yaml")) == sorted(names)
    for name in names:
        if str(name) != "rulebook.yaml":
            comments = re.findall(r"#.*", (template / name).read_text(encoding="utf-8"))
            assert re.findall(r"#.*", (folder / name).read_text(encoding="utf-8")) == comments


def test_texts_of_the_template_are_kept_and_others_are_english_and_marked(tmp_path: Path) -> None:
    book = loader.load(made(tmp_path))
    assert book.criteria(book.all_criteria[0].version)[0].name == {
        "fr": f"{MARK} Reported by several people",
        "en": "Reported by several people",
    }


def test_no_country_code_or_document_of_the_template_is_left(tmp_path: Path) -> None:
    folder = made(tmp_path)
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'own-rules|"\+34|short:34:|Madrid', text), path


def test_a_rule_may_have_its_true_date_before_it_has_its_document(tmp_path: Path) -> None:
    folder = made(tmp_path)
    path = folder / "gates.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-01-01", "2009-02-03"), encoding="utf-8")
    assert loader.check(folder)[1] == []


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine").write_text("kept", encoding="utf-8")
    with pytest.raises(FolderNotEmptyError) as refused:
        starting.start(tmp_path / "made", FRANCE)
    assert str(refused.value) == (
        f"{tmp_path / 'made'} is there already, and is not overwritten.\n"
        "  do: Name a folder that is not there, or one that is empty."
    )
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["mine"]
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    assert loader.check(made(tmp_path))[1] == []


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (
            Head("FR", "France", "33", "Europe/Paris", "EUR", ("fr",)),
            '--id "FR" cannot be: it must be small letters, digits and -, such as fr.\n'
            "  do: Write small letters, digits and -, such as fr.",
        ),
        (
            Head("es", "España", "34", "Europe/Madrid", "EUR", ("es",)),
            '--id "es" cannot be: it must be an id that no shipped rule-book has (a change of it is a draft: '
            "based_on: es).\n"
            "  do: Write an id that no shipped rule-book has (a change of it is a draft: based_on: es).",
        ),
        (
            Head("fr", " ", "33", "Europe/Paris", "EUR", ("fr",)),
            '--name " " cannot be: it must be what people call it, such as France.\n'
            "  do: Write what people call it, such as France.",
        ),
        (
            Head("fr", "France", "0033", "Europe/Paris", "EUR", ("fr",)),
            '--country-code "0033" cannot be: it must be the telephone country code, one to three digits '
            "such as 33.\n  do: Write the telephone country code, one to three digits such as 33.",
        ),
        (
            Head("fr", "France", "33", "paris", "EUR", ("fr",)),
            '--time-zone "paris" cannot be: it must be a name of the IANA time zone database, such as '
            "Europe/Paris.\n  do: Write Europe/Paris.",
        ),
        (
            Head("fr", "France", "33", "Europe/Paris", "EURO", ("fr",)),
            '--currency "EURO" cannot be: it must be an ISO 4217 code, such as EUR.\n  do: Write EUR.',
        ),
        (
            Head("fr", "France", "33", "Europe/Paris", "EUR", ("fr", "fr")),
            '--languages "fr,fr" cannot be: it must be codes of languages, each once, such as fr,en.\n'
            "  do: Write codes of languages, each once, such as fr,en.",
        ),
        (
            Head("fr", "France", "33", "Europe/Paris", "EUR", ("french",)),
            '--languages "french" cannot be: it must be an ISO 639 code of two letters, such as fr.\n'
            "  do: Write an ISO 639 code of two letters, such as fr.",
        ),
    ],
)
def test_a_head_that_cannot_be_is_refused_and_nothing_written(tmp_path: Path, head: Head, said: str) -> None:
    with pytest.raises(NotForARuleBookError) as refused:
        starting.start(tmp_path / "made", head)
    assert str(refused.value) == said
    assert refused.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def command(folder: Path, *more: str) -> list[str]:
    told = ["--id", "fr", "--name", "France", "--country-code", "33", "--time-zone", "Europe/Paris"]
    return ["new", str(folder), *told, "--currency", "EUR", *more]


def test_the_command_says_the_next_three_steps(tmp_path: Path) -> None:
    folder = tmp_path / "fr"
    result = run(app, command(folder))
    assert result.exit_code == 0
    assert f"files in {folder}; " in result.stdout
    assert [line[:2] for line in result.stdout.splitlines()[1:]] == ["1.", "2.", "3."]
    assert f"sosiego rules check {folder}" in result.stdout


def test_the_command_tells_a_program_what_it_made(tmp_path: Path) -> None:
    folder = tmp_path / "fr"
    told = json.loads(run(app, command(folder, "--languages", "fr, en", "--json")).stdout)
    assert (told["rulebook"], told["folder"], len(told["next"])) == ("fr", str(folder), 3)
    assert told["files"] == len(list(folder.rglob("*.yaml")))
    assert told["placeholders"] == len(placeholders.left_in(folder))
    assert loader.load(folder).languages == ("fr", "en")
