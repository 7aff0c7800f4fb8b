"""Frozen figures: everything that a publication says, as canonical JSON under its own SHA-256.

`freeze` is the only reader of the database in this room. All that is published is a pure function of the
snapshot, so whoever has the file can make every page and table again, to the byte.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import gettext_noop as _

from sosiego import __version__, clock, home
from sosiego.errors import SosiegoError
from sosiego.files import canonical_json, write_bytes
from sosiego.oversight.statistics import CONFIDENCE
from sosiego.publication import reading, report_tables, supervision_tables
from sosiego.publication.counts import Counts
from sosiego.publication.definitions import DEFINITIONS, MEDIA
from sosiego.publication.labels import Words, message
from sosiego.publication.speech import LANGUAGES
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period

SCHEMA = "sosiego-snapshot/1"


class PeriodNotBegunError(SosiegoError):
    """Nothing can be published of days to come."""


class SnapshotNotFoundError(SosiegoError):
    """The frozen figures of a publication are not in this home."""


class SnapshotChangedError(SosiegoError):
    """The file does not have the digest that is its name."""


class SnapshotSchemaUnknownError(SosiegoError):
    """The snapshot was written by another version."""


@dataclass(frozen=True)
class Frame:
    """What stands around the figures: which publication, of which days, under which law."""

    kind: str
    period: str
    period_kind: str
    first: date
    after: date
    made_at: datetime
    time_zone: str
    rulebook: str
    rulebook_digest: str
    jurisdiction: Mapping[str, str]
    languages: tuple[str, ...]
    simulated: bool
    smallest_count: int
    # People who must sign before it is published.
    signatures: int


@dataclass(frozen=True)
class Snapshot:
    """The canonical bytes, their digest, and the value they spell."""

    content: bytes = field(repr=False)
    digest: str
    value: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Snapshot:
        content = canonical_json(value)
        # What is used is what was written: read back, so that a rebuild starts from the very same values.
        return cls(content, hashlib.sha256(content).hexdigest(), json.loads(content))

    @property
    def kind(self) -> str:
        return str(self.value["kind"])

    @property
    def period(self) -> str:
        return str(self.value["period"]["name"])

    @property
    def is_simulated(self) -> bool:
        return bool(self.value["simulated"])

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.value["made_at"])

    @property
    def tables(self) -> Mapping[str, Mapping[str, Any]]:
        return {table["id"]: table for table in self.value["tables"]}

    def store(self) -> None:
        """Keep the snapshot in the home under its digest. Storing twice changes nothing."""
        target = home.current().snapshots / f"{self.digest}.json"
        if not target.exists():
            write_bytes(target, self.content)


def load(digest: str) -> Snapshot:
    """Read a stored snapshot and check that it is what its name says.

    Raises `SnapshotNotFoundError`, `SnapshotChangedError` or `SnapshotSchemaUnknownError`.
    """
    source = home.current().snapshots / f"{digest}.json"
    try:
        content = source.read_bytes()
    except FileNotFoundError:
        raise SnapshotNotFoundError(
            f"The frozen figures {digest[:12]}… are not in this home.",
            where=str(source),
            todo="Copy the snapshot's file from the publication's folder or from a backup.",
        ) from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise SnapshotChangedError(
            f"The frozen figures {digest[:12]}… were changed after they were published.",
            where=str(source),
            todo="Put back the file from the publication's folder or from a backup.",
        )
    value = json.loads(content)
    if value.get("schema") != SCHEMA:
        raise SnapshotSchemaUnknownError(
            f"The snapshot's schema is {value.get('schema')!r}; this version reads {SCHEMA!r}.",
            where=str(source),
            todo=f"Rebuild it with the version that made it: {value.get('software', 'unknown')}.",
        )
    return Snapshot(content, digest, value)


def freeze(
    book: RuleBook, kind: str, period: Period, at: datetime, *, time_zone: ZoneInfo | None = None
) -> Snapshot:
    """Read the database once and freeze what a list or bulletin says of a period.

    Days are the rule-book's, unless `time_zone` names another (for reports of another country).
    Raises `PeriodNotBegunError` and `RuleNotInForceError`.
    """
    zone = time_zone or book.time_zone
    rule = book.publication(kind, at.astimezone(book.time_zone).date())
    since, _until = period.bounds(zone)
    if since > at:
        raise PeriodNotBegunError(
            f"The period {period.name} has not begun.",
            todo="Publish a period that is over, or at least one that has begun.",
        )
    frame = Frame(
        kind=kind,
        period=period.name,
        period_kind=period.kind,
        first=period.first,
        after=period.after,
        made_at=at,
        time_zone=str(zone),
        rulebook=book.id,
        rulebook_digest=book.digest,
        jurisdiction=book.name,
        languages=LANGUAGES,
        simulated=clock.is_simulated(),
        smallest_count=rule.smallest_count,
        signatures=rule.signatures,
    )
    with _one_moment():
        counts = reading.read(book, kind, period, at, zone)
    return compose(frame, counts, Words.of(book, period.last))


@contextmanager
def _one_moment() -> Iterator[None]:
    """All queries of the block see the database as it was at the first: an import meanwhile changes none."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def compose(frame: Frame, counts: Counts, words: Words) -> Snapshot:
    """Make the snapshot of a list or bulletin from plain counts: the same counts, the same bytes."""
    tables = _report_tables(frame, counts, words)
    if frame.kind == "bulletin":
        tables += _supervision_tables(frame, counts, words, _hidden_enterprises(tables))
    return Snapshot.of(
        {
            "schema": SCHEMA,
            "software": __version__,
            "kind": frame.kind,
            "period": {
                "name": frame.period,
                "kind": frame.period_kind,
                "first": frame.first.isoformat(),
                "after": frame.after.isoformat(),
                "time_zone": frame.time_zone,
            },
            "made_at": frame.made_at.astimezone(UTC).isoformat(),
            "rulebook": {
                "id": frame.rulebook,
                "digest": frame.rulebook_digest,
                "name": dict(frame.jurisdiction),
            },
            "languages": list(frame.languages),
            "simulated": frame.simulated,
            "smallest_count": frame.smallest_count,
            "signatures": frame.signatures,
            "confidence": CONFIDENCE,
            "tables": tables,
            "definitions": _definitions(tables, words),
        }
    )


