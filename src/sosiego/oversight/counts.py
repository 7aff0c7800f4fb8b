"""The named counts of a period that indicators divide, for each organisation.

The names are those that a rule-book's indicators may use (docs/reference/counts.md is made from `COUNTS`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sosiego.cases import figures
from sosiego.cases.figures import Share
from sosiego.intake import queries as intake
from sosiego.intake import statistics as reported
from sosiego.registry import queries as registry
from sosiego.registry.answering import answering
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period

# Name -> what is counted. A period is local to the rule-book's time zone.
COUNTS: Mapping[str, str] = {
    "call_reports": "Reports about calls received in the period, against numbers it answers for",
    "sms_reports": "Reports about messages received in the period, against numbers it answers for",
    "sms_reports_p2p": "Those of them that came from subscribers' numbers of the country",
    "sms_reports_port": "Those of them that came from short codes and SMS ports",
    "users": "Users the organisation stated for the period",
    "messages": "Messages the organisation stated for the period",
    "calls": "Calls the organisation stated for the period",
    "live_calls": "Calls of its diallers that a person answered, as it stated for the period",
    "abandoned_calls": "Those of them that no agent took in time",
    "orders_due": "Work orders addressed to it whose deadline lay in the period",
    "orders_in_time": "Those answered by their deadline",
    "orders_overdue": "Those not answered by their deadline",
    "numbers_confirmed": "Numbers it answers for with a case confirmed in the period",
    "numbers_repeated": "Those that had another case confirmed within the look-back before it",
    "confirmed_cases": "Cases confirmed in the period against numbers it answers for",
    "measures": "Measures that came in force in the period on numbers it answers for",
    "measures_wrong": "Those that were lifted as wrong",
    "tracebacks_due": "Traceback questions to it with a deadline in the period",
    "tracebacks_in_time": "Those answered in time",
}

Counts = dict[str, dict[str, int]]


def of_period(book: RuleBook, period: Period) -> Counts:
    """Organisation code -> count name -> count. Organisations with nothing counted stand with zeros."""
    since, until = period.bounds(book.time_zone)
    counts: Counts = {}
    for organisation in registry.organisations():
        counts[organisation.code] = dict.fromkeys(COUNTS, 0)
        stated = registry.statistic(organisation.code, period.name)
        if stated is not None:
            counts[organisation.code].update(users=stated.users, messages=stated.messages, calls=stated.calls)
            if stated.passed_calls is not None and stated.abandoned_calls is not None:
                live = stated.passed_calls + stated.abandoned_calls
                counts[organisation.code].update(live_calls=live, abandoned_calls=stated.abandoned_calls)
    for (code, medium), count in reports_answered_for(since, until).items():
        counts[code][f"{medium}_reports"] = count
    for (code, channel), count in messages_answered_for(since, until, book.numbering.country_code).items():
        if (name := f"sms_reports_{channel}") in COUNTS:
            counts[code][name] = count
    _put_share(counts, "orders_in_time", "orders_due", figures.orders_answered_in_time(since, until))
    _put_share(
        counts, "tracebacks_in_time", "tracebacks_due", figures.tracebacks_answered_in_time(since, until)
    )
    _put_share(counts, "measures_wrong", "measures", figures.wrongly_blocked(since, until))
    repeats = figures.repeat_offenders(since, until, _repeat_look_back(book, period))
    _put_share(counts, "numbers_repeated", "numbers_confirmed", repeats)
    for code, count in figures.confirmed_cases(since, until).items():
        if code in counts:
            counts[code]["confirmed_cases"] = count
    for of_organisation in counts.values():
        of_organisation["orders_overdue"] = of_organisation["orders_due"] - of_organisation["orders_in_time"]
    return counts


def _put_share(counts: Counts, numerator: str, denominator: str, shares: Mapping[str, Share]) -> None:
    for code, share in shares.items():
        if code in counts:  # "" stands for numbers that nobody is known to answer for
            counts[code].update({numerator: share.numerator, denominator: share.denominator})


def _repeat_look_back(book: RuleBook, period: Period) -> int:
    """Days within which a second confirmed case is a repetition: the rule-book's, by its indicator."""
    found = [i.within_days for i in book.indicators(period.last) if i.within_days is not None]
    return max(found, default=0)


def reports_answered_for(since: datetime, until: datetime) -> dict[tuple[str, str], int]:
    """(organisation, medium) -> reports against numbers that it answers for.

    The holder answers if it is an operator or reseller itself; else the operator who serves the holder:
    who let the call in (design: governance at the source).
    """
    kinds = {organisation.code: organisation.kind for organisation in registry.organisations()}
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for holder, operator, medium, count in intake.counts_by_source(since, until):
        responsible = answering(holder, kinds.get(holder), operator)
        if responsible in kinds:
            counted[responsible, medium] += count
    return dict(counted)


def messages_answered_for(since: datetime, until: datetime, country_code: str) -> dict[tuple[str, str], int]:
    """(organisation, channel) -> reports of messages; channels as `intake.statistics` names them."""
    kinds = {organisation.code: organisation.kind for organisation in registry.organisations()}
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for medium, channel, holder, operator, count in reported.by_source(since, until, country_code):
        responsible = answering(holder, kinds.get(holder), operator)
        if medium == "sms" and responsible in kinds:
            counted[responsible, channel] += count
    return dict(counted)
