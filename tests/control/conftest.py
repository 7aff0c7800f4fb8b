"""A small control list, written and opened as a node would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sosiego import keys
from sosiego.control import list_file
from sosiego.control.list_file import ControlList, Entry, Ground
from sosiego.rules.numbers import key_of

BARRED = Ground("bar-outgoing", "block", "block-measure", "over-frequency", "2025-01-01")
LABELLED = Ground("label", "label", "label-measure", "reported-caller", "2025-01-01")
LIMITED = Ground("limit", "limit", "limit-measure", "over-frequency", "2025-01-01")

HEADER: dict[str, Any] = {
    "version": "20260930T000000+0000",
    "outcome_order": ["block", "limit", "label", "allow"],
    "limit_calls_per_hour": 2,
    "redress_url": "https://regulator.example/appeal",
    "redress_phone": "12300",
    "reasons": {"block-measure": {"en": "This number may not call out."}},
    "exempt_numbers": ["short:86:110"],
    "exempt_prefixes": {"short:86:9511": [13, 14]},
}

MakeList = Callable[..., ControlList]


def entry(canonical: str, ground: Ground, *, until: int = 0, measure: str = "M-2026-000001") -> Entry:
    """One number under one measure."""
    return Entry(key_of(canonical), until, measure, ground)


@pytest.fixture
def make_list(tmp_path: Path) -> MakeList:
    """Write a list of the given entries and open it."""

    def make(*entries: Entry, prefixes: dict[str, list[Entry]] | None = None, **header: Any) -> ControlList:
        target = tmp_path / "control.list"
        list_file.write(
            target,
            header={**HEADER, **header},
            entries=entries,
            prefixes=prefixes or {},
            sign=keys.signing_key().sign,
        )
        return ControlList(target)

    return make
