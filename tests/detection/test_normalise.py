"""Each step of the normaliser alone, and the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.detection import normalise as steps
from sosiego.detection.normalise import LINK, normalise, trace


def test_full_width_and_styled_forms_become_plain() -> None:
    assert normalise("ＦＲＥＥ ①②③ ﬁn 𝐥𝐨𝐚𝐧") == "free 000 fin loan"


def test_a_letter_written_with_a_combining_mark_becomes_one_letter() -> None:
    assert normalise("cre\u0301dito") == "crédito"


def test_what_nobody_sees_is_dropped() -> None:
    assert normalise("lo\u200ban o\u00adffer \u2764\ufe0f\u2060") == "loan offer \u2764"


def test_capitals_do_not_count() -> None:
    assert normalise("GRATIS Straße") == "gratis strasse"


def test_which_digit_stands_there_does_not_count() -> None:
    assert normalise("8.000 € ٣٤") == "0.000 € 00"


@pytest.mark.parametrize(
    "link",
    [
        "http://a.example/x?y=1",
        "HTTPS://A.EXAMPLE",
        "www.premio.example",
        "corto.example/a9",
        "a-b.co.example/",
    ],
)
def test_every_link_becomes_one_character(link: str) -> None:
    assert normalise(f"pague en {link} hoy") == f"pague en {LINK} hoy"


def test_a_link_ends_where_chinese_begins() -> None:
    assert normalise("详情http://a.example/b退订") == f"详情{LINK}退订"


def test_a_full_stop_between_words_is_no_link() -> None:
    assert normalise("ok.fine and 3.50/kg") == "ok.fine and 0.00/kg"


def test_runs_of_space_become_one_and_none_at_the_ends() -> None:
    assert normalise("  a\t\n b\u3000c ") == "a b c"


def test_the_steps_are_named_in_order() -> None:
    assert steps.STEPS == (
        "links", "compose", "compatibility", "zero_width", "case", "digits", "spaces",
    )  # fmt: skip


TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("aZé9 \u0301\u200b\u3000ＦＡ①贷款http://x.example/,。\ufe0f"),
        # Composed of parts in Korean, Bengali, Kannada, Arabic, Hebrew and Musical.
        st.sampled_from("\u1112\u1161\u11ab\u09c7\u09be\u0cc6\u0cd5\u0627\u0654\u05d0\u05b7\u0323\u212b"),
    ),
    max_size=40,
)


@given(TEXTS)
def test_the_traced_text_is_the_normalised_text(text: str) -> None:
    traced = trace(text)
    assert traced.text == normalise(text)
    assert len(traced.begins) == len(traced.ends) == len(traced.text)
    assert all(0 <= b < e <= len(text) for b, e in zip(traced.begins, traced.ends, strict=True))


def test_a_piece_of_the_normalised_text_is_found_in_the_original() -> None:
    text = "ＬＯ\u200bＡＮ at http://x.example/abc now"
    traced = trace(text)
    begins, ends = traced.original(traced.text.index("loan"), traced.text.index("loan") + 4)
    assert text[begins:ends] == "ＬＯ\u200bＡＮ"
    place = traced.text.index(LINK)
    begins, ends = traced.original(place, place + 1)
    assert text[begins:ends] == "http://x.example/abc"
