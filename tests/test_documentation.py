"""What the documentation says is run, shown and there.

- Every command in a `sh` block is run, in order, in a home of the page's own; a page that begins with
  `<!-- goes on from PAGE -->` begins with the home that PAGE left behind; with `<!-- stands at MOMENT -->`
  the clock stands still there, so that the page is true in any year.
- Every line of a `text` block stands in the output of the `sh` block before it. "…" stands for anything.
- Every `sosiego …` anywhere in the documentation is a command that is there, with options that are there.
- The generated reference is up to date, and knows every command, setting, format and error.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from scripts import reference

from sosiego import cli, environment

# The pages share what the tutorial leaves behind: one process runs them all, each in a home of its own on
# SQLite, whatever database the other tests have.
pytestmark = [pytest.mark.xdist_group("documentation"), pytest.mark.one_database]

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
GOES_ON = re.compile(r"<!-- goes on from (\S+) -->")
STANDS_AT = re.compile(r"<!-- stands at (\S+) -->")
# Commands that set up this very environment, or never end; the rest of the block is still run.
NOT_RUN = re.compile(
    r"^(make (setup|demo|test)|\. \.venv/bin/activate|export SOSIEGO_HOME=|\S*sosiego (control )?serve)"
)
PAGES = sorted(
    str(page.relative_to(ROOT))
    for page in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("docs/how-to/*.md"),
        *ROOT.glob("docs/decisions/*.md"),
        *ROOT.glob("examples/**/*.md"),
    )
)
REFERENCE = sorted(str(page.relative_to(ROOT)) for page in ROOT.glob("docs/reference/*.md"))
MARK = "=====block "

# `sosiego` as a shell function: see command_server.py.
SHELL = """
set -euo pipefail
sosiego() {
  local folder code
  folder=$(mktemp -d)
  mkfifo "$folder/code"
  { printf '%s\\0\\0' "$PWD"; env -0; printf '\\0'; [ $# -eq 0 ] || printf '%s\\0' "$@"; } > "$folder/ask"
  echo "$folder" > "$COMMANDS"
  read -r code < "$folder/code"
  cat "$folder/out" && cat "$folder/err" >&2
  rm -r "$folder"
  return "$code"
}
"""


@dataclass(frozen=True)
class Block:
    """The commands of a `sh` block, and the lines that the page shows of what they print."""

    commands: str
    shown: tuple[str, ...]


def blocks_of(page: str) -> list[Block]:
    """The blocks to run. `.venv/bin/` is this environment's folder of programs."""
    found: list[Block] = []
    for language, content in BLOCK.findall((ROOT / page).read_text()):
        if language == "sh":
            lines = [line for line in content.splitlines() if line.strip() and not NOT_RUN.match(line)]
            commands = "\n".join(lines).replace(".venv/bin/sosiego", "sosiego")
            found.append(Block(commands.replace(".venv/bin/", f"{Path(sys.executable).parent}/"), ()))
        elif language == "text" and found:
            shown = tuple(line for line in content.splitlines() if line.strip(" …"))
            found[-1] = Block(found[-1].commands, found[-1].shown + shown)
    return found


RUN = [page for page in PAGES if any(block.commands for block in blocks_of(page))]


class Homes:
    """Runs pages, each once, and keeps the home and the output that it left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ran: dict[str, list[str]] = {}

    def output_of(self, page: str) -> list[str]:
        """What each block of the page printed."""
        if page not in self._ran:
            home = self._home(page)
            before = GOES_ON.search((ROOT / page).read_text())
            if before:
                earlier = str((ROOT / page).parent.joinpath(before[1]).resolve().relative_to(ROOT))
                self.output_of(earlier)
                shutil.copytree(self._home(earlier), home)
            stands_at = STANDS_AT.search((ROOT / page).read_text())
            if stands_at:
                home.mkdir()
                (home / "simulated-clock.json").write_text(json.dumps({"now": stands_at[1]}))
            self._ran[page] = _run(page, home)
        return self._ran[page]

    def _home(self, page: str) -> Path:
        return self._folder / page.replace("/", "-").removesuffix(".md")


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    return Homes(tmp_path_factory.mktemp("documentation"))


def _run(page: str, home: Path) -> list[str]:
    script = SHELL
    for place, block in enumerate(blocks_of(page)):
        script += f"echo '{MARK}{place}'\n{block.commands}\n"
    pipe = home.with_suffix(".pipe")
    os.mkfifo(pipe)
    # The width at which no table of the pages is wrapped.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SOSIEGO_")}
    inherited["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment_ = inherited | {"SOSIEGO_HOME": str(home), "COLUMNS": "160", "COMMANDS": str(pipe)}
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", str(ROOT / "tests" / "command_server.py"), str(pipe)],
        env=environment_,
        cwd=ROOT,
    )
    try:
        ended = subprocess.run(
            ["bash", "-c", script],
            cwd=ROOT,
            env=environment_,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=240,
        )
    finally:
        server.kill()
        server.wait()
    assert ended.returncode == 0, f"{page}: …{ended.stdout[-6000:]}"
    return [part.split("\n", 1)[1] for part in ended.stdout.split(MARK)[1:]]


@pytest.mark.parametrize("page", RUN)
def test_every_command_of_the_page_works(page: str, homes: Homes) -> None:
    assert len(homes.output_of(page)) == len(blocks_of(page))


@pytest.mark.parametrize("page", [page for page in RUN if any(block.shown for block in blocks_of(page))])
def test_the_page_shows_what_its_commands_print(page: str, homes: Homes) -> None:
    for block, printed in zip(blocks_of(page), homes.output_of(page), strict=True):
        lines = iter([" ".join(line.split()) for line in printed.splitlines()])
        for shown in block.shown:
            pattern = ".*".join(re.escape(" ".join(part.split())) for part in shown.split("…"))
            assert any(re.search(pattern, line) for line in lines), (
                f"{page} shows {shown!r}; printed:\n{printed}"
            )


def mentioned(page: str) -> list[list[str]]:
    """Each `sosiego …` in the code of a page, as the words of its command line."""
    text = (ROOT / page).read_text()
    lines = [line for _, content in BLOCK.findall(text) for line in content.replace("\\\n", " ").splitlines()]
    lines += re.findall(r"`([^`\n]+)`", BLOCK.sub("", text))
    found = []
    for line in lines:
        match = re.search(r"(?:^|[/=;(] ?|\| )sosiego ([a-z][^|;)<>&#…]*)", line)
        if match and "::" not in line:
            found.append(
                shlex.split(match[1].replace("'", "")) if match[1].count('"') % 2 == 0 else match[1].split()
            )
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_the_page_mentions_is_there(page: str) -> None:
    root = typer.main.get_command(cli.build())
    for words in mentioned(page):
        command, given = root, words
        while hasattr(command, "commands") and given:
            assert given[0] in command.commands, f"{page} speaks of: sosiego {' '.join(words)}"
            command, given = command.commands[given[0]], given[1:]
        known = {
            option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
        }
        used = {word.split("=")[0] for word in given if re.match(r"--?[a-z]", word)}
        assert used <= known | {"--help", "-h"}, f"{page} speaks of: sosiego {' '.join(words)}"


def test_the_reference_is_up_to_date() -> None:
    ended = subprocess.run(
        [sys.executable, "scripts/reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr[-2000:]


def test_every_setting_that_the_code_reads_is_documented() -> None:
    read = {
        name
        for file in (ROOT / "src").rglob("*.py")
        if file.name != "environment.py"
        for name in re.findall(r"""["'](SOSIEGO_[A-Z_]+)["']""", file.read_text())
    }
    assert read == {setting.name for setting in environment.SETTINGS}


def test_the_defaults_of_settings_are_those_of_the_code() -> None:
    text = (ROOT / "src" / "sosiego" / "settings.py").read_text()
    read = dict(re.findall(r"""environ\.get\(\s*"(SOSIEGO_[A-Z_]+)",\s*"([^"]*)"\)""", text))
    assert read == {one.name: one.default for one in environment.SETTINGS if one.name in read}
    assert len(read) >= 3


@pytest.mark.parametrize("page", [*PAGES, *REFERENCE])
def test_every_link_inside_the_project_leads_somewhere(page: str) -> None:
    text = BLOCK.sub("", (ROOT / page).read_text())
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", text):
        if "://" in target:
            continue
        file = (ROOT / page).parent.joinpath(target) if target else ROOT / page
        assert file.exists(), f"{page} leads to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
            assert anchor in {reference.anchor(heading) for heading in headings}, (
                f"{page} leads to {target}#{anchor}"
            )


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text()
    pages = [page for page in (*PAGES, *REFERENCE) if page.startswith("docs/") and page != "docs/README.md"]
    assert [page for page in pages if f"]({page.removeprefix('docs/')})" not in index] == []


def test_the_files_of_the_tutorial_are_those_that_their_script_writes(tmp_path: Path) -> None:
    folder = ROOT / "examples" / "first-quarter"
    subprocess.run([sys.executable, folder / "make.py", tmp_path], check=True)
    for made in sorted(tmp_path.rglob("*.csv")):
        assert made.read_bytes() == (folder / made.relative_to(tmp_path)).read_bytes()
