from __future__ import annotations

from collections.abc import Mapping

import pytest

from sosiego.publication import render
from sosiego.publication.snapshot import Snapshot
from tests.publication import sample


@pytest.fixture(scope="session")
def bulletin() -> Snapshot:
    return sample.snapshot("bulletin")


@pytest.fixture(scope="session")
def report_list() -> Snapshot:
    return sample.snapshot("list")


@pytest.fixture(scope="session")
def bulletin_files(bulletin: Snapshot) -> Mapping[str, bytes]:
    return render.files(bulletin)


@pytest.fixture(scope="session")
def list_files(report_list: Snapshot) -> Mapping[str, bytes]:
    return render.files(report_list)
