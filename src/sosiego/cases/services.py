"""The acts of cases, its only writers. Each kind of act has a file; here they are gathered."""

from __future__ import annotations

from sosiego.cases.appeals import decide_appeal, file_appeal, grant_undecided_appeals
from sosiego.cases.classification import classify_reports
from sosiego.cases.clocks import appellant_answered, ask_appellant, ask_reporter, reporter_answered
from sosiego.cases.evaluation import evaluate
from sosiego.cases.procedure import (
    answer_order,
    close,
    end_measures,
    lift_measure,
    mark_overdue,
    record_step,
    review,
)
from sosiego.cases.tracebacks import answer_traceback, mark_hops_overdue, open_traceback

__all__ = [
    "answer_order",
    "answer_traceback",
    "appellant_answered",
    "ask_appellant",
    "ask_reporter",
    "classify_reports",
    "close",
    "decide_appeal",
    "end_measures",
    "evaluate",
    "file_appeal",
    "grant_undecided_appeals",
    "lift_measure",
    "mark_hops_overdue",
    "mark_overdue",
    "open_traceback",
    "record_step",
    "reporter_answered",
    "review",
]
