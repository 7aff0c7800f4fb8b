"""The environment variables that Sosiego reads: one table for people, held against the code by a test.

They are read where they are needed (`home.py`, `settings.py`, `web/commands.py`); nothing else configures a
home.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One environment variable."""

    name: str
    # As the code has it; "" if the variable is unset by default.
    default: str
    meaning: str
    example: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "SOSIEGO_HOME",
        "",
        "Folder of the database, archive, keys and outputs. Unset: `var/` in the clone, or in the working "
        "directory "
        "if Sosiego was installed as a package.",
        "/srv/sosiego",
    ),
    Setting(
        "SOSIEGO_DATABASE",
        "",
        "Address of a PostgreSQL database, version 15 or newer. Unset: SQLite in the home. Signs with a "
        "meaning in "
        "addresses are written as %40 and the like.",
        "postgresql://sosiego:secret@localhost/sosiego",
    ),
    Setting(
        "SOSIEGO_RULEBOOK",
        "cn",
        "The rule-book in force: the id of a shipped one, or the path of a folder of your own.",
        "/srv/sosiego/rulebook",
    ),
    Setting(
        "SOSIEGO_TIME_ZONE",
        "",
        "Time zone in which commands show moments and read those without an offset. Unset: the zone of the "
        "rule-book in force.",
        "America/Bogota",
    ),
    Setting(
        "SOSIEGO_ORIGIN",
        "sosiego.invalid/ledger",
        "Name of the ledger in its signed checkpoints, and of its key: a host that is yours and a path. "
        "Choose it before others keep checkpoints: a new name is another ledger to them.",
        "sosiego.example.org/ledger",
    ),
    Setting(
        "SOSIEGO_HOSTS",
        "localhost,127.0.0.1,[::1],testserver",
        "Names under which the site may be asked for, with commas between. Any other name is refused.",
        "sosiego.example.org",
    ),
    Setting(
        "SOSIEGO_TLS",
        "",
        "`1` if a proxy speaks TLS before the site: cookies travel by TLS only, plain addresses are "
        "redirected, and the "
        "proxy's `X-Forwarded-Proto` is believed. The proxy must set that header itself.",
        "1",
    ),
    Setting(
        "SOSIEGO_DEBUG",
        "",
        "`1` shows the inside of errors in the browser. For development only.",
        "1",
    ),
    Setting(
        "SOSIEGO_PASSWORD",
        "",
        "Password of the log-in that `sosiego user add` makes, where nobody is there to type it.",
        "",
    ),
)
