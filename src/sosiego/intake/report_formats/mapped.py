"""Somebody's own CSV, read by a column mapping that was saved by name.

A mapping is a small YAML file:

    columns:            # our field: their column
      number: Caller
      received_at: Received
      text: Message
    constants:          # fields that are the same for every row
      medium: sms
      network: aurora
    time_zone: America/Bogota         # of times that name no offset
    date_formats: ["%d/%m/%Y %H:%M"]  # tried in order; ISO 8601 if none is given
    values:             # their word: ours; "*" stands for all other words
      recorded_voice: {S: true, N: false}
      category: {Préstamos: loan-marketing, "*": unsorted}
    encoding: utf-8     # utf-8, gb18030, iso-8859-1 or windows-1252
    delimiter: ","
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sosiego.files import canonical_json
from sosiego.intake.csv_records import ENCODINGS
from sosiego.intake.errors import MappingNotValidError, nearest
from sosiego.intake.report_formats import base
from sosiego.intake.report_formats.base import BadCellError, ParsedReport, Parser
from sosiego.rules.book import RuleBook

FIELDS = (
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
    "contact",
    "region",
    "city",
    "network",
)
# Without these a row says of nothing that it happened.
NEEDED = ("medium", "number", "received_at")
_SECTIONS = ("columns", "constants", "time_zone", "date_formats", "values", "encoding", "delimiter")
_OTHERS = "*"


@dataclass(frozen=True)
class ColumnsMapping:
    """A checked mapping."""

    columns: Mapping[str, str]
    constants: Mapping[str, str]
    time_zone: ZoneInfo | None
    date_formats: tuple[str, ...]
    values: Mapping[str, Mapping[str, str]]
    encoding: str
    delimiter: str


def read(definition: object) -> ColumnsMapping:
    """Check a mapping as it came from YAML. Raises `MappingNotValidError`, with the nearest name."""
    whole = _section(definition, "the mapping")
    _known(whole, _SECTIONS, "the mapping")
    columns = {
        key: _text(value, f"columns.{key}")
        for key, value in _section(whole.get("columns"), "columns").items()
    }
    constants = {
        key: _text(value, f"constants.{key}")
        for key, value in _section(whole.get("constants") or {}, "constants").items()
    }
    values = {
        key: {_text(theirs, f"values.{key}"): _text(ours, f"values.{key}") for theirs, ours in words.items()}
        for key, words in (
            (key, _section(words, f"values.{key}"))
            for key, words in _section(whole.get("values") or {}, "values").items()
        )
    }
    for section, fields in (("columns", columns), ("constants", constants), ("values", values)):
        _known(fields, FIELDS, section)
    both = sorted(set(columns) & set(constants))
    if both:
        raise MappingNotValidError(
            f"These fields have both a column and a constant: {', '.join(both)}.", where="columns, constants"
        )
    lacking = [name for name in NEEDED if name not in columns and name not in constants]
    if lacking:
        raise MappingNotValidError(
            f"The mapping does not say where these come from: {', '.join(lacking)}.",
            where="columns",
            todo="Give each a column, or a constant if it is the same for every row.",
        )
    return ColumnsMapping(
        columns=columns,
        constants=constants,
        time_zone=_zone(whole.get("time_zone")),
        date_formats=_date_formats(whole.get("date_formats") or ()),
        values=values,
        encoding=_one_of(whole.get("encoding") or "utf-8", ENCODINGS, "encoding"),
        delimiter=_one_of(whole.get("delimiter") or ",", (",", ";", "\t", "|"), "delimiter"),
    )


class MappedFormat:
    """A format made of a saved mapping."""

    def __init__(self, name: str, definition: Mapping[str, Any], book: RuleBook) -> None:
        self._mapping = read(definition)
        # A mapping that was changed reads the same file differently; the stored id says by which wording.
        wording = hashlib.sha256(canonical_json(definition)).hexdigest()[:8]
        self.id = f"mapping:{name}@{wording}"
        self.source = f"mapping:{name}"
        self.columns = tuple(dict.fromkeys(self._mapping.columns.values()))
        self.encoding = self._mapping.encoding
        self.delimiter = self._mapping.delimiter
        self._book = book

    def bind(self, header: list[str]) -> Parser:
        mapping, book = self._mapping, self._book
        cell = {name: self._reader(name, header) for name in FIELDS}
        column = {name: mapping.columns.get(name, name) for name in FIELDS}
        local = mapping.time_zone or book.time_zone

        def moment(cells: list[str], name: str) -> Any:
            raw = cell[name](cells)
            return (
                base.moment_in_zone(raw, local, column[name], mapping.date_formats) if raw.strip() else None
            )

        def parse(cells: list[str]) -> ParsedReport:
            received = moment(cells, "received_at")
            if received is None:
                raise BadCellError(column["received_at"], "is missing")
            report_id = cell["report_id"](cells).strip()
            return ParsedReport(
                identity=("id", report_id) if report_id else ("row", *cells),
                medium=base.medium(cell["medium"](cells), column["medium"]),
                number=base.number(cell["number"](cells), book.numbering, column["number"]),
                received_at=received,
                occurred_at=moment(cells, "occurred_at"),
                category=base.category(cell["category"](cells), book.categories, column["category"]),
                subject=base.collapsed(cell["subject"](cells)),
                text=cell["text"](cells),
                recorded_voice=base.yes_no(cell["recorded_voice"](cells), column["recorded_voice"]),
                reporter=cell["reporter"](cells).strip(),
                contact=cell["contact"](cells).strip(),
                region=base.collapsed(cell["region"](cells)),
                city=base.collapsed(cell["city"](cells)),
                network=cell["network"](cells).strip(),
            )

        return parse

    def _reader(self, name: str, header: list[str]) -> Callable[[list[str]], str]:
        """What gives a field's text from a row: a constant, or a cell with its words exchanged for ours."""
        mapping = self._mapping
        if name not in mapping.columns:
            constant = mapping.constants.get(name, "")
            return lambda cells: constant
        column = mapping.columns[name]
        place = header.index(column)
        words = mapping.values.get(name)
        if words is None:
            return lambda cells: cells[place]

        def exchanged(cells: list[str]) -> str:
            theirs = cells[place].strip()
            ours = words.get(theirs, words.get(_OTHERS))
            if ours is None:
                if not theirs:
                    return ""
                raise BadCellError(column, "is a word that the mapping does not list")
            return ours

        return exchanged


