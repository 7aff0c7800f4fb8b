"""Run a command beside a PostgreSQL of its own: made in a temporary folder, on loopback, gone afterwards.

    python scripts/with_postgresql.py COMMAND [ARGUMENT …]

The command finds it in the environment variable SOSIEGO_DATABASE.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _programs() -> Path | None:
    """Folder of PostgreSQL's programs, the newest version first."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_server_user(command: list[str]) -> None:
    """PostgreSQL refuses to run as root: use Debian's own account for it."""
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/")


@contextmanager
def postgresql(programs: Path) -> Iterator[str]:
    """Start a server and yield its address as Sosiego reads it."""
    folder = Path(tempfile.mkdtemp(prefix="sosiego-postgresql-"))
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    data, port = folder / "data", _free_port()
    _as_server_user(
        [str(programs / "initdb"), "-D", str(data), "-U", "sosiego", "-A", "trust", "-E", "UTF8", "--no-sync"]
    )
    # A throw-away server need not survive a power cut: without fsync the tests take half the time.
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off "
        "-c full_page_writes=off"
    )
    control = str(programs / "pg_ctl")
    log = str(folder / "log")
    _as_server_user([control, "-D", str(data), "-o", options, "-l", log, "-w", "start"])
    try:
        _as_server_user(
            [str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "sosiego", "sosiego"]
        )
        yield f"postgresql://sosiego@127.0.0.1:{port}/sosiego"
    finally:
        _as_server_user([control, "-D", str(data), "-m", "immediate", "-w", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the command and return its exit code."""
    programs = _programs()
    if programs is None:
        print("Skipped: PostgreSQL is not installed (Debian package postgresql).")
        return 1 if os.environ.get("CI") else 0
    with postgresql(programs) as address:
        return subprocess.run(
            sys.argv[1:], env={**os.environ, "SOSIEGO_DATABASE": address}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
