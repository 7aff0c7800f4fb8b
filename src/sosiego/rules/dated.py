"""Wordings in time: each holds from its date until the next, or until its own end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from sosiego.rules.errors import RuleNotInForceError


class Wording(Protocol):
    """Anything with the date from which it holds and, perhaps, the date from which it no longer does."""

    @property
    def version(self) -> date: ...

    @property
    def until(self) -> date | None: ...


class NamedWording(Wording, Protocol):
    @property
    def id(self) -> str: ...


W = TypeVar("W", bound=Wording)
N = TypeVar("N", bound=NamedWording)


def in_force(wordings: Iterable[W], on: date) -> W | None:
    """Of the wordings of one rule, the one that holds on a date."""
    begun = [wording for wording in wordings if wording.version <= on]
    latest = max(begun, key=lambda wording: wording.version, default=None)
    return latest if latest is not None and (latest.until is None or on < latest.until) else None


def all_in_force(wordings: Sequence[N], on: date) -> tuple[N, ...]:
    """Of many rules, each as worded on a date, in the order of the book."""
    by_id: dict[str, list[N]] = {}
    for wording in wordings:
        by_id.setdefault(wording.id, []).append(wording)
    found = (in_force(of_one, on) for of_one in by_id.values())
    return tuple(wording for wording in found if wording is not None)


def one_in_force(kind: str, wordings: Sequence[N], id: str, on: date) -> N:
    """One rule as worded on a date. Raises `RuleNotInForceError`."""
    found = in_force((wording for wording in wordings if wording.id == id), on)
    if found is None:
        raise RuleNotInForceError(kind, id, on, (wording.id for wording in wordings))
    return found


def only_in_force(kind: str, wordings: Sequence[W], on: date) -> W:
    """Of values of which there is one at a time. Raises `RuleNotInForceError`."""
    found = in_force(wordings, on)
    if found is None:
        raise RuleNotInForceError(kind, "", on)
    return found
