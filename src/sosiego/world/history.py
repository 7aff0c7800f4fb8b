"""What people reported in earlier quarters: reports only, so that change on quarter and on year exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from sosiego.world import reporters, texts
from sosiego.world.attempts import CALL, SMS
from sosiego.world.organisations import NETWORKS, network_operator
from sosiego.world.people import REGIONS
from sosiego.world.quarter import Quarter
from sosiego.world.reporters import Report
from sosiego.world.stage import Caller, Stage


@dataclass(frozen=True)
class Kind:
    """One kind of nuisance in an earlier quarter: how many numbers, how many reports about each."""

    kind: str
    medium: int
    category: str
    theme: str
    numbers: int
    reports_each: tuple[int, int]
    days_each: tuple[int, int]
    recorded_voice: float | None = None


KINDS: tuple[Kind, ...] = (
    Kind("burst-robocaller", CALL, "wealth-marketing", "", 18, (15, 60), (3, 9), 0.9),
    Kind("burst-robocaller", CALL, "fraud", "", 8, (15, 50), (3, 9), 0.9),
    Kind("sequential-dialler", CALL, "real-estate-marketing", "", 12, (15, 50), (4, 12), 0.4),
    Kind("number-hopping", CALL, "loan-marketing", "", 60, (8, 22), (2, 6), 0.1),
    Kind("call-bomber", CALL, "call-bombing", "", 14, (2, 8), (2, 8), 0.1),
    Kind("one-ring", CALL, "one-ring", "", 8, (10, 40), (2, 6), 0.0),
    Kind("sms-mobile-spammer", SMS, "gambling", "gambling", 14, (8, 30), (3, 8)),
    Kind("sms-mobile-spammer", SMS, "fraud", "phishing", 10, (8, 30), (3, 8)),
    Kind("sms-mobile-spammer", SMS, "loan-marketing", "loan", 12, (10, 40), (3, 8)),
)
# Reports of the port spammers of today's cast, who sent in earlier quarters too.
PORT_REPORTS = (25, 90)
# More was reported a quarter ago than a year ago: reporting became known.
QUARTER_AGO, YEAR_AGO = 1.0, 0.72


def reports(
    stage: Stage, quarter: Quarter, rng: np.random.Generator, share: float
) -> tuple[list[Report], list[Caller]]:
    """Reports received in one earlier quarter, and the numbers they are truly about."""
    made: list[Report] = []
    callers: list[Caller] = []
    for kind in KINDS:
        for _ in range(max(1, round(kind.numbers * share))):
            caller = _caller(stage, kind, quarter, rng)
            callers.append(caller)
            made += _about(stage, caller, kind, int(rng.integers(*kind.reports_each)), quarter, rng)
    for caller in [one for one in stage.cast if one.kind == "sms-port-spammer"]:
        kind = Kind(caller.kind, SMS, caller.category, caller.theme, 1, PORT_REPORTS, (30, 80))
        before = _same_in(caller, quarter, rng)
        callers.append(before)
        made += _about(stage, before, kind, round(int(rng.integers(*PORT_REPORTS)) * share), quarter, rng)
    made.sort(key=lambda report: (report.received_at, report.report_id))
    return made, callers


def _caller(stage: Stage, kind: Kind, quarter: Quarter, rng: np.random.Generator) -> Caller:
    days = quarter.days()
    length = int(rng.integers(*kind.days_each))
    first = days[int(rng.integers(0, len(days) - length))]
    holder = stage.sim_source()
    return Caller(
        stage.sim(holder),
        kind.kind,
        True,
        holder,
        network_operator(holder),
        first,
        first + timedelta(days=length - 1),
        category=kind.category,
        theme=kind.theme,
        recorded_voice=kind.recorded_voice,
    )


def _same_in(caller: Caller, quarter: Quarter, rng: np.random.Generator) -> Caller:
    first: date = quarter.days()[int(rng.integers(0, 10))]
    last = quarter.days()[-1 - int(rng.integers(0, 10))]
    return Caller(
        caller.number,
        caller.kind,
        True,
        caller.holder,
        caller.operator,
        first,
        last,
        category=caller.category,
        theme=caller.theme,
    )


def _about(
    stage: Stage, caller: Caller, kind: Kind, count: int, quarter: Quarter, rng: np.random.Generator
) -> list[Report]:
    """`count` reports of random people about one caller, spread over its days."""
    people = stage.people
    span = (caller.last_day - caller.first_day).days + 1
    begins = datetime(caller.first_day.year, caller.first_day.month, caller.first_day.day, 1, tzinfo=UTC)
    who = rng.integers(0, len(people.number), size=count)
    # Within working hours of the country's clock: 09:00 to 20:00.
    at = rng.integers(0, span, size=count) * 86_400 + rng.integers(0, 11 * 3600, size=count)
    wait = reporters.delays(rng, count)
    made = []
    for n in range(count):
        occurred = begins + timedelta(seconds=int(at[n]))
        received = min(occurred + timedelta(seconds=int(wait[n])), quarter.end() - timedelta(seconds=1))
        region, city = REGIONS[people.town[who[n]]]
        number = caller.canonical
        made.append(
            Report(
                f"{quarter.name}-{caller.number}-{n:03d}",
                "call" if kind.medium == CALL else "sms",
                reporters.mistyped(number, rng) if rng.random() < reporters.WRONG_DIGIT else number,
                received,
                occurred,
                reporters.category_chosen(kind.category, kind.medium, rng),
                "",
                _text(kind, rng),
                _voice(kind, rng),
                f"+{people.number[who[n]]}",
                region,
                city,
                NETWORKS[people.network[who[n]]].code,
            )
        )
    return made


def _text(kind: Kind, rng: np.random.Generator) -> str:
    if kind.medium != SMS or rng.random() > reporters.QUOTES_TEXT:
        return ""
    return texts.written(kind.theme, int(rng.integers(0, texts.variants(kind.theme))), rng)


def _voice(kind: Kind, rng: np.random.Generator) -> str:
    if kind.recorded_voice is None or rng.random() < 0.2:
        return ""
    return "true" if rng.random() < kind.recorded_voice else "false"
