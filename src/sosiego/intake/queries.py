"""What other rooms may ask of intake."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, QuerySet

from sosiego.intake import references
from sosiego.intake.errors import FileNotFoundInIntakeError, ReportNotFoundError
from sosiego.intake.models import ColumnMapping, ImportedFile, Report, SetAside
from sosiego.intake.report_facts import REPORT_FACTS, report_facts

__all__ = [
    "REPORT_FACTS",
    "content_verdicts",
    "counts_by_source",
    "imported_file",
    "imported_files",
    "mappings",
    "report",
    "report_facts",
    "reports_between",
    "reports_of",
    "reports_to_answer",
    "rows_set_aside",
    "unclassified_reports",
]


def report(reference: str) -> Report:
    """The report of a reference, however a person wrote it. Raises `ReportNotFoundError`."""
    found = Report.objects.filter(reference=references.as_written(reference)).first()
    if found is None:
        raise ReportNotFoundError(reference)
    return found


def reports_of(number: str) -> QuerySet[Report]:
    """All reports about one canonical number or sender, the latest first."""
    return Report.objects.filter(number=number).order_by("-received_at", "-id")


def reports_between(since: datetime, until: datetime) -> QuerySet[Report]:
    """The reports received in since ≤ t < until, in no order."""
    return Report.objects.filter(received_at__gte=since, received_at__lt=until)


def reports_to_answer() -> QuerySet[Report]:
    """The reports whose reporter left a contact and has not been told what came of it, in no order."""
    return Report.objects.filter(contact__isnull=False)


def counts_by_source(since: datetime, until: datetime) -> list[tuple[str, str, str, int]]:
    """(holder, operator, medium, reports) of since ≤ t < until; "" if holder or operator is unknown."""
    counted = reports_between(since, until).values_list("holder", "operator", "medium")
    return list(counted.annotate(reports=Count("id")).order_by("holder", "operator", "medium"))


def unclassified_reports(limit: int) -> list[tuple[int, str]]:
    """(report id, text) of reports that hold a text which no classifier has seen, the oldest first."""
    waiting = Report.objects.filter(content_model="").exclude(text="").order_by("id")
    return list(waiting.values_list("id", "text")[:limit])


def content_verdicts(since: datetime, until: datetime) -> Iterator[tuple[str, str, float | None]]:
    """(number, category, probability) of the messages in since < t ≤ until that a classifier has sorted."""
    seen = Report.objects.filter(medium=Report.Medium.SMS, received_at__gt=since, received_at__lte=until)
    sorted_ones = seen.exclude(number="").exclude(content_category="")
    columns = ("number", "content_category", "content_probability")
    return sorted_ones.order_by("number", "id").values_list(*columns).iterator()


def imported_files(kind: str | None = None) -> QuerySet[ImportedFile]:
    """Every reading of a file, the latest first; of one kind ("reports", "traffic") if named."""
    files = ImportedFile.objects.order_by("-id")
    return files.filter(kind=kind) if kind else files


def imported_file(file_id: int) -> ImportedFile:
    """One reading of a file. Raises `FileNotFoundInIntakeError`."""
    found = ImportedFile.objects.filter(pk=file_id).first()
    if found is None:
        raise FileNotFoundInIntakeError(file_id)
    return found


def rows_set_aside(file: ImportedFile) -> QuerySet[SetAside]:
    """The rows of a file that were set aside, by line, with those that an earlier reading of it stored."""
    same = SetAside.objects.filter(file__sha256=file.sha256, file__kind=file.kind, file__format=file.format)
    return same.filter(file_id__lte=file.pk).order_by("line", "id")


def mappings() -> QuerySet[ColumnMapping]:
    """The saved column mappings, by name."""
    return ColumnMapping.objects.order_by("name")
