"""Whether the home's database is there and of this version, and words for when it is not."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from sosiego import home
from sosiego.errors import SosiegoError


class HomeNotReadyError(SosiegoError):
    """The database of this home was never made, or by an earlier version."""


class DatabaseNotReachedError(SosiegoError):
    """The database does not answer."""


class DatabaseBusyError(SosiegoError):
    """Another process writes, and does not end."""


def is_unmade() -> bool:
    """True if the home has no database file: nothing can be lost by making it. A server is never unmade."""
    return connection.vendor == "sqlite" and not home.current().database_file.exists()


def require_ready() -> None:
    """Raises `HomeNotReadyError` or `DatabaseNotReachedError`."""
    try:
        executor = MigrationExecutor(connection)
        is_ready = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError) as error:
        raise DatabaseNotReachedError(
            f"The database does not answer: {str(error).strip()}",
            where=_place(),
            todo="See that it runs, and that SOSIEGO_DATABASE and SOSIEGO_HOME name what you mean.",
        ) from error
    if not is_ready:
        raise HomeNotReadyError(
            "This home has no database yet, or one of an earlier version.",
            where=_place(),
            todo="Run `sosiego init`; SOSIEGO_HOME names another home.",
        )


def explained(error: Exception) -> SosiegoError | None:
    """What an error of the database means to a person; None if it is a mistake of ours."""
    if not isinstance(error, OperationalError | ProgrammingError | InterfaceError):
        return None
    try:
        require_ready()
    except SosiegoError as why:
        return why
    if "locked" in str(error):
        return DatabaseBusyError(
            "Another process has been writing to the database for half a minute.",
            where=_place(),
            todo="Wait until it is done, and try again. Nothing of this act was kept.",
        )
    return None


def _place() -> str:
    """Where the database is, without its password."""
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(home.current().root)
    return f"{named['HOST'] or 'localhost'}/{named['NAME']}"
