"""What callers try on one day, before the network lets it through or not: columns, one row a try."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

CALL, SMS = 0, 1

# Q.850 causes as operators record them.
UNALLOCATED, NORMAL, BUSY, NO_ANSWER, REJECTED = 1, 16, 17, 19, 21

# The place in `actor` of everyone who is not in the cast: ordinary people.
ORDINARY = -1


@dataclass(frozen=True)
class Attempts:
    """Equal-length columns. `caller` and `called` are number keys (see `rules.numbers.key_of`)."""

    caller: NDArray[np.int64]
    called: NDArray[np.int64]
    start: NDArray[np.int64]  # epoch seconds
    talk_s: NDArray[np.int32]  # length if it is answered, or ringing time if the caller gives up (NORMAL)
    answers: NDArray[np.bool_]  # the called person would answer an unlabelled call
    cause: NDArray[np.int16]  # what is recorded if it is not answered
    medium: NDArray[np.uint8]  # CALL or SMS
    actor: NDArray[np.int32]  # place in the cast, or ORDINARY
    parts: NDArray[np.int16]  # parts of a message, 0 for a call
    fingerprint: NDArray[np.int64]  # of the message's text, 0 for a call

    def __len__(self) -> int:
        return len(self.caller)

    def where(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Attempts:
        return Attempts(*(getattr(self, column.name)[keep] for column in fields(self)))


def together(several: list[Attempts]) -> Attempts:
    """All rows of several, one after another."""
    if not several:
        return none()
    return Attempts(
        *(np.concatenate([getattr(one, column.name) for one in several]) for column in fields(Attempts))
    )


def none() -> Attempts:
    """No attempt at all."""
    empty = np.zeros(0, np.int64)
    return calls(empty, empty, empty, np.zeros(0, np.int32), np.zeros(0, bool), ORDINARY)


def calls(
    caller: NDArray[np.int64] | int,
    called: NDArray[np.int64],
    start: NDArray[np.int64],
    talk_s: NDArray[np.int32],
    answers: NDArray[np.bool_],
    actor: int,
    cause: NDArray[np.int16] | int = NO_ANSWER,
) -> Attempts:
    """Calls of one actor."""
    count = len(called)
    return Attempts(
        np.broadcast_to(np.asarray(caller, np.int64), count).copy(),
        called.astype(np.int64),
        start.astype(np.int64),
        talk_s.astype(np.int32),
        answers.astype(bool),
        np.broadcast_to(np.asarray(cause, np.int16), count).copy(),
        np.full(count, CALL, np.uint8),
        np.full(count, actor, np.int32),
        np.zeros(count, np.int16),
        np.zeros(count, np.int64),
    )


def messages(
    caller: int,
    called: NDArray[np.int64],
    start: NDArray[np.int64],
    actor: int,
    fingerprint: int,
    parts: int = 1,
) -> Attempts:
    """The same message of one actor to many."""
    count = len(called)
    return Attempts(
        np.full(count, caller, np.int64),
        called.astype(np.int64),
        start.astype(np.int64),
        np.zeros(count, np.int32),
        np.ones(count, bool),
        np.full(count, NORMAL, np.int16),
        np.full(count, SMS, np.uint8),
        np.full(count, actor, np.int32),
        np.full(count, parts, np.int16),
        np.full(count, fingerprint, np.int64),
    )
