"""What a replay showed, as plain values: all that the report says, and `report.json` as it is written.

Numbers are masked here, so that nothing behind this file knows them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sosiego import clock
from sosiego.cases.models import Finding
from sosiego.oversight import statistics
from sosiego.oversight.statistics import Figure
from sosiego.registry import queries as registry
from sosiego.replay import intervals, outcomes, spared, standing, traffic
from sosiego.replay.outcomes import Outcomes
from sosiego.replay.record import Record
from sosiego.replay.run import Replayed
from sosiego.rules import replay as pure
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import monday_of
from sosiego.rules.replay import Compared, Found
from sosiego.rules.showing import plain

Values = dict[str, Any]
BOOKS = ("law", "draft")


def made(replayed: Replayed) -> Values:
    """The whole of it. Reads only."""
    law, draft = replayed.law, replayed.draft
    compared = pure.compared(law.found, draft.found)
    since, until = _span(replayed)
    # What came of the findings on record is one; what silence brings, each book says for itself.
    seen, seen_by_draft = (
        outcomes.of_home(
            law.book, since, until + timedelta(microseconds=1), silence_in=record.book, on=record.on
        )
        for record in (law, draft)
    )
    last_on = law.wording_day(replayed.moments[-1])
    return {
        "simulated": clock.is_simulated(),
        "law": _book(law),
        "draft": _book(draft),
        "first": replayed.first.isoformat(),
        "last": replayed.last.isoformat(),
        "days": len(replayed.moments),
        "caller_days": replayed.callers,
        "cut_at": replayed.cut_at.isoformat() if replayed.cut_at else None,
        "draft_begins": _draft_begins(replayed),
        "time_zone": law.book.time_zone.key,
        "names": _names(law.book, draft.book),
        "changes": [
            asdict(one)
            for one in pure.changes(law.book, draft.book, last_on, draft.wording_day(replayed.moments[-1]))
        ],
        "findings": _findings(replayed, compared, since, until),
        "callers": _callers(replayed, compared),
        "holders": _holders(replayed),
        "calls": _calls(replayed, (seen, seen_by_draft), since, until),
        "outcomes": _outcomes(replayed, compared, seen),
        "orders": _orders(replayed),
        "oversight": standing.compared(replayed),
    }


def _draft_begins(replayed: Replayed) -> str | None:
    """The first day of the draft's changes, if none of them was in force yet as it was read."""
    law, draft = replayed.law, replayed.draft
    since, last = (draft.wording_day(moment) for moment in _span(replayed))
    if pure.changes(law.book, draft.book, law.wording_day(replayed.moments[-1]), last):
        return None
    begins = pure.first_difference(law.book, draft.book, since)
    return begins.isoformat() if begins is not None and begins > last else None


def _span(replayed: Replayed) -> tuple[datetime, datetime]:
    """From the first moment at which the books were asked to the last."""
    return replayed.moments[0], replayed.moments[-1]


def _book(record: Record) -> Values:
    book = record.book
    return {
        "id": book.id,
        "name": plain(book.name),
        "digest": book.digest,
        "based_on": book.based_on,
        "read_on": record.on.isoformat() if record.on else None,
    }


def _names(*books: RuleBook) -> Values:
    """What the books call rules and steps, and who the organisations are; the draft has the last word."""
    rules: Values = {}
    steps: Values = {}
    others: Values = {}
    for book in books:
        rules |= {one.id: plain(one.name) for one in book.all_criteria}
        steps |= {one.id: plain(one.name) for one in book.all_deadlines}
        for named in (book.all_indicators, book.all_violations, book.all_gates):
            others |= {one.id: plain(getattr(one, "name", getattr(one, "reason", {}))) for one in named}
        others |= {grade.id: plain(grade.name) for law in book.all_scorings for grade in law.grades}
    organisations = {one.code: one.name for one in registry.organisations()}
    return {"rules": rules, "steps": steps, "others": others, "organisations": organisations}


# --- findings -------------------------------------------------------------------------------------------


def _findings(replayed: Replayed, compared: Compared, since: datetime, until: datetime) -> Values:
    moments = replayed.moments
    series = {
        "law": pure.days_of(replayed.law.found, moments),
        "draft": pure.days_of(replayed.draft.found, moments),
        "added": pure.days_of(compared.added, moments),
        "gone": pure.days_of(compared.gone, moments),
    }
    recorded = Counter(Finding.objects.filter(at__gte=since, at__lte=until).values_list("rule", flat=True))
    days = [_local_day(replayed, at) for at in moments]
    return {
        "law": len(replayed.law.found),
        "draft": len(replayed.draft.found),
        "recorded": sum(recorded.values()),
        "added": asdict(intervals.of_days(series["added"])),
        "gone": asdict(intervals.of_days(series["gone"])),
        "earlier": len(compared.earlier),
        "later": len(compared.later),
        "days_earlier": _mean_days(pair.law.at - pair.draft.at for pair in compared.earlier),
        "days_later": _mean_days(pair.draft.at - pair.law.at for pair in compared.later),
        "rules": _by_rule(replayed, compared, recorded),
        "by_day": [
            {"day": day.isoformat(), **{name: counts[place] for name, counts in series.items()}}
            for place, day in enumerate(days)
        ],
        "by_week": _by_week(days, series),
    }