def _report_tables(frame: Frame, counts: Counts, words: Words) -> list[dict[str, Any]]:
    small = frame.smallest_count
    made = [
        report_tables.summary(counts, small),
        report_tables.by_time(counts, frame.first, frame.after, small),
    ]
    if counts.now.total("sms"):
        made += _message_tables(counts, small, words)
    if counts.now.total("call"):
        made += _call_tables(counts, small, words)
    made.append(report_tables.by_industry(counts, small, words))
    return [table for table in made if table is not None]


def _message_tables(counts: Counts, small: int, words: Words) -> list[dict[str, Any] | None]:
    return [
        report_tables.by_channel(counts, small),
        report_tables.channel_rates(counts, small),
        report_tables.by_enterprise(
            counts,
            small,
            id="p2p-by-operator",
            title=_("Messages from subscribers' numbers, by operator and reseller"),
            medium="sms",
            channel="p2p",
            rate="p2p_rate",
            note=_("A reseller's numbers count for the reseller, not for its host."),
        ),
        report_tables.by_enterprise(
            counts,
            small,
            id="port-by-operator",
            title=_("Messages from SMS ports, by operator and reseller"),
            medium="sms",
            channel="port",
            rate="port_rate",
            note="",
        ),
        report_tables.by_class(counts, small, words, "sms", _("Messages by class")),
        report_tables.by_category(counts, small, words, "sms", _("Messages by category")),
        report_tables.by_subject(counts, small, "sms", _("Messages by subject")),
        report_tables.by_region(counts, small, "sms", _("Messages by region of the reporter")),
        report_tables.by_segment(counts, small, "sms", _("Number segments of the messages reported most")),
        report_tables.port_holders(counts, small),
    ]


def _call_tables(counts: Counts, small: int, words: Words) -> list[dict[str, Any] | None]:
    return [
        report_tables.recorded_voice(counts, small),
        report_tables.by_enterprise(
            counts,
            small,
            id="calls-by-operator",
            title=_("Calls, by operator and reseller"),
            medium="call",
            channel=None,
            rate="call_rate",
            note=_("A reseller's numbers count for the reseller, not for its host."),
        ),
        report_tables.by_class(counts, small, words, "call", _("Calls by class")),
        report_tables.by_category(counts, small, words, "call", _("Calls by category")),
        report_tables.by_subject(counts, small, "call", _("Calls by subject")),
        report_tables.by_region(counts, small, "call", _("Calls by region of the reporter")),
        report_tables.by_segment(counts, small, "call", _("Number segments of the calls reported most")),
    ]


def _hidden_enterprises(tables: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Operators and resellers whose reports are withheld in some table."""
    return frozenset(
        row["key"]
        for table in tables
        if table["id"].endswith("-by-operator")
        for row in table["rows"]
        if "withheld" in row["cells"]["reports"]
    )


def _supervision_tables(
    frame: Frame, counts: Counts, words: Words, hidden: frozenset[str]
) -> list[dict[str, Any]]:
    made = [
        supervision_tables.appeals(counts),
        supervision_tables.findings(counts, words),
        supervision_tables.orders(counts),
        supervision_tables.measures(counts),
        supervision_tables.tracebacks(counts),
        supervision_tables.violations(counts, words),
        supervision_tables.sanctions(counts, words),
        supervision_tables.scorecards(counts, words),
        *supervision_tables.indicator_tables(counts, words, frame.smallest_count, hidden_in_reports=hidden),
    ]
    return [table for table in made if table is not None]


def _definitions(tables: Iterable[Mapping[str, Any]], words: Words) -> dict[str, Any]:
    """The meaning of every column that some table has."""
    made: dict[str, Any] = {}
    for column in dict.fromkeys(column for table in tables for column in table["columns"]):
        # An indicator of the rule-book is defined by the rule-book, also where we count the same thing.
        if column in words.indicators:
            spoken = words.indicators[column]
            made[column] = {
                "label": dict(spoken.name),
                "meaning": dict(spoken.explanation),
                "kind": spoken.kind,
                "unit": dict(spoken.unit),
                "per": spoken.per,
                "target": spoken.target,
                "direction": spoken.direction,
            }
        elif column in DEFINITIONS:
            known = DEFINITIONS[column]
            made[column] = {
                "label": message(known.label),
                "meaning": message(known.meaning),
                "kind": known.kind,
                "unit": message(known.unit) if known.unit else {},
                "per": known.per,
            }
        else:
            made[column] = _medium_column(column)
    return made


def _medium_column(column: str) -> dict[str, Any]:
    """Columns of the tables in time: "sms_reports", "call_reports"."""
    medium = column.removesuffix("_reports")
    return {
        "label": message(MEDIA[medium]),
        "meaning": message(DEFINITIONS["reports"].meaning),
        "kind": "count",
        "unit": message(DEFINITIONS["reports"].unit),
        "per": 1,
    }
