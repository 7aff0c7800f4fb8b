"""The one command, `sosiego`: it gathers the commands of the rooms and turns errors into exit codes."""

from __future__ import annotations

import functools
import gc
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from sosiego import __version__, home, keys
from sosiego.errors import FileRefusedError, SosiegoError
from sosiego.terminal import AsJson, err, out, pairs, show

EXIT_CODES = "Exit codes: 0 all holds · 1 a rule, test, check or act failed · 2 wrong usage."


def build() -> typer.Typer:
    """Gather the rooms' commands. Django is set up first: the rooms that keep state need it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sosiego.settings")
    import django

    django.setup()
    app = typer.Typer(
        name="sosiego",
        help="Govern nuisance calls and spam SMS: from reports and traffic to measures and public figures.",
        epilog=EXIT_CODES,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    app.command()(init)
    _add_rooms(app)
    return app


def _add_rooms(app: typer.Typer) -> None:
    """The commands in the order in which data flows."""
    from sosiego import cycle
    from sosiego.cases import commands as cases
    from sosiego.control import commands as control
    from sosiego.demo import commands as demo
    from sosiego.detection import commands as detection
    from sosiego.intake import commands as intake
    from sosiego.ledger import commands as ledger
    from sosiego.oversight import commands as oversight
    from sosiego.publication import commands as publication
    from sosiego.reading import commands as reading
    from sosiego.registry import commands as registry
    from sosiego.replay import commands as replay
    from sosiego.rules import commands as rules
    from sosiego.shadow import commands as shadow
    from sosiego.web import commands as web
    from sosiego.world import commands as world

    app.command("demo")(demo.demo)
    intake.import_app.command("registry")(registry.import_registry)
    app.add_typer(intake.import_app, name="import")
    app.add_typer(registry.app, name="registry")
    app.add_typer(detection.behaviour_app, name="behaviour")
    app.add_typer(detection.content_app, name="content")
    app.command("cycle")(cycle.cycle)
    app.add_typer(cases.case_app, name="case")
    app.add_typer(control.app, name="control")
    app.add_typer(oversight.app, name="oversight")
    app.command("gate")(oversight.gate_command)
    app.add_typer(publication.publish_app, name="publish")
    app.add_typer(ledger.app, name="ledger")
    rules.app.command("show")(reading.show)
    rules.app.command("print")(reading.print_)
    rules.app.add_typer(shadow.app, name="shadow")
    rules.app.command("replay")(replay.replay_command)
    app.add_typer(rules.app, name="rules")
    world.app.command("score")(demo.score)
    app.add_typer(world.app, name="world")
    app.command("serve")(_when_ready(web.serve_command))
    app.add_typer(web.user_app, name="user")


def _when_ready(command: Callable[..., None]) -> Callable[..., None]:
    """A command that would otherwise begin, and fail at the first question to the database."""

    @functools.wraps(command)
    def checked(*values: Any, **named: Any) -> None:
        from sosiego import readiness

        readiness.require_ready()
        command(*values, **named)

    return checked


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


# Commands that bring something in: in a place where there is no home yet, they make one first.
BEGINNING = ("import",)


def _options(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and end.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    from sosiego import readiness

    asks_for_help = {"-h", "--help"} & set(sys.argv)
    if context.invoked_subcommand in BEGINNING and not asks_for_help and readiness.is_unmade():
        _make_home()


def _make_home() -> None:
    from django.core.management import call_command

    err.print(f"Preparing the database of {home.current().root} …")
    call_command("migrate", verbosity=0, interactive=False)
    for name in ("contacts", "signing"):
        keys.secret(name)


def init(as_json: AsJson = False) -> None:
    """Make the home ready: its folder, its keys and its database. Harmless where they exist."""
    _make_home()
    made = {"home": str(home.current().root)}
    show(made, as_json, lambda: out.print(pairs("Ready", made)))


def main() -> None:
    """Entry point of the `sosiego` command."""
    # All that is loaded stays: to look for garbage meanwhile is a tenth of the time until a command begins.
    gc.disable()
    try:
        app = build()
        gc.enable()
        app()
    except Exception as error:
        told = _told(error)
        if told is None:
            raise
        sys.stderr.write(f"sosiego: {told}\n")
        sys.exit(told.exit_code)


def _told(error: Exception) -> SosiegoError | None:
    """The error in words for people; None if it is a mistake of ours, which shows its traceback."""
    if isinstance(error, SosiegoError):
        return error
    if isinstance(error, OSError):
        return FileRefusedError.of(error)
    from sosiego import readiness

    return readiness.explained(error)


if __name__ == "__main__":
    main()
