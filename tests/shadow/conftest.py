"""A law, a draft that differs in one number, and people who reported."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sosiego import home
from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from tests.builders import number_range, organisation
from tests.shadow.drafts import drafted


@pytest.fixture
def law() -> RuleBook:
    return loader.load("cn")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """Three reporters in ten days are enough; the law asks for five."""
    return drafted(tmp_path, "call_reporters_10d >= 5", "call_reporters_10d >= 3")


@pytest.fixture
def country(db: None) -> None:
    organisation("desk", "regulator")
    norte = organisation("norte")
    number_range("+861380", organisation("shop", "reseller", host=norte), operator=norte)


@pytest.fixture(autouse=True)
def _no_draft_is_left_behind() -> Iterator[None]:
    yield
    shutil.rmtree(home.current().shadow, ignore_errors=True)
