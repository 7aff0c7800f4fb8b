"""The tables of the registry as files bring them: columns, what names a row, what may change later."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from sosiego.registry import cells, errors, preferences
from sosiego.registry.models import (
    Contract,
    Filing,
    Line,
    NumberAssignment,
    NumberRange,
    Organisation,
    Person,
    Preference,
    SenderName,
    Statistic,
)


@dataclass(frozen=True)
class Column:
    """One column of a file."""

    name: str
    read: cells.Read
    field: str = ""  # field of the model, if named otherwise
    required: bool = False  # may no cell be empty?

    @property
    def target(self) -> str:
        return self.field or self.name


@dataclass(frozen=True)
class Table:
    """One table of the registry.

    What a row says beyond `identity` and `changeable` is history: a file that says otherwise must end
    the row and begin another one, by date.
    """

    name: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    # Two rows that agree in these speak of the same thing.
    identity: tuple[str, ...]
    changeable: frozenset[str] = frozenset()
    # Of the rows that agree in these, at most one holds on any day. Empty: no such rule.
    alone: tuple[str, ...] = ()
    # A field that no column gives: its name, and how it is made from the values of a new row.
    extra: tuple[str, Callable[[tuple[Any, ...]], Any]] | None = None
    # True: the raw rows hold citizens' numbers, which are written nowhere.
    names_citizens: bool = False

    def place(self, name: str) -> int:
        """Position of a column."""
        return next(place for place, column in enumerate(self.columns) if column.name == name)


_SINCE = Column("since", cells.day, required=True)
_UNTIL = Column("until", cells.day)
_HOLDER = Column("holder", cells.organisation, field="holder_id", required=True)
_OPERATOR = Column("operator", cells.organisation, field="operator_id")

# In the order in which they depend on each other.
TABLES: tuple[Table, ...] = (
    Table(
        "organisations",
        Organisation,
        (
            Column("code", cells.code, required=True),
            Column("kind", cells.choice(Organisation.Kind.values), required=True),
            Column("name", cells.text(200), required=True),
            Column("host", cells.organisation, field="host_id"),
            Column("industry", cells.text(60)),
            Column("licence", cells.text(80)),
            Column("redress_url", cells.text(200)),
            Column("since", cells.day),
            _UNTIL,
        ),
        identity=("code",),
        changeable=frozenset({"name", "host", "industry", "licence", "redress_url", "since"}),
    ),
    Table(
        "people",
        Person,
        (
            Column("organisation", cells.organisation, field="organisation_id", required=True),
            Column("name", cells.text(120), required=True),
            Column("position", cells.text(120), required=True),
            Column("answerable_for", cells.text(120), required=True),
            Column("email", cells.text(254)),
            _SINCE,
            _UNTIL,
        ),
        identity=("organisation", "name", "answerable_for", "since"),
        changeable=frozenset({"position", "email"}),
    ),
    Table(
        "lines",
        Line,
        (
            Column("code", cells.code, required=True),
            Column("kind", cells.choice(["voice", "sms"]), required=True),
            Column("operator", cells.organisation, field="operator_id", required=True),
            _HOLDER,
            _SINCE,
            _UNTIL,
        ),
        identity=("code",),
    ),
    Table(
        "ranges",
        NumberRange,
        (
            Column("prefix", cells.prefix, required=True),
            Column("number_class", cells.text(40)),
            Column("holder", cells.organisation, field="holder_id"),
            _OPERATOR,
            Column("region", cells.text(60)),
            Column("city", cells.text(80)),
            _SINCE,
            _UNTIL,
        ),
        identity=("prefix", "since"),
        changeable=frozenset({"number_class", "region", "city"}),
        alone=("prefix",),
    ),
    Table(
        "numbers",
        NumberAssignment,
        (
            Column("number", cells.number, required=True),
            _HOLDER,
            _OPERATOR,
            Column("line", cells.line, field="line_id"),
            Column("purpose", cells.text(60)),
            _SINCE,
            _UNTIL,
        ),
        identity=("number", "since"),
        alone=("number",),
    ),
    Table(
        "sender_names",
        SenderName,
        (Column("name", cells.sender_name, required=True), _HOLDER, _SINCE, _UNTIL),
        identity=("name", "since"),
        alone=("name",),
    ),
    Table(
        "contracts",
        Contract,
        (
            Column("provider", cells.organisation, field="provider_id", required=True),
            Column("customer", cells.organisation, field="customer_id", required=True),
            Column("subject", cells.text(60), required=True),
            Column("has_nuisance_clause", cells.truth),
            _SINCE,
            _UNTIL,
        ),
        identity=("provider", "customer", "subject", "since"),
        alone=("provider", "customer", "subject"),
    ),
    Table(
        "statistics",
        Statistic,
        (
            Column("organisation", cells.organisation, field="organisation_id", required=True),
            Column("period", cells.period, required=True),
            Column("users", cells.count, required=True),
            Column("messages", cells.count, required=True),
            Column("calls", cells.count, required=True),
            Column("passed_calls", cells.count_if_stated),
            Column("abandoned_calls", cells.count_if_stated),
            Column("reported_on", cells.day, required=True),
        ),
        identity=("organisation", "period"),
        # Organisations correct what they reported; what was published from it keeps its own snapshot.
        changeable=frozenset(
            {"users", "messages", "calls", "passed_calls", "abandoned_calls", "reported_on"}
        ),
    ),
    Table(
        "filings",
        Filing,
        (
            Column("organisation", cells.organisation, field="organisation_id", required=True),
            Column("reference", cells.text(80), required=True),
            Column("implementation", cells.choice(["", *Filing.Implementation.values])),
            Column("updated_on", cells.day),
            Column("certified_on", cells.day),
            _SINCE,
            _UNTIL,
        ),
        identity=("organisation", "since"),
        changeable=frozenset({"reference", "implementation", "updated_on", "certified_on"}),
        alone=("organisation",),
    ),
    Table(
        "preferences",
        Preference,
        (
            Column("number", cells.citizens_number, field="digest", required=True),
            Column("refuses_calls", cells.unquoted(cells.truth)),
            Column("refuses_messages", cells.unquoted(cells.truth)),
            Column("since", cells.unquoted(cells.day), required=True),
            Column("until", cells.unquoted(cells.day)),
        ),
        identity=("number", "since"),
        alone=("number",),
        extra=("sealed_number", lambda values: preferences.sealed(values[0].canonical)),
        names_citizens=True,
    ),
)

# What a room in memory (`holdings.NumberIndex`) holds a copy of.
INDEXED = frozenset({"organisations", "lines", "ranges", "numbers", "sender_names"})


def table(name: str) -> Table:
    """The table of a name. Raises `UnknownTableError`, naming the nearest."""
    names = names_of(TABLES)
    for known in TABLES:
        if known.name == name:
            return known
    raise errors.UnknownTableError(
        f"The registry has no table {name!r}.{errors.nearest(name, names)}",
        todo=f"Name the file after one of: {', '.join(names)}; or name the table with --table.",
    )


def names_of(tables: Iterable[Table]) -> list[str]:
    return [table.name for table in tables]
