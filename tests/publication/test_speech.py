"""Numbers, dates and periods as each language writes them, and every sentence in every language."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import sosiego.publication
from sosiego.publication.speech import Speaker

ROOM = Path(sosiego.publication.__file__).parent
PARTS = ROOM.parent / "locale" / "parts"
QUARTER = {"name": "2026Q3", "kind": "quarter", "first": "2026-07-01", "after": "2026-10-01"}
RANGE = {"name": "…", "kind": "range", "first": "2026-09-01", "after": "2026-09-16"}


def sentences() -> set[str]:
    """Every message id that this room marks with `_`."""
    return {
        call.args[0].value
        for source in ROOM.glob("*.py")
        for call in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_"
        and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize("part", ["publication.es.po", "publication.zh_Hans.po"])
def test_every_sentence_is_translated_with_the_same_places_to_fill(part: str) -> None:
    with (PARTS / part).open("rb") as content:
        catalog = {entry.id: entry.string for entry in read_po(content) if entry.id}
    assert sentences() == set(catalog)
    for english, translated in catalog.items():
        assert translated
        places = {piece.split("}")[0] for piece in english.split("{")[1:]}
        assert places == {piece.split("}")[0] for piece in translated.split("{")[1:]}, english


@pytest.mark.parametrize(
    ("language", "whole", "percent", "points"),
    [
        ("es", "1.234.567", "26,5\u00a0%", "−12,3"),
        ("en", "1,234,567", "26.5%", "−12.3"),
        ("zh", "1,234,567", "26.5%", "−12.3"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(
    language: str, whole: str, percent: str, points: str
) -> None:
    speaker = Speaker(language)
    assert speaker.whole(1_234_567) == whole
    assert speaker.percent(0.26547) == percent
    assert speaker.points(-0.1228) == points


def test_a_change_has_a_sign_unless_it_prints_as_zero() -> None:
    speaker = Speaker("en")
    assert speaker.change(0.1801) == "+18.0%"
    assert speaker.change(-0.0513) == "−5.1%"
    assert speaker.change(-0.0001) == "0.0%"


@pytest.mark.parametrize(
    ("language", "quarter", "range_"),
    [
        ("es", "3.er trimestre de 2026", "1 sept 2026 – 15 sept 2026"),
        ("en", "3rd quarter 2026", "1 Sept 2026 – 15 Sept 2026"),
        ("zh", "2026年第3季度", "2026年9月1日 – 2026年9月15日"),
    ],
)
def test_periods_are_told_in_words(language: str, quarter: str, range_: str) -> None:
    assert Speaker(language).period(QUARTER) == quarter
    assert Speaker(language).period(RANGE) == range_


def test_a_cell_says_small_telling_or_unknown_rather_than_zero() -> None:
    speaker = Speaker("en")
    assert speaker.cell({"withheld": "small"}, "count", 5) == "<\u00a05"
    assert speaker.cell({"withheld": "telling"}, "share", 5) == "·"
    assert speaker.cell({"value": None}, "rate", 5) == "–"
    assert speaker.cell(None, "rate", 5) == ""


def test_a_place_is_a_span_where_it_is_not_sure() -> None:
    assert Speaker("en").cell({"value": 2, "worst": 2}, "place", 5) == "2"
    assert Speaker("en").cell({"value": 2, "worst": 4}, "place", 5) == "2–4"


def test_a_text_of_the_rule_book_falls_back_to_english() -> None:
    assert Speaker("zh").label({"en": "Loans", "pt": "Empréstimos"}) == "Loans"
