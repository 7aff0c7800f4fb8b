from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sosiego.ledger import commands, services
from sosiego.ledger.models import Entry
from tests.builders import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_home")]


@pytest.fixture(autouse=True)
def _two_entries() -> None:
    services.append(kind="finding", actor="system", body={"subject": "+8613800000001"}, at=NOON)
    services.append(kind="measure", actor="user:li", body={"reference": "M-2026-000001"}, at=NOON)


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands.app, list(arguments))
    assert result.exit_code == code, result.output
    return result


def test_verify_prints_entries_and_ok() -> None:
    document = json.loads(run("verify", "--json").stdout)
    assert (document["entries"], document["ok"], document["problems"]) == (2, True, [])
    assert "2 entries, all as they were entered" in run("verify").stdout


def test_verify_ends_with_1_and_names_what_was_changed() -> None:
    Entry.objects.filter(index=1).update(body=b"{}")
    document = json.loads(run("verify", "--json", code=1).stdout)
    assert not document["ok"]
    assert document["problems"][0]["index"] == 1
    assert "The ledger does not hold" in run("verify", code=1).stdout


def test_show_tells_one_entry() -> None:
    document = json.loads(run("show", "1", "--json").stdout)
    assert (document["kind"], document["body"]) == ("measure", {"reference": "M-2026-000001"})
    assert "reference: M-2026-000001" in run("show", "1").stdout


def test_list_tells_the_last_of_a_kind() -> None:
    assert [one["index"] for one in json.loads(run("list", "--json").stdout)] == [0, 1]
    assert [one["index"] for one in json.loads(run("list", "--kind", "measure", "--json").stdout)] == [1]
    assert [one["index"] for one in json.loads(run("list", "--last", "1", "--json").stdout)] == [1]
    assert "user:li" in run("list").stdout


def test_proof_gives_the_path_to_the_root() -> None:
    document = json.loads(run("proof", "0", "--json").stdout)
    assert (document["size"], len(document["path"])) == (2, 1)
    assert document["root"] in run("proof", "0").stdout


def test_checkpoint_prints_the_note_and_keeps_it_if_asked(own_home: Path) -> None:
    note = run("checkpoint").stdout
    assert note.startswith("sosiego.invalid/ledger\n2\n")
    kept = json.loads(run("checkpoint", "--save", "--json").stdout)["file"]
    assert Path(kept).read_text() == note
    assert json.loads(run("verify", "--json").stdout)["ok"]
