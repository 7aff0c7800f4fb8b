"""The three forms in which people report to a short code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.intake.errors import ShortCodeMessageError
from sosiego.intake.short_code import FORMS, ShortCodeReport, parse


@pytest.mark.parametrize(
    ("short_code", "message", "number", "text"),
    [
        ("10086999", "10690001*Loans today", "10690001", "Loans today"),
        ("10010", "ljdxjb#13800000001#Loans # today", "13800000001", "Loans # today"),
        ("10000999", "13800000001:Loans: today", "13800000001", "Loans: today"),
        ("10086999", "１０６９０００１＊贷款", "10690001", "贷款"),
        ("10010", "LJDXJB＃13800000001＃两行\n文字", "13800000001", "两行\n文字"),
        ("10000999", " 13800000001 ：贷款", "13800000001", "贷款"),
    ],
)
def test_each_form_tells_the_sender_and_the_text(
    short_code: str, message: str, number: str, text: str
) -> None:
    assert parse(short_code, message) == ShortCodeReport(number, text)


@pytest.mark.parametrize(
    ("short_code", "message", "what", "todo"),
    [
        ("10086999", "no separator", "The message does not follow the form.", "Write: number*text"),
        ("10010", "13800000001#text", "The message does not follow the form.", "Write: ljdxjb#number#text"),
        ("10000999", ":text", "The message does not name the sender.", "Write: number:text"),
        ("10086999", "13800000001*  ", "The message does not hold the text.", "Write: number*text"),
        (
            "7726",
            "text",
            "No form of report is known for the short code 7726.",
            "Known: 10086999, 10010, 10000999.",
        ),
    ],
)
def test_a_message_of_another_form_is_answered_with_the_form(
    short_code: str, message: str, what: str, todo: str
) -> None:
    with pytest.raises(ShortCodeMessageError) as caught:
        parse(short_code, message)
    assert (caught.value.what, caught.value.todo) == (what, todo)


@given(short_code=st.sampled_from(sorted(FORMS)), message=st.text(max_size=100))
def test_any_message_is_a_report_or_a_plain_refusal(short_code: str, message: str) -> None:
    try:
        number, text = parse(short_code, message)
    except ShortCodeMessageError:
        return
    assert number == number.strip() != ""
    assert text == text.strip() != ""
