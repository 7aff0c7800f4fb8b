"""`sosiego control`: compile the list, ask it, open its HTTP door."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from sosiego import clock, home
from sosiego.control.compile import compile_list
from sosiego.control.decide import Call, decide
from sosiego.control.server import MEDIA, Decider, make_server, number
from sosiego.control.signature import open_checked
from sosiego.errors import WrongUsageError
from sosiego.rules.loader import load
from sosiego.terminal import WHEN, AsJson, err, moment, out, pairs, show

app = typer.Typer(no_args_is_help=True, help="Compile the control list, ask it about a call, open its door.")

ListFile = Annotated[
    Path | None, typer.Option("--list", help="Control list file; default: the home's newest.", dir_okay=False)
]


def current_list_file() -> Path:
    """Where the home keeps the list that its own doors enforce."""
    return home.current().control / "current.list"


@app.command("compile")
def compile_command(
    target: Annotated[
        Path | None, typer.Option("--out", help="File to write; default: the home's control list.")
    ] = None,
    at: Annotated[
        str, typer.Option(metavar="MOMENT", help=f"Whose measures are compiled; default: now. {WHEN}")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Write the control list of all measures in force, signed, beside and renamed."""
    now = moment(at) if at else clock.now()
    summary = compile_list(target or current_list_file(), at=now, book=load(settings.RULEBOOK))
    show(asdict(summary), as_json, lambda: out.print(pairs("Control list written", asdict(summary))))


@app.command("decide")
def decide_command(
    caller: Annotated[str, typer.Option(help="Who calls or sends, national form or E.164.")],
    called: Annotated[str, typer.Option(help="Who is called.")],
    list_file: ListFile = None,
    at: Annotated[str, typer.Option(metavar="MOMENT", help=f"When it is; default: now. {WHEN}")] = "",
    medium: Annotated[str, typer.Option(help="call or sms.")] = "call",
    as_json: AsJson = False,
) -> None:
    """Ask what the network does with one call or message: allow, label, limit or block, and why."""
    if medium not in MEDIA:
        raise WrongUsageError(f"There is no medium {medium!r}.", todo="Say --medium call or --medium sms.")
    plan = load(settings.RULEBOOK).numbering
    now = moment(at) if at else clock.now()
    ends = number(plan, caller, "caller"), number(plan, called, "called")
    call = Call(*ends, now.timestamp(), medium)
    decision = asdict(decide(open_checked(list_file or current_list_file()), call))
    # Commands speak English; a door's answer has the text in every language of the rule-book.
    told = decision | {"text": (decision["text"] or {}).get("en", decision["text"])}
    show(decision, as_json, lambda: out.print(pairs("", {k: v for k, v in told.items() if v})))


@app.command("serve")
def serve_command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0: a free one.", min=0, max=65535)] = 8031,
    list_file: ListFile = None,
) -> None:
    """Open the HTTP door: GET /decide?caller=…&called=… ; a new list is taken up without a restart."""
    decider = Decider(list_file or current_list_file(), load(settings.RULEBOOK).numbering)
    server = make_server(host, port, decider)
    err.print(f"The door is open at http://{host}:{server.server_port}/decide (Ctrl-C closes it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        err.print("Closed.")
    finally:
        server.server_close()
