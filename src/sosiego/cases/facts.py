"""Everything that is known of every caller and sender at one moment: the table that criteria are asked of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sosiego.cases import queries
from sosiego.cases.content_facts import content_facts
from sosiego.cases.evidence import Window
from sosiego.cases.measures import Exempt
from sosiego.intake import archive
from sosiego.intake import queries as intake
from sosiego.registry import queries as registry
from sosiego.registry.holdings import in_force
from sosiego.registry.models import NumberAssignment, NumberRange, SenderName
from sosiego.rules.book import RuleBook
from sosiego.rules.numbers import NoNumberKeyError, canonical_of, key_of
from sosiego.rules.vocabulary import caller_facts as vocabulary

HISTORY_DAYS = 365

# How far back the archive is asked when a caller was first seen: beyond any retention of traffic.
FIRST_SEEN_DAYS = 365

_ARROW: dict[str, pa.DataType] = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "text": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}

# Columns that are no facts of the vocabulary: who is asked, and whether a report is new, hang on them.
_BESIDES: dict[str, pa.DataType] = {
    "holder": pa.string(),
    "operator": pa.string(),
    "last_report_at": pa.timestamp("us", tz="UTC"),
}

# When a set of windows holds, and where it stands: no measure of anything.
_DATED = frozenset({"version", "until", "basis"})

# Nobody reported it: that is known, and is zero. Shares and texts of no report stay unknown.
_COUNTS_OF_REPORTS = (
    "call_reports_7d",
    "call_reporters_7d",
    "call_reporters_10d",
    "call_reporters_30d",
    "sms_reports_7d",
    "sms_reporters_7d",
    "sms_reporters_10d",
    "sms_reporters_30d",
    "reporters_7d",
    "reporters_10d",
)


def caller_facts(book: RuleBook, at: datetime) -> pa.Table:
    """One row per caller or sender that was reported in 30 days or has behaviour facts, by `subject`.

    Columns: `subject` (canonical), all caller facts of the vocabulary, and `holder`, `operator` (codes) and
    `last_report_at`. What is not known is NULL: a caller without traffic has no behaviour.
    """
    return Facts(at).of(book)


class Facts:
    """All that is known at one moment, for one rule-book or several: what two of them see alike (reports,
    behaviour under the same windows, who holds a number) is computed once and kept as long as this is.
    """

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._kept: list[tuple[str, Any, Any]] = []

    def of(self, book: RuleBook, on: date | None = None) -> pa.Table:
        """The table of `caller_facts`. `on`: the day whose wording of the rule-book is read; that of the
        moment if left out.
        """
        on = on or _day(book, self.at)
        windows = {name: value for name, value in asdict(book.windows(on)).items() if name not in _DATED}
        behaviour = self._once(
            "behaviour", (windows, book.time_zone.key), lambda: behaviour_facts(book, self.at, on)
        )
        classes = {
            category.id: category.class_id
            for category in book.categories.values()
            if category.class_id != "other"
        }
        reported = self._once("reported", None, lambda: intake.report_facts(self.at))
        content = self._once("content", classes, lambda: content_facts(self.at, classes))
        code = book.numbering.country_code
        callers = behaviour.column("caller")
        subjects = self._once("subjects", (callers, code), lambda: _subjects(behaviour, reported, code))
        exempt = Exempt(book, self.at, on)
        identity = self._once(
            "identity",
            (id(subjects), book.numbering, exempt.numbers, exempt.classes),
            lambda: _identity(book, self.at, exempt, subjects.column("subject").to_pylist()),
        )
        return self._once(
            "joined",
            (id(behaviour), id(content), id(identity)),
            lambda: _joined(subjects, behaviour, reported, content, identity),
        )

    def forget(self) -> None:
        """Let go of the tables: a country's callers are large, and the day goes on."""
        self._kept.clear()

    def _once(self, name: str, key: Any, make: Callable[[], pa.Table]) -> pa.Table:
        for known, known_key, table in self._kept:
            if known == name and known_key == key:
                return table
        table = make()
        self._kept.append((name, key, table))
        return table


def traffic_window(book: RuleBook, at: datetime, on: date | None = None) -> Window:
    """The traffic that the behaviour facts at `at` look at, by the windows of the day `on`."""
    since = at - timedelta(days=book.windows(on or _day(book, at)).behaviour_days)
    return Window(since, at, tuple(archive.files(since.date(), at.date() + timedelta(days=1))))


def behaviour_facts(book: RuleBook, at: datetime, on: date | None = None) -> pa.Table:
    """The behaviour of each caller in the window of the rule-book, by `caller` (key)."""
    # The engine is imported where it is used: commands that ask for no behaviour begin a tenth sooner.
    from sosiego.detection import engine

    window, day = traffic_window(book, at, on), _day(book, at)
    seen_from = at.date() - timedelta(days=FIRST_SEEN_DAYS)
    files = archive.files(seen_from, at.date() + timedelta(days=1)) if window.files else []
    return engine.caller_features(
        files,
        since=window.since,
        until=window.until,
        windows=book.windows(on or day),
        time_zone=book.time_zone,
        refusing_keys=registry.refusing_keys(day) if files else None,
    )


def _day(book: RuleBook, at: datetime) -> date:
    return at.astimezone(book.time_zone).date()


