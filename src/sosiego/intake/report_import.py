"""The act of importing a file of reports: all of it or nothing, and each row lands or is set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from sosiego.files import sha256_of_file
from sosiego.intake import mappings, references, report_formats, rulebook
from sosiego.intake.csv_records import CsvFile, Record
from sosiego.intake.door import Admitted, Door
from sosiego.intake.errors import ColumnsMissingError, FormatAndMappingError, ImportsCollidedError
from sosiego.intake.models import ImportedFile, Report, ReporterContact
from sosiego.intake.report_formats.base import BadCellError, ParsedReport, ReportFormat
from sosiego.intake.tally import Tally
from sosiego.registry import bulk
from sosiego.registry.totals import ImportTotals
from sosiego.rules.book import RuleBook

KIND = "reports"
# Each batch asks once which of its keys are known; larger ones gain nothing and hold more in memory.
BATCH = 2_000
# The order of `Door.admit`'s values, then where the row stood.
_COLUMNS = (
    "reference",
    "source_key",
    "medium",
    "channel",
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
    "holder",
    "operator",
    "number_class",
    "content_category",
    "content_probability",
    "content_model",
    "file_id",
    "line",
)
# Tries to find a free reference before giving up; each fails with a chance of one in ten thousand at most.
_DRAWS = 20


def import_reports(
    path: Path | str,
    *,
    format: str | None = None,
    mapping: str | None = None,
    at: datetime,
    progress: Callable[[int], None] | None = None,
) -> ImportTotals:
    """Take in a CSV of reports.

    `format` names a built-in format, `mapping` a saved mapping; with neither, the header decides. One
    transaction for the whole file: whoever kills it leaves everything or nothing. Rows known before count
    as repeated, rows that cannot be taken are set aside, sealed, with line and reason. `progress` is told
    the rows just read.

    Raises `FileNotReadableError`, `ColumnsMissingError`, `UnknownFormatError`, `UnknownMappingError`,
    `ImportsCollidedError`; nothing was written then.
    """
    path = Path(path)
    book = rulebook.current()
    chosen = _choose(path, format, mapping, book)
    sha256 = sha256_of_file(path)
    with CsvFile(path, encoding=chosen.encoding, delimiter=chosen.delimiter) as source:
        missing = [name for name in chosen.columns if name not in source.header]
        if missing:
            raise ColumnsMissingError(missing, source.header, where=str(path), format=chosen.id)
        try:
            with transaction.atomic():
                return _Import(source, chosen, book, sha256=sha256, at=at).run(progress)
        except IntegrityError as error:
            # SQLite has one writer at a time; two transactions of PostgreSQL may both hold a row for new.
            raise ImportsCollidedError(str(path)) from error


def _choose(path: Path, format: str | None, mapping: str | None, book: RuleBook) -> ReportFormat:
    if format and mapping:
        raise FormatAndMappingError
    if mapping:
        return report_formats.of_mapping(mapping, mappings.definition(mapping), book)
    if format:
        return report_formats.built_in(format, book)
    with CsvFile(path) as source:
        header = set(source.header)
    for name in report_formats.FORMATS:
        candidate = report_formats.built_in(name, book)
        if header.issuperset(candidate.columns):
            return candidate
    return report_formats.built_in("sosiego", book)


class _Read(NamedTuple):
    """A record as the format read it: a report and its key, or why it is none."""

    record: Record
    report: ParsedReport | None
    source_key: str
    problem: BadCellError | None


class _New(NamedTuple):
    record: Record
    admitted: Admitted


class _Import:
    """One reading of one file."""

    def __init__(
        self, source: CsvFile, format: ReportFormat, book: RuleBook, *, sha256: str, at: datetime
    ) -> None:
        self._source = source
        self._source_name = format.source
        self._parse = format.bind(source.header)
        self._door = Door(book, at=at, channel=Report.Channel.FILE)
        # Written first, with nothing in it, because the reports point at it; its totals follow at the end.
        self._file = ImportedFile.objects.create(
            kind=KIND,
            name=source.path.name[:255],
            sha256=sha256,
            format=format.id,
            at=at,
            read=0,
            added=0,
            repeated=0,
            set_aside=0,
        )
        self._tally = Tally(self._file)

    def run(self, progress: Callable[[int], None] | None) -> ImportTotals:
        for batch in _batches(self._source.records()):
            self._take(batch)
            if progress:
                progress(len(batch))
        return self._tally.close()

    def _take(self, batch: list[Record]) -> None:
        read = [self._read(record) for record in batch]
        keys = [one.source_key for one in read if one.report]
        seen = set(Report.objects.filter(source_key__in=keys).values_list("source_key", flat=True))
        new = []
        for one in read:
            self._tally.read += 1
            if one.report is None:
                self._set_aside(one.record, one.problem)
            elif one.source_key in seen:
                self._tally.repeated += 1
            else:
                try:
                    new.append(_New(one.record, self._door.admit(one.report, source_key=one.source_key)))
                    seen.add(one.source_key)
                except BadCellError as problem:
                    self._set_aside(one.record, problem)
        self._save(new)
        self._tally.added += len(new)
        self._tally.store()

    def _read(self, record: Record) -> _Read:
        if record.problem:
            return _Read(record, None, "", BadCellError("", record.problem))
        try:
            report = self._parse(record.cells)
        except BadCellError as error:
            return _Read(record, None, "", error)
        return _Read(record, report, self._door.source_key(self._source_name, report.identity), None)

    def _set_aside(self, record: Record, problem: BadCellError | None) -> None:
        column, reason = (problem.column, problem.reason) if problem else ("", "")
        self._tally.set_aside(record.line, column, reason, self._source.bytes_of(record.raw))

    def _save(self, new: list[_New]) -> None:
        make_references_free([one.admitted.values for one in new])
        bulk.insert(
            Report,
            _COLUMNS,
            [(*one.admitted.values.values(), self._file.pk, one.record.line) for one in new],
        )
        sealed = {
            one.admitted.values["source_key"]: one.admitted.sealed_contact
            for one in new
            if one.admitted.sealed_contact
        }
        saved = Report.objects.filter(source_key__in=list(sealed)).values_list("pk", "source_key")
        bulk.insert(ReporterContact, ("report_id", "sealed"), [(pk, sealed[key]) for pk, key in saved])


def make_references_free(reports: list[dict[str, Any]]) -> None:
    """Draw another reference for each report, given by its values, whose own is taken."""
    for _ in range(_DRAWS):
        wanted = [report["reference"] for report in reports]
        taken = set(Report.objects.filter(reference__in=wanted).values_list("reference", flat=True))
        clashing = []
        for report in reports:
            if report["reference"] in taken:
                clashing.append(report)
            taken.add(report["reference"])
        if not clashing:
            return
        for report in clashing:
            report["reference"] = references.drawn(report["received_at"].year)
    raise RuntimeError("no free reference was found")


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
