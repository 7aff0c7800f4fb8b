"""The one command, `sosiego`: it gathers the commands of the rooms and turns errors into exit codes."""

from __future__ import annotations

import os
import sys

import typer

from sosiego import __version__
from sosiego.errors import SosiegoError

EXIT_CODES = """
Exit codes: 0 all holds · 1 a rule, test, check or act failed · 2 wrong usage.
"""


def build() -> typer.Typer:
    """Gather the rooms' commands. Django is set up first: the rooms that keep state need it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sosiego.settings")
    import django

    django.setup()

    app = typer.Typer(
        name="sosiego",
        help="Govern nuisance calls and spam SMS: from reports and traffic to measures and published figures.",
        epilog=EXIT_CODES,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    _add_rooms(app)
    return app


def _add_rooms(app: typer.Typer) -> None:
    @app.callback(invoke_without_command=True)
    def version(
        show: bool = typer.Option(False, "--version", help="Print the version and end.", is_eager=True),
    ) -> None:
        if show:
            typer.echo(__version__)
            raise typer.Exit


def main() -> None:
    """Entry point of the `sosiego` command."""
    try:
        build()()
    except SosiegoError as error:
        sys.stderr.write(f"sosiego: {error}\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
