"""What came in: files, reports, rows that were set aside. No called number, no reporter's number."""

from __future__ import annotations

from django.db import models


class ColumnMapping(models.Model):
    """How the columns of somebody's CSV become a report, saved by name."""

    name = models.SlugField(max_length=60, unique=True)
    # {"columns": {"number": "Caller", …}, "constants": {"medium": "call"}, "time_zone": …, "date_format": …}
    definition = models.JSONField()

    def __str__(self) -> str:
        return self.name


class ImportedFile(models.Model):
    """One reading of one file. read = added + repeated + set_aside, always."""

    kind = models.CharField(max_length=20)  # "reports", "traffic", "registry"
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    # Built-in format, or "mapping:<name>@<wording>".
    format = models.CharField(max_length=80)
    at = models.DateTimeField()
    read = models.BigIntegerField()
    added = models.BigIntegerField()
    repeated = models.BigIntegerField()
    set_aside = models.BigIntegerField()

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            # "Nothing is lost": a file whose rows do not add up may not be recorded.
            models.CheckConstraint(
                condition=models.Q(read=models.F("added") + models.F("repeated") + models.F("set_aside")),
                name="import_totals_balance",
            ),
        )

    def __str__(self) -> str:
        return self.name


class SetAside(models.Model):
    """A row that could not be taken, with the reason and the row itself."""

    file = models.ForeignKey(ImportedFile, on_delete=models.CASCADE, related_name="rows_set_aside")
    line = models.BigIntegerField()
    column = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300)
    # Sealed (keys.sealing): a bad row may hold a reporter's number.
    sealed_raw = models.BinaryField()

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class Report(models.Model):
    """One person's or trap's statement about one call or message."""

    class Medium(models.TextChoices):
        CALL = "call"
        SMS = "sms"

    class Channel(models.TextChoices):
        FILE = "file"
        WEB = "web"
        API = "api"
        SHORT_CODE = "short-code"
        XARF = "xarf"
        TRAP = "trap"

    # Given to the person who reported: "R-2026-8F3K2M".
    reference = models.CharField(max_length=20, unique=True)
    # Digest of the source and its own identifier or whole row: the same row twice is one report.
    source_key = models.CharField(max_length=64, unique=True)
    medium = models.CharField(max_length=4, choices=Medium.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    # Canonical (rules.numbers) caller or sender; empty if the call showed none.
    number = models.CharField(max_length=60, blank=True, db_index=True)
    received_at = models.DateTimeField(db_index=True)
    occurred_at = models.DateTimeField(null=True, blank=True)
    # What the reporter chose, as a category code of the rule-book's taxonomy; "unsorted" if none.
    category = models.CharField(max_length=60, default="unsorted")
    # The source's own words for it.
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    recorded_voice = models.BooleanField(null=True, blank=True)
    # Keyed pseudonym of the reporter; empty if the source named nobody.
    reporter = models.CharField(max_length=32, blank=True)
    region = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=120, blank=True)
    # Code of the operator or reseller whose user reported, if known.
    network = models.CharField(max_length=60, blank=True)
    # Code of the organisation that held the number when it called or sent, found at the door.
    holder = models.CharField(max_length=60, blank=True, db_index=True)
    # Code of the operator that let it in.
    operator = models.CharField(max_length=60, blank=True, db_index=True)
    number_class = models.CharField(max_length=40, blank=True)
    # What the classifier said of `text`, and which model said it; never the reporter's word.
    content_category = models.CharField(max_length=60, blank=True)
    content_probability = models.FloatField(null=True, blank=True)
    content_model = models.CharField(max_length=80, blank=True)
    file = models.ForeignKey(
        ImportedFile, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    line = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes: tuple[models.Index, ...] = (
            models.Index(fields=["number", "received_at"], name="report_number_time"),
        )

    def __str__(self) -> str:
        return self.reference


class ReporterContact(models.Model):
    """How to answer the reporter: sealed, apart from the report, deleted when the answer was given."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="contact")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"contact of report {self.report_id}"


class ReporterTold(models.Model):
    """The reporter was told what came of the report, and the contact was deleted."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="told")
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    ledger_index = models.BigIntegerField()

    def __str__(self) -> str:
        return f"reporter of {self.report_id} told"