def _mean_days(gaps: Iterable[timedelta]) -> float | None:
    seconds = [gap.total_seconds() for gap in gaps]
    return round(sum(seconds) / len(seconds) / 86_400, 1) if seconds else None


def _by_rule(replayed: Replayed, compared: Compared, recorded: Mapping[str, int]) -> list[Values]:
    columns = {
        "law": pure.by_rule(replayed.law.found),
        "draft": pure.by_rule(replayed.draft.found),
        "recorded": recorded,
        "added": pure.by_rule(compared.added),
        "gone": pure.by_rule(compared.gone),
        "earlier": pure.by_rule(pair.draft for pair in compared.earlier),
        "later": pure.by_rule(pair.draft for pair in compared.later),
    }
    rules = sorted({rule for column in columns.values() for rule in column})
    moments = replayed.moments
    rows = []
    for rule in rules:
        ends = {
            f"{name}_interval": asdict(
                intervals.of_days(pure.days_of([one for one in found if one.rule == rule], moments))
            )
            for name, found in (("added", compared.added), ("gone", compared.gone))
        }
        rows.append({"rule": rule, **{name: column.get(rule, 0) for name, column in columns.items()}, **ends})
    # What changes most stands first.
    return sorted(
        rows, key=lambda row: (-row["added"] - row["gone"] - row["earlier"] - row["later"], row["rule"])
    )


def _by_week(days: Sequence[date], series: Mapping[str, Sequence[int]]) -> list[Values]:
    weeks: dict[str, Values] = {}
    for place, day in enumerate(days):
        week = weeks.setdefault(monday_of(day).isoformat(), {"days": 0, **dict.fromkeys(series, 0)})
        week["days"] += 1
        for name, counts in series.items():
            week[name] += counts[place]
    return [{"week": week, **values} for week, values in weeks.items()]


def _local_day(replayed: Replayed, at: datetime) -> date:
    return at.astimezone(replayed.law.book.time_zone).date()


# --- who is affected ------------------------------------------------------------------------------------


def _callers(replayed: Replayed, compared: Compared) -> Values:
    of_law = {one.subject for one in replayed.law.found}
    of_draft = {one.subject for one in replayed.draft.found}
    firsts = [_firsts(record) for _, record in _records(replayed)]
    gaps = [firsts[0][subject] - firsts[1][subject] for subject in sorted(of_law & of_draft)]
    won = [gap for gap in gaps if gap > timedelta()]
    lost = [-gap for gap in gaps if gap < timedelta()]
    return {
        "law": len(of_law),
        "draft": len(of_draft),
        "added": len(of_draft - of_law),
        "gone": len(of_law - of_draft),
        "earlier": len(won),
        "days_earlier": _mean_days(won),
        "later": len(lost),
        "days_later": _mean_days(lost),
        "numbers": [
            *_numbers(replayed.draft, compared.added, of_law, "added"),
            *_numbers(replayed.law, compared.gone, of_draft, "gone"),
        ],
    }


def _firsts(record: Record) -> dict[str, datetime]:
    """When each number was first found, by whatever rule. Findings stand in the order of time."""
    firsts: dict[str, datetime] = {}
    for one in record.found:
        firsts.setdefault(one.subject, one.at)
    return firsts


def _numbers(record: Record, found: Iterable[Found], of_other: set[str], change: str) -> list[Values]:
    """The numbers with findings that only one of the books makes, masked."""
    rules: defaultdict[str, list[Found]] = defaultdict(list)
    for one in found:
        rules[one.subject].append(one)
    return [
        {
            "number": record.book.numbering.mask(subject),
            "change": change,
            "first_at": of_one[0].at.isoformat(),
            "rules": list(dict.fromkeys(one.rule for one in of_one)),
            "holder": record.standing[subject].holder,
            "operator": record.standing[subject].operator,
            "found_by_both": subject in of_other,
        }
        for subject, of_one in rules.items()
    ]


def _holders(replayed: Replayed) -> list[Values]:
    """Numbers found, by their holder; by their operator where no holder is known."""
    numbers: dict[str, dict[str, set[str]]] = defaultdict(lambda: {book: set() for book in BOOKS})
    for book, record in _records(replayed):
        for subject in {one.subject for one in record.found}:
            stands = record.standing[subject]
            numbers[stands.holder or stands.operator][book].add(subject)
    rows = [
        {
            "organisation": code,
            "law": len(both["law"]),
            "draft": len(both["draft"]),
            "added": len(both["draft"] - both["law"]),
            "gone": len(both["law"] - both["draft"]),
        }
        for code, both in numbers.items()
    ]
    return sorted(rows, key=lambda row: (-row["added"] - row["gone"], -row["draft"], row["organisation"]))


