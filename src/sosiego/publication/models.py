"""What was or will be published, from which frozen figures, and who signed it."""

from __future__ import annotations

from django.db import models


class Publication(models.Model):
    class Kind(models.TextChoices):
        REPORT_LIST = "list"
        BULLETIN = "bulletin"

    reference = models.CharField(max_length=30, unique=True)  # "P-2026-000012"
    kind = models.CharField(max_length=10, choices=Kind.choices)
    period = models.CharField(max_length=24)  # "2026Q3", "2026-09", "2021-07-08" or "2026-09-01/2026-09-15"
    # Digest and file name of the frozen figures; everything published is rebuilt from them.
    snapshot = models.CharField(max_length=64)
    rulebook = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    simulated = models.BooleanField(default=False)
    # {"bulletin.es.html": sha256, …}
    files = models.JSONField()
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    ledger_index = models.BigIntegerField()

    class Meta:
        ordering: tuple[str, ...] = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"


class PublicationEvent(models.Model):
    class Kind(models.TextChoices):
        MADE = "made"
        SIGNED = "signed"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    ledger_index = models.BigIntegerField()

    class Meta:
        ordering: tuple[str, ...] = ("at", "id")
        constraints: tuple[models.BaseConstraint, ...] = (
            # Two people sign: the same person cannot be both.
            models.UniqueConstraint(
                fields=["publication", "actor"],
                condition=models.Q(kind="signed"),
                name="one_publication_signature_per_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
