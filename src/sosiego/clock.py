"""What time it is: the wall clock, or the date at which a simulated country stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sosiego import home
from sosiego.files import canonical_json, write_bytes


def now() -> datetime:
    """The present moment, in UTC. In a simulated country: the moment at which its story stopped."""
    try:
        stopped = json.loads(home.current().clock_file.read_bytes())["now"]
    except FileNotFoundError:
        return datetime.now(UTC)
    return datetime.fromisoformat(stopped)


def is_simulated() -> bool:
    """True if this home holds a simulated country. Every page and file that shows it must say so."""
    return home.current().clock_file.exists()


def stop_at(moment: datetime) -> None:
    """Mark this home as simulated, standing at `moment`."""
    write_bytes(home.current().clock_file, canonical_json({"now": moment.astimezone(UTC).isoformat()}))
