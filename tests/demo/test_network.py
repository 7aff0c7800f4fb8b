from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sosiego.control import list_file
from sosiego.control.list_file import ControlList, Entry, Ground
from sosiego.demo.network import Network
from sosiego.world import attempts

BLOCKED, LIMITED, FREE = 8613809105001, 8613809105002, 8613809105003


@pytest.fixture
def network(tmp_path: Path) -> Network:
    """A network with one number blocked and one limited to two calls an hour."""
    path = tmp_path / "control.list"
    entries = [
        Entry(key, 0, f"M-2026-00000{serial}", Ground(outcome, outcome, outcome, "rule", "2026-01-01"))
        for serial, (key, outcome) in enumerate(((BLOCKED, "block"), (LIMITED, "limit")))
    ]
    header = {
        "version": "1",
        "outcome_order": ["block", "limit", "label"],
        "limit_calls_per_hour": 2,
        "redress_url": "",
        "redress_phone": "",
        "reasons": {},
        "exempt_numbers": ["short:86:110"],
        "exempt_prefixes": {},
    }
    list_file.write(path, header=header, entries=entries, prefixes={}, sign=lambda content: bytes(64))
    made = Network(book=None)  # type: ignore[arg-type]
    made._list = ControlList(path)
    return made


def tried(callers: list[int], called: int = 8613809100001) -> attempts.Attempts:
    count = len(callers)
    return attempts.calls(
        np.array(callers),
        np.full(count, called),
        1_782_900_000 + np.arange(count),
        np.full(count, 10, np.int32),
        np.ones(count, bool),
        attempts.ORDINARY,
    )


def test_only_the_listed_are_refused(network: Network) -> None:
    assert network.answers(tried([FREE, BLOCKED, FREE])).tolist() == ["allow", "block", "allow"]


def test_a_limited_number_gets_its_allowance_and_no_more(network: Network) -> None:
    assert network.answers(tried([LIMITED] * 4)).tolist() == ["allow", "allow", "block", "block"]


def test_a_call_to_an_emergency_number_always_passes(network: Network) -> None:
    assert network.answers(tried([BLOCKED], called=-1110)).tolist() == ["allow"]


def test_before_the_first_list_everything_passes() -> None:
    assert Network(book=None).answers(tried([BLOCKED])).tolist() == ["allow"]  # type: ignore[arg-type]