def _section(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise MappingNotValidError(
            f"{where} must be a list of names and values.",
            where=where,
            todo="Write it as `name: value` lines.",
        )
    return {str(key): one for key, one in value.items()}


def _known(found: Iterable[str], known: tuple[str, ...], where: str) -> None:
    for name in found:
        if name not in known:
            close = nearest(name, known)
            raise MappingNotValidError(
                f"{where} has no place for {name!r}." + (f" Nearest: {close}." if close else ""),
                where=where,
                todo=f"Known: {', '.join(known)}.",
            )


def _text(value: object, where: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    raise MappingNotValidError(f"{where} must be one word or number.", where=where)


def _zone(name: object) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise MappingNotValidError(
            f"There is no time zone {name!r}.", where="time_zone", todo="Write it as in America/Bogota."
        ) from None


def _date_formats(formats: object) -> tuple[str, ...]:
    several = [formats] if isinstance(formats, str) else formats
    if not isinstance(several, list | tuple) or not all(
        isinstance(one, str) and "%" in one for one in several
    ):
        raise MappingNotValidError(
            "date_formats must be a list of formats.", where="date_formats", todo='As in ["%d/%m/%Y %H:%M"].'
        )
    return tuple(several)


def _one_of(value: object, known: tuple[str, ...], where: str) -> str:
    if value not in known:
        raise MappingNotValidError(
            f"{where} cannot be {value!r}.", where=where, todo=f"Name one of: {', '.join(map(repr, known))}."
        )
    return str(value)
