"""Install the real peers that the tests talk to, from Debian's packages where we are root.

Says which are missing. Under CI (environment variable CI) a missing peer is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Peer:
    """One program or file that tests need, and the Debian package that brings it."""

    name: str
    package: str
    found_at: tuple[str, ...]
    needed_for: str

    def is_here(self) -> bool:
        """True if one of the places holds it; a name without a slash is looked up on the PATH."""
        return any(
            bool(list(Path("/").glob(place.lstrip("/")))) if "/" in place else shutil.which(place) is not None
            for place in self.found_at
        )


PEERS = (
    Peer(
        "PostgreSQL", "postgresql", ("/usr/lib/postgresql/*/bin/initdb", "initdb"), "the tests on PostgreSQL"
    ),
    Peer("Chromium", "chromium", ("/usr/bin/chromium",), "the browser tests"),
    Peer("Poppler", "poppler-utils", ("pdftoppm",), "looking at PDF pages as pictures"),
    Peer(
        "Noto CJK fonts",
        "fonts-noto-cjk",
        ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",),
        "Chinese pages in the browser tests",
    ),
    # Without what a screen needs: 44 MB to fetch, 190 MB installed.
    Peer("Java", "default-jre-headless", ("java",), "the tests on Spark"),
)


def install(missing: list[Peer]) -> None:
    """Install the packages of the missing peers; what fails is reported by the caller's second look."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [peer.package for peer in missing]
    print(f"Installing from Debian's packages: {', '.join(packages)}", flush=True)
    subprocess.run(["apt-get", "-qq", "update"], env=environment, check=False)
    subprocess.run(
        ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages],
        env=environment,
        check=False,
        stdout=subprocess.DEVNULL,
    )


def main() -> int:
    """Install what can be; return 1 if something is missing under CI."""
    missing = [peer for peer in PEERS if not peer.is_here()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        install(missing)
        missing = [peer for peer in PEERS if not peer.is_here()]
    for peer in missing:
        print(f"Missing: {peer.name} (Debian package {peer.package}); skipped without it: {peer.needed_for}.")
    return 1 if missing and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
