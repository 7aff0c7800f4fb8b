"""`sosiego case`: findings, orders, appeals and tracebacks from the command line."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any

import typer
from django.conf import settings

from sosiego import clock
from sosiego.cases import queries, services
from sosiego.cases.errors import NoSuchReferenceError
from sosiego.cases.models import Case, Traceback, WorkOrder
from sosiego.cases.story import StoryLine
from sosiego.errors import WrongUsageError
from sosiego.registry import acting
from sosiego.registry import queries as registry
from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from sosiego.terminal import WHEN, AsJson, moment, out, pairs, show, table, words

case_app = typer.Typer(no_args_is_help=True, help="Cases: findings, orders, appeals and tracebacks.")
appeal_app = typer.Typer(no_args_is_help=True, help="Appeals against measures.")
trace_app = typer.Typer(no_args_is_help=True, help="Tracebacks: who let a call in, hop by hop.")
case_app.add_typer(appeal_app, name="appeal")
case_app.add_typer(trace_app, name="trace")

# A screen of rows; --limit asks for more.
ROWS_SHOWN = 50

Actor = Annotated[
    str, typer.Option("--as", metavar="USER", help="Log-in of who acts; the system's user if left out.")
]
Limit = Annotated[int, typer.Option(help="Rows to show at most.", min=1)]


class Outcome(StrEnum):
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not-confirmed"
    NOT_OURS = "not-ours"


@case_app.command("list")
def list_cases(
    state: Annotated[str, typer.Option(help=f"One of: {', '.join(queries.CASE_STATES)}.")] = "",
    limit: Limit = ROWS_SHOWN,
    as_json: AsJson = False,
) -> None:
    """List cases with their state, the latest first."""
    _check_state(state, queries.CASE_STATES)
    found = [_case(one) for one in queries.cases(at=clock.now(), state=state or None)[:limit]]
    _show_rows("Cases", found, as_json)


@case_app.command("show")
def show_case(
    what: Annotated[
        str, typer.Argument(metavar="REF_OR_NUMBER", help="Reference of a case, or a number or name.")
    ],
    as_json: AsJson = False,
) -> None:
    """Tell the whole story of a number: reports, findings, orders, measures, appeals, tracebacks."""
    subject = _subject(what)
    lines = queries.story(subject)
    case = queries.case_of(subject)
    if not lines and case is None:
        raise NoSuchReferenceError("case, report or measure of", what)
    told = {
        "subject": subject,
        "case": case.reference if case else None,
        "state": queries.case_state(case, clock.now()) if case else None,
        "story": [asdict(line) for line in lines],
    }
    show(told, as_json, lambda: _print_story(told, lines))


@case_app.command("orders")
def list_orders(
    addressee: Annotated[str, typer.Option(help="Code of the organisation that must answer.")] = "",
    state: Annotated[str, typer.Option(help=f"One of: {', '.join(queries.ORDER_STATES)}.")] = "",
    limit: Limit = ROWS_SHOWN,
    as_json: AsJson = False,
) -> None:
    """List work orders with their state, the most urgent first."""
    _check_state(state, queries.ORDER_STATES)
    who = registry.organisation(addressee) if addressee else None
    found = queries.orders(who, state or None, at=clock.now())[:limit]
    _show_rows("Orders", [_order(one) for one in found], as_json)


@case_app.command()
def answer(
    reference: Annotated[str, typer.Argument(metavar="ORDER", help="Reference of the order.")],
    outcome: Annotated[Outcome, typer.Option(help="What the addressee found.")],
    text: Annotated[str, typer.Option(help="In the addressee's words.")] = "",
    actor: Actor = "",
    as_json: AsJson = False,
) -> None:
    """Answer a work order."""
    order = queries.order(reference)
    services.answer_order(
        order,
        outcome=outcome.value,
        text=text,
        actor=acting.acting_for(actor, order.addressee),
        at=clock.now(),
        book=_book(),
    )
    _show_one(_order(queries.order(reference)), as_json)


@case_app.command()
def ask(
    reference: Annotated[
        str,
        typer.Argument(
            metavar="REF", help="An order (its reporters are asked) or an appeal (its appellant)."
        ),
    ],
    question: Annotated[str, typer.Option(help="What must be known to go on.")],
    actor: Actor = "",
    as_json: AsJson = False,
) -> None:
    """Ask the reporter or appellant; the clock stands still until they answer, if the rule-book says so."""
    at = clock.now()
    if reference.startswith("A-"):
        appeal = queries.appeal(reference)
        who = acting.acting_user(actor)
        services.ask_appellant(appeal, question=question, actor=who, at=at, book=_book())
    else:
        order = queries.order(reference)
        who = acting.acting_for(actor, order.addressee)
        services.ask_reporter(order, question=question, actor=who, at=at, book=_book())
    _show_clock(reference, as_json)


@case_app.command()
def heard(
    reference: Annotated[str, typer.Argument(metavar="REF", help="The order or appeal that waits.")],
    answer: Annotated[str, typer.Option(help="What was answered, or that no answer came.")],
    actor: Actor = "",
    as_json: AsJson = False,
) -> None:
    """Enter what the reporter or appellant answered: the clock goes on."""
    at, who = clock.now(), acting.acting_user(actor)
    if reference.startswith("A-"):
        services.appellant_answered(queries.appeal(reference), answer=answer, actor=who, at=at, book=_book())
    else:
        services.reporter_answered(queries.order(reference), answer=answer, actor=who, at=at, book=_book())
    _show_clock(reference, as_json)


@case_app.command()
def close(
    reference: Annotated[str, typer.Argument(metavar="CASE", help="Reference of the case.")],
    outcome: Annotated[str, typer.Option(help="How it ended, in a word.")],
    reason: Annotated[str, typer.Option(help="Why it is closed.")],
    actor: Actor = "",
    as_json: AsJson = False,
) -> None:
    """Close a case by a person's decision."""
    case = queries.case(reference)
    services.close(case, outcome=outcome, reason=reason, actor=acting.acting_user(actor), at=clock.now())
    _show_one({"case": reference, "state": queries.case_state(case, clock.now())}, as_json)