def _subjects(behaviour: pa.Table, reported: pa.Table, country_code: str) -> pa.Table:
    """subject, key: all who are spoken of. A sender name has no key, and so no behaviour."""
    names = reported.column("subject").to_pylist()
    keys = [_key(name) for name in names]
    known = set(keys)
    unreported = [key for key in behaviour.column("caller").to_pylist() if key not in known]
    return pa.table(
        {
            "subject": pa.array(names + [canonical_of(key, country_code) for key in unreported], pa.string()),
            "key": pa.array(keys + unreported, pa.int64()),
        }
    )


def _key(canonical: str) -> int | None:
    try:
        return key_of(canonical)
    except NoNumberKeyError:
        return None


def _identity(book: RuleBook, at: datetime, exempt: Exempt, subjects: Sequence[str]) -> pa.Table:
    """What registry and record say of each subject."""
    day = _day(book, at)
    index = registry.number_index(day)
    home = (f"+{book.numbering.country_code}", "short:", "name:")
    # An empty registry knows nothing, also not that a number is unassigned.
    knows_plan = NumberRange.objects.exists()
    registered = _registered_senders(day)
    confirmed = queries.history(at - timedelta(days=HISTORY_DAYS), at)
    columns: dict[str, list[object]] = {name: [] for name in _IDENTITY}
    for subject in subjects:
        held = index.holding(subject)
        number_class = held.number_class
        if number_class is None:
            known = book.numbering.classify(subject)
            number_class = known.id if known else None
        somebody = held.holder is not None or held.operator is not None
        is_assigned = somebody or (False if knows_plan and subject.startswith(home) else None)
        row = (
            number_class,
            held.holder_kind,
            held.purpose,
            exempt(subject, number_class),
            is_assigned,
            _is_registered_sender(subject, held, registered) if subject.startswith(home) else None,
            held.holder,
            held.operator,
            confirmed.get(subject, 0),
        )
        for values, value in zip(columns.values(), row, strict=True):
            values.append(value)
    return pa.table({name: pa.array(columns[name], kind) for name, kind in _IDENTITY.items()})


_IDENTITY: dict[str, pa.DataType] = {
    "number_class": pa.string(),
    "holder_kind": pa.string(),
    "purpose": pa.string(),
    "is_exempt": pa.bool_(),
    "is_assigned": pa.bool_(),
    "is_registered_sender": pa.bool_(),
    "holder": pa.string(),
    "operator": pa.string(),
    "findings_365d": pa.int64(),
}


@dataclass(frozen=True)
class _SenderRegistry:
    """Whether anybody stands in the registry of senders: an empty one cannot say who is missing."""

    has_numbers: bool
    has_names: bool


def _registered_senders(day: date) -> _SenderRegistry:
    numbers = NumberAssignment.objects.filter(in_force(day)).exclude(purpose="")
    return _SenderRegistry(numbers.exists(), SenderName.objects.filter(in_force(day)).exists())


def _is_registered_sender(subject: str, held: registry.Holding, registered: _SenderRegistry) -> bool | None:
    """Whether a number of this country has a registered purpose, or a sender name a holder."""
    if subject.startswith("name:"):
        return held.source == "sender-name" or (False if registered.has_names else None)
    return held.purpose is not None or (False if registered.has_numbers else None)


def _joined(
    subjects: pa.Table, behaviour: pa.Table, reported: pa.Table, content: pa.Table, identity: pa.Table
) -> pa.Table:
    people = subjects
    for name in identity.column_names:
        people = people.append_column(name, identity.column(name))
    names, keys = people.column("subject").to_pylist(), people.column("key").to_pylist()
    reports = _places(reported.column("subject"), names)
    joined = _beside(people, behaviour, _places(behaviour.column("caller"), keys), "caller")
    joined = _beside(joined, reported, reports, "subject")
    joined = _beside(joined, content, _places(content.column("subject"), names), "subject")
    joined = joined.append_column("unreported", reports.is_null())
    return _shaped(joined.sort_by("subject"))


def _places(column: pa.ChunkedArray, asked: Sequence[object]) -> pa.Array:
    """For each value asked for, the row of the column in which it stands; NULL if in none."""
    place_of = {value: place for place, value in enumerate(column.to_pylist())}
    return pa.array([place_of.get(value) for value in asked], pa.int64())


def _beside(people: pa.Table, found: pa.Table, places: pa.Array, key: str) -> pa.Table:
    """The columns of `found` but its key beside the people, each row in its place."""
    for name in found.column_names:
        if name != key:
            people = people.append_column(name, found.column(name).take(places))
    return people


def _shaped(joined: pa.Table) -> pa.Table:
    """All facts of the vocabulary in its order and with its types, whatever the parts know of."""
    kinds = {name: _ARROW[fact.type] for name, fact in vocabulary().items()} | _BESIDES
    columns = {"subject": joined.column("subject")}
    for name, kind in kinds.items():
        if name not in joined.column_names:
            columns[name] = pa.nulls(joined.num_rows, kind)
            continue
        values = joined.column(name).cast(kind)
        if name in _COUNTS_OF_REPORTS:
            values = pc.if_else(joined.column("unreported"), pa.scalar(0, kind), values)
        columns[name] = values
    return pa.table(columns)
