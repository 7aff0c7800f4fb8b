"""What a demonstration hands back, and the short story it tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sosiego.demo.accounts import ACCOUNTS
from sosiego.terminal import out, table
from sosiego.world.score import KindScore, Score


@dataclass(frozen=True)
class Summary:
    """The figures of one run; written to summary.json."""

    simulated: bool
    seed: int
    quarter: str
    seconds: float
    # Seconds of each step, the longest first.
    steps: dict[str, float]
    organisations: int
    reports: int
    reports_of_earlier_quarters: int
    traffic_records: int
    # Calls and messages that the networks refused because of a measure.
    refused: int
    control_lists: int
    findings: int
    cases: int
    orders: int
    orders_overdue: int
    measures: int
    # What people did: orders confirmed, appeals upheld, tracebacks …
    people: dict[str, int]
    kinds: dict[str, KindScore]
    recall: float | None
    precision: float | None
    lookalikes: int
    lookalikes_found: int
    lookalikes_labelled: int
    lookalikes_limited: int
    lookalikes_blocked: int
    innocents_found: int
    innocents_blocked: int
    indicators: int
    violations: int
    sanctions: int
    ledger_entries: int
    ledger_ok: bool
    publications: list[str]
    # Paths of the published files below the folder of the demonstration.
    files: list[str]
    accounts: list[dict[str, str]] = field(default_factory=list)


def percent(value: float | None) -> str:
    """A share for people; an unknown one is a dash."""
    return "–" if value is None else f"{100 * value:.0f} %"


def kinds_table(kinds: dict[str, KindScore]) -> Any:
    """Each kind of nuisance and how well it was found; `days` is the median to the first finding."""
    rows = [
        (
            kind,
            one.callers,
            one.found,
            percent(one.recall),
            percent(one.precision),
            percent(one.precision_same_kind),
            "–" if one.median_days_to_find is None else one.median_days_to_find,
        )
        for kind, one in kinds.items()
    ]
    columns = ("kind", "callers", "found", "recall", "precision", "same kind", "days")
    return table("", columns, rows)


def lookalikes_line(scored: Summary | Score) -> str:
    """All kinds together, and what befell those who only look like nuisance."""
    return (
        f"\nAll kinds: recall {percent(scored.recall)}, precision {percent(scored.precision)}. Look-alikes "
        f"(hospital, couriers, school …): {scored.lookalikes}; of them found {scored.lookalikes_found}, "
        f"labelled {scored.lookalikes_labelled}, limited {scored.lookalikes_limited}, "
        f"blocked {scored.lookalikes_blocked}."
    )


def tell(summary: Summary) -> None:
    """Print the story of the quarter."""
    people = summary.people
    out.print(f"\n[bold]{summary.quarter} of a simulated country[/bold] (seed {summary.seed})\n")
    out.print(
        f"People reported {summary.reports:,} calls and messages; the operators recorded "
        f"{summary.traffic_records:,}. From earlier quarters came "
        f"{summary.reports_of_earlier_quarters:,} reports."
    )
    out.print(
        f"The rule-book's criteria made {summary.findings:,} findings in {summary.cases:,} cases; "
        f"{summary.orders:,} orders went to holders, {summary.orders_overdue:,} became overdue."
    )
    out.print(
        f"Holders confirmed {people.get('orders confirmed', 0):,} and denied "
        f"{people.get('orders not-confirmed', 0):,}. {summary.measures:,} measures came in force; the "
        f"networks took {summary.control_lists} control lists and refused "
        f"{summary.refused:,} calls and messages."
    )
    out.print(
        f"Appeals: {people.get('appeals', 0)}, of them upheld: {people.get('appeals upheld', 0)}. "
        f"Calls traced: {people.get('tracebacks', 0)}, with {people.get('traceback answers', 0)} answers."
    )
    out.print(
        f"Oversight computed {summary.indicators} indicators and found {summary.violations} violations; "
        f"{summary.sanctions} sanctions were signed by two officials."
    )
    out.print(f"Published: {', '.join(summary.publications)}; {len(summary.files)} files.\n")
    out.print(kinds_table(summary.kinds))
    out.print(lookalikes_line(summary))
    verified = "verified" if summary.ledger_ok else "NOT VERIFIED"
    out.print(f"Ledger: {summary.ledger_entries:,} entries, {verified}. {summary.seconds:.1f} s in all.\n")


def tell_accounts() -> None:
    """Print the log-ins."""
    out.print(
        table(
            "Log-ins (simulated country only)",
            ("name", "password", "role", "organisation"),
            [(one.name, one.password, one.role, one.organisation) for one in ACCOUNTS],
        )
    )