@case_app.command()
def review(
    reference: Annotated[str, typer.Argument(metavar="CASE", help="Reference of the case.")],
    reason: Annotated[str, typer.Option(help="Why the regulator takes it up.")],
    actor: Actor = "",
    as_json: AsJson = False,
) -> None:
    """Take a case up: it opens again if it was closed, and stays open until it is closed by hand."""
    case = queries.case(reference)
    services.review(case, reason=reason, actor=acting.acting_user(actor), at=clock.now())
    _show_one({"case": reference, "state": queries.case_state(case, clock.now())}, as_json)


@appeal_app.command("file")
def file_appeal(
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help="Reference of the measure.")],
    text: Annotated[str, typer.Option(help="Why it is wrong.")],
    contact: Annotated[str, typer.Option(help="Where to send the decision; it is sealed.")] = "",
    actor: Actor = "",
    as_json: AsJson = False,
) -> None:
    """File an appeal against a measure."""
    against = registry.measure(measure)
    filed = services.file_appeal(
        against,
        text=text,
        contact=contact,
        at=clock.now(),
        book=_book(),
        actor=acting.acting_about(actor, against.holder),
    )
    _show_one({"appeal": filed.reference, "measure": measure, "due_at": filed.due_at}, as_json)


@case_app.command("lift")
def lift(
    reference: Annotated[str, typer.Argument(metavar="MEASURE", help='As in "M-2026-000123".')],
    reason: Annotated[str, typer.Option(help="Why, in a sentence that the holder may read.")],
    wrong: Annotated[
        bool,
        typer.Option("--wrong", help="The measure should never have been: it counts as wrongly blocked."),
    ] = False,
    actor: Actor = "",
    as_json: AsJson = False,
) -> None:
    """End a measure before its time; its case is told and may close."""
    measure = registry.measure(reference)
    who, at = acting.acting_user(actor), clock.now()
    services.lift_measure(measure, at=at, actor=who, reason=reason, was_wrong=wrong)
    _show_one({"measure": reference, "at": at, "actor": who, "reason": reason, "was_wrong": wrong}, as_json)


@appeal_app.command("decide")
def decide_appeal(
    reference: Annotated[str, typer.Argument(metavar="APPEAL", help="Reference of the appeal.")],
    upheld: Annotated[
        bool, typer.Option("--upheld/--refused", help="Upheld: the measure is lifted as wrong.")
    ],
    reason: Annotated[str, typer.Option(help="Why; the appellant reads it.")],
    actor: Actor = "",
    as_json: AsJson = False,
) -> None:
    """Decide an appeal."""
    decision = services.decide_appeal(
        queries.appeal(reference),
        upheld=upheld,
        reason=reason,
        actor=acting.acting_user(actor),
        at=clock.now(),
    )
    _show_one(asdict(decision), as_json)


@appeal_app.command("list")
def list_appeals(
    state: Annotated[str, typer.Option(help=f"One of: {', '.join(queries.APPEAL_STATES)}.")] = "",
    limit: Limit = ROWS_SHOWN,
    as_json: AsJson = False,
) -> None:
    """List appeals, the most urgent first."""
    _check_state(state, queries.APPEAL_STATES)
    rows: list[dict[str, Any]] = [
        {
            "appeal": one.reference,
            "measure": one.measure.reference,
            "state": one.state,  # type: ignore[attr-defined]
            "filed_at": one.filed_at,
            "due_at": one.due,  # type: ignore[attr-defined]
            "waits_since": one.waits_since,  # type: ignore[attr-defined]
        }
        for one in queries.appeals(state or None)[:limit]
    ]
    _show_rows("Appeals", rows, as_json)


@trace_app.command("open")
def open_traceback(
    number: Annotated[str, typer.Argument(help="The caller.")],
    call_at: Annotated[str, typer.Option("--call-at", metavar="MOMENT", help=f"When it called. {WHEN}")],
    first: Annotated[str, typer.Option(help="Code of the operator in whose network the call arrived.")],
    case: Annotated[str, typer.Option(help="Reference of the case it belongs to.")] = "",
    actor: Actor = "",
    as_json: AsJson = False,
) -> None:
    """Ask an operator from whom it got a call."""
    book = _book()
    traceback = services.open_traceback(
        book.numbering.parse(number),
        moment(call_at),
        first=registry.organisation(first),
        at=clock.now(),
        book=book,
        case=queries.case(case) if case else None,
        actor=acting.acting_user(actor),
    )
    _show_traceback(traceback, as_json)


