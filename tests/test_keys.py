"""The secrets of a home."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path

import pytest

from sosiego import keys


def _made(folder: str, _: int) -> bytes:
    return keys._secret(folder, "signing")


def test_processes_that_start_together_end_with_the_same_key(tmp_path: Path) -> None:
    with get_context("fork").Pool(4) as pool:
        made = pool.starmap(_made, [(str(tmp_path), n) for n in range(8)])
    assert len(set(made)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["signing.key"]


def test_a_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    keys._secret(str(tmp_path), "signing")
    assert (tmp_path / "signing.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"bm90IGEga2V5", b"\x00\x01"])
def test_a_file_that_is_no_key_is_refused_and_not_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "signing.key").write_bytes(content)
    with pytest.raises(keys.KeyDamagedError) as refused:
        keys._secret(str(tmp_path), "signing")
    assert refused.value.where == str(tmp_path / "signing.key")
    assert (tmp_path / "signing.key").read_bytes() == content
