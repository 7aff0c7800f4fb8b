"""What can be refused in a procedure, named as the fact that stands in the way."""

from __future__ import annotations

from datetime import datetime

from sosiego.errors import SosiegoError, WrongUsageError

# Where what a reference may name is listed; cases for everything else.
LISTED_BY = {
    "order": "`sosiego case orders` shows what there is.",
    "appeal": "`sosiego case appeal list` shows what there is.",
    "traceback": "`sosiego case show NUMBER` tells the tracebacks of a number.",
}


class OrderAlreadyAnsweredError(SosiegoError):
    """An order is answered once; a second view of the matter is an appeal or a review."""

    def __init__(self, order: str) -> None:
        super().__init__(
            f"Order {order} has been answered already.",
            where=f"order {order}",
            todo="Appeal against the measure, or ask the regulator to review the case.",
        )


class UnknownOutcomeError(WrongUsageError):
    """An order is answered with one of three words."""

    def __init__(self, outcome: str) -> None:
        super().__init__(
            f"“{outcome}” is not an answer to an order.",
            todo="Answer confirmed, not-confirmed or not-ours.",
        )


class NobodyLeftToAskError(SosiegoError):
    """Everyone who could hold the number has said that it is not theirs."""

    def __init__(self, subject: str) -> None:
        super().__init__(
            f"Nobody is left who could answer for {subject}.",
            where=f"subject {subject}",
            todo="Enter the holder of the number in the registry, or close the case with its reason.",
        )


class NoRegulatorError(SosiegoError):
    """Somebody must get the orders that nobody else can answer."""

    def __init__(self) -> None:
        super().__init__(
            "The registry names no regulator, so an order about an unknown holder has no addressee.",
            where="registry, organisations",
            todo="Import organisations with one of kind “regulator”.",
        )


class CaseAlreadyClosedError(SosiegoError):
    """A closed case is reviewed, not closed again."""

    def __init__(self, case: str) -> None:
        super().__init__(
            f"Case {case} is closed already.", where=f"case {case}", todo="Review the case to open it again."
        )


class CaseStillInProcedureError(SosiegoError):
    """A case is closed when nothing in it is pending."""

    def __init__(self, case: str, pending: str) -> None:
        super().__init__(
            f"Case {case} cannot be closed: {pending}.",
            where=f"case {case}",
            todo="Let the pending acts end first.",
        )


class MeasureNotInForceError(SosiegoError):
    """Only a measure that is in force, or is still to be, can be appealed against."""

    def __init__(self, measure: str, state: str) -> None:
        super().__init__(
            f"Measure {measure} is not in force: it has {state}.",
            where=f"measure {measure}",
            todo="Name the reference of a measure that is in force.",
        )


class AppealAlreadyFiledError(SosiegoError):
    """One appeal at a time against one measure."""

    def __init__(self, measure: str, appeal: str) -> None:
        super().__init__(
            f"Appeal {appeal} against measure {measure} is not decided yet.",
            where=f"measure {measure}",
            todo=f"Wait for the decision on {appeal}.",
        )


class AppealAlreadyDecidedError(SosiegoError):
    """An appeal is decided once."""

    def __init__(self, appeal: str) -> None:
        super().__init__(f"Appeal {appeal} has been decided already.", where=f"appeal {appeal}")


class ClockRunsNoMoreError(SosiegoError):
    """Nobody can be asked about what is answered, decided or overdue: its clock has run out or ended."""

    def __init__(self, reference: str, state: str) -> None:
        super().__init__(
            f"{reference} is {state}: nothing about it can wait for anybody.",
            where=reference,
            todo="Ask only while an answer or a decision is still due.",
        )


class AlreadyAskedError(SosiegoError):
    """One question at a time, so that it is clear since when a clock stands still."""

    def __init__(self, reference: str, since: datetime) -> None:
        super().__init__(
            f"{reference} has waited for an answer since {since:%Y-%m-%d %H:%M} UTC.",
            where=reference,
            todo="Enter that answer first, or that none came.",
        )


class NothingAskedError(SosiegoError):
    """An answer needs a question."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"{reference} waits for nobody's answer.",
            where=reference,
            todo="Ask first; then enter the answer.",
        )


class HopAlreadyAnsweredError(SosiegoError):
    """An operator answers a traceback once."""

    def __init__(self, traceback: str, asked: str) -> None:
        super().__init__(
            f"{asked} has answered traceback {traceback} already.", where=f"traceback {traceback}"
        )


class TracebackGoesInCirclesError(SosiegoError):
    """A call came from an operator that says it passed the call on: one of the answers is wrong."""

    def __init__(self, traceback: str, previous: str) -> None:
        super().__init__(
            f"{previous} has been asked in traceback {traceback} already.",
            where=f"traceback {traceback}",
            todo="Check both operators' records of the call and name the operator that really sent it.",
        )


class NoSuchReferenceError(SosiegoError):
    """The reference or number names nothing."""

    def __init__(self, kind: str, reference: str) -> None:
        super().__init__(
            f"There is no {kind} “{reference}”.",
            todo=LISTED_BY.get(kind, "`sosiego case list` shows what there is."),
        )


class EnginesDisagreeError(SosiegoError):
    """A condition held in bulk and not when it was explained: a fault of Sosiego, never of the caller."""

    def __init__(self, rule: str, subject: str) -> None:
        super().__init__(
            f"Criterion {rule} held for {subject} in bulk, but its explanation does not hold.",
            where=f"criterion {rule}",
            todo="Report this as a defect with the rule-book and the facts; no finding was made.",
        )


class DayNotBegunError(WrongUsageError):
    """The cycle of a day that lies ahead cannot be run."""

    def __init__(self, day: str, now: str) -> None:
        super().__init__(f"The day {day} has not begun: it is {now}.", todo="Name a day until today.")