@trace_app.command("answer")
def answer_traceback(
    reference: Annotated[str, typer.Argument(metavar="TRACEBACK", help="Reference of the traceback.")],
    previous: Annotated[
        str, typer.Option(help="Code of the operator the call came from; left out: it began here.")
    ] = "",
    actor: Actor = "",
    as_json: AsJson = False,
) -> None:
    """Answer for the operator that was asked last."""
    traceback = queries.traceback(reference)
    hop = queries.hops_of(traceback).last()
    assert hop is not None  # a traceback is opened with its first hop
    before = registry.organisation(previous) if previous else None
    who = acting.acting_for(actor, hop.asked)
    services.answer_traceback(hop, previous=before, actor=who, at=clock.now(), book=_book())
    _show_traceback(traceback, as_json)


@trace_app.command("show")
def show_traceback(
    reference: Annotated[str, typer.Argument(metavar="TRACEBACK", help="Reference of the traceback.")],
    as_json: AsJson = False,
) -> None:
    """Show the hops of a traceback."""
    _show_traceback(queries.traceback(reference), as_json)


def _book() -> RuleBook:
    return loader.load(settings.RULEBOOK)


def _check_state(state: str, known: tuple[str, ...]) -> None:
    if state and state not in known:
        raise WrongUsageError(f"“{state}” is no state.", todo=f"Name one of: {', '.join(known)}.")


def _subject(what: str) -> str:
    case = Case.objects.filter(reference=what).first()
    return case.subject if case else _book().numbering.parse(what)


def _case(one: Case) -> dict[str, Any]:
    return {
        "case": one.reference,
        "subject": one.subject,
        "state": one.state,  # type: ignore[attr-defined]
        "opened_at": one.opened_at,
        "holder": one.holder.code if one.holder else None,
        "operator": one.operator.code if one.operator else None,
    }


def _order(one: WorkOrder) -> dict[str, Any]:
    return {
        "order": one.reference,
        "case": one.case.reference,
        "subject": one.case.subject,
        "addressee": one.addressee.code,
        "step": one.step,
        "state": one.state,  # type: ignore[attr-defined]
        "due_at": one.due,  # type: ignore[attr-defined]
        "waits_since": one.waits_since,  # type: ignore[attr-defined]
        "outcome": one.outcome,  # type: ignore[attr-defined]
    }


def _show_clock(reference: str, as_json: bool) -> None:
    one: Any = queries.appeal(reference) if reference.startswith("A-") else queries.order(reference)
    told = {
        "reference": reference,
        "state": one.state,
        "due_at": one.due,
        "waits_since": one.waits_since,
        "clock": "stands still" if one.due is None else "runs",
    }
    _show_one(told, as_json)


def _show_traceback(traceback: Traceback, as_json: bool) -> None:
    hops: list[dict[str, Any]] = [
        {
            "hop": hop.order,
            "asked": hop.asked.code,
            "state": hop.state,  # type: ignore[attr-defined]
            "previous": hop.previous,  # type: ignore[attr-defined]
            "due_at": hop.due_at,
        }
        for hop in queries.hops_of(traceback)
    ]
    state = queries.traceback_state(traceback)
    told = {"traceback": traceback.reference, "subject": traceback.subject, "state": state, "hops": hops}
    title = f"{traceback.reference}: {state}"
    show(told, as_json, lambda: out.print(table(title, *_columns(hops))))


def _show_rows(title: str, rows: list[dict[str, Any]], as_json: bool) -> None:
    show(rows, as_json, lambda: out.print(table(title, *_columns(rows)) if rows else f"{title}: none."))


def _show_one(values: dict[str, Any], as_json: bool) -> None:
    show(values, as_json, lambda: out.print(pairs("", values)))


def _columns(rows: list[dict[str, Any]]) -> tuple[list[str], list[list[object]]]:
    return list(rows[0]) if rows else [], [list(row.values()) for row in rows]


def _print_story(told: dict[str, Any], lines: list[StoryLine]) -> None:
    rows = [
        (line.at, line.kind, line.link, line.actor, _in_words(line.parts, told["case"], line.link))
        for line in lines
    ]
    heading = f"{told['subject']} · {told['case'] or 'no case'} · {told['state'] or ''}"
    out.print(table(heading, ("when", "what", "reference", "by", "with"), rows))


def _in_words(parts: dict[str, Any], *shown: str | None) -> str:
    """What a line tells, without what is shown already and the clauses of its rule: `--json` has them."""
    plain = {name: value for name, value in parts.items() if not isinstance(value, list)}
    return "; ".join(
        f"{name.replace('_', ' ')} {words(value)}"
        for name, value in plain.items()
        if value not in (None, "", {}, *shown)
    )
