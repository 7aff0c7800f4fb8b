"""What a draft would have found that the law did not, and the other way round, over all days of its run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sosiego.cases import outcomes
from sosiego.errors import SosiegoError
from sosiego.oversight.statistics import Figure, share
from sosiego.rules.book import RuleBook, Text
from sosiego.rules.periods import monday_of
from sosiego.shadow import copying, queries
from sosiego.shadow.errors import ShadowNothingRecordedError
from sosiego.shadow.models import ShadowRun


@dataclass(frozen=True)
class Split:
    """Callers found by both books, by the draft only, by the law only, within some days."""

    both: int
    draft_only: int
    law_only: int


@dataclass(frozen=True)
class Caller:
    """A caller that only one of the books found by a rule."""

    subject: str
    holder: str
    operator: str
    first: date
    last: date
    days: int
    # What the law's own procedure said of the caller later: True confirmed, False not, None not known.
    confirmed: bool | None


@dataclass(frozen=True)
class RuleTold:
    """One rule over the whole run. Under "both": found by both at some time, not necessarily on one day."""

    rule: str
    name: Text
    total: Split
    weeks: Mapping[date, Split]  # by the Monday
    draft_callers: tuple[Caller, ...]
    law_callers: tuple[Caller, ...]
    # Holders of the callers that the draft only found, and how many each; "" for those nobody holds.
    holders: Mapping[str, int]
    # Of the callers found by the draft only whose case the law's own procedure judged later: confirmed.
    confirmed: Figure


@dataclass(frozen=True)
class DayTold:
    day: date
    outcome: str
    reason: str
    both: int
    draft_only: int
    law_only: int
    law_findings: int


@dataclass(frozen=True)
class Report:
    run: ShadowRun
    state: str
    days: tuple[DayTold, ...]
    total: Split  # by whatever rule
    weeks: Mapping[date, Split]
    confirmed: Figure
    rules: tuple[RuleTold, ...]

    @property
    def recorded(self) -> list[DayTold]:
        return [one for one in self.days if one.outcome == "recorded"]

    @property
    def failed(self) -> list[DayTold]:
        return [one for one in self.days if one.outcome != "recorded"]


@dataclass
class _Seen:
    """The days on which a caller was found, under each book, and who stood behind it last."""

    draft: set[date] = field(default_factory=set)
    law: set[date] = field(default_factory=set)
    holder: str = ""
    operator: str = ""


Seen = dict[str, _Seen]
Answers = Mapping[str, list[tuple[datetime, bool]]]


def rule_names(run: ShadowRun, law: RuleBook) -> dict[str, Text]:
    """What the rules of both books are called, by id; the draft's only while its copy can be read."""
    names = {one.id: one.name for one in law.all_criteria}
    with suppress(SosiegoError, OSError):
        names |= {one.id: one.name for one in copying.kept_book(run.digest).all_criteria}
    return names


def made(run: ShadowRun, law: RuleBook) -> Report:
    """The report of a run until now. Raises `ShadowNothingRecordedError`."""
    names = rule_names(run, law)
    days = tuple(
        DayTold(one.day, one.outcome, one.reason, one.both, one.draft_only, one.law_only, one.law_findings)
        for one in queries.days(run)
    )
    recorded = [one.day for one in days if one.outcome == "recorded"]
    if not recorded:
        raise ShadowNothingRecordedError(run.name)
    by_rule, anything = _seen(run)
    since = datetime.combine(recorded[0], time(), law.time_zone)
    answers = outcomes.answers_since(since)
    weeks = sorted({monday_of(day) for day in recorded})
    return Report(
        run=run,
        state=queries.standing(run).state,
        days=days,
        total=_split(anything.values()),
        weeks=_by_week(anything, weeks),
        confirmed=_share_confirmed(_callers(anything, "draft", answers, law)),
        rules=tuple(
            _told(rule, names.get(rule, {}), by_rule[rule], weeks, answers, law) for rule in sorted(by_rule)
        ),
    )


def _seen(run: ShadowRun) -> tuple[dict[str, Seen], Seen]:
    by_rule: dict[str, Seen] = {}
    anything: Seen = {}
    rows = (
        queries.findings(run)
        .order_by("day__day")
        .values_list("day__day", "subject", "rule", "found_by", "holder", "operator")
    )
    for day, subject, rule, found_by, holder, operator in rows.iterator(chunk_size=5000):
        for seen in (by_rule.setdefault(rule, {}), anything):
            one = seen.setdefault(subject, _Seen())
            one.holder, one.operator = holder, operator
            if found_by != "law":
                one.draft.add(day)
            if found_by != "draft":
                one.law.add(day)
    return by_rule, anything


def _told(rule: str, name: Text, seen: Seen, weeks: list[date], answers: Answers, law: RuleBook) -> RuleTold:
    draft_callers = _callers(seen, "draft", answers, law)
    return RuleTold(
        rule=rule,
        name=name,
        total=_split(seen.values()),
        weeks=_by_week(seen, weeks),
        draft_callers=draft_callers,
        law_callers=_callers(seen, "law", answers, law),
        holders=dict(Counter(one.holder for one in draft_callers).most_common()),
        confirmed=_share_confirmed(draft_callers),
    )


def _split(seen: Iterable[_Seen]) -> Split:
    counted = Counter((bool(one.draft), bool(one.law)) for one in seen)
    return Split(counted[True, True], counted[True, False], counted[False, True])


def _by_week(seen: Seen, weeks: list[date]) -> dict[date, Split]:
    return {
        week: _split(
            _Seen(
                {day for day in one.draft if monday_of(day) == week},
                {day for day in one.law if monday_of(day) == week},
            )
            for one in seen.values()
        )
        for week in weeks
    }


def _callers(seen: Seen, by: str, answers: Answers, law: RuleBook) -> tuple[Caller, ...]:
    """The callers that one book only found, the most persistent first."""
    found = []
    for subject, one in seen.items():
        days, others = (one.draft, one.law) if by == "draft" else (one.law, one.draft)
        if days and not others:
            confirmed = _confirmed(answers.get(subject, []), min(days), law)
            caller = Caller(subject, one.holder, one.operator, min(days), max(days), len(days), confirmed)
            found.append(caller)
    return tuple(sorted(found, key=lambda one: (-one.days, one.first, one.subject)))


def _confirmed(answers: list[tuple[datetime, bool]], first: date, law: RuleBook) -> bool | None:
    """The last answer about a caller from the day on which it was first found."""
    since = datetime.combine(first, time(), law.time_zone)
    later = [confirmed for at, confirmed in answers if at >= since]
    return later[-1] if later else None


def _share_confirmed(callers: Iterable[Caller]) -> Figure:
    """With Wilson's 95 % interval; callers that were not judged are not counted."""
    judged = [one.confirmed for one in callers if one.confirmed is not None]
    return share(sum(judged), len(judged))
