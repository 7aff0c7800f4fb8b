"""The quarter, driven: each morning the day before, the cycle and everybody's answers; then the bulletin."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connections

from sosiego import clock, cycle, home
from sosiego.cases.models import Case, Event, Finding, WorkOrder
from sosiego.demo import ending, home_reset, measuring
from sosiego.demo.accounts import ACCOUNTS, open_accounts
from sosiego.demo.network import Network
from sosiego.demo.society import Society
from sosiego.demo.summary import Summary
from sosiego.files import canonical_json, write_bytes
from sosiego.intake import services as intake
from sosiego.ledger import queries as ledger
from sosiego.oversight import queries as judged
from sosiego.registry import services as registry
from sosiego.registry.models import Measure, Organisation
from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period
from sosiego.world import folder, registry_files, truth
from sosiego.world.country import Country, founded
from sosiego.world.days import Days
from sosiego.world.quarter import Quarter
from sosiego.world.reactions import Reactions

Progress = Callable[[int], None]
# Steps of the progress bar beside the days: set-up, earlier quarters, oversight, publications, measuring.
OTHER_STEPS = 5
# After the delivered day ends (08:00 local), operators' files are in, and half an hour later the cycle runs.
FILES_ARRIVE, CYCLE_RUNS = timedelta(minutes=5), timedelta(minutes=30)


class Stopwatch:
    """Seconds by step."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        try:
            yield
        finally:
            self._seconds[name] += time.monotonic() - begun

    def total(self) -> float:
        return round(time.monotonic() - self._begun, 2)

    def steps(self) -> dict[str, float]:
        """The longest first."""
        return {name: round(s, 2) for name, s in sorted(self._seconds.items(), key=lambda pair: -pair[1])}


