"""Who holds a number at a date: the one place where assignment, range and sender name are weighed.

`queries.holding` asks the database for one number; `NumberIndex` holds the whole registry in memory for bulk.
Both answer with the functions at the top of this file: an assignment before a range, the longest prefix
before a shorter one, each at its date.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Max, Model, Q, QuerySet

from sosiego.registry.models import Change, NumberAssignment, NumberRange, Organisation, SenderName


@dataclass(frozen=True)
class Holding:
    """Who answers for a number at a date. What is not known is None."""

    holder: str | None = None  # organisation code
    holder_kind: str | None = None
    operator: str | None = None  # code of the operator who serves it in the network
    number_class: str | None = None
    purpose: str | None = None
    region: str | None = None
    source: str | None = None  # "assignment", "range" or "sender-name"


UNKNOWN = Holding()


class Party(NamedTuple):
    """What of an organisation matters for a number that it holds."""

    code: str
    kind: str
    host: str | None


def range_holding(holder: Party | None, operator: Party | None, number_class: str, region: str) -> Holding:
    """What a range says of its numbers."""
    return Holding(
        holder=holder.code if holder else None,
        holder_kind=holder.kind if holder else None,
        operator=operator.code if operator else _own_operator(holder),
        number_class=number_class or None,
        region=region or None,
        source="range",
    )


def assignment_holding(holder: Party, operator: Party | None, purpose: str, around: Holding) -> Holding:
    """What an assignment says of its number; the range `around` it tells the rest."""
    return replace(
        around,
        holder=holder.code,
        holder_kind=holder.kind,
        operator=operator.code if operator else (around.operator or _own_operator(holder)),
        purpose=purpose or None,
        source="assignment",
    )


def sender_name_holding(holder: Party) -> Holding:
    """What a registered sender name says."""
    return Holding(holder=holder.code, holder_kind=holder.kind, source="sender-name")


def _own_operator(holder: Party | None) -> str | None:
    """Who serves a holder's numbers if nobody is named: an operator itself, a reseller's host."""
    if holder is None:
        return None
    return holder.code if holder.kind == Organisation.Kind.OPERATOR else holder.host


class _Assigned(NamedTuple):
    """What an assignment says before its range is asked."""

    holder: Party
    operator: Party | None
    purpose: str


def in_force(on: date) -> Q:
    """Rows that hold on a day: from `since` up to, but without, `until`."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))


def holding(canonical: str, on: date) -> Holding:
    """Who holds one canonical number, short code or sender name on a day. `UNKNOWN` if nobody is known."""
    if canonical.startswith("name:"):
        name = canonical.split(":", 2)[2]
        names = SenderName.objects.filter(in_force(on), name=name)
        named = names.values_list(*_party_columns("holder")).first()
        return sender_name_holding(Party(*named)) if named else UNKNOWN
    assigned = _assigned(canonical, on)
    around = _around(canonical, on)
    if assigned is None:
        return around
    return assignment_holding(assigned.holder, assigned.operator, assigned.purpose, around)


def _around(canonical: str, on: date) -> Holding:
    """What the longest of the prefixes says that hold on a day."""
    prefixes = [canonical[:length] for length in range(1, len(canonical) + 1)]
    # Columns only, and the longest chosen here: whole rows of organisations take Django twice as long.
    rows = NumberRange.objects.filter(in_force(on), prefix__in=prefixes).values_list(
        "prefix", "number_class", "region", *_party_columns("holder"), *_party_columns("operator")
    )
    longest = max(rows, key=lambda row: len(row[0]), default=None)
    if longest is None:
        return UNKNOWN
    _, number_class, region, *parties = longest
    return range_holding(_party(parties[:3]), _party(parties[3:]), number_class, region)


def _assigned(canonical: str, on: date) -> _Assigned | None:
    row = (
        NumberAssignment.objects.filter(in_force(on), number=canonical)
        .values_list(
            "purpose",
            *_party_columns("holder"),
            *_party_columns("operator"),
            *_party_columns("line__operator"),
        )
        .first()
    )
    if row is None:
        return None
    purpose, *parties = row
    holder = Party(*parties[:3])
    return _Assigned(holder, _party(parties[3:6]) or _party(parties[6:]), purpose)


def _party_columns(path: str) -> tuple[str, str, str]:
    return f"{path}__code", f"{path}__kind", f"{path}__host__code"


def _party(values: Sequence[str | None]) -> Party | None:
    code, kind, host = values
    return Party(code, kind, host) if code and kind else None


# --- the whole registry in memory ---

# A day beyond every registry: what has no end holds on each day before it.
_NEVER = date.max.toordinal()


class _Dated(NamedTuple):
    """One row of a key: the first day it holds, the first day it does not, and what it says."""

    since: int
    until: int
    says: Holding


class _DatedAssignment(NamedTuple):
    since: int
    until: int
    says: _Assigned


@dataclass(frozen=True)
class _Tables:
    """All dated rows by their key. Rows that say the same are one object: a country's table stays small."""

    stamp: tuple[object, ...]
    # One dict for each length of prefix, the longest first.
    ranges: tuple[tuple[int, dict[str, tuple[_Dated, ...]]], ...]
    assignments: dict[str, tuple[_DatedAssignment, ...]]
    names: dict[str, tuple[_Dated, ...]]


