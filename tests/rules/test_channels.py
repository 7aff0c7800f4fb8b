"""Reports in a written form are taken apart by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.rules.channels import parse, placeholders


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("13800000000*You won", {"number": "13800000000", "text": "You won"}),
        (" 138 0000 0000 * You\nwon 2*2 ", {"number": "138 0000 0000", "text": "You\nwon 2*2"}),
        ("+8613800000000*x", {"number": "+8613800000000", "text": "x"}),
        ("13800000000＊中奖", {"number": "13800000000", "text": "中奖"}),
        ("BANCO*x", {"number": "BANCO", "text": "x"}),
        ("13800000000", None),
        ("*text", None),
        ("13800000000*", None),
        ("", None),
    ],
)
def test_a_number_and_a_text_with_a_star_between(message: str, found: dict[str, str] | None) -> None:
    assert parse("{number}*{text}", message) == found


def test_fixed_words_are_read_in_any_case() -> None:
    format = "REPORT {text}, {number}, {time}"
    assert parse(format, "report  Loan, at once, 140123, 03/10/26 10:30") == {
        "text": "Loan, at once",
        "number": "140123",
        "time": "03/10/26 10:30",
    }


def test_what_has_no_form_cannot_be_read() -> None:
    assert parse("", "13800000000") is None
    assert placeholders("{number}*{text}") == ("number", "text")


@given(st.from_regex(r"\+?[0-9]{3,20}", fullmatch=True), st.text(min_size=1, max_size=200))
def test_what_was_put_together_is_taken_apart_again(number: str, text: str) -> None:
    if text.strip():
        assert parse("{number}*{text}", f"{number}*{text}") == {"number": number, "text": text.strip()}
