"""What may follow what: the procedure as tables that a lawyer can read.

Each line says: in this state, by this act, that state. What is not written here is not allowed.
A state is never stored; `queries` reads it off the events.
"""

from __future__ import annotations

from collections.abc import Mapping

from sosiego.errors import SosiegoError

Transitions = Mapping[tuple[str, str], str]

ORDER: Transitions = {
    # state      act             state after
    ("open", "answer"): "answered",
    ("open", "answer after the deadline"): "answered late",
    ("open", "let the deadline pass"): "overdue",
    # Whether the clock stands still meanwhile is said by the rule-book.
    ("open", "ask the reporter"): "open",
    ("open", "hear the reporter"): "open",
    # It came in time and was entered later.
    ("overdue", "answer"): "answered",
    ("overdue", "answer after the deadline"): "answered late",
}

HOP: Transitions = {
    ("open", "answer"): "answered",
    ("open", "answer after the deadline"): "answered late",
    ("open", "let the deadline pass"): "overdue",
    # It came in time and was entered later.
    ("overdue", "answer"): "answered",
    ("overdue", "answer after the deadline"): "answered late",
}

APPEAL: Transitions = {
    ("filed", "uphold"): "upheld",
    ("filed", "refuse"): "refused",
    ("filed", "ask the appellant"): "filed",
    ("filed", "hear the appellant"): "filed",
}

CASE: Transitions = {
    ("open", "review"): "under review",
    ("open", "close"): "closed",
    ("under review", "close"): "closed",
    ("closed", "review"): "under review",
}


def state_after(table: Transitions, state: str, act: str, refusal: SosiegoError) -> str:
    """The state that the act leads to; raises `refusal` where the table has no such line."""
    try:
        return table[state, act]
    except KeyError:
        raise refusal from None
