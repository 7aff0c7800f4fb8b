"""The laws of the house that no off-the-shelf linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sosiego"
STATEFUL_ROOMS = ("ledger", "registry", "intake", "cases", "oversight", "publication", "shadow")


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((SOURCE / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_rooms_import_only_as_designed() -> None:
    program = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())",
    ]
    ended = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-4000:]


@pytest.mark.parametrize("room", STATEFUL_ROOMS)
def test_a_room_that_keeps_state_has_the_same_files(room: str) -> None:
    files = {path.name for path in (SOURCE / room).glob("*.py")}
    assert {"models.py", "services.py", "queries.py", "commands.py"} <= files


def test_faces_call_services_and_queries_and_never_a_model() -> None:
    reaching = {
        f"{path.relative_to(SOURCE)}: {module}"
        for path in python_files("web")
        for module in imported_modules(path)
        if module.startswith("sosiego.") and ".models" in module
    }
    assert reaching == set()


def test_every_module_says_what_it_is_for() -> None:
    # A configuration of Django and an empty package mark say nothing beyond their names.
    silent = [
        str(path.relative_to(SOURCE))
        for path in python_files(".")
        if path.name not in ("apps.py", "wsgi.py", "__init__.py")
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_room_reads_the_clock_by_itself() -> None:
    # Acts take their moment from the caller, so that a day can be run again and a replay is possible.
    # Commands and faces stand at the edge and may ask for it; so may the door that answers the network.
    edges = ("commands.py", "server.py")
    asking = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in python_files(*STATEFUL_ROOMS, "rules", "detection", "control", "world")
        if not path.name.endswith(edges)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "utcnow", "today")
    ]
    assert asking == []
