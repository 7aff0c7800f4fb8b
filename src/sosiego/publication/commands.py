"""`sosiego publish`: make, sign, show, rebuild and withdraw lists and bulletins."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from sosiego import clock, terminal
from sosiego.errors import WrongUsageError
from sosiego.publication import queries, services
from sosiego.publication.models import Publication
from sosiego.registry import acting
from sosiego.terminal import AsJson

publish_app = typer.Typer(no_args_is_help=True, help="Make and publish report lists and bulletins.")
app = publish_app

PeriodOption = Annotated[
    str,
    typer.Option(
        "--period",
        help="Quarter (2026Q3), month (2026-09), day (2026-09-15), or range (2026-09-01/2026-09-15).",
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out", file_okay=False, help="Folder that gets a copy of every file. It is made if it is missing."
    ),
]
ZoneOption = Annotated[
    str,
    typer.Option(
        "--time-zone", help="Whose days the period has, e.g. America/New_York; else the rule-book's."
    ),
]
ActorOption = Annotated[str, typer.Option("--as", metavar="USER", help="Log-in of the person who does it.")]
ReferenceArgument = Annotated[str, typer.Argument(help="Reference of the publication, e.g. P-2026-000012.")]
SYSTEM = "system"


@publish_app.command("list")
def list_(
    period: PeriodOption,
    out: OutOption = None,
    time_zone: ZoneOption = "",
    as_json: AsJson = False,
) -> None:
    """Make the list of reported calls and messages of a period, in Spanish, English and Chinese.

    Writes HTML, PDF and open data (CSV, JSON, a Frictionless data package). It becomes public when signed.
    """
    _make("list", period, out, time_zone, as_json)


@publish_app.command()
def bulletin(
    period: PeriodOption,
    out: OutOption = None,
    time_zone: ZoneOption = "",
    as_json: AsJson = False,
) -> None:
    """Make the bulletin of a period: reports, supervision, scorecards; in Spanish, English and Chinese.

    Writes HTML, PDF and open data (CSV, JSON, a Frictionless data package). It becomes public when signed.
    """
    _make("bulletin", period, out, time_zone, as_json)


@publish_app.command()
def sign(reference: ReferenceArgument, actor: ActorOption, as_json: AsJson = False) -> None:
    """Sign a publication. The second person's signature publishes it and enters its figures in the ledger."""
    _show(
        services.sign(queries.publication(reference), actor=acting.acting_user(actor), at=clock.now()),
        as_json,
    )


@publish_app.command()
def withdraw(
    reference: ReferenceArgument,
    actor: ActorOption,
    reason: Annotated[str, typer.Option("--reason", help="Why it is taken back; the public reads it.")],
    as_json: AsJson = False,
) -> None:
    """Take a publication back. Its record and its frozen figures stay."""
    taken = services.withdraw(
        queries.publication(reference), actor=acting.acting_user(actor), at=clock.now(), reason=reason
    )
    _show(taken, as_json)


@publish_app.command()
def rebuild(reference: ReferenceArgument, out: OutOption = None, as_json: AsJson = False) -> None:
    """Make every file again from the frozen figures and check that each byte is as it was published.

    Ends with code 1 if a file differs.
    """
    publication = queries.publication(reference)
    with terminal.progress(f"Rebuilding {reference}", services.STEPS) as step:
        digests = services.rebuild(publication, out=out, progress=step)
    told = {"reference": reference, "same": True, "files": digests}
    terminal.show(
        told,
        as_json,
        lambda: terminal.out.print(
            f"{reference}: {len(digests)} files rebuilt, every byte as it was published."
        ),
    )


@publish_app.command()
def show(
    reference: Annotated[
        str, typer.Argument(help="Reference; all publications are listed if it is left out.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show one publication with its files and signatures, or list them all."""
    if reference:
        _show(queries.publication(reference), as_json)
        return
    rows = [_row(one) for one in queries.publications()]
    columns = ("reference", "kind", "period", "state", "made_at")
    terminal.show(
        rows,
        as_json,
        lambda: terminal.out.print(
            terminal.table("Publications", columns, [[row[column] for column in columns] for row in rows])
        ),
    )


def _make(kind: str, period: str, out: Path | None, time_zone: str, as_json: bool) -> None:
    from django.conf import settings

    from sosiego.rules import loader

    book = loader.load(settings.RULEBOOK)
    with terminal.progress(f"Making the {kind} of {period}", services.STEPS) as step:
        made = services.make(
            kind,
            period,
            book=book,
            at=clock.now(),
            actor=SYSTEM,
            out=out,
            time_zone=_zone(time_zone),
            progress=step,
        )
    _show(made, as_json)


def _zone(name: str) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongUsageError(
            f"There is no time zone {name!r}.", todo="Write a name such as America/New_York."
        ) from None


def _row(publication: Publication) -> dict[str, Any]:
    return {
        "reference": publication.reference,
        "kind": publication.kind,
        "period": publication.period,
        "state": queries.state(publication),
        "simulated": publication.simulated,
        "made_at": publication.made_at,
        "snapshot": publication.snapshot,
        "rulebook": publication.rulebook,
        "signed_by": queries.signers(publication),
        "folder": queries.folder(publication),
    }


def _show(publication: Publication, as_json: bool) -> None:
    row = _row(publication) | {"files": publication.files}

    def human() -> None:
        told = {name: value for name, value in row.items() if name != "files"}
        terminal.out.print(terminal.pairs("", told))
        terminal.out.print(terminal.table("Files", ("file", "sha256"), list(publication.files.items())))

    terminal.show(row, as_json, human)
