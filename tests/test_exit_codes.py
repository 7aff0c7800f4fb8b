"""What a program learns from how a command ends, and what a shell completes."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from scripts import reference

from sosiego import cli

ROOT = Path(__file__).resolve().parents[1]


def ends_with(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The code with which the command ends."""
    monkeypatch.setattr(sys, "argv", ["sosiego", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("rules", "check", "cn")])
def test_what_holds_ends_with_0(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    assert ends_with(monkeypatch, *words) == 0


@pytest.mark.django_db
def test_what_fails_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ends_with(monkeypatch, "registry", "people", "nobody") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("cycle", "--nonsense"),
        ("publish", "sign"),
        ("cycle", "--day", "yesterday"),
        ("control", "decide", "--caller", "1", "--called", "1", "--medium", "pigeon"),
    ],
)
def test_wrong_usage_ends_with_2(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    assert ends_with(monkeypatch, *words) == 2


def test_the_reference_names_each_code() -> None:
    page = reference.commands()
    assert "# Exit codes" in page
    assert re.findall(r"^\| `(\d)` \|", page, re.MULTILINE) == [str(code) for code in reference.EXIT_CODES]


def in_shell(monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    """As if started from that shell: a test may have none above it."""
    monkeypatch.setattr("shellingham.detect_shell", lambda *asked, **named: (shell, f"/bin/{shell}"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_words_for_completion_are_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    in_shell(monkeypatch, shell)
    assert ends_with(monkeypatch, "--show-completion") == 0
    assert "_SOSIEGO_COMPLETE" in capsys.readouterr().out


def test_completion_is_installed_for_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    in_shell(monkeypatch, "bash")
    assert ends_with(monkeypatch, "--install-completion") == 0
    assert "_SOSIEGO_COMPLETE" in (tmp_path / ".bash_completions" / "sosiego.sh").read_text()


def test_a_shell_completes_a_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {
        "_SOSIEGO_COMPLETE": "complete_bash",
        "COMP_WORDS": "sosiego ca",
        "COMP_CWORD": "1",
    }.items():
        monkeypatch.setitem(os.environ, name, value)
    assert ends_with(monkeypatch) == 0
    assert capsys.readouterr().out.split() == ["case"]
