"""Numbers have one spelling, whoever wrote them and however."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.rules.numbers import (
    NoNumberKeyError,
    NotANumberError,
    NumberClass,
    NumberingPlan,
    canonical_of,
    key_of,
    plan_for,
)


def _class(id: str, prefixes: tuple[str, ...], lengths: tuple[int, ...], **more: object) -> NumberClass:
    return NumberClass(id=id, name={"en": id}, prefixes=prefixes, lengths=lengths, **more)  # type: ignore[arg-type]


PLAN = NumberingPlan(
    country_code="86",
    international_prefix="00",
    trunk_prefix="0",
    classes=(
        _class("mobile", tuple(f"+861{d}" for d in "3456789"), (11,), groups={11: (3, 4, 4)}),
        _class("mobile-reseller", ("+86170", "+86171"), (11,), groups={11: (3, 4, 4)}),
        _class("fixed", ("+8610", "+8621"), (10,), trunk=True, groups={11: (3, 4, 4)}),
        _class("inbound-only", ("+86400",), (10,), outbound=False),
        _class("public-service", ("short:86:110", "short:86:12345"), (3, 5)),
        _class("operator-service", ("short:86:100",), (5,)),
        _class("customer-service", ("short:86:955",), (5, 6)),
        _class("sms-port", ("short:86:106",), tuple(range(8, 21)), medium="sms"),
    ),
)


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("13812345678", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("013812345678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("tel:+8613812345678", "+8613812345678"),
        ("010-1234 5678", "+861012345678"),
        ("(021) 12345678", "+862112345678"),
        ("+86 010 12345678", "+861012345678"),
        ("400 123 4567", "+864001234567"),
        ("110", "short:86:110"),
        ("95588", "short:86:95588"),
        ("+8695588", "short:86:95588"),
        ("10086", "short:86:10086"),
        ("106901234567", "short:86:106901234567"),
        ("short:86:10086", "short:86:10086"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("0044 20 7946 0000", "+442079460000"),
        ("Banco", "name:86:BANCO"),
        ("【招商银行】".strip("【】"), "name:86:招商银行"),
        ("name:86:banco", "name:86:BANCO"),
    ],
)
def test_whatever_the_spelling_there_is_one_canonical_form(raw: str, canonical: str) -> None:
    assert PLAN.parse(raw) == canonical


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "there are no digits in it"),
        ("   ", "there are no digits in it"),
        ("?#", "it has signs that no number has"),
        ("12345678", "8 digits that fit no class of the numbering plan of +86"),
        ("+123", "it has 3 digits with the country code, not 7 to 15"),
        ("+0123456789", "no country code begins with 0"),
        ("13812345678 ext 5", "letters among the digits"),
        ("short:86:12a", "a short code has 1 to 20 digits"),
        ("short::12", '"short:" must be followed by a country code'),
        ("A" * 21, "a sender name has 1 to 20 characters"),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(raw: str, reason: str) -> None:
    with pytest.raises(NotANumberError) as refused:
        PLAN.parse(raw)
    assert refused.value.reason == reason


def test_an_own_number_of_no_class_is_a_number_all_the_same_when_written_in_full() -> None:
    assert PLAN.parse("+8612012345678") == "+8612012345678"
    assert PLAN.classify("+8612012345678") is None


def test_the_longest_prefix_decides_the_class() -> None:
    found = PLAN.classify("+8617012345678")
    assert found is not None and found.id == "mobile-reseller"


def test_a_class_holds_only_numbers_of_its_lengths() -> None:
    assert PLAN.classify("+861381234567") is None


def test_national_form_groups_digits_as_people_write_them() -> None:
    assert PLAN.national("+8613812345678") == "138 1234 5678"
    assert PLAN.national("+861012345678") == "010 1234 5678"
    assert PLAN.national("short:86:10086") == "10086"
    assert PLAN.national("name:86:BANCO") == "BANCO"
    assert PLAN.national("+442079460000") == "+442079460000"


def test_the_public_sees_a_number_without_its_middle() -> None:
    assert PLAN.mask("+8613812345678") == "138 **** 5678"
    assert PLAN.mask("short:86:95588") == "95588"
    assert PLAN.mask("short:86:106901234567") == "106 **** 4567"
    assert PLAN.mask("name:86:BANCO") == "BANCO"
    assert PLAN.mask("+442079460000") == "+44 **** 0000"


def test_north_american_numbers_have_ten_digits_or_eleven_beginning_with_one() -> None:
    plan = plan_for("1")
    assert plan.parse("2025550123") == "+12025550123"
    assert plan.parse("12025550123") == "+12025550123"
    assert plan.parse("0112345678") == "+10112345678"
    for wrong in ("202555012", "22025550123", "202555012345"):
        with pytest.raises(NotANumberError):
            plan.parse(wrong)


def test_a_name_has_no_key() -> None:
    with pytest.raises(NoNumberKeyError, match="name:86:BANCO is a name and has no number key"):
        key_of("name:86:BANCO")


def test_a_code_longer_than_the_key_keeps_its_first_seventeen_digits() -> None:
    assert key_of("short:86:10690123456789012345") == -110690123456789012


e164 = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)
short = st.from_regex(r"short:86:[0-9]{1,17}", fullmatch=True)


@given(st.one_of(e164, short))
def test_a_key_gives_back_its_number(canonical: str) -> None:
    key = key_of(canonical)
    assert -(2**63) <= key < 2**63
    assert canonical_of(key, "86") == canonical


@given(st.one_of(e164, short, st.text(max_size=24), st.from_regex(r"[0-9 ()+\-]{3,18}", fullmatch=True)))
def test_parsing_what_was_parsed_changes_nothing(raw: str) -> None:
    try:
        once = PLAN.parse(raw)
    except NotANumberError:
        return
    assert PLAN.parse(once) == once


@given(st.sampled_from(["13812345678", "01012345678", "95588", "106901234567"]))
def test_national_form_parses_to_the_number_it_shows(raw: str) -> None:
    canonical = PLAN.parse(raw)
    assert PLAN.parse(PLAN.national(canonical)) == canonical
