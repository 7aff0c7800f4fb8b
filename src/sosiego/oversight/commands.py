"""`sosiego oversight` and `sosiego gate`: figures, scorecards, sanctions, and the gate on resources."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from django.conf import settings

from sosiego import clock
from sosiego.oversight import gate, queries, services
from sosiego.oversight.errors import SanctionNotFoundError
from sosiego.oversight.judging import require_judged
from sosiego.oversight.models import IndicatorValue, Sanction, Scorecard
from sosiego.registry import acting
from sosiego.registry import queries as registry
from sosiego.rules.loader import load
from sosiego.rules.periods import Period
from sosiego.terminal import AsJson, out, pairs, show, table

app = typer.Typer(
    no_args_is_help=True, help="Compute and show indicators, scorecards, violations and sanctions."
)

PeriodOption = Annotated[str, typer.Option("--period", help="Quarter or month, e.g. 2026Q3.")]
SANCTION = Annotated[str, typer.Argument(help="Reference of the sanction, e.g. S-2026-000001.")]
SIGNER = Annotated[str, typer.Option("--as", metavar="USER", help="Log-in of the person who acts.")]


@app.command()
def compute(period: PeriodOption, as_json: AsJson = False) -> None:
    """Compute indicators, scorecards and violations of a finished period; proposes sanctions."""
    book, asked, at = load(settings.RULEBOOK), Period.parse(period), clock.now()
    values = services.compute_indicators(book, asked, at=at)
    cards = services.compute_scorecards(book, asked, at=at)
    violations = services.find_violations(book, asked, at=at)
    made = {
        "period": asked.name,
        "indicators": len(values),
        "scorecards": len(cards),
        "new_violations": [violation.reference for violation in violations],
    }
    show(made, as_json, lambda: out.print(pairs("Computed", made)))


def _asked(written: str) -> str:
    """Name of the period whose figures are asked for. Raises `NotAPeriodError`, `PeriodNotJudgedError`."""
    asked = Period.parse(written)
    require_judged(asked)
    return asked.name


def _say_nothing_computed(period: str) -> None:
    out.print(f"Nothing was computed for {period} yet: sosiego oversight compute --period {period}")


def _value(row: IndicatorValue) -> dict[str, Any]:
    return {
        "organisation": row.organisation.code,
        "indicator": row.indicator,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "standing": row.standing,
        "version": row.version.isoformat(),
    }


def _short(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.4g}"


@app.command()
def indicators(period: PeriodOption, as_json: AsJson = False) -> None:
    """Show each indicator of each organisation, with numerator, denominator and 95 % interval."""
    rows = [_value(row) for row in queries.indicator_values(_asked(period))]

    def human() -> None:
        if not rows:
            _say_nothing_computed(period)
            return
        columns = (
            "organisation",
            "indicator",
            "value",
            "95 % interval",
            "numerator",
            "denominator",
            "standing",
        )
        out.print(
            table(
                f"Indicators of {period}",
                columns,
                [
                    (
                        row["organisation"],
                        row["indicator"],
                        _short(row["value"]),
                        f"{_short(row['low'])} to {_short(row['high'])}",
                        row["numerator"],
                        row["denominator"],
                        row["standing"],
                    )
                    for row in rows
                ],
            )
        )

    show(rows, as_json, human)


def _card(card: Scorecard) -> dict[str, Any]:
    return {
        "organisation": card.organisation.code,
        "score": card.score,
        "grade": card.grade,
        "answerable": card.answerable,
        "working": card.working,
    }


@app.command()
def scorecards(period: PeriodOption, as_json: AsJson = False) -> None:
    """Show the score and grade of each organisation, and who answers for it."""
    rows = [_card(card) for card in queries.scorecards(_asked(period))]
    lines = [
        (row["organisation"], _short(row["score"]), row["grade"] or "none", row["answerable"])
        for row in sorted(rows, key=lambda row: (row["score"] is None, -(row["score"] or 0)))
    ]
    columns = ("organisation", "score", "grade", "answerable")

    def human() -> None:
        if not rows:
            _say_nothing_computed(period)
            return
        out.print(table(f"Scorecards of {period}", columns, lines))

    show(rows, as_json, human)


@app.command()
def sanctions(
    organisation: Annotated[str, typer.Option(help="Code of one organisation; default: all.")] = "",
    as_json: AsJson = False,
) -> None:
    """List sanctions with their state and who signed."""
    if organisation:
        registry.organisation(organisation)
    rows = [
        {
            "reference": sanction.reference,
            "organisation": sanction.violation.organisation.code,
            "violation": sanction.violation.rule,
            "step": sanction.step,
            "measure": sanction.measure_proposed,
            "state": queries.sanction_state(sanction),
            "signed_by": queries.signers(sanction),
        }
        for sanction in queries.sanctions(organisation=organisation)
    ]
    columns = ("reference", "organisation", "violation", "step", "state")
    lines = [tuple(row[column] for column in columns) for row in rows]
    show(rows, as_json, lambda: out.print(table("Sanctions", columns, lines)))


def _sanction(reference: str) -> Sanction:
    found = queries.sanction(reference)
    if found is None:
        raise SanctionNotFoundError(
            f"No sanction has the reference {reference!r}.", todo="See `sosiego oversight sanctions`."
        )
    return found


@app.command()
def sign(reference: SANCTION, actor: SIGNER, as_json: AsJson = False) -> None:
    """Sign a proposed sanction; the second person's signature puts it in force."""
    sanction = services.sign_sanction(_sanction(reference), actor=acting.acting_user(actor), at=clock.now())
    made = {"reference": reference, "state": queries.sanction_state(sanction)}
    show(made, as_json, lambda: out.print(pairs("", made)))


@app.command()
def refuse(
    reference: SANCTION,
    actor: SIGNER,
    reason: Annotated[str, typer.Option(help="Why it is refused; stands in the ledger.")],
    as_json: AsJson = False,
) -> None:
    """Refuse a proposed sanction, with the reason."""
    services.refuse_sanction(
        _sanction(reference), actor=acting.acting_user(actor), at=clock.now(), reason=reason
    )
    made = {"reference": reference, "state": "refused"}
    show(made, as_json, lambda: out.print(pairs("", made)))


def gate_command(
    holder: Annotated[str, typer.Option(help="Code of the organisation that asks.")],
    resource: Annotated[str, typer.Option(help="number-range, line or service-contract.")],
    as_json: AsJson = False,
) -> None:
    """May this organisation be given this resource? Yes, no or not known, with each reason and its basis."""
    answer = gate.ask(load(settings.RULEBOOK), registry.organisation(holder), resource, clock.now())
    made = {
        "holder": answer.holder,
        "resource": answer.resource,
        "allowed": answer.allowed,
        "reasons": [
            {
                "gate": reason.gate,
                "version": reason.version.isoformat(),
                "text": dict(reason.text),
                "truth": reason.truth,
                "document": reason.basis.document,
                "clause": dict(reason.basis.clause),
                "status": reason.basis.status,
                "clauses": [
                    {"text": clause.text, "values": dict(clause.values), "held": clause.held}
                    for clause in reason.explanation.clauses
                ],
            }
            for reason in answer.reasons
        ],
    }

    def human() -> None:
        word = {True: "yes", False: "no", None: "not known"}[answer.allowed]
        out.print(f"{resource} for {holder}: [bold]{word}[/bold]")
        for reason in answer.reasons:
            out.print(f"  {reason.text.get('en', reason.gate)} ({reason.gate}, {reason.basis.document})")

    show(made, as_json, human)