class NumberIndex:
    """Who holds what on one day, for bulk: a few microseconds a number, no question to the database."""

    def __init__(self, tables: _Tables, on: date) -> None:
        self.on = on
        self._day = on.toordinal()
        self._tables = tables

    def holding(self, canonical: str) -> Holding:
        """As `queries.holding`, for the day of this index."""
        if canonical[:5] == "name:":
            return self._at_day(self._tables.names.get(canonical.split(":", 2)[2], ()))
        day = self._day
        around = UNKNOWN
        for length, rows_of in self._tables.ranges:
            rows = rows_of.get(canonical[:length])
            if rows is not None:
                for since, until, says in rows:
                    if since <= day < until:
                        around = says
                        break
                else:
                    continue
                break
        for since, until, assigned in self._tables.assignments.get(canonical, ()):
            if since <= day < until:
                return assignment_holding(assigned.holder, assigned.operator, assigned.purpose, around)
        return around

    def on_day(self, on: date) -> NumberIndex:
        """The same state of the registry, as of another day."""
        return NumberIndex(self._tables, on)

    def _at_day(self, rows: Iterable[_Dated]) -> Holding:
        return next((row.says for row in rows if row.since <= self._day < row.until), UNKNOWN)


# The tables of the last state seen, by database: one process asks for many days of one registry.
_last_tables: dict[str, _Tables] = {}


def number_index(on: date) -> NumberIndex:
    """The whole registry as of a day. Read once for each state of the registry, then kept in the process."""
    stamp = _stamp()
    database = str(connection.settings_dict["NAME"])
    tables = _last_tables.get(database)
    if tables is None or tables.stamp != stamp:
        tables = _last_tables[database] = _read_tables(stamp)
    return NumberIndex(tables, on)


def mark_changed() -> None:
    """Tell every process, at its next question, that holdings or organisations have changed."""
    Change.objects.update_or_create(pk=1, defaults={"stamp": secrets.token_hex(16)})


def _stamp() -> tuple[object, ...]:
    """What differs between two states of the registry. Counts and last ids also catch rows put in by hand."""
    change = Change.objects.filter(pk=1).values_list("stamp", flat=True).first()
    models: tuple[type[Model], ...] = (Organisation, NumberRange, NumberAssignment, SenderName)
    counts = [
        tuple(model._default_manager.aggregate(last=Max("pk"), rows=Count("pk")).values()) for model in models
    ]
    # Without a stamp there was no import: tests and consoles that write rows by hand get a fresh reading.
    return (change or object(), *counts)


def _read_tables(stamp: tuple[object, ...]) -> _Tables:
    parties = {
        key: Party(code, kind, host)
        for key, code, kind, host in Organisation.objects.values_list("pk", "code", "kind", "host__code")
    }
    by_length: dict[int, dict[str, tuple[_Dated, ...]]] = {}
    for prefix, rows in _dated_ranges(parties):
        rows_of = by_length.setdefault(len(prefix), {})
        rows_of[prefix] = rows_of[prefix] + rows if prefix in rows_of else rows
    return _Tables(
        stamp,
        tuple(sorted(by_length.items(), reverse=True)),
        _assignments(parties),
        _names(parties),
    )


def _dated_ranges(parties: dict[int, Party]) -> Iterator[tuple[str, tuple[_Dated, ...]]]:
    """Each prefix with one row, in a tuple of its own that all prefixes share whose rows say the same."""
    made: dict[tuple[object, ...], tuple[_Dated, ...]] = {}
    columns = ("prefix", "holder_id", "operator_id", "number_class", "region", "since", "until")
    for prefix, *rest in _rows(NumberRange.objects.order_by(), columns):
        key = tuple(rest)
        rows = made.get(key)
        if rows is None:
            holder, operator, number_class, region, since, until = rest
            says = range_holding(parties.get(holder), parties.get(operator), number_class, region)
            rows = made[key] = (_Dated(since.toordinal(), until.toordinal() if until else _NEVER, says),)
        yield prefix, rows


def _assignments(parties: dict[int, Party]) -> dict[str, tuple[_DatedAssignment, ...]]:
    found: dict[str, tuple[_DatedAssignment, ...]] = {}
    columns = ("number", "holder_id", "operator_id", "line__operator_id", "purpose", "since", "until")
    for number, holder, operator, line_operator, purpose, since, until in _rows(
        NumberAssignment.objects.order_by(), columns
    ):
        assigned = _Assigned(parties[holder], parties.get(operator or line_operator), purpose)
        row = _DatedAssignment(since.toordinal(), until.toordinal() if until else _NEVER, assigned)
        found[number] = (*found.get(number, ()), row)
    return found


def _names(parties: dict[int, Party]) -> dict[str, tuple[_Dated, ...]]:
    found: dict[str, tuple[_Dated, ...]] = {}
    for name, holder, since, until in _rows(
        SenderName.objects.order_by(), ("name", "holder_id", "since", "until")
    ):
        row = _Dated(
            since.toordinal(), until.toordinal() if until else _NEVER, sender_name_holding(parties[holder])
        )
        found[name] = (*found.get(name, ()), row)
    return found


def _rows(rows: QuerySet, columns: tuple[str, ...]) -> Iterator[tuple]:
    # Read in pieces: a country's table is not held twice.
    return rows.values_list(*columns).iterator(chunk_size=20_000)
