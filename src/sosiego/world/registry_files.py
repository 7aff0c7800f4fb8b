"""Writes the registry of the country as the CSV tables that `sosiego import registry` reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sosiego.files import write_bytes
from sosiego.world.country import Country
from sosiego.world.organisations import (
    CONTRACTS,
    LINES,
    NETWORKS,
    ORGANISATIONS,
    SENDER_NAMES,
    SMS_PREFIXES,
    network_operator,
)
from sosiego.world.quarter import Quarter

# The country was founded before anything that is simulated happens.
FOUNDED = date(2024, 1, 1)

# Traffic of a network in a quarter, per user: some seven calls and two messages a day.
CALLS_PER_USER, MESSAGES_PER_USER = 610, 150
# Yearly growth of users, so that rates of different quarters have different denominators.
GROWTH_PER_QUARTER = 0.006

Row = Sequence[object]


def csv_bytes(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """RFC 4180 text in UTF-8; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def write(country: Country, folder: Path) -> list[Path]:
    """Write every table; the paths written, in the order in which they depend on each other."""
    written = []
    for name, header, rows in _tables(country):
        path = folder / f"{name}.csv"
        write_bytes(path, csv_bytes(header.split(","), rows))
        written.append(path)
    return written


def _tables(country: Country) -> Iterable[tuple[str, str, Iterable[Row]]]:
    yield (
        "organisations",
        "code,kind,name,host,industry,licence,redress_url,since,until",
        (
            (o.code, o.kind, o.name, o.host, o.industry, o.licence, _redress(o.code, o.kind), FOUNDED, None)
            for o in ORGANISATIONS
        ),
    )
    yield (
        "people",
        "organisation,name,position,answerable_for,email,since,until",
        ((o.code, *o.person, f"{o.code}@{o.code}.invalid", FOUNDED, None) for o in ORGANISATIONS if o.person),
    )
    yield (
        "lines",
        "code,kind,operator,holder,since,until",
        ((line.code, line.kind, line.operator, line.holder, FOUNDED, None) for line in LINES),
    )
    yield "ranges", "prefix,number_class,holder,operator,region,city,since,until", _ranges()
    yield "numbers", "number,holder,operator,line,purpose,since,until", _numbers(country)
    yield (
        "sender_names",
        "name,holder,since,until",
        ((name, who, FOUNDED, None) for name, who in SENDER_NAMES),
    )
    yield (
        "contracts",
        "provider,customer,subject,has_nuisance_clause,since,until",
        (
            (c.provider, c.customer, c.subject, str(c.has_nuisance_clause).lower(), FOUNDED, None)
            for c in CONTRACTS
        ),
    )
    quarter = country.quarter
    yield (
        "statistics",
        "organisation,period,users,messages,calls,reported_on",
        [
            *_statistics(quarter.same_last_year(), -4),
            *_statistics(quarter.previous(), -1),
            *_statistics(quarter, 0),
        ],
    )
    people = country.stage.people
    yield (
        "preferences",
        "number,refuses_calls,refuses_messages,since,until",
        ((f"+{number}", "true", "true", FOUNDED, None) for number in people.number[people.refuses].tolist()),
    )


def _redress(code: str, kind: str) -> str:
    return f"https://{code}.invalid/redress" if kind in ("regulator", "operator", "reseller") else ""


def _ranges() -> Iterable[Row]:
    for network in NETWORKS:
        for block in network.blocks:
            yield f"+86{block}", "", network.code, network_operator(network.code), "", "", FOUNDED, None
    for operator, prefix in SMS_PREFIXES.items():
        yield prefix, "", operator, operator, "", "", FOUNDED, None


def _numbers(country: Country) -> Iterable[Row]:
    for caller in country.stage.cast:
        if caller.purpose and caller.holder:
            yield caller.canonical, caller.holder, caller.operator, caller.line, caller.purpose, FOUNDED, None


def _statistics(quarter: Quarter, quarters_ago: int) -> Iterable[Row]:
    for network in NETWORKS:
        users = round(network.users_millions * 1e6 * (1 + GROWTH_PER_QUARTER) ** quarters_ago)
        yield (
            network.code,
            quarter.name,
            users,
            users * MESSAGES_PER_USER,
            users * CALLS_PER_USER,
            quarter.after,
        )
