"""References that people can read out."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from sosiego.intake.references import BITS, as_written, drawn, reference


def test_a_reference_has_year_and_ten_clear_signs() -> None:
    assert re.fullmatch(r"R-2026-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", drawn(2026))


@given(number=st.integers(0, 2**BITS - 1))
def test_a_reference_is_understood_as_people_write_it(number: int) -> None:
    right = reference(2026, number)
    written = right.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert as_written(written) == right


def test_different_numbers_have_different_references() -> None:
    assert reference(2026, 0) == "R-2026-00000-00000"
    assert reference(2026, 31) == "R-2026-00000-0000Z"


def test_what_is_no_reference_stays_as_it_was() -> None:
    assert as_written("  C-2026-000123 ") == "C-2026-000123"
