"""Records with their lines, and neighbours that a broken record does not harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.intake.csv_records import CsvFile, Record
from sosiego.intake.errors import FileNotReadableError


def records(path: Path, content: bytes, **options: str) -> list[Record]:
    path.write_bytes(content)
    with CsvFile(path, **options) as source:
        return list(source.records())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def test_a_record_bears_the_line_on_which_it_starts(path: Path) -> None:
    found = records(path, b'a,b\n1,"two\nlines"\n2,x\n')
    assert [(one.line, one.cells) for one in found] == [(2, ["1", "two\nlines"]), (4, ["2", "x"])]


def test_an_unclosed_quotation_mark_harms_only_its_own_line(path: Path) -> None:
    found = records(path, b'a,b\n1,"x\n2,y\n3,z\n')
    assert [(one.line, bool(one.problem)) for one in found] == [(2, True), (3, False), (4, False)]
    assert found[1].cells == ["2", "y"]


def test_a_quotation_mark_that_swallows_half_of_the_next_row_is_found_out(path: Path) -> None:
    found = records(path, b'a,b\n1,"x\n2,"y"\n3,z\n')
    assert [one.line for one in found if one.problem] == [2]
    assert [one.cells for one in found if not one.problem] == [["2", "y"], ["3", "z"]]


def test_bytes_that_are_no_text_are_told_and_kept(path: Path) -> None:
    path.write_bytes(b"a,b\n1,\xff\xfe\n2,x\n")
    with CsvFile(path) as source:
        first, second = source.records()
        assert first.problem == "holds bytes that are not UTF-8"
        assert source.bytes_of(first.raw) == b"1,\xff\xfe\n"
    assert second.problem == ""


def test_blank_lines_and_wrong_widths_are_told(path: Path) -> None:
    found = records(path, b"a,b\n\n1\n1,2,3\n")
    assert [one.problem for one in found] == [
        "is empty",
        "has 1 cells where the header has 2",
        "has 3 cells where the header has 2",
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_column(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbfa,b\n1,2\n")
    with CsvFile(path) as source:
        assert source.header == ["a", "b"]


def test_another_encoding_is_read_as_named(path: Path) -> None:
    (found,) = records(path, "a,b\n1,贷款\n".encode("gb18030"), encoding="gb18030")
    assert found.cells == ["1", "贷款"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "The file is empty."),
        ("a,b\n".encode("utf-16"), "The file is UTF-16."),
        (b"a,\xff\n", "The header is not UTF-8 text."),
        (b"a,b,a\n", "The header names columns twice: a."),
        (b'"a,b\n', "The header is not CSV: unexpected end of data."),
    ],
)
def test_a_file_without_a_header_is_refused_with_a_reason(path: Path, content: bytes, what: str) -> None:
    with pytest.raises(FileNotReadableError) as caught:
        records(path, content)
    assert caught.value.what == what


@given(body=st.binary(max_size=300))
def test_every_line_of_any_file_belongs_to_one_record(
    body: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"a,b\n" + body)
    with CsvFile(path) as source:
        found = list(source.records())
        assert b"".join(source.bytes_of(one.raw) for one in found) == body
    assert [one.line for one in found] == sorted({one.line for one in found})


@given(
    rows=st.lists(
        st.lists(st.sampled_from(['"', "x", "y\n", ",", "\r\n", "é"]), max_size=8).map("".join), max_size=12
    )
)
def test_quotation_marks_and_line_ends_lose_nothing(
    rows: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "quotes.csv"
    body = "\n".join(rows).encode()
    path.write_bytes(b"a,b\n" + body)
    with CsvFile(path) as source:
        assert b"".join(source.bytes_of(one.raw) for one in source.records()) == body
