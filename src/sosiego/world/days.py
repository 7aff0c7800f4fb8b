"""The quarter day by day: what was tried, what the network let through, who reported it."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sosiego.files import written_beside
from sosiego.world import attempts
from sosiego.world.attempts import CALL, ORDINARY, SMS, Attempts
from sosiego.world.country import Country
from sosiego.world.errors import DayNotInQuarterError
from sosiego.world.organisations import NETWORKS, network_operator
from sosiego.world.people import block_key
from sosiego.world.reporters import Desk, Report

# What the network answers for each try: "allow", "label", "limit" (over its hourly allowance) or "block".
Control = Callable[[Attempts], "np.ndarray"]
# Half of those who would answer leave a call alone that is shown as suspected nuisance.
ANSWERS_LABELLED = 0.5

_REPORTS, _SETTLING = 101, 102


@dataclass(frozen=True)
class DayTraffic:
    """One delivered day: traffic records (the archive's columns and `operator`), reports received."""

    day: date
    records: pa.Table
    reports: list[Report]
    tried: int
    refused: int


class Days:
    """Walks through the quarter; each day knows what the network did on the day before."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self.desk = Desk(country.stage.people, country.stage.cast)
        self._to_come = country.quarter.days()
        # Reports written down but not yet received.
        self._waiting: list[Report] = []
        self._blocks = _block_operators()

    def day(self, day: date, blocked: Control | Set[int] = frozenset()) -> DayTraffic:
        """Make the next day. `blocked`: keys of callers that may not call, or what the network answers.

        Raises `DayNotInQuarterError` for any day but the next.
        """
        if not self._to_come or self._to_come[0] != day:
            raise DayNotInQuarterError(
                str(day), str(self._to_come[0]) if self._to_come else "none: it is over"
            )
        self._to_come.pop(0)
        tried = self._tried(day)
        outcome = _asked(tried, blocked)
        chance = self.country.chance(_SETTLING, day.toordinal())
        refused = (outcome == "block") | (outcome == "limit")
        labelled_away = (
            (outcome == "label") & (tried.medium == CALL) & (chance.random(len(tried)) > ANSWERS_LABELLED)
        )
        answered = tried.answers & ~refused & ~labelled_away
        self._remember(day, tried, refused)
        records = self._records(day, tried, answered, refused)
        arrived = ~refused & (tried.cause != attempts.UNALLOCATED)
        self._waiting += self.desk.of_day(
            tried, arrived, answered, self.country.chance(_REPORTS, day.toordinal()), f"{day:%Y%m%d}"
        )
        return DayTraffic(day, records, self._received_by(day), len(tried), int(refused.sum()))

    def _tried(self, day: date) -> Attempts:
        made: list[Attempts] = []
        for stream, actor in enumerate(self.country.actors):
            made += actor.attempts(day, self.country.chance(stream, day.toordinal()))
        tried = attempts.together(made)
        # The quarter ends at midnight of the country's clock, before its last delivered day is over.
        tried = tried.where(tried.start < self.country.quarter.end().timestamp())
        return tried.where(np.argsort(tried.start, kind="stable"))

    def _remember(self, day: date, tried: Attempts, refused: np.ndarray) -> None:
        stage = self.country.stage
        stage.refused_yesterday = {}
        mine = tried.actor != ORDINARY
        count = np.bincount(tried.actor[mine], minlength=len(stage.cast))
        bad = np.bincount(tried.actor[mine & refused], minlength=len(stage.cast))
        for place in np.flatnonzero(count):
            caller = stage.cast[place]
            caller.seen_first = caller.seen_first or day
            caller.seen_last = day
            share = float(bad[place] / count[place])
            stage.refused_yesterday[int(place)] = share
            if share > 0.5:
                caller.blocked_days += 1

    def _received_by(self, day: date) -> list[Report]:
        last = day == self.country.quarter.days()[-1]
        until = (
            self.country.quarter.end()
            if last
            else datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        )
        now = [report for report in self._waiting if report.received_at < until]
        self._waiting = [report for report in self._waiting if report.received_at >= until]
        return sorted(now, key=lambda report: (report.received_at, report.report_id))

    def _records(self, day: date, tried: Attempts, answered: np.ndarray, refused: np.ndarray) -> pa.Table:
        stage = self.country.stage
        count = len(tried)
        from_operator = self._operators(tried.caller)
        cast_operator = np.array([caller.operator for caller in stage.cast] + [""])
        vouched = np.array([caller.attestation for caller in stage.cast] + ["A"])
        line = np.array([caller.line for caller in stage.cast] + [""])
        abroad = np.array([caller.from_abroad for caller in stage.cast] + [False])[tried.actor]
        own = cast_operator[tried.actor]
        from_operator = np.where(own != "", own, from_operator)
        # A public desk is connected by the largest operator.
        from_operator = np.where(from_operator == "", "aurora", from_operator)
        cause = np.where(refused, attempts.REJECTED, np.where(answered, attempts.NORMAL, tried.cause))
        # An answered call lasts as long as people talk; one that its caller gives up, as long as it rang.
        given_up = ~answered & ~refused & (tried.cause == attempts.NORMAL)
        lasts = np.where((answered | given_up) & (tried.medium == CALL), tried.talk_s, 0)
        return pa.table(
            {
                "record_id": [f"{day:%Y%m%d}-{n:06d}" for n in range(count)],
                "caller": tried.caller,
                "called": tried.called,
                "start": pa.array(tried.start * 1_000_000, pa.timestamp("us")),
                "duration_s": lasts.astype(np.int32),
                "answered": answered,
                "cause": cause.astype(np.int16),
                "medium": np.where(tried.medium == SMS, "sms", "call"),
                "direction": np.where(abroad, "terminating", "originating"),
                "in_trunk": np.where(abroad, "international-gateway", line[tried.actor]),
                "out_trunk": np.full(count, ""),
                "from_operator": np.where(abroad, "", from_operator),
                "to_operator": self._operators(tried.called),
                "attestation": vouched[tried.actor],
                "messages": tried.parts,
                "text_fingerprint": tried.fingerprint,
                "operator": from_operator,
            }
        )

    def _operators(self, keys: np.ndarray) -> np.ndarray:
        """The operator that serves each mobile number, "" for others."""
        begins, names = self._blocks
        place = np.maximum(np.searchsorted(begins, keys, side="right") - 1, 0)
        inside = (keys >= begins[place]) & (keys < begins[place] + 10_000)
        return np.where(inside, names[place], "")


def _asked(tried: Attempts, blocked: Control | Set[int]) -> np.ndarray:
    if callable(blocked):
        return np.asarray(blocked(tried))
    refused = np.isin(tried.caller, np.fromiter(blocked, np.int64, len(blocked)))
    return np.where(refused, "block", "allow")


def _block_operators() -> tuple[np.ndarray, np.ndarray]:
    pairs = sorted(
        (block_key(block), network_operator(network.code)) for network in NETWORKS for block in network.blocks
    )
    return np.array([key for key, _ in pairs]), np.array([name for _, name in pairs])


def write_traffic(records: pa.Table, path: Path) -> Path:
    """Write one delivered day as a Parquet file."""
    with written_beside(path) as beside:
        pq.write_table(records, beside, compression="zstd")
    return path
