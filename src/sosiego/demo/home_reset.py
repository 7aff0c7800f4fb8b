"""Makes the home ready for a simulated country: empty, marked as simulated, with its tables."""

from __future__ import annotations

import shutil
from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from sosiego import clock, home
from sosiego.demo.errors import HomeNotSimulatedError
from sosiego.intake.models import ImportedFile, Report
from sosiego.ledger.models import Entry
from sosiego.registry.models import Organisation

# What makes a home somebody's: if none of these has a row, the home is new.
_SIGNS = {
    "organisations": Organisation,
    "reports": Report,
    "imported files": ImportedFile,
    "ledger entries": Entry,
    "log-ins": get_user_model,
}


def make_ready(stands_at: datetime) -> None:
    """Empty a simulated (or new) home, mark it as simulated, and make its tables.

    The mark is written before anything else: killed at any moment, the home is known as simulated and
    the next run begins anew. Raises `HomeNotSimulatedError`.
    """
    if not clock.is_simulated():
        _refuse_what_is_real()
    clock.stop_at(stands_at)
    _empty()
    call_command("migrate", verbosity=0, interactive=False)


def _refuse_what_is_real() -> None:
    here = home.current()
    if here.archive.exists() and any(here.archive.rglob("*.parquet")):
        raise HomeNotSimulatedError(str(here.root), "traffic records")
    tables = set(connection.introspection.table_names())
    for what, sign in _SIGNS.items():
        model = sign() if sign is get_user_model else sign
        if model._meta.db_table in tables and model._default_manager.exists():
            raise HomeNotSimulatedError(str(here.root), what)


def _empty() -> None:
    """Everything but the keys and the mark. Keys stay: other processes of this home hold them in memory."""
    here = home.current()
    for folder in (
        here.archive,
        here.control,
        here.snapshots,
        here.publications,
        here.world,
        here.root / "set-aside",
    ):
        shutil.rmtree(folder, ignore_errors=True)
    if connection.vendor != "sqlite":
        call_command("migrate", verbosity=0, interactive=False)
        call_command("flush", verbosity=0, interactive=False)
        return
    connection.close()
    for suffix in ("", "-wal", "-shm", "-journal"):
        here.database_file.with_name(here.database_file.name + suffix).unlink(missing_ok=True)