def _records(replayed: Replayed) -> list[tuple[str, Record]]:
    return [("law", replayed.law), ("draft", replayed.draft)]


# --- calls ----------------------------------------------------------------------------------------------


def _calls(
    replayed: Replayed, seen: tuple[Outcomes, Outcomes], since: datetime, until: datetime
) -> list[Values]:
    both = {
        book: traffic.touched(
            record.measures, of_book, since, until, spared=spared.spared(record, since, until)
        )
        for (book, record), of_book in zip(_records(replayed), seen, strict=True)
    }
    rows = []
    for outcome in traffic.OUTCOMES:
        law, draft = both["law"][outcome], both["draft"][outcome]
        rows.append(
            {
                "outcome": outcome,
                "law": _rounded(law.calls),
                "draft": _rounded(draft.calls),
                "difference": _difference(law.calls, draft.calls),
                "passed_difference": _difference(law.passed, draft.passed),
                "callers_law": law.callers,
                "callers_draft": draft.callers,
            }
        )
    return rows


def _rounded(one: intervals.Estimate) -> Values:
    low, high = sorted((one.low, one.high))
    return {"value": round(one.value), "low": round(low), "high": round(high)}


def _difference(law: intervals.Estimate, draft: intervals.Estimate) -> Values:
    """Draft less law, under one and the same assumption: at the shares seen, and at both ends of each."""
    ends = [draft.low - law.low, draft.value - law.value, draft.high - law.high]
    return {"value": round(ends[1]), "low": round(min(ends)), "high": round(max(ends))}


# --- outcomes -------------------------------------------------------------------------------------------


def _outcomes(replayed: Replayed, compared: Compared, seen: Outcomes) -> Values:
    groups = {
        "law": {one.subject for one in replayed.law.found},
        "draft": {one.subject for one in replayed.draft.found},
        "added": {one.subject for one in compared.added},
        "gone": {one.subject for one in compared.gone},
    }
    true = outcomes.simulated_truth()
    return {
        "rules": [
            {"rule": rule, "silent": seen.silent.get(rule, 0), **_share(figure)}
            for rule, figure in seen.confirmed.items()
        ],
        "overall": {"silent": sum(seen.silent.values()), **_share(seen.overall)},
        "groups": [{"group": name, **_known(numbers, seen)} for name, numbers in groups.items()],
        "simulated": [{"group": name, **_true(numbers, true)} for name, numbers in groups.items()]
        if true is not None
        else [],
    }


def _share(figure: Figure) -> Values:
    return {
        "part": figure.numerator,
        "of": figure.denominator,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
    }


def _known(numbers: set[str], seen: Outcomes) -> Values:
    right, wrong = len(numbers & seen.right), len(numbers & seen.wrong)
    figure = statistics.share(wrong, right + wrong)
    return {
        "numbers": len(numbers),
        "right": right,
        "unknown": len(numbers) - right - wrong,
        "wrong": _share(figure),
    }


def _true(numbers: set[str], true: Mapping[str, bool]) -> Values:
    nuisance = sum(true.get(number, False) for number in numbers)
    lookalikes = sum(number in true and not true[number] for number in numbers)
    figure = statistics.share(len(numbers) - nuisance, len(numbers))
    return {
        "numbers": len(numbers),
        "nuisance": nuisance,
        "lookalikes": lookalikes,
        "ordinary": len(numbers) - nuisance - lookalikes,
        "wrong": _share(figure),
    }


# --- orders ---------------------------------------------------------------------------------------------


def _orders(replayed: Replayed) -> Values:
    rows: dict[tuple[str, str, str], Values] = {}
    for book, record in _records(replayed):
        for order in record.orders:
            for what, at in (("issued", order.issued_at), ("due", order.due_at)):
                key = (monday_of(_local_day(replayed, at)).isoformat(), order.step, order.addressee)
                row = rows.setdefault(key, {f"{b}_{w}": 0 for b in BOOKS for w in ("issued", "due")})
                row[f"{book}_{what}"] += 1
    return {
        "law": len(replayed.law.orders),
        "draft": len(replayed.draft.orders),
        "measures_law": _measures(replayed.law),
        "measures_draft": _measures(replayed.draft),
        "by_week": [
            {"week": week, "step": step, "addressee": addressee, **row}
            for (week, step, addressee), row in sorted(rows.items())
        ],
    }


def _measures(record: Record) -> Values:
    return {
        "at_once": sum(one.automatic for one in record.measures),
        "if_confirmed": sum(not one.automatic for one in record.measures),
        "exempt": record.exempt,
    }
