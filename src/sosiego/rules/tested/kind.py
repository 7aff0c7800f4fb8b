"""What all kinds of rules have in common when they are tested."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sosiego.rules.book import MeasureProposal, RuleBook
from sosiego.rules.conditions import Explanation

UNKNOWN = "unknown"
TRUTHS = "true, false or unknown"


class NotExpectableError(ValueError):
    """A test expects what a rule of this kind never answers; the text says what it may be."""


@dataclass(frozen=True)
class Answer:
    """What a rule says to the facts of a test."""

    # True, False or None (unknown) of a condition; else a word, a number, a moment or a mapping.
    found: Any
    explanation: Explanation | None = None
    # What the rule lets follow, by the names that `follows:` may use.
    follows: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A wording of a rule, the facts told to it, and the date on which it is asked."""

    book: RuleBook
    wording: Any
    facts: Mapping[str, Any]
    on: date


class Kind(ABC):
    """One kind of rule. Rules that have no id of their own, being one at a time, are called by their kind."""

    name: ClassVar[str]
    # Names that `follows:` may use.
    follows: ClassVar[tuple[str, ...]] = ()
    # Facts of which a test must tell one at least, by group. Conditions live with what they are not told.
    needs: ClassVar[tuple[tuple[str, ...], ...]] = ()
    # Whether a fact may be null: not known.
    knows_unknown: ClassVar[bool] = False
    # Whether a test of it must show that it fires, just does not, and what comes of a missing fact.
    is_condition: ClassVar[bool] = False

    @abstractmethod
    def wordings(self, book: RuleBook) -> Sequence[Any]:
        """Every wording of every rule of this kind."""

    @abstractmethod
    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        """What a test may tell it: names and types of facts."""

    @abstractmethod
    def expected(self, wording: Any, value: Any) -> Any:
        """What a test expects, from what stands in its file. Raises `NotExpectableError`."""

    @abstractmethod
    def ask(self, question: Question) -> Answer:
        """Put the facts to the rule."""

    def id_of(self, wording: Any) -> str:
        return getattr(wording, "id", self.name)

    def has_numbers(self, wording: Any) -> bool:
        """Whether there is a number in it that a test can notice."""
        return True

    def of_rule(self, book: RuleBook, rule: str) -> list[Any]:
        """The wordings of one rule."""
        return [wording for wording in self.wordings(book) if self.id_of(wording) == rule]


def truth(value: Any) -> bool | None:
    """Raises `NotExpectableError`."""
    if isinstance(value, bool):
        return value
    if value == UNKNOWN:
        return None
    raise NotExpectableError(TRUTHS)


def yes_or_no(value: Any) -> bool:
    """Raises `NotExpectableError`."""
    if isinstance(value, bool):
        return value
    raise NotExpectableError("true or false")


def one_of(value: Any, words: Sequence[str]) -> str:
    """Raises `NotExpectableError`."""
    if value in words:
        return str(value)
    raise NotExpectableError("one of " + ", ".join(words))


def moment(text: Any, zone: ZoneInfo) -> datetime:
    """A local moment, "2026-09-30 16:00" or "2026-09-30". Raises ValueError."""
    if not isinstance(text, str):
        raise ValueError("a moment is written in quotes")
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def exactly(number: float | int) -> Decimal:
    """The number as it is written, not as the machine holds it."""
    return Decimal(repr(number))


def measure_of(measure: MeasureProposal | None) -> Mapping[str, Any]:
    """What a test may say of a measure that follows."""
    if measure is None:
        return {"measure": "none", "days": None, "automatic": None}
    return {"measure": measure.kind, "days": measure.days, "automatic": measure.automatic}
