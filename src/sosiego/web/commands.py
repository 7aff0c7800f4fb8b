"""`sosiego serve` and `sosiego user`."""

from __future__ import annotations

from typing import Annotated

import typer

from sosiego.terminal import AsJson, err, out, show, table
from sosiego.web import members

user_app = typer.Typer(no_args_is_help=True, help="Log-ins: who may sign in, and for whom.")

Name = Annotated[str, typer.Argument(help="Name of the log-in.")]
ROLES = "administrator, official, supervisor, auditor or agent"


def serve_command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Serve the public site, the console, the portal and the API until interrupted."""
    from sosiego.web.serve import serve as run

    err.print(f"Serving http://{host}:{port}/ (end with Ctrl-C)")
    run(host, port)


@user_app.command("add")
def add(
    name: Name,
    role: Annotated[str, typer.Option(help=f"Role: {ROLES}.")],
    organisation: Annotated[str, typer.Option(help="Code of the organisation that this person acts for.")],
    password: Annotated[
        str,
        typer.Option(
            prompt=True,
            hide_input=True,
            confirmation_prompt=True,
            envvar="SOSIEGO_PASSWORD",
            help="Asked for if not given.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Make a log-in."""
    made = members.add_user(name, role=role, organisation=organisation, password=password)
    told = {"name": made.name, "role": made.role, "organisation": made.organisation.code}
    show(
        told,
        as_json,
        lambda: out.print(f"{made.name} may sign in as {made.role} of {made.organisation.name}."),
    )


@user_app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List all log-ins."""
    found = members.users()
    columns = ("name", "role", "organisation", "active")
    show(found, as_json, lambda: out.print(table("", columns, [[one[c] for c in columns] for one in found])))


@user_app.command("token")
def token(
    name: Name,
    days: Annotated[int, typer.Option(help="Days until the token ends.", min=1, max=366)] = 90,
    as_json: AsJson = False,
) -> None:
    """Make a token with which a program uses the API as this log-in. A new password ends it."""
    made = members.make_token(name, days=days)
    show({"name": name, "days": days, "token": made}, as_json, lambda: out.print(made, soft_wrap=True))
