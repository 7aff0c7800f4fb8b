"""Labelled messages from files, and templates written out."""

from __future__ import annotations

from pathlib import Path

import pytest

from sosiego.detection import examples
from sosiego.detection.examples import Example, written_out


def test_a_file_without_the_columns_is_refused_with_those_it_has(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("category,message\nx,y\n", encoding="utf-8")
    with pytest.raises(examples.ExamplesColumnMissingError) as caught:
        examples.read_examples(path)
    assert str(caught.value) == (
        "The file has no column label, text.\n"
        f"  where: {path} (its columns: category, message)\n"
        "  do: Give a CSV whose first line names the columns label, text."
    )


def test_an_example_without_a_label_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("label,text\nham,hello\n ,hi\n", encoding="utf-8")
    with pytest.raises(examples.ExamplesRowError, match="has no label") as caught:
        examples.read_examples(path)
    assert caught.value.where.endswith("row 3")


def test_a_byte_order_mark_and_line_breaks_in_texts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('\ufefflabel,text\nham,"two\nlines, one text"\n', encoding="utf-8")
    assert examples.read_examples(path) == [Example("ham", "two\nlines, one text")]


def test_templates_are_written_out_the_same_way_each_time_as_one_group() -> None:
    slots = {("name", "es"): ("Ana", "Luis"), ("city", "*"): ("Cali", "Rosario", "Puebla")}
    templates = [Example("a", "Hola {name} de {city}", "es"), Example("b", "adiós", "es")]
    made = written_out(templates, slots, 4)
    assert made == written_out(templates, slots, 4)
    assert [one.group for one in made] == ["0"] * 4 + ["1"]
    assert len({one.text for one in made}) == 5 and made[-1].text == "adiós"


def test_a_value_may_hold_a_slot() -> None:
    slots = {("close", "en"): ("call {phone}",), ("phone", "*"): ("555",)}
    assert written_out([Example("a", "Loans, {close}", "en")], slots, 1)[0].text == "Loans, call 555"


def test_a_slot_without_a_value_or_without_an_end_is_refused() -> None:
    with pytest.raises(
        examples.SlotWithoutValueError, match=r"no value for the slot \{name\} in the language “es”"
    ):
        written_out([Example("a", "{name}", "es")], {("name", "en"): ("Ann",)}, 1)
    with pytest.raises(examples.SlotWithoutValueError, match="never end"):
        written_out([Example("a", "{x}", "es")], {("x", "*"): ("{x}",)}, 1)
