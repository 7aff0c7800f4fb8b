"""The formats of report files, one file each. A format yields a parsed row, or says why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sosiego.intake.errors import UnknownFormatError
from sosiego.intake.report_formats.base import ReportFormat
from sosiego.intake.report_formats.ftc_dnc import FtcDoNotCallFormat
from sosiego.intake.report_formats.mapped import MappedFormat
from sosiego.intake.report_formats.sosiego import SosiegoFormat
from sosiego.rules.book import RuleBook

# A new format: its file, and its line here.
FORMATS: Mapping[str, Callable[[RuleBook], ReportFormat]] = {
    SosiegoFormat.id: SosiegoFormat,
    FtcDoNotCallFormat.id: FtcDoNotCallFormat,
}


def built_in(name: str, book: RuleBook) -> ReportFormat:
    """A format that comes with Sosiego. Raises `UnknownFormatError`."""
    if name not in FORMATS:
        raise UnknownFormatError(name, FORMATS)
    return FORMATS[name](book)


def of_mapping(name: str, definition: Mapping[str, Any], book: RuleBook) -> ReportFormat:
    """The format that a saved mapping describes."""
    return MappedFormat(name, definition, book)
