from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sosiego.control import list_file
from sosiego.control.list_file import ControlList, ControlListDamagedError, Entry
from sosiego.control.signature import ControlListForgedError, ControlListMissingError, open_checked
from tests.control.conftest import BARRED, HEADER, LABELLED, MakeList, entry


def test_every_entry_of_a_number_is_found(make_list: MakeList) -> None:
    barred = entry("+8613800000001", BARRED, measure="M-2026-000002")
    labelled = entry("+8613800000001", LABELLED, until=99, measure="M-2026-000001")
    opened = make_list(barred, labelled, entry("+8613800000002", BARRED))
    assert opened.entries_of(8613800000001) == [labelled, barred]


def test_a_number_that_is_not_in_the_list_has_no_entry(make_list: MakeList) -> None:
    assert make_list(entry("+8613800000001", BARRED)).entries_of(8613800000000) == []


def test_an_empty_list_can_be_written_and_asked(make_list: MakeList) -> None:
    assert make_list().entries_of(1) == []


def test_every_entry_of_every_prefix_of_a_number_is_found(make_list: MakeList) -> None:
    short, long = Entry(0, 0, "M-2026-000001", LABELLED), Entry(0, 0, "M-2026-000002", BARRED)
    ending = Entry(0, 99, "M-2026-000003", LABELLED)
    opened = make_list(prefixes={"+86170": [short], "+8617012": [long, ending]})
    assert opened.entries_of_prefixes("+8617012345678") == [long, ending, short]
    assert opened.entries_of_prefixes("+8617099999999") == [short]
    assert opened.entries_of_prefixes("+8613800000000") == []


def test_a_header_that_lacks_a_part_is_refused_in_words(make_list: MakeList) -> None:
    opened = make_list()
    content = opened.path.read_bytes().replace(b'"exempt_numbers"', b'"exempt_numberz"')
    opened.path.write_bytes(content)
    with pytest.raises(ControlListDamagedError, match="has an unreadable header"):
        ControlList(opened.path)


@settings(max_examples=30)
@given(st.lists(st.integers(min_value=-(10**17), max_value=10**15), max_size=60), st.integers(-5, 5))
def test_the_list_answers_as_a_dictionary_would(
    tmp_path_factory: pytest.TempPathFactory, keys_written: list[int], absent: int
) -> None:
    target = tmp_path_factory.mktemp("list") / "control.list"
    entries = [Entry(key, 0, f"M-2026-{n:06d}", BARRED) for n, key in enumerate(keys_written, 1)]
    list_file.write(target, header=HEADER, entries=entries, prefixes={}, sign=lambda digest: bytes(64))
    opened = ControlList(target)
    for key in {*keys_written, absent}:
        assert sorted(e.measure for e in opened.entries_of(key)) == sorted(
            e.measure for e in entries if e.key == key
        )
    opened.close()


def test_one_changed_byte_is_found(make_list: MakeList) -> None:
    opened = make_list(entry("+8613800000001", BARRED))
    content = bytearray(opened.path.read_bytes())
    content[-120] ^= 1
    opened.path.write_bytes(content)
    with pytest.raises(ControlListDamagedError, match="was changed after it was written"):
        open_checked(opened.path)


def test_a_cut_file_is_refused_with_what_to_do(make_list: MakeList) -> None:
    opened = make_list(entry("+8613800000001", BARRED))
    opened.path.write_bytes(opened.path.read_bytes()[:-8])
    with pytest.raises(ControlListDamagedError) as refused:
        ControlList(opened.path)
    assert refused.value.what == "The control list is shorter or longer than its header says."
    assert refused.value.todo == "Write it again: sosiego control compile"


def test_a_list_signed_by_somebody_else_is_refused(make_list: MakeList) -> None:
    opened = make_list(entry("+8613800000001", BARRED))
    with pytest.raises(ControlListForgedError):
        open_checked(opened.path, Ed25519PrivateKey.generate().public_key())


def test_a_list_of_this_home_is_accepted(make_list: MakeList) -> None:
    assert open_checked(make_list(entry("+8613800000001", BARRED)).path).size == 1


def test_a_missing_list_says_how_to_make_one(make_list: MakeList) -> None:
    path = make_list().path.with_name("absent.list")
    with pytest.raises(ControlListMissingError, match="There is no control list here yet"):
        open_checked(path)
