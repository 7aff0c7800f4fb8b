"""The home: one folder that holds the database, the archive, the keys and everything produced."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """Where things lie. Rooms ask here; none of them builds a path of its own."""

    root: Path

    @property
    def database_file(self) -> Path:
        return self.root / "sosiego.sqlite3"

    @property
    def archive(self) -> Path:
        """Traffic archive: Parquet, hive-partitioned by operator and day."""
        return self.root / "archive"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def control(self) -> Path:
        """Compiled control lists."""
        return self.root / "control"

    @property
    def snapshots(self) -> Path:
        """Frozen figures, named by their SHA-256, from which publications are rebuilt."""
        return self.root / "snapshots"

    @property
    def publications(self) -> Path:
        return self.root / "publications"

    @property
    def shadow(self) -> Path:
        """Copies of the drafts that run beside the law, named by their SHA-256."""
        return self.root / "shadow"

    @property
    def models(self) -> Path:
        """Classifiers trained by the user."""
        return self.root / "models"

    @property
    def world(self) -> Path:
        """Files and truth of the simulated country."""
        return self.root / "world"

    @property
    def clock_file(self) -> Path:
        """Present only in a simulated country: the date it stands at."""
        return self.root / "simulated-clock.json"


def _default_root() -> Path:
    clone = Path(__file__).resolve().parents[2]
    if (clone / "pyproject.toml").exists():
        return clone / "var"
    return Path.cwd() / "var"


def current() -> Home:
    """The home named by `SOSIEGO_HOME`, else `var/` in the clone."""
    named = os.environ.get("SOSIEGO_HOME")
    return Home(Path(named).expanduser().resolve() if named else _default_root())
