"""Two rule-books side by side: what their texts say differently, and what they find differently. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sosiego.rules import showing
from sosiego.rules.book import RuleBook

# What says where a value stands and from when, and not what it is.
_NO_CONTENT = frozenset({"version", "until"})


@dataclass(frozen=True)
class Change:
    """One value of one rule that a draft words differently. "" stands for what is not there."""

    kind: str
    id: str
    change: Literal["added", "gone", "changed"]
    # "condition", "measure.days" …; "" where the whole rule is added or gone.
    part: str
    law: str
    draft: str


def changes(law: RuleBook, draft: RuleBook, law_on: date, draft_on: date) -> list[Change]:
    """What a draft changes, each book as worded on its day. Names, sources and dates are no change."""
    before = {(shown.kind, shown.id): shown for shown in showing.in_force(law, law_on)}
    after = {(shown.kind, shown.id): shown for shown in showing.in_force(draft, draft_on)}
    found: list[Change] = []
    # In the order of the law, then what is new.
    for kind, id in dict.fromkeys([*before, *after]):
        if (kind, id) not in after:
            found.append(Change(kind, id, "gone", "", "", ""))
        elif (kind, id) not in before:
            found.append(Change(kind, id, "added", "", "", ""))
        else:
            old, new = _content(before[kind, id]), _content(after[kind, id])
            found += [
                Change(kind, id, "changed", part, _said(old.get(part)), _said(new.get(part)))
                for part in dict.fromkeys([*old, *new])
                if old.get(part) != new.get(part)
            ]
    return found


def first_difference(law: RuleBook, draft: RuleBook, since: date) -> date | None:
    """The first day from `since` on at which a draft says something else than the law of that day."""
    dates = {since}
    for shown in (*showing.wordings(law), *showing.wordings(draft)):
        dates |= {day for day in (shown.version, shown.wording.until) if day is not None and day > since}
    return next((day for day in sorted(dates) if changes(law, draft, day, day)), None)


def _content(shown: showing.Shown) -> dict[str, object]:
    values = showing.flat(showing.plain_rule(shown))
    return {part: value for part, value in values.items() if _is_content(part)}


def _is_content(part: str) -> bool:
    names = part.split(".")
    is_words = len(names) == 2 and names[0] in ("name", "explanation")
    return not (_NO_CONTENT & set(names) or "basis" in names or is_words)


def _said(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


@dataclass(frozen=True)
class Found:
    """A rule that was met by a subject, as one rule-book would have found it."""

    subject: str
    rule: str
    at: datetime


@dataclass(frozen=True)
class Pair:
    """The same finding under both rule-books."""

    law: Found
    draft: Found


@dataclass(frozen=True)
class Compared:
    """Findings of the draft that the law does not make, those it no longer makes, and those of both."""

    added: tuple[Found, ...]
    gone: tuple[Found, ...]
    kept: tuple[Pair, ...]

    @property
    def earlier(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.kept if pair.draft.at < pair.law.at)

    @property
    def later(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.kept if pair.draft.at > pair.law.at)


def compared(law: Iterable[Found], draft: Iterable[Found]) -> Compared:
    """Pair the findings: the first of a subject under a rule with the first, the second with the second …

    What one book finds once more than the other is added, or gone; a pair may lie on different days.
    """
    of_law, of_draft = _in_turn(law), _in_turn(draft)
    added = [one for key, one in of_draft.items() if key not in of_law]
    gone = [one for key, one in of_law.items() if key not in of_draft]
    kept = [Pair(one, of_draft[key]) for key, one in of_law.items() if key in of_draft]
    return Compared(_ordered(added), _ordered(gone), tuple(sorted(kept, key=lambda pair: _place(pair.law))))


def _in_turn(found: Iterable[Found]) -> dict[tuple[str, str, int], Found]:
    turns: Counter[tuple[str, str]] = Counter()
    numbered: dict[tuple[str, str, int], Found] = {}
    for one in sorted(found, key=_place):
        turns[one.subject, one.rule] += 1
        numbered[one.subject, one.rule, turns[one.subject, one.rule]] = one
    return numbered


def _ordered(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=_place))


def _place(one: Found) -> tuple[datetime, str, str]:
    return one.at, one.subject, one.rule


def by_rule(found: Iterable[Found]) -> dict[str, int]:
    """How many findings each rule made."""
    return dict(Counter(one.rule for one in found))


def days_of(found: Sequence[Found], moments: Sequence[datetime]) -> list[int]:
    """How many of the findings were made at each of the moments."""
    counted: defaultdict[datetime, int] = defaultdict(int)
    for one in found:
        counted[one.at] += 1
    return [counted[moment] for moment in moments]
