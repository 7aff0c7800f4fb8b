"""Write the lock files: every version exactly, no address of any package index."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = (
    "--quiet",
    "--strip-extras",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--resolver=backtracking",
    "--upgrade",
)


def lock(target: str, *more: str) -> None:
    """Resolve pyproject.toml (with extras in `more`) into `target`."""
    subprocess.run(
        [sys.executable, "-m", "piptools", "compile", *OPTIONS, *more, "-o", target, "pyproject.toml"],
        cwd=ROOT,
        check=True,
        stderr=subprocess.DEVNULL,
    )
    path = ROOT / target
    pinned = [line for line in path.read_text().splitlines() if re.match(r"[a-z0-9]", line, re.I)]
    path.write_text(
        "# Written by `make lock`; every version that `make setup` installs.\n" + "\n".join(pinned) + "\n"
    )


if __name__ == "__main__":
    # Everything first: what the product is tested with must also suit its extras and tools.
    lock("requirements-dev.lock", "--extra", "dev")
    lock("requirements.lock", "--constraint", "requirements-dev.lock")
