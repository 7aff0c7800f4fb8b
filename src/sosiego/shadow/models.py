"""Drafts that run beside the law, and what they said day by day. Rows are added, never changed."""

from __future__ import annotations

from django.db import models


class ShadowRun(models.Model):
    """A draft that was started beside the law."""

    name = models.CharField(max_length=40, unique=True)
    # Ids of the draft and of the law that was in force when it was started.
    rulebook = models.CharField(max_length=40)
    law = models.CharField(max_length=40)
    # SHA-256 of the copy in the home, which alone is asked: later edits of the draft do not matter.
    digest = models.CharField(max_length=64)
    # The first day that it records.
    since = models.DateField()
    # The day whose wording of the draft is read; null: that of each day itself.
    wording_of = models.DateField(null=True)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=120)
    ledger_index = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name


class ShadowStop(models.Model):
    """The end of a run."""

    run = models.OneToOneField(ShadowRun, on_delete=models.PROTECT, related_name="stop")
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    ledger_index = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.run_id} stopped"


class ShadowDay(models.Model):
    """What a draft said on one day, or why it could say nothing. Of several for one day the last counts."""

    class Outcome(models.TextChoices):
        RECORDED = "recorded"
        FAILED = "failed"

    run = models.ForeignKey(ShadowRun, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    attempt = models.PositiveIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    # Which text of the law it was held against.
    law_digest = models.CharField(max_length=64)
    # Callers and senders with facts, as the draft saw them.
    callers = models.PositiveIntegerField(default=0)
    # Of callers for whom a rule held: under both books, under the draft only, under the law only.
    both = models.PositiveIntegerField(default=0)
    draft_only = models.PositiveIntegerField(default=0)
    law_only = models.PositiveIntegerField(default=0)
    # New findings that the law itself recorded in the twenty-four hours to this moment.
    law_findings = models.PositiveIntegerField(default=0)
    # SHA-256 over all that was said: said again, it is not written again.
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: tuple[str, ...] = ("day", "attempt")
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(fields=["run", "day", "attempt"], name="one_shadow_day_per_attempt"),
        )

    def __str__(self) -> str:
        return f"{self.run_id} on {self.day}: {self.outcome}"


class ShadowFinding(models.Model):
    """A rule that held for a subject on a day. It opens no case and binds nobody."""

    class By(models.TextChoices):
        BOTH = "both"
        DRAFT = "draft"
        LAW = "law"

    day = models.ForeignKey(ShadowDay, on_delete=models.PROTECT, related_name="findings")
    subject = models.CharField(max_length=60)  # canonical number or sender name
    rule = models.CharField(max_length=80)
    found_by = models.CharField(max_length=5, choices=By.choices)
    # Version, facts used and clauses of the draft's wording; of the law's where only the law found it.
    version = models.DateField()
    holder = models.CharField(max_length=60, blank=True)
    operator = models.CharField(max_length=60, blank=True)
    facts = models.JSONField()
    clauses = models.JSONField()

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(fields=["day", "subject", "rule"], name="one_shadow_finding_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.rule} by {self.found_by}"
