"""`sosiego oversight sign` and `refuse`: in whose name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from sosiego.oversight import queries
from sosiego.oversight.commands import app
from sosiego.oversight.errors import SamePersonSignsTwiceError
from sosiego.oversight.models import Sanction, SanctionEvent, Violation
from sosiego.registry.errors import RoleNotAllowedError, UnknownLogInError
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sanction() -> Sanction:
    violation = Violation.objects.create(
        reference="V-2026-000001",
        organisation=builders.organisation("lazy", "reseller"),
        period="2026Q3",
        rule="low-grade",
        version=builders.LONG_AGO,
        facts={},
        found_at=builders.NOON,
        ledger_index=0,
    )
    proposed = Sanction.objects.create(
        reference="S-2026-000001",
        violation=violation,
        step="interview",
        measure_proposed={},
        proposed_at=builders.NOON,
        basis=builders.BASIS,
        ledger_index=1,
    )
    SanctionEvent.objects.create(
        sanction=proposed, kind="proposed", at=builders.NOON, actor="system", ledger_index=1
    )
    for name, role in (("ana", "official"), ("berta", "supervisor"), ("arturo", "auditor")):
        builders.member(name, role)
    return proposed


def run(*words: str) -> Any:
    result = CliRunner().invoke(app, [*words, "--json"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return json.loads(result.stdout)


def test_two_known_people_put_a_sanction_in_force(sanction: Sanction) -> None:
    run("sign", "S-2026-000001", "--as", "ana")
    with pytest.raises(SamePersonSignsTwiceError):
        run("sign", "S-2026-000001", "--as", "ana")
    assert run("sign", "S-2026-000001", "--as", "berta")["state"] == "in force"
    assert queries.signers(sanction) == ["user:ana", "user:berta"]


@pytest.mark.parametrize("act", [("sign",), ("refuse", "--reason", "No.")])
def test_nobody_unknown_and_no_auditor_decides(sanction: Sanction, act: tuple[str, ...]) -> None:
    with pytest.raises(UnknownLogInError):
        run(act[0], "S-2026-000001", *act[1:], "--as", "nobody")
    with pytest.raises(RoleNotAllowedError):
        run(act[0], "S-2026-000001", *act[1:], "--as", "arturo")
    assert queries.sanction_state(sanction) == "proposed"
