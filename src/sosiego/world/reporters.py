"""People who report: few of those who were disturbed, hours or days later, and not without mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import numpy as np

from sosiego.rules import numbers
from sosiego.world import texts
from sosiego.world.attempts import CALL, ORDINARY, SMS, Attempts
from sosiego.world.organisations import NETWORKS
from sosiego.world.people import REGIONS, People
from sosiego.world.quarter import HOURS_EAST
from sosiego.world.stage import COUNTRY_CODE, Caller

# One reporter in twelve picks the wrong line of a long list; one in seventy mistypes a digit of the number.
WRONG_CATEGORY = 0.08
WRONG_DIGIT = 0.014
# One in ten reports the same thing again within two days, because nothing seemed to happen.
REPORTS_AGAIN = 0.10
# A quarrel, a wrong number, a forgotten customer: reports a day about people who did nothing.
INNOCENT_A_DAY = 0.6
# Seven in ten quote the message; the others write nothing.
QUOTES_TEXT = 0.72
# Delay from the call to the report: log-normal about nine hours, at most six days.
DELAY_MEDIAN_HOURS, DELAY_SPREAD, DELAY_MOST_HOURS = 9.0, 1.1, 144.0

CALL_CATEGORIES = (
    "loan-marketing",
    "wealth-marketing",
    "insurance-marketing",
    "real-estate-marketing",
    "telecom-marketing",
    "fraud",
    "call-bombing",
    "one-ring",
    "silent-call",
    "unsorted",
)
SMS_CATEGORIES = (
    "loan-marketing",
    "retail-marketing",
    "real-estate-marketing",
    "education-marketing",
    "gambling",
    "debt-collection",
    "fraud",
    "unsorted",
)
_LOCAL = timezone(timedelta(hours=HOURS_EAST))


@dataclass(frozen=True)
class Report:
    """One row of a report file, in the words of intake's "sosiego" format."""

    report_id: str
    medium: str
    number: str
    received_at: datetime
    occurred_at: datetime
    category: str
    subject: str
    text: str
    recorded_voice: str
    reporter: str
    region: str
    city: str
    network: str

    def row(self) -> tuple[str, ...]:
        return (
            self.report_id,
            self.medium,
            self.number,
            local_text(self.received_at),
            local_text(self.occurred_at),
            self.category,
            self.subject,
            self.text,
            self.recorded_voice,
            self.reporter,
            self.region,
            self.city,
            self.network,
        )


COLUMNS = (
    "report_id",
    "medium",
    "number",
    "received_at",
    "occurred_at",
    "category",
    "subject",
    "text",
    "recorded_voice",
    "reporter",
    "region",
    "city",
    "network",
)


def local_text(moment: datetime) -> str:
    """ISO 8601 in the country's clock, with its offset."""
    return moment.astimezone(_LOCAL).isoformat(timespec="seconds")


def delays(rng: np.random.Generator, count: int) -> np.ndarray:
    """Seconds from the call to the report."""
    hours = rng.lognormal(np.log(DELAY_MEDIAN_HOURS), DELAY_SPREAD, size=count)
    return (np.clip(hours, 0.05, DELAY_MOST_HOURS) * 3600).astype(np.int64)


def mistyped(canonical: str, rng: np.random.Generator) -> str:
    """The number with one of its last four digits wrong."""
    place = len(canonical) - 1 - int(rng.integers(0, 4))
    wrong = (int(canonical[place]) + int(rng.integers(1, 10))) % 10
    return f"{canonical[:place]}{wrong}{canonical[place + 1 :]}"


def category_chosen(right: str, medium: int, rng: np.random.Generator) -> str:
    """What the reporter picks: mostly what a careful one would."""
    if rng.random() >= WRONG_CATEGORY:
        return right
    return str(rng.choice(CALL_CATEGORIES if medium == CALL else SMS_CATEGORIES))


@dataclass(frozen=True)
class Desk:
    """Where reports of one country are written down."""

    people: People
    cast: list[Caller]

    def of_day(
        self,
        tried: Attempts,
        arrived: np.ndarray,
        answered: np.ndarray,
        rng: np.random.Generator,
        prefix: str,
    ) -> list[Report]:
        """Reports about what arrived on one day (they are received then or in the days after)."""
        chance_answered = np.array([caller.reported_if_answered for caller in self.cast] + [0.0])
        chance_rang = np.array([caller.reported_if_rang for caller in self.cast] + [0.0])
        chance = np.where(answered, chance_answered[tried.actor], chance_rang[tried.actor])
        known = self.people.place(tried.called)
        reported = arrived & (known >= 0) & (rng.random(len(tried)) < chance)
        rows = np.flatnonzero(reported)
        again = rows[rng.random(len(rows)) < REPORTS_AGAIN]
        innocent = self._innocent(tried, arrived, rng)
        delay = np.concatenate(
            [
                delays(rng, len(rows)),
                delays(rng, len(again)) + 86_400,
                delays(rng, len(innocent)),
            ]
        )
        every = np.concatenate([rows, again, innocent])
        return [
            self._report(tried, int(row), int(wait), rng, f"{prefix}-{n:05d}")
            for n, (row, wait) in enumerate(zip(every, delay, strict=True))
        ]

    @staticmethod
    def _innocent(tried: Attempts, arrived: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        ordinary = np.flatnonzero(arrived & (tried.actor == ORDINARY))
        return rng.choice(ordinary, size=min(len(ordinary), int(rng.poisson(INNOCENT_A_DAY))), replace=False)

    def _report(
        self, tried: Attempts, row: int, wait: int, rng: np.random.Generator, report_id: str
    ) -> Report:
        caller = self.cast[tried.actor[row]] if tried.actor[row] != ORDINARY else None
        medium = int(tried.medium[row])
        number = numbers.canonical_of(int(tried.caller[row]), COUNTRY_CODE)
        if rng.random() < WRONG_DIGIT:
            number = mistyped(number, rng)
        right = caller.category if caller else "unsorted"
        occurred = datetime.fromtimestamp(int(tried.start[row]), UTC)
        person = int(self.people.place(tried.called[row : row + 1])[0])
        region, city = REGIONS[self.people.town[person]]
        return Report(
            report_id,
            "call" if medium == CALL else "sms",
            number,
            occurred + timedelta(seconds=wait),
            occurred,
            category_chosen(right, medium, rng),
            "",
            self._text(tried, row, rng) if medium == SMS else "",
            self._voice(caller, medium, rng),
            f"+{int(tried.called[row])}",
            region,
            city,
            NETWORKS[self.people.network[person]].code,
        )

    @staticmethod
    def _text(tried: Attempts, row: int, rng: np.random.Generator) -> str:
        if rng.random() > QUOTES_TEXT:
            return ""
        theme, variant = texts.BY_FINGERPRINT.get(int(tried.fingerprint[row]), ("private", -1))
        return texts.written(
            theme, variant if variant >= 0 else int(rng.integers(0, texts.variants(theme))), rng
        )

    @staticmethod
    def _voice(caller: Caller | None, medium: int, rng: np.random.Generator) -> str:
        if medium != CALL or caller is None or caller.recorded_voice is None or rng.random() < 0.2:
            return ""
        return "true" if rng.random() < caller.recorded_voice else "false"