class Quarterly:
    """One run of the demonstration."""

    def __init__(self, seed: int, quarter: Quarter, progress: Progress) -> None:
        self.watch = Stopwatch()
        self.quarter = quarter
        self.progress = progress
        self.book: RuleBook = loader.load(settings.RULEBOOK)
        self.country: Country = founded(seed, quarter)
        self.days = Days(self.country)
        self.reactions = Reactions(seed, [])
        self.society = Society(self.book, self.reactions)
        self.network = Network(self.book)
        self.door = ThreadPoolExecutor(1, thread_name_prefix="traffic")
        self.past: list[truth.Truth] = []
        self.lived = quarter.first
        self.reports = self.past_reports = self.records = self.refused = 0

    def prepare(self) -> None:
        """A fresh simulated home with the registry in it, and the log-ins."""
        with self.watch.step("home"):
            home_reset.make_ready(_morning(self.quarter.first))
            folder.mark(home.current().world)
        with self.watch.step("registry"):
            at = _morning(registry_files.FOUNDED)
            for path in registry_files.write(self.country, home.current().world / "registry"):
                registry.import_table(path.stem, path, plan=self.book.numbering, at=at)
            open_accounts()
        self.progress(1)

    def remember(self) -> None:
        """The reports of earlier quarters. The figures they allow are the cycle's, on the first morning."""
        with self.watch.step("earlier quarters"):
            for past in folder.write_past(self.country, home.current().world):
                totals = intake.import_reports(past.path, format="sosiego", at=past.quarter.end())
                self.past_reports += totals.added
                self.past += truth.of_history(past.callers)
        self.progress(1)

    def live(self, day: date) -> None:
        """One day, to the cycle of the morning after."""
        morning = _morning(day + timedelta(days=1))
        with self.watch.step("world"):
            made = self.days.day(day, self.network.answers)
            traffic, reports = folder.write_day(made, home.current().world)
            self.refused += made.refused
            self.reactions.learn(self.past + truth.of_cast(self.country.stage.cast))
        # Two doors at once: the operators' file comes in while reports come in and people act.
        coming = self.door.submit(intake.import_traffic, traffic, operator=None, at=morning + FILES_ARRIVE)
        with self.watch.step("reports"):
            totals = intake.import_reports(reports, format="sosiego", at=morning + FILES_ARRIVE)
            self.reports += totals.added
        with self.watch.step("people"):
            self.society.act(until=morning + FILES_ARRIVE)
        with self.watch.step("traffic"):
            self.records += coming.result().added
        self._cycle(day, morning + CYCLE_RUNS)
        self.lived = day
        self.progress(1)

    def _cycle(self, day: date, at: datetime) -> None:
        with self.watch.step("cycle"):
            cycle.run_day(self.book, day, at)
        with self.watch.step("people"):
            new_measures = self.society.look(at)
        if new_measures or not self.network.lists_compiled:
            with self.watch.step("control list"):
                self.network.compile(at)

    def close(self, out: Path) -> Summary:
        """The morning after the quarter: what the cycle judged is signed, and the figures are published."""
        # The thread's own connection to the database ends with it.
        self.door.submit(connections.close_all).result()
        self.door.shutdown()
        last = self.quarter.days()[-1]
        at = _morning(self.quarter.after) + CYCLE_RUNS
        if self.lived < last:
            self._cycle(last, at)
        with self.watch.step("people"):
            self.society.act(until=at + timedelta(hours=1))
        self.progress(1)
        with self.watch.step("publications"):
            published = ending.publish(
                self.book, Period.parse(self.quarter.name), at + timedelta(hours=1), out
            )
        clock.stop_at(at + timedelta(hours=2))
        self.progress(1)
        with self.watch.step("measuring"):
            summary = self._summary(published)
        self.progress(1)
        return summary

    def _summary(self, published: ending.Published) -> Summary:
        truth.write(self.past + truth.of_cast(self.country.stage.cast), home.current().world / truth.FILE)
        score = measuring.scored(self.book, self.quarter)
        checked = ledger.verify()
        return Summary(
            simulated=True,
            seed=self.country.seed,
            quarter=self.quarter.name,
            seconds=self.watch.total(),
            steps=self.watch.steps(),
            organisations=Organisation.objects.count(),
            reports=self.reports,
            reports_of_earlier_quarters=self.past_reports,
            traffic_records=self.records,
            refused=self.refused,
            control_lists=self.network.lists_compiled,
            findings=Finding.objects.count(),
            cases=Case.objects.count(),
            orders=WorkOrder.objects.count(),
            orders_overdue=Event.objects.filter(kind=Event.Kind.ORDER_OVERDUE).count(),
            measures=Measure.objects.count(),
            people=dict(sorted(self.society.done.items())),
            kinds={one.kind: one for one in score.kinds},
            recall=score.recall,
            precision=score.precision,
            lookalikes=score.lookalikes,
            lookalikes_found=score.lookalikes_found,
            lookalikes_labelled=score.lookalikes_labelled,
            lookalikes_limited=score.lookalikes_limited,
            lookalikes_blocked=score.lookalikes_blocked,
            innocents_found=score.innocents_found,
            innocents_blocked=score.innocents_blocked,
            indicators=sum(value.value is not None for value in judged.indicator_values(self.quarter.name)),
            violations=judged.violations().count(),
            sanctions=judged.sanctions().count(),
            ledger_entries=checked.entries,
            ledger_ok=checked.ok,
            publications=published.references,
            files=published.files,
            accounts=[asdict(account) for account in ACCOUNTS],
        )


def run_demo(
    out: Path, *, seed: int, quarter: str, days: int | None = None, progress: Progress = lambda steps: None
) -> Summary:
    """Make the country in this home, live through its quarter, publish, and write `out`/summary.json.

    With `days`, nothing happens after so many days of the quarter. A simulated home is emptied first.
    Raises `HomeNotSimulatedError`, `NotAQuarterError`.
    """
    run = Quarterly(seed, Quarter.parse(quarter), progress)
    run.prepare()
    run.remember()
    for day in run.quarter.days()[:days]:
        run.live(day)
    summary = run.close(out)
    write_bytes(out / folder.MARK, folder.MARK_TEXT.encode())
    write_bytes(out / "summary.json", canonical_json(asdict(summary)))
    return summary


def steps_of(quarter: str, days: int | None = None) -> int:
    """Steps that the progress of a run will count."""
    return len(Quarter.parse(quarter).days()[:days]) + OTHER_STEPS


def _morning(day: date) -> datetime:
    """08:00 of the country's clock: the end of the delivered day before."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
